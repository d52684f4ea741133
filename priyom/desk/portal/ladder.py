"""The ladder as pages show it: the way of one ticket up to us, what stands with somebody, what each rung solves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.desk.holders import holders_of
from priyom.desk.models import RungStep, Ticket
from priyom.desk.models.choices import TicketPriority
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.permissions import may_confirm, may_stand_for, may_take_up
from priyom.desk.rules.ladder import LOCAL, OPERATOR, VENDOR, shares
from priyom.desk.rules.lifecycle import OPEN_STATUSES, Status, is_open
from priyom.people.contracts import terms_of
from priyom.people.models import Rung, User
from priyom.people.reach import reach_of

SHOWN, MOST_COUNTED = 50, 100
MOST_NAMED = 3
PERIOD = timedelta(days=90)
Outcome = RungStep.Outcome


# --- the way of one ticket -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """One rung of a ticket's way: past, present, or still above it."""

    kind: str
    word: Any
    state: str  # past, here, ahead
    who: str = ""
    step: RungStep | None = None

    @property
    def told(self) -> str:
        """Return how it went there."""
        step = self.step
        if step is None or not step.outcome:
            return ""
        outcome = str(Outcome(step.outcome).label)
        return f"{outcome}: {RungStep.Cause(step.cause).label}" if step.cause else outcome

    @property
    def scope(self) -> str:
        """Return the first answer of the finding."""
        return str(RungStep.Scope(self.step.scope).label) if self.step and self.step.scope else ""

    @property
    def lasted(self) -> timedelta | None:
        """Return how long it stood there."""
        step = self.step
        if step is None or step.outcome == Outcome.SKIPPED:
            return None
        return (step.left_at or now()) - step.arrived_at


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole way, and what the reader may do on it."""

    stands: tuple[Stand, ...]
    here: RungStep | None
    advice: RungStep | None  # to be judged by the reader
    may_act: bool
    may_take_up: bool
    is_below: bool  # not with support yet


def ladder_of(user: User, ticket: Ticket) -> Ladder | None:
    """Return the way of a ticket up the ladder, in a fixed number of queries; None where it has no ladder."""
    if not ticket.rung:
        return None
    steps = list(RungStep.objects.filter(ticket=ticket).select_related("who", "message").order_by("pk"))
    last = steps[-1] if steps else None
    here = last if last is not None and last.left_at is None else None
    works = is_open(ticket.status) and ticket.merged_into_id is None
    is_below = ticket.rung in OUTSIDE_RUNGS
    is_returned = last is not None and last.outcome == Outcome.RETURNED and ticket.status == Status.WAITING
    return Ladder(
        stands=tuple(_stands(ticket, steps, here)),
        here=here,
        advice=last if is_returned and works and may_confirm(user, ticket) else None,
        may_act=works and is_below and here is not None and may_stand_for(user, ticket),
        may_take_up=works and is_below and may_take_up(user, ticket),
        is_below=is_below,
    )


def _stands(ticket: Ticket, steps: Sequence[RungStep], here: RungStep | None) -> list[Stand]:
    names = _names_here(ticket) if here is not None and here.kind in OUTSIDE_RUNGS else ""
    found = [
        Stand(
            step.kind, Rung.Kind(step.kind).label, "here" if step is here else "past",
            names if step is here else step.who.name if step.who else "", step,
        )
        for step in steps
    ]  # fmt: skip
    return found + [Stand(kind, Rung.Kind(kind).label, "ahead") for kind in _ahead(ticket)]


def _names_here(ticket: Ticket) -> str:
    people = holders_of(ticket.rung, ticket.organisation).select_related("user").order_by("user__last_name", "user_id")
    names = list(dict.fromkeys(membership.user.name for membership in people[: MOST_NAMED + 1]))
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _ahead(ticket: Ticket) -> list[str]:
    """Return the rungs above, while it may still go there."""
    if ticket.rung not in OUTSIDE_RUNGS or not is_open(ticket.status):
        return []
    terms = terms_of(ticket.contract_id) if ticket.contract_id else None
    kinds = [rung.kind for rung in terms.rungs if rung.kind in OUTSIDE_RUNGS] if terms else []
    above = kinds[kinds.index(ticket.rung) + 1 :] if ticket.rung in kinds else []
    return [*above, VENDOR]


# --- what stands with somebody ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket on a rung, as a line of the list."""

    step_id: int
    number: int
    subject: str
    requester: str
    place: str
    priority: int
    priority_word: Any
    arrived_at: datetime
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for the reader, and for a coordinator what stands beneath."""

    mine: tuple[Waiting, ...]
    count: str
    beneath: tuple[Waiting, ...]
    beneath_count: str
    late_beneath: str
    more: int | None  # the step after which the next page of what is the reader's own begins
    figures: tuple["Share", ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many tickets a rung solved, of all that were solved."""

    word: Any
    solved: int
    percent: int


def queue_of(user: User, *, after: int = 0) -> Queue:
    """Return what stands with the person, what came first first."""
    mine, beneath = standing_with(user), _beneath(user)
    rows = list(_listed(mine.filter(pk__gt=after))[: SHOWN + 1])
    below = list(_listed(beneath)[:SHOWN]) if user.may("region.tickets") else []
    return Queue(
        mine=tuple(_line(step) for step in rows[:SHOWN]),
        count=_counted(mine),
        beneath=tuple(_line(step) for step in below),
        beneath_count=_counted(beneath) if below else "0",
        late_beneath=_counted(beneath.filter(due_at__lt=now())) if below else "0",
        more=rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        figures=solved_by_rung(user),
    )


def count_waiting(user: User) -> str:
    """Return how many tickets stand with the person, for the top line of every page."""
    return _counted(standing_with(user))


def standing_with(user: User) -> QuerySet[RungStep]:
    """Return what stands on the person's own rung: of the organisation, or of the region."""
    reach = reach_of(user)
    mine = Q(pk__in=[])
    if user.may("organisation.tickets"):
        mine |= Q(kind=LOCAL, ticket__rung=LOCAL, ticket__organisation_id__in=reach.organisation_ids)
    if user.may("region.tickets"):
        mine |= Q(kind=OPERATOR, ticket__rung=OPERATOR, ticket__region_id__in=reach.region_ids)
    return _standing().filter(mine)


def _beneath(user: User) -> QuerySet[RungStep]:
    """Return what stands with the local specialists of a coordinator's region."""
    if not user.may("region.tickets"):
        return _standing().none()
    return _standing().filter(kind=LOCAL, ticket__rung=LOCAL, ticket__region_id__in=reach_of(user).region_ids)


def _standing() -> QuerySet[RungStep]:
    return RungStep.objects.filter(left_at=None, ticket__status__in=[str(each) for each in OPEN_STATUSES])


def _listed(steps: QuerySet[RungStep]) -> QuerySet[RungStep]:
    return steps.select_related("ticket__requester", "ticket__organisation").order_by("pk")


def _counted(steps: QuerySet[RungStep]) -> str:
    """Count no further than a hundred."""
    count = steps.order_by()[:MOST_COUNTED].count()
    return f"{MOST_COUNTED - 1}+" if count == MOST_COUNTED else str(count)


def _line(step: RungStep) -> Waiting:
    ticket = step.ticket
    return Waiting(
        step_id=step.pk, number=ticket.number, subject=ticket.subject, requester=ticket.requester.name,
        place=ticket.organisation.short_name, priority=ticket.priority,
        priority_word=TicketPriority(ticket.priority).label, arrived_at=step.arrived_at, due_at=step.due_at,
        is_late=step.due_at is not None and step.due_at < now(),
    )  # fmt: skip


# --- what each rung solves -------------------------------------------------------------------------------


def solved_by_rung(user: User) -> tuple[Share, ...]:
    """Return which share of the tickets solved in the last ninety days each rung solved, of those the person sees."""
    reach = reach_of(user)
    tickets = Ticket.objects.exclude(rung="").filter(resolved_at__gte=now() - PERIOD)
    if not reach.everything:
        near = Q(region_id__in=reach.region_ids) | Q(organisation_id__in=reach.organisation_ids)
        tickets = tickets.filter(near)
    counted = tickets.order_by().values_list("rung").annotate(solved=Count("pk"))
    solved = dict(counted)
    parts = shares(solved)
    return tuple(
        Share(Rung.Kind(kind).label, solved.get(kind, 0), parts.get(kind, 0))
        for kind in (LOCAL, OPERATOR, VENDOR)
        if parts
    )


def formula() -> str:
    """Return in words how the share is worked out."""
    return _(
        "Of the tickets that set out on the ladder and were solved in the last 90 days: how many were solved on each "
        "rung. A ticket counts once, on the rung where it was solved last."
    )
