"""Requests to outside parties as pages show them: the list, one of them, and what it is to a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import ExternalEntry, ExternalParty, ExternalRequest, ExternalWait, Ticket
from priyom.desk.rules.lifecycle import Status, WaitingFor
from priyom.people.models import User

PAGE = 50
MOST_OFFERED = 60
_STILL = Q(
    waits__ended_at=None, waits__ticket__status=Status.WAITING, waits__ticket__waiting_for=WaitingFor.EXTERNAL
)  # fmt: skip


def requests_offered() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Return what a ticket may wait on: the open requests, the newest first, and a new one to each party."""
    found = ExternalRequest.objects.filter(state=ExternalRequest.State.OPEN).select_related("party")
    standing = [
        (str(each.pk), " · ".join(part for part in (each.party.name, each.reference, each.title) if part))
        for each in found.order_by("-pk")[:MOST_OFFERED]
    ]
    parties = [(f"new-{each.code}", each.name) for each in ExternalParty.objects.filter(is_active=True)]
    return [group for group in ((_("Asked already"), standing), (_("A new request"), parties)) if group[1]]


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """A request with everything on its page."""

    request: ExternalRequest
    entries: Sequence[ExternalEntry]
    tickets: Sequence[Ticket]  # that wait on it and that the reader may see
    others: int  # that wait on it and are not open to the reader
    waiting: Sequence[int]  # the ids of all: what an answer will return to work
    returned: Sequence[Ticket]  # that an answer has returned and that the reader may see


def requests_of(*, answered: bool, before: int | None = None) -> list[ExternalRequest]:
    """Return the requests with how many tickets wait on each: the open ones by when we ask again, the others newest."""
    found = ExternalRequest.objects.select_related("party", "kept_by")
    found = found.annotate(waiting=Count("waits", filter=_STILL))
    if not answered:
        return list(found.filter(state=ExternalRequest.State.OPEN).order_by("follow_up_at", "pk")[:500])
    found = found.filter(state=ExternalRequest.State.ANSWERED).order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])


def page_of_request(user: User, request: ExternalRequest) -> OutsidePage:
    """Return the page of a request; tickets that are not open to the reader are a number only."""
    waits = ExternalWait.objects.filter(request=request)
    still = list(
        waits.filter(ended_at=None, ticket__status=Status.WAITING, ticket__waiting_for=WaitingFor.EXTERNAL)
        .order_by("ticket_id").values_list("ticket_id", flat=True)
    )  # fmt: skip
    returned = list(waits.filter(returned_revision__isnull=False).values_list("ticket_id", flat=True))
    seen = Ticket.objects.visible_to(user).select_related("organisation__parent", "assignee", "team")
    tickets = {ticket.pk: ticket for ticket in seen.filter(pk__in=[*still, *returned]).order_by("priority", "pk")}
    shown = [ticket for ticket in tickets.values() if ticket.pk in set(still)]
    return OutsidePage(
        request=request,
        entries=list(request.entries.select_related("by")),
        tickets=shown,
        others=len(still) - len(shown),
        waiting=still,
        returned=[ticket for ticket in tickets.values() if ticket.pk in set(returned)],
    )


@dataclass(frozen=True, slots=True)
class Outside:
    """What a ticket's page says of the outside request it waits on, or waited on last."""

    request: ExternalRequest
    others: int  # tickets that wait on it besides this one
    last: ExternalEntry | None
    since: datetime
    waits: bool

    @property
    def is_due(self) -> bool:
        """Say whether it is time to ask them again."""
        at = self.request.follow_up_at
        return self.request.state == ExternalRequest.State.OPEN and at is not None and at <= now()


def outside_of(ticket: Ticket, events: Sequence[Event]) -> Outside | None:
    """Return the outside request of a ticket; most have none, and then nothing is asked."""
    if not any(event.kind == "external.joined" for event in events):
        return None
    wait = ExternalWait.objects.filter(ticket=ticket).select_related("request__party", "request__kept_by")
    newest = wait.order_by("-pk").first()
    if newest is None:
        return None
    others = ExternalWait.objects.filter(request=newest.request, ended_at=None).exclude(ticket=ticket).count()
    waits = newest.ended_at is None and ticket.waiting_for == WaitingFor.EXTERNAL
    return Outside(newest.request, others, newest.request.entries.order_by("-pk").first(), newest.added_at, waits)
