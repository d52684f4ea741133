"""When a promise falls due, when to warn of it, and the sum that explains it. Pure.

A clock begins with a fact, runs in the hours of its calendar and stands while the ticket waits for those whom the
contract names. Every answer here is worked out from the beginning, from what was frozen and from the pauses that are
kept; nothing is moved by a difference. So the sum that people read is the arithmetic itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from priyom.people.calendars import CalendarError, WorkingCalendar
from priyom.people.reckoning import DayLine, days_counted, whole_minutes
from priyom.people.terms import Span, TargetTerms, due_of, round_the_clock

NOTHING = timedelta()
STEPS = (50, 75, 90, 100)  # per cent of the time, at which a promise is spoken of; the last is its breach
BROKEN = STEPS[-1]
SOLVED = "solved"  # a pause that no contract has to name: nobody waits for us while the ticket is solved
AGREED = "agreed"
SOON = timedelta(hours=2)


class Does(StrEnum):
    """What a fact does to the clocks of its ticket."""

    START = "start"  # the promises of the contract begin
    ARRIVE = "arrive"  # up the ladder to us: they begin here
    ANSWER = "answer"  # the first response is kept, the next update is counted from here
    TELL = "tell"  # news by the machine: the next update is counted from here, the response is still owed
    STOP = "stop"  # a pause begins
    GO_ON = "go on"  # it ends
    EASE = "ease"  # the workaround is given
    SOLVE = "solve"  # what is left is kept, or is late
    REOPEN = "reopen"  # the time since the solution was a pause
    RECOUNT = "recount"  # other terms: from the beginning, with every pause
    PLACE = "place"  # another customer, perhaps another contract
    PART = "part"  # its parts began when the words were written
    DROP = "drop"  # it lives on elsewhere
    MATCH = "match"  # something was taken back: the clocks follow what the ticket is now


ON_FACT: dict[str, Does] = {
    "ticket.opened": Does.START,
    "ticket.arrived": Does.ARRIVE,
    "ticket.replied": Does.ANSWER,
    "ticket.news_sent": Does.TELL,
    "ticket.waiting": Does.STOP,
    "ticket.resumed": Does.GO_ON,
    "ticket.workaround_given": Does.EASE,
    "ticket.resolved": Does.SOLVE,
    "ticket.confirmed": Does.SOLVE,
    "ticket.closed": Does.SOLVE,
    "ticket.passed_up": Does.GO_ON,
    "ticket.reopened": Does.REOPEN,
    "ticket.classified": Does.RECOUNT,
    "ticket.kind_changed": Does.RECOUNT,
    "ticket.prioritised": Does.RECOUNT,
    "ticket.date_agreed": Does.RECOUNT,
    "ticket.placed": Does.PLACE,
    "ticket.contract_chosen": Does.RECOUNT,
    "ticket.split": Does.PART,
    "ticket.merged": Does.DROP,
    "ticket.unmerged": Does.MATCH,
    "ticket.bulk_undone": Does.MATCH,
}
# The update is promised again and again: it is counted from the first answer where a response is promised, too.
BEGINS_WITH_ANSWER = "update"
KEPT_BY: dict[Does, frozenset[str]] = {
    Does.ANSWER: frozenset({"response"}),
    Does.EASE: frozenset({"workaround"}),
    Does.SOLVE: frozenset({"response", "update", "workaround", "resolution"}),
}
NEVER_PROMISED = frozenset({"gratitude"})  # kinds of tickets without clocks, whatever the matrix says
ELSEWHERE = frozenset({"consult"})  # promises whose clocks are not the ticket's


@dataclass(frozen=True)
class Stop:
    """A span in which the ticket waited, and for whom; without an end it still does."""

    since: datetime
    until: datetime | None
    reason: str
    key: int = 0  # of the row that is its evidence


@dataclass(frozen=True)
class Timing:
    """When a promise falls due and when each step of the warnings comes. A clock that stands knows neither."""

    due_at: datetime | None = None
    ladder: tuple[datetime, ...] = ()

    def reached(self, moment: datetime) -> int:
        """Return the highest step that lies behind the moment, or 0."""
        return reached(self.ladder, moment)

    def next_after(self, step: int) -> datetime | None:
        """Return when the step after this one comes."""
        return next_after(self.ladder, step)


def reached(ladder: Sequence[datetime], moment: datetime) -> int:
    """Return the highest step of a ladder that lies behind the moment, or 0."""
    return max((step for step, at in zip(STEPS, ladder, strict=False) if at <= moment), default=0)


def next_after(ladder: Sequence[datetime], step: int) -> datetime | None:
    """Return when the first step above this one comes, or None."""
    return next((at for each, at in zip(STEPS, ladder, strict=False) if each > step), None)


def stands_for(target: TargetTerms, reason: str) -> bool:
    """Say whether the clock of this promise stands during such a pause."""
    return target.unit != AGREED and (reason == SOLVED or reason in target.stops_for)


def counting(target: TargetTerms, calendar: WorkingCalendar) -> WorkingCalendar:
    """Return the calendar in whose time the promise is counted: its own, or every minute of its zone."""
    return round_the_clock(calendar.tz) if target.unit in {"cal_min", "cal_day"} else calendar


def timing(
    target: TargetTerms,
    started_at: datetime,
    *,
    calendar: WorkingCalendar,
    stops: Iterable[Stop] = (),
    agreed_at: datetime | None = None,
) -> Timing:
    """Return when the promise falls due and is warned of. ``agreed_at`` is the date of a promise without a formula."""
    pauses = [(stop.since, stop.until) for stop in stops if stands_for(target, stop.reason)]
    time = counting(target, calendar)
    try:
        due_at = agreed_at if target.unit == AGREED else due_of(target, started_at, calendar=calendar, pauses=pauses)  # type: ignore[arg-type]
        if due_at is None:
            return Timing()
        whole = time.elapsed(started_at, due_at, pauses=pauses)
        ladder = [time.due(started_at, whole * step // 100, pauses=pauses) for step in STEPS[:-1]]
    except (CalendarError, OverflowError):
        return Timing()  # it stands, or its calendar holds no more working time before the end of all dates
    return Timing(due_at, (*(min(at, due_at) for at in ladder), due_at))


# --- the sum ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PauseLine:
    """A pause with the working time that it took out of the promise; none when its clock ran on.

    ``told`` is the same in whole minutes; ``lasted``: its span has some length, in the hours or outside them.
    """

    stop: Stop
    counted: timedelta
    stands: bool
    lasted: bool = True
    told: timedelta = NOTHING


@dataclass(frozen=True)
class Sum:
    """Why a promise is due then: the beginning, what was promised, the pauses, the result."""

    target: TargetTerms
    started_at: datetime
    without_pauses: datetime | None
    pauses: tuple[PauseLine, ...]
    due_at: datetime | None
    hours: tuple[Span, ...] = ()  # of the day on which it began, in the calendar's zone
    days: tuple[DayLine, ...] = ()

    @property
    def paused(self) -> timedelta:
        """Return by how much the pauses have moved it."""
        return sum((line.counted for line in self.pauses), NOTHING)


def explain(
    target: TargetTerms,
    started_at: datetime,
    *,
    calendar: WorkingCalendar,
    stops: Iterable[Stop] = (),
    agreed_at: datetime | None = None,
    until: datetime,
) -> Sum:
    """Return the sum of a promise as it stands at ``until``; of a clock that stands, what was counted so far."""
    known = sorted(
        (stop for stop in stops if stop.until is None or stop.until > started_at), key=lambda stop: stop.since
    )
    due_at = timing(target, started_at, calendar=calendar, stops=known, agreed_at=agreed_at).due_at
    told = [stop for stop in known if due_at is None or stop.since < due_at]  # what came after it says nothing of it
    plain = timing(target, started_at, calendar=calendar, agreed_at=agreed_at).due_at
    time = counting(target, calendar)
    lines = _in_minutes(_pause_lines(target, told, time, started_at, ends=due_at or until), after=plain or started_at)
    spans = [(line.stop.since, line.stop.until or until) for line in lines if line.stands]
    days = days_counted(target, started_at, due_at, calendar=calendar, pauses=spans) if due_at else []
    return Sum(target, started_at, plain, lines, due_at, hours_on(calendar, started_at), tuple(days))


def _pause_lines(
    target: TargetTerms, stops: Iterable[Stop], time: WorkingCalendar, started_at: datetime, *, ends: datetime
) -> Iterable[PauseLine]:
    """Count each moment once, however the pauses lie over each other."""
    counted_to = started_at
    for stop in stops:
        stands = stands_for(target, stop.reason)
        begins, over = max(stop.since, counted_to), min(stop.until or ends, ends)
        counted = time.elapsed(begins, over) if stands and begins < over else NOTHING
        if stands:
            counted_to = max(counted_to, over)
        yield PauseLine(stop, counted, stands, lasted=begins < over)


def _in_minutes(lines: Iterable[PauseLine], *, after: datetime) -> tuple[PauseLine, ...]:
    """Tell what they took in whole minutes, so that they lead from the date without pauses to the due one."""
    known = list(lines)
    told = whole_minutes([line.counted for line in known], after=after)
    return tuple(replace(line, told=minutes) for line, minutes in zip(known, told, strict=True))


def until_it_ended(stops: Iterable[Stop], ended_at: datetime | None) -> list[Stop]:
    """Return the pauses as they were when the clock ended; what it waited for afterwards is not its affair."""
    if ended_at is None:
        return list(stops)
    return [replace(stop, until=min(stop.until or ended_at, ended_at)) for stop in stops if stop.since < ended_at]


def adds_up(told: Sum, calendar: WorkingCalendar) -> bool:
    """Say whether the lines of a sum give its result: the date without pauses, and the paused time after it."""
    if told.due_at is None or told.without_pauses is None:
        return told.due_at is None
    if not told.paused:
        return told.due_at == told.without_pauses
    return counting(told.target, calendar).due(told.without_pauses, told.paused) == told.due_at


def hours_on(calendar: WorkingCalendar, moment: datetime) -> tuple[Span, ...]:
    """Return the calendar's hours of the moment's own day, or of the next day that has any, in its zone."""
    zone = ZoneInfo(calendar.tz)
    midnight = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    spans: list[Span] = []
    try:
        for opens, closes in calendar.intervals(midnight):
            local = opens.astimezone(zone)
            if spans and local.date() != spans[0][0].date():
                break
            spans.append((local, closes.astimezone(zone)))
    except CalendarError:
        return ()
    return tuple(spans)
