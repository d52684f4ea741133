"""Saying who wrote, and from where, when nobody knew; the sender's tickets go there, and back exactly.

Only tickets that stand under «sender not known» are placed. The one who wrote stays their author; to ask for them may
go over to somebody whom we know. An organisation alone is our word for where the sender works: whether they belong
there is decided by who lets people in.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.base.models import Event
from priyom.desk.actions.changing import change
from priyom.desk.actions.regions import carry_region
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_work_on
from priyom.desk.queries import get_ticket
from priyom.people.actions.correspondents import await_admission, give_up_waiting, is_nowhere, nowhere_codes
from priyom.people.models import Organisation, User
from priyom.people.reach import reach_of

MOST = 200
TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Placed:
    """Where tickets of a stranger were put, and what they were before."""

    event: Event
    organisation: Organisation
    requester: User
    tickets: int


@transaction.atomic
def place_sender(number: int, *, by: User, requester: str = "", organisation: Organisation | None = None) -> int:
    """Let the ticket, and all others of its unknown sender, stand under a person, an organisation or both."""
    ticket = _astray(number, by=by)
    person = _person(requester) if requester else ticket.requester
    home = organisation or (person.organisation if requester else None)
    if home is None:
        raise Invalid(errors={"organisation": [_("Say who it is, or where the ticket belongs.")]})
    home = Organisation.objects.select_related("region").get(pk=home.pk)
    _refuse_wrong_home(by, home)
    waits = await_admission(person, home, by=by) if not requester else None
    tickets = list(
        Ticket.objects.visible_to(by).select_for_update(of=("self",))
        .filter(requester_id=ticket.requester_id, organisation__code__in=nowhere_codes()).order_by("pk")[:MOST]
    )  # fmt: skip
    found = [each.pk for each in tickets]
    facts: dict[str, Any] = {"tickets": found, "membership": waits.pk if waits else None}
    for each in tickets:
        before: dict[str, Any] = {"before": each.organisation_id, "requester_before": each.requester_id}
        change(each, organisation=home, region=home.region, requester=person)
        record("ticket.placed", each, by=by, organisation=home.pk, requester=person.pk, **before, **facts)
    carry_region(found, home.region_id)
    return len(tickets)


@transaction.atomic
def take_placing_back(number: int, *, by: User) -> int:
    """Put the tickets back where nobody knew whose they are; what has moved on since stays. Return how many went."""
    ticket = get_ticket(by, number, lock=True)
    if not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    placed = placed_of(ticket)
    if placed is None:
        raise WrongState(_("There is nothing to take back here."))
    told = placed.event.details
    family = Ticket.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=told["tickets"])
    nowhere = Organisation.objects.select_related("region").get(pk=told["before"])
    sender = User.objects.get(pk=told["requester_before"])
    back = [
        each for each in family.order_by("pk")
        if (each.organisation_id, each.requester_id) == (told["organisation"], told["requester"])
    ]  # fmt: skip
    for each in back:
        change(each, organisation=nowhere, region=nowhere.region, requester=sender)
        record(
            "ticket.placed", each, by=by, how=TAKEN_BACK, organisation=nowhere.pk, requester=sender.pk,
            before=told["organisation"], requester_before=told["requester"],
        )  # fmt: skip
    carry_region([each.pk for each in back], nowhere.region_id)
    if told.get("membership"):
        give_up_waiting(told["membership"], by=by)
    return len(back)


def placed_of(ticket: Ticket) -> Placed | None:
    """Return how the ticket was placed by hand, if that can be taken back."""
    placings = Event.objects.filter(kind="ticket.placed", subject_kind="ticket", subject_id=ticket.pk)
    last = placings.order_by("-pk").first()
    if last is None or "tickets" not in last.details:
        return None
    told = last.details
    if (ticket.organisation_id, ticket.requester_id) != (told["organisation"], told["requester"]):
        return None
    home = Organisation.objects.get(pk=told["organisation"])
    return Placed(last, home, User.objects.get(pk=told["requester"]), len(told["tickets"]))


def others_astray(ticket: Ticket, user: User) -> int:
    """Return how many other tickets of the same unknown sender would go along."""
    others = Ticket.objects.visible_to(user).filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk)
    return others.filter(organisation__code__in=nowhere_codes())[:MOST].count()


def _astray(number: int, *, by: User) -> Ticket:
    ticket = get_ticket(by, number, lock=True)
    if not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    if not is_nowhere(ticket.organisation):
        raise WrongState(_("It is known already where this ticket belongs."))
    return ticket


def _person(login: str) -> User:
    people = User.objects.filter(is_active=True, is_system=False, is_machine=False).select_related("organisation")
    person = people.filter(login=login.strip().lower()).first()
    # SECURITY: whoever has no role yet is a stranger, too; their word for who they are makes nobody known.
    if person is None or person.works_at_desk or not person.active_memberships:
        raise Invalid(errors={"requester": [_("Choose somebody of a hospital who is let in.")]})
    return person


def _refuse_wrong_home(by: User, home: Organisation) -> None:
    covered = reach_of(by).covers(region_id=home.region_id, organisation_id=home.pk)
    if not home.is_active or is_nowhere(home) or not covered:
        raise Invalid(errors={"organisation": [_("Choose an organisation that is in use and yours to look after.")]})
