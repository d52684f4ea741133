"""The tree of organisations: what may stand where, and the paths that make a subtree one indexed question."""

from typing import Any, Protocol

from django.db import connection
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.people.models import Organisation

KINDS = Organisation.Kind


class Above(Protocol):
    """What is asked of the organisation above, saved or still to be made."""

    kind: Any
    region_id: Any
    is_active: Any


def objection_to_place(  # noqa: PLR0911 - one line for each rule
    kind: str, region_id: int | None, above: Above | None
) -> str:
    """Return why an organisation of this kind cannot stand there, or nothing."""
    if above is None:
        return _("A department belongs to an organisation. Choose it.") if kind == KINDS.DEPARTMENT else ""
    if not above.is_active:
        return _("The organisation above is closed.")
    if kind == KINDS.VENDOR:
        return _("A vendor stands at the top of the tree.")
    if above.kind == KINDS.DEPARTMENT and kind != KINDS.DEPARTMENT:
        return _("Below a department there are only departments.")
    if above.kind == KINDS.HOSPITAL and kind == KINDS.OPERATOR:
        return _("An operator does not stand below a medical organisation.")
    if above.kind != KINDS.VENDOR and above.region_id != region_id:
        return _("The organisation above is in another region.")
    return ""


def lock_tree() -> None:
    """Let nobody else move, merge or import organisations until the end of the transaction."""
    # RACE: two moves at once could hang two branches under each other.
    locks.wait_for("tree of organisations")


def hang(organisation: Organisation, parent: Organisation | None) -> None:
    """Give the organisation another parent and rewrite the paths of the whole subtree in one statement."""
    before, after = organisation.path, f"{parent.path if parent else ''}{organisation.pk}/"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_organisation SET path = %s || substr(path, length(%s) + 1) WHERE path LIKE %s || '%%'",
            [after, before, before],
        )
    organisation.parent, organisation.path = parent, after
    Organisation.objects.filter(pk=organisation.pk).update(parent=parent)


def write_missing_paths() -> None:
    """Write the paths of organisations that were brought in many at once, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute("""
            WITH RECURSIVE fresh (id, path) AS (
                SELECT child.id, COALESCE(above.path, '') || child.id || '/'
                FROM people_organisation child
                LEFT JOIN people_organisation above ON above.id = child.parent_id
                WHERE child.path = '' AND (above.id IS NULL OR above.path <> '')
                UNION ALL
                SELECT child.id, fresh.path || child.id || '/'
                FROM people_organisation child JOIN fresh ON child.parent_id = fresh.id
                WHERE child.path = ''
            )
            UPDATE people_organisation SET path = fresh.path
            FROM fresh WHERE people_organisation.id = fresh.id
        """)
