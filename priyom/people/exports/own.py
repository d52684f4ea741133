"""A person's own exports: the list of them, the right to a file, and where the file lies."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotAllowed, NotVisible, WrongState
from priyom.base.sealing import keyed_digest
from priyom.people.exports.tables import table_of
from priyom.people.models import User
from priyom.people.models.exports import Export
from priyom.people.reach import reach_of


def exports_of(user: User) -> QuerySet[Export]:
    """Return what the person has asked for and what is not over yet, the newest first."""
    return Export.objects.filter(asked_by=user, expires_at__gt=now()).order_by("-pk")


def get_export(user: User, pk: int) -> Export:
    """Return the person's own export; those of others do not exist."""
    found = exports_of(user).filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such export, or its day is over."))
    return found


def file_of(user: User, pk: int) -> tuple[Export, Path]:
    """Return the export with its file, once it is made, to the one who asked and sees as much as then."""
    export = get_export(user, pk)
    if export.state != Export.State.READY:
        raise WrongState(_("This export is not ready."))
    # SECURITY: the file is a picture of what the person saw; who sees less now does not get it any more.
    if not table_of(export.kind).may(user) or export.reach != reach_digest(user):
        raise NotAllowed(_("Your rights have changed since. Ask for the export again."))
    path = path_of(export)
    if not path.exists():
        raise NotVisible(_("There is no such export, or its day is over."))
    return export, path


def path_of(export: Export) -> Path:
    """Return where the file lies: beside the other data, under a name that nobody guesses."""
    return Path(settings.PRIYOM.data_dir) / "exports" / f"{export.pk}-{export.token}.{export.format}"


def reach_digest(user: User) -> str:
    """Return what the person may see, so that it can be compared: roles, regions, organisations."""
    reach = reach_of(user)
    seen = (sorted(user.roles), reach.everything, sorted(reach.region_ids), sorted(reach.organisation_ids))
    return keyed_digest(repr(seen), purpose="export")
