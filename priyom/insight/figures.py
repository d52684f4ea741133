"""Every figure of a contract's report, defined once, each with its formula in the docstring.

A promise is counted in the period in which it was decided: kept when it was kept, broken when its time passed, even if
the ticket was open for long after. So every promise is in exactly one month, and a month that is over changes only when
something solved in it is opened again.
Thanks are no work and are left out everywhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median
from typing import TypeVar

from django.db.models import Avg, Count, F, Max, Model, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate

from priyom.desk.models import Breach, Clock, Decision, Pause, Reckoning, Round, RungStep, Solving, Ticket
from priyom.desk.models.choices import TicketKind
from priyom.desk.models.ticket import ENDED
from priyom.desk.rules.lifecycle import DONE_STATUSES
from priyom.desk.timing import calendar_of
from priyom.people.models import Contract, Promise, User
from priyom.people.reach import reach_of

Span = tuple[datetime, datetime]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Kept:
    """One promise in the period: how often it was kept and how often broken."""

    promise: str
    kept: int
    broken: int

    @property
    def decided(self) -> int:
        """Return how often it was decided either way."""
        return self.kept + self.broken

    @property
    def share(self) -> float | None:
        """Return the share that was kept, per cent; None when nothing was decided."""
        return 100 * self.kept / self.decided if self.decided else None

    @property
    def label(self) -> str:
        """Return the promise in words."""
        return str(Promise(self.promise).label)


@dataclass(frozen=True)
class Place:
    """An organisation's part of the figures."""

    name: str
    came: int
    kept: int
    broken: int

    @property
    def share(self) -> float | None:
        """Return the share of its promises that was kept, per cent."""
        decided = self.kept + self.broken
        return 100 * self.kept / decided if decided else None


@dataclass(frozen=True)
class Response:
    """How long people waited for the first answer, in the working time of the contract."""

    middle: timedelta | None
    worst: timedelta | None
    count: int


def work_of(contract: Contract) -> QuerySet[Ticket]:
    """Return the contract's tickets without thanks."""
    return Ticket.objects.filter(contract=contract).exclude(kind=TicketKind.GRATITUDE)


def seen_by(user: User, rows: QuerySet[M], path: str) -> QuerySet[M]:
    """Return the rows about tickets that the reader may see.

    SECURITY: a contract may have parties in several regions. Its sums are open to each of them; what names a ticket, a
    hospital or a decision is not.
    """
    if reach_of(user).everything:
        return rows
    return rows.filter(**{f"{path}__in": Ticket.objects.visible_to(user)})


def came(contract: Contract, span: Span) -> int:
    """Count the tickets that were opened in the period."""
    return work_of(contract).filter(opened_at__gte=span[0], opened_at__lt=span[1]).count()


def solved(contract: Contract, span: Span) -> int:
    """Count the tickets whose last solution lies in the period."""
    return _solved_in(contract, span).count()


def open_at(contract: Contract, moment: datetime) -> int:
    """Count the tickets that had come by the moment and were not solved by then."""
    came = work_of(contract).filter(opened_at__lt=moment).alias(ended=ENDED)
    return came.filter(ended=None).count() + came.filter(ended__gte=moment).count()


def _solved_in(contract: Contract, span: Span) -> QuerySet[Ticket]:
    """Return the tickets whose last solution lies in the period, as an index finds them among a million."""
    ended = work_of(contract).alias(ended=ENDED).filter(ended__gte=span[0], ended__lt=span[1])
    return ended.filter(resolved_at__isnull=False)


def promises(contract: Contract, span: Span) -> list[Kept]:
    """Count each promise: kept when a clock ended in time, broken when a due time passed before that.

    News are promised again with every answer: each round counts, in time when the next word came before it was due.
    """
    in_time: Counter[str] = Counter()
    for kept in _kept(contract, span):
        in_time.update(dict(kept.values_list("promise").annotate(count=Count("pk")).order_by("promise")))
    broken = breaches(contract, span).values_list("promise").annotate(count=Count("pk")).order_by("promise")
    late = dict(broken)
    return [
        Kept(promise, in_time[promise], late.get(promise, 0))
        for promise in Promise.values
        if promise in in_time or promise in late
    ]


def _kept(contract: Contract, span: Span) -> "tuple[QuerySet[Clock], QuerySet[Round]]":
    """Return what ended in time in the period: clocks, and earlier rounds of those that begin again."""
    clocks = Clock.objects.filter(ticket__in=work_of(contract))
    rounds = Round.objects.exclude(ticket__kind=TicketKind.GRATITUDE)
    in_time = Q(contract=contract, outcome=Reckoning.Outcome.KEPT, ended_at__gte=span[0], ended_at__lt=span[1])
    return clocks.filter(in_time), rounds.filter(in_time)


def breaches(contract: Contract, span: Span) -> QuerySet[Breach]:
    """Return the promises of the contract whose time passed in the period before they were kept."""
    found = Breach.objects.filter(contract=contract, due_at__gte=span[0], due_at__lt=span[1], lifted_at=None)
    return found.exclude(ticket__kind=TicketKind.GRATITUDE).order_by("due_at", "pk")


def causes(contract: Contract, span: Span) -> list[tuple[str, int]]:
    """Count the broken promises by the cause that a person chose, the commonest first."""
    counts = breaches(contract, span).order_by().values_list("cause").annotate(count=Count("pk"))
    return sorted(((str(Breach.Cause(cause).label), count) for cause, count in counts), key=lambda each: -each[1])


def first_response(contract: Contract, span: Span) -> Response:
    """Measure the first answers given in the period: working time from the ticket to the answer."""
    clocks = Clock.objects.filter(
        ticket__in=work_of(contract), contract=contract, promise=Promise.RESPONSE,
        ticket__first_replied_at__gte=span[0], ticket__first_replied_at__lt=span[1],
    )  # fmt: skip
    waited = [
        calendar_of(clock).elapsed(clock.started_at, clock.replied_at)
        for clock in clocks.annotate(replied_at=F("ticket__first_replied_at")).only(
            "started_at", "calendar_id", "timezone"
        )
    ]
    return Response(_middle(waited), max(waited, default=None), len(waited))


def _middle(waited: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(each.total_seconds() for each in waited)) if waited else None


def share_before_development(contract: Contract, span: Span) -> tuple[float | None, int]:
    """Return which share of what the lines solved was solved by lines 1 and 2, per cent, and how many in all."""
    solved_now = work_of(contract).filter(status__in=DONE_STATUSES)
    levels = dict(
        Solving.objects.filter(ticket__in=solved_now, current=True, at__gte=span[0], at__lt=span[1])
        .exclude(level=None)
        .values_list("level")
        .annotate(count=Count("pk"))
        .order_by("level")
    )
    total = sum(levels.values())
    return (100 * (levels.get(1, 0) + levels.get(2, 0)) / total if total else None), total


def shares_of_rungs(contract: Contract, span: Span) -> list[tuple[str, int, int]]:
    """Count by rung of the ladder: how many tickets left it in the period, and how many of them solved."""
    left = RungStep.objects.filter(ticket__in=work_of(contract), left_at__gte=span[0], left_at__lt=span[1])
    rows = left.exclude(outcome=RungStep.Outcome.SKIPPED).values_list("kind").annotate(
        count=Count("pk"), solved=Count("pk", filter=Q(outcome=RungStep.Outcome.SOLVED))
    )  # fmt: skip
    by_kind = {kind: (count, done) for kind, count, done in rows.order_by("kind")}
    choices = RungStep._meta.get_field("kind").choices or ()
    return [(str(label), *by_kind[kind]) for kind, label in choices if kind in by_kind]


def clarifications(contract: Contract, span: Span) -> float | None:
    """Return how often a solved ticket of the period was asked back about, on average."""
    asked = _solved_in(contract, span).aggregate(mean=Avg("clarifications"))["mean"]
    return float(asked) if asked is not None else None


def came_back(contract: Contract, span: Span) -> tuple[int, int]:
    """Return how many of the tickets solved in the period had been opened again, and how many were solved."""
    found = _solved_in(contract, span).aggregate(again=Count("pk", filter=Q(reopenings__gt=0)), all=Count("pk"))
    return found["again"], found["all"]


def by_day(contract: Contract, span: Span, zone: object) -> dict[date, int]:
    """Count what came on each day of the zone."""
    rows = work_of(contract).filter(opened_at__gte=span[0], opened_at__lt=span[1])
    days = rows.annotate(day=TruncDate("opened_at", tzinfo=zone)).values_list("day")
    return dict(days.annotate(count=Count("pk")).order_by("day"))


def first_day(contract: Contract, zone: tzinfo) -> date | None:
    """Return the day on which the contract's first ticket came."""
    first = work_of(contract).order_by("opened_at").values_list("opened_at", flat=True).first()
    return first.astimezone(zone).date() if first else None


def late_by_day(contract: Contract, span: Span, zone: object) -> dict[date, int]:
    """Count the promises that were broken on each day of the zone."""
    days = breaches(contract, span).order_by().annotate(day=TruncDate("due_at", tzinfo=zone)).values_list("day")
    return dict(days.annotate(count=Count("pk")).order_by("day"))


def by_topic(contract: Contract, span: Span) -> dict[str, int]:
    """Count what came by topic of the first level, the commonest first."""
    rows = work_of(contract).filter(opened_at__gte=span[0], opened_at__lt=span[1])
    named = rows.annotate(name=Coalesce("topic__parent__name", "topic__name")).values_list("name")
    counts = named.annotate(count=Count("pk")).order_by("-count", "name")
    return {name or "": count for name, count in counts}


def places(user: User, contract: Contract, span: Span) -> list[Place]:
    """Return the part of each organisation that the reader may see."""
    tickets = work_of(contract).filter(opened_at__gte=span[0], opened_at__lt=span[1])
    opened = _by_place(seen_by(user, tickets, "pk"), "organisation")
    kept: Counter[str] = Counter()
    for rows in _kept(contract, span):
        kept.update(_by_place(seen_by(user, rows, "ticket"), "ticket__organisation"))
    broken = _by_place(seen_by(user, breaches(contract, span).order_by(), "ticket"), "ticket__organisation")
    names = sorted(opened.keys() | kept.keys() | broken.keys())
    return [Place(name, opened.get(name, 0), kept[name], broken.get(name, 0)) for name in names]


def _by_place(rows: QuerySet, path: str) -> dict[str, int]:
    name = Coalesce(f"{path}__parent__short_name", f"{path}__short_name")
    # A department counts for its hospital; a hospital stands under a regional operator and counts for itself.
    is_part = Q(**{f"{path}__kind": "department"})
    own = rows.exclude(is_part).values_list(f"{path}__short_name").annotate(count=Count("pk")).order_by()
    parts = rows.filter(is_part).annotate(place=name).values_list("place").annotate(count=Count("pk")).order_by()
    found: dict[str, int] = {}
    for place, count in [*own, *parts]:
        found[place] = found.get(place, 0) + count
    return found


def pauses(contract: Contract, span: Span) -> tuple[int, timedelta]:
    """Return how many pauses of the contract's tickets touch the period, and how long they lasted within it."""
    touching = Pause.objects.filter(
        Q(until=None) | Q(until__gt=span[0]), ticket__in=work_of(contract), since__lt=span[1]
    )
    within = Least(Coalesce("until", span[1]), span[1]) - Greatest("since", span[0])
    found = touching.aggregate(count=Count("pk"), all=Sum(within))
    return found["count"], found["all"] or timedelta()


def decisions(user: User, contract: Contract, span: Span) -> list[Decision]:
    """Return what planning meetings decided in the period about tickets of the contract that the reader sees."""
    made = Decision.objects.filter(ticket__in=work_of(contract), made_at__gte=span[0], made_at__lt=span[1])
    return list(seen_by(user, made, "ticket").select_related("owner", "ticket").order_by("made_at"))


def newest_change(contract: Contract) -> datetime | None:
    """Return when something of the contract's tickets changed last."""
    return work_of(contract).aggregate(last=Max("changed_at"))["last"]


def total(found: Iterable[Kept]) -> Kept:
    """Add promises up; only the solution counts where there is one, for a ticket must not count twice."""
    rows = list(found)
    solution = next((row for row in rows if row.promise == Promise.RESOLUTION), None)
    return solution or Kept("", sum(row.kept for row in rows), sum(row.broken for row in rows))
