"""The region of a ticket, and of everything that carries it: rewritten when the ticket goes elsewhere.

Whatever has a ticket and a region of its own carries the ticket's; what has happened (events) stays as it was.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from priyom.base.models import Event
from priyom.desk.models import MessageLetter, Ticket
from priyom.people.belongings import in_the_way_of_moving
from priyom.people.models import Organisation

AT_ONCE = 500


@cache
def carriers() -> tuple[Any, ...]:
    """Return the models whose rows carry the region of the ticket they belong to, of every room."""
    carried = {"ticket_id", "region_id"}
    return tuple(
        model for model in apps.get_models() if carried <= {field.attname for field in model._meta.concrete_fields}
    )


def carry_region(ticket_ids: Iterable[int], region_id: int) -> None:
    """Let everything that belongs to the tickets carry this region."""
    ids = list(ticket_ids)
    for model in carriers():
        model.objects.filter(ticket_id__in=ids).exclude(region_id=region_id).update(region_id=region_id)
    letters = MessageLetter.objects.filter(message__ticket_id__in=ids)
    letters.exclude(region_id=region_id).update(region_id=region_id)


def follow_regions(root: Organisation) -> int:
    """Let the tickets of the organisation and of what is below it carry its region; return how many did not."""
    followed = 0
    while part := _follow_some(root):
        followed += part
    return followed


@transaction.atomic
def _follow_some(root: Organisation) -> int:
    # RACE: whoever writes in a ticket holds it; we wait, and what they wrote is then carried along.
    astray = _astray(root).select_for_update(of=("self",)).order_by("pk").values_list("pk", "organisation__region_id")
    regions: dict[int, list[int]] = {}
    for pk, region_id in astray[:AT_ONCE]:
        regions.setdefault(region_id, []).append(pk)
    for region_id, ids in regions.items():
        # No fact each: the organisation's own fact says it of a hundred thousand tickets.
        Ticket.objects.filter(pk__in=ids).update(region_id=region_id)
        carry_region(ids, region_id)
    return sum(map(len, regions.values()))


def _astray(root: Organisation) -> Any:
    within = Organisation.objects.filter(path__startswith=root.path).values("pk")
    return Ticket.objects.filter(Q(organisation__in=within) & ~Q(region_id=F("organisation__region_id")))


@in_the_way_of_moving
def tickets_on_their_way(organisation: Organisation) -> str:
    """Say that the tickets of the last move have not all arrived."""
    moved = Event.objects.filter(kind="organisation.relocated", subject_kind="organisation", subject_id=organisation.pk)
    if moved.exists() and _astray(organisation).exists():
        return _("Its tickets are still on their way from the last move. Try again in a minute.")
    return ""
