"""Tickets follow: those of somebody who leaves, of an organisation that is merged, of a stranger who is let in.

All are done by reactions to facts of the directory, a few tickets at a time, and may be run twice.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import ngettext

from priyom.base.events import record
from priyom.desk.actions.changing import change
from priyom.desk.actions.regions import carry_region
from priyom.desk.models import Consult, ExternalRequest, Ticket
from priyom.desk.permissions import may_work_on
from priyom.people.actions.correspondents import nowhere_codes
from priyom.people.belongings import Belonging, held_by_person, kept_for_organisations
from priyom.people.models import Organisation, User

AT_ONCE = 100
MOVED_AT_ONCE = 2_000


@held_by_person
def tickets_of_person(user: User) -> Belonging:
    """Count the open tickets that the person has."""
    count = _held_by(user).count()
    return Belonging(count, ngettext("open ticket", "open tickets", count))


@held_by_person
def questions_to_person(user: User) -> Belonging:
    """Count the questions on which the person's advice is waited for."""
    count = Consult.objects.unanswered().filter(person=user).count()
    return Belonging(count, ngettext("question that waits for advice", "questions that wait for advice", count))


@held_by_person
def requests_of_person(user: User) -> Belonging:
    """Count the open requests to outside parties that the person keeps."""
    count = ExternalRequest.objects.filter(kept_by=user, state=ExternalRequest.State.OPEN).count()
    return Belonging(count, ngettext("request to an outside party", "requests to outside parties", count))


@kept_for_organisations
def tickets_of_organisations(organisations: Sequence[Organisation]) -> Belonging:
    """Count the tickets of the organisations, with those of long ago."""
    count = Ticket.objects.filter(organisation__in=organisations).count()
    return Belonging(count, ngettext("ticket with its history", "tickets with their history", count))


def hand_tickets_over(holder: User, *, by: User | None, to: User | None) -> int:
    """Give every open ticket of somebody to a colleague, or back to its team; return how many."""
    handed = 0
    while part := _hand_some_over(holder, by=by, to=to):
        handed += part
    return handed


@transaction.atomic
def _hand_some_over(holder: User, *, by: User | None, to: User | None) -> int:
    # RACE: skip nothing that is locked; whoever answers just now finishes first, then the ticket goes over.
    tickets = list(_held_by(holder).select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    for ticket in tickets:
        # A colleague of another region could not even open it: then the team has it back.
        successor = to if to is not None and may_work_on(to, ticket) else None
        change(ticket, assignee=successor)
        after = successor.pk if successor else None
        record("ticket.handed_over", ticket, by=by, before=holder.pk, after=after)
    return len(tickets)


def move_tickets(source: Organisation, target: Organisation, *, by: User | None) -> int:
    """Let the tickets of a merged organisation stand under the one in which it lives on; return how many."""
    moved = 0
    while part := _move_some(source, target):
        moved += part
    if moved:
        record("organisation.tickets_moved", target, by=by, source=source.pk, tickets=moved)
    return moved


@transaction.atomic
def _move_some(source: Organisation, target: Organisation) -> int:
    """Move a part; the merger itself is the fact, so a hundred thousand tickets need no fact each."""
    keys = Ticket.objects.filter(organisation=source).order_by("pk").values_list("pk", flat=True)[:MOVED_AT_ONCE]
    return Ticket.objects.filter(pk__in=list(keys)).update(organisation=target)


@transaction.atomic
def bring_home(person: User, home: Organisation, *, by: User | None) -> int:
    """Let the tickets of somebody who only wrote letters stand under the hospital that now knows the person."""
    astray = Ticket.objects.select_for_update(of=("self",)).filter(
        requester=person, organisation__code__in=nowhere_codes()
    )
    tickets = list(astray.order_by("pk"))
    for ticket in tickets:
        change(ticket, organisation=home, region=home.region)
        record("ticket.placed", ticket, by=by, organisation=home.pk)
    carry_region([ticket.pk for ticket in tickets], home.region_id)
    return len(tickets)


def _held_by(user: User) -> "QuerySet[Ticket]":
    return Ticket.objects.filter(assignee=user).open()
