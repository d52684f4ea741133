"""What gathers for the next planning meeting: stuck and disputed tickets, each with why it is there.

Only open tickets are asked, by the indexes of the open ones; one statement a rule, then one for the tickets found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import AgendaItem, AgendaReason, AgendaRule, AgreedDate, Consult, Decision, Passing, Ticket
from priyom.desk.models.choices import TicketKind
from priyom.desk.rules.agenda import LIMITS, Reason, in_order, weight_of
from priyom.desk.rules.lifecycle import Status, WaitingFor
from priyom.people.models import User

MOST = 60  # tickets a meeting can talk about; what gathers beyond is counted
TO_AND_FRO = {TicketKind.INCIDENT, TicketKind.CHANGE_REQUEST}
Keys = Iterable[int]


@dataclass(frozen=True)
class Rule:
    """A rule as it holds today."""

    reason: Reason
    limit: int
    is_active: bool

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return str(AgendaReason(self.reason).label)


@dataclass
class Gathered:
    """A ticket for the agenda."""

    ticket: Ticket
    reasons: list[str]
    note: str = ""
    added_by: User | None = None
    to_do: Sequence[Decision] = ()  # what was decided before and is not done yet

    @property
    def told(self) -> list[str]:
        """Return the reasons in words, the weightiest first."""
        return [str(AgendaReason(reason).label) for reason in self.reasons]


@dataclass
class Agenda:
    """What a meeting would talk about now; ``left_out`` more have gathered than it can."""

    items: list[Gathered] = field(default_factory=list)
    left_out: int = 0


def rules_now() -> list[Rule]:
    """Return every rule, edited or as shipped."""
    edited = {rule.reason: rule for rule in AgendaRule.objects.all()}
    return [
        Rule(reason, edited[reason].limit, edited[reason].is_active)
        if reason in edited
        else Rule(reason, limit.usual, is_active=True)
        for reason, limit in LIMITS.items()
    ]


def gather(user: User) -> Agenda:
    """Return what the person's meeting would talk about if it began now, the weightiest first."""
    found = _reasons()
    tickets = Ticket.objects.visible_to(user).filter(pk__in=list(found))
    order = {pk: weight_of(found[pk], priority) for pk, priority in tickets.values_list("pk", "priority")}
    chosen = sorted(order, key=lambda pk: (order[pk], pk))[:MOST]
    rows = Ticket.objects.select_related("organisation", "assignee", "team", "topic").in_bulk(chosen)
    added = {item.ticket_id: item for item in AgendaItem.objects.filter(meeting=None).select_related("added_by")}
    to_do = decisions_of((pk for pk in chosen if Reason.DECISION in found[pk]), only_to_do=True)
    items = [Gathered(rows[pk], in_order(found[pk]), *_words(added.get(pk)), to_do.get(pk, ())) for pk in chosen]
    return Agenda(items, left_out=len(order) - len(chosen))


def _words(item: AgendaItem | None) -> tuple[str, User | None]:
    return (item.note, item.added_by) if item else ("", None)


def _reasons() -> dict[int, set[str]]:
    """Return by ticket why it comes."""
    found: dict[int, set[str]] = defaultdict(set)
    for pk in Decision.objects.filter(done_at=None).values_list("ticket_id", flat=True):
        found[pk].add(Reason.DECISION)
    for pk in AgendaItem.objects.filter(meeting=None).values_list("ticket_id", flat=True):
        found[pk].add(Reason.ADDED)
    for rule in rules_now():
        if rule.is_active:
            for pk in _FOUND_BY[rule.reason](rule.limit):
                found[pk].add(rule.reason)
    return found


def _open() -> QuerySet[Ticket]:
    return Ticket.objects.open().order_by()


def _late_consults(days: int) -> Keys:
    late = Consult.objects.unanswered().filter(needed_by__lte=now() - timedelta(days=days), ticket__in=_open())
    return late.values_list("ticket_id", flat=True)


def _moved_dates(times: int) -> Keys:
    dates = AgreedDate.objects.filter(ticket__in=_open()).order_by().values("ticket_id")
    # The first date is a promise; each further one moves it.
    return dates.annotate(given=Count("id")).filter(given__gt=times).values_list("ticket_id", flat=True)


def _reopened(times: int) -> Keys:
    return _open().filter(reopenings__gte=times).values_list("pk", flat=True)


def _passed(times: int) -> Keys:
    passings = Passing.objects.filter(ticket__in=_open()).order_by().values("ticket_id")
    return passings.annotate(times=Count("id")).filter(times__gte=times).values_list("ticket_id", flat=True)


def _called_both(times: int) -> Keys:
    changes = Event.objects.filter(
        Q(details__before__in=TO_AND_FRO), Q(details__after__in=TO_AND_FRO),
        kind="ticket.kind_changed", subject_kind="ticket", subject_id__in=_open().values("pk"),
    ).order_by()  # fmt: skip
    return changes.values("subject_id").annotate(times=Count("id")).filter(times__gte=times).values_list(
        "subject_id", flat=True
    )  # fmt: skip


def _asked_back(times: int) -> Keys:
    return _open().filter(clarifications__gte=times).values_list("pk", flat=True)


def _still(days: int) -> Keys:
    """Return what nobody has touched and what waits for our side or an outside one; a discussion is a touch, too."""
    ours = Q(status__in=(Status.NEW, Status.OPEN)) | Q(waiting_for__in=(WaitingFor.CONSULT, WaitingFor.EXTERNAL))
    spoken_of = AgendaItem.objects.filter(ticket=OuterRef("pk")).order_by("-discussed_at").values("discussed_at")[:1]
    still = _open().filter(ours, changed_at__lte=now() - timedelta(days=days))
    touched = still.annotate(touched_at=Coalesce(Subquery(spoken_of), F("changed_at")))
    return touched.filter(touched_at__lte=now() - timedelta(days=days)).values_list("pk", flat=True)


_FOUND_BY: dict[Reason, Callable[[int], Keys]] = {
    Reason.CONSULT_LATE: _late_consults,
    Reason.DATE_MOVED: _moved_dates,
    Reason.REOPENED: _reopened,
    Reason.PING_PONG: _passed,
    Reason.BUG_OR_FEATURE: _called_both,
    Reason.ASKED_BACK: _asked_back,
    Reason.NO_MOVEMENT: _still,
}


def decisions_of(tickets: Iterable[int], *, only_to_do: bool = False) -> dict[int, list[Decision]]:
    """Return what was decided about the tickets, in order; or what of it is not done yet."""
    found: dict[int, list[Decision]] = defaultdict(list)
    made = Decision.objects.filter(ticket_id__in=list(tickets)).select_related("owner", "meeting")
    for decision in made.filter(done_at=None) if only_to_do else made:
        found[decision.ticket_id].append(decision)
    return found


def to_do_of(user: User) -> QuerySet[Decision]:
    """Return what the person has still to do by a meeting's decision, the soonest first."""
    mine = Decision.objects.filter(owner=user, done_at=None, ticket__in=Ticket.objects.visible_to(user))
    mine = mine.select_related("ticket__organisation", "meeting")
    return mine.order_by("due_on", "id")


def is_late(decision: Decision) -> bool:
    """Say whether the date of the decision has passed."""
    return decision.done_at is None and decision.due_on < timezone.localdate(now())
