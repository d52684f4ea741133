"""Why a promise falls due then: what was counted on which day, what was not, and what the free days are called. Pure.

Days come in their order; free days that follow each other are one line. What is said about a ticket, in the preview of
a contract and in its report is made of these lines, so none of them can tell another story than the arithmetic.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from priyom.people.calendars import WorkingCalendar
from priyom.people.terms import Span, TargetTerms

NOTHING = timedelta()
ONE_MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
Named = Callable[[date], str]


@dataclass(frozen=True)
class DayLine:
    """A day on which something was counted, or a run of days on which nothing was.

    ``number`` is the place of a whole working day among those that are counted, and 0 otherwise. ``told`` is what was
    counted in whole minutes.
    """

    first: date
    last: date
    spans: tuple[Span, ...] = ()
    counted: timedelta = NOTHING
    told: timedelta = NOTHING
    number: int = 0
    names: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Say whether nothing was counted."""
        return not self.counted and not self.number


def days_counted(
    target: TargetTerms,
    started_at: datetime,
    due_at: datetime,
    *,
    calendar: WorkingCalendar,
    pauses: Sequence[Span] = (),
    named: Named = lambda _day: "",
) -> list[DayLine]:
    """Return the lines of the sum; time round the clock and calendar days need none."""
    if target.unit == "work_min":
        return _by_hours(started_at, due_at, calendar, pauses, named)
    if target.unit == "work_day":
        return _by_days(target.amount, started_at, due_at, calendar, named)
    return []


def _by_hours(
    started_at: datetime, due_at: datetime, calendar: WorkingCalendar, pauses: Sequence[Span], named: Named
) -> list[DayLine]:
    zone = ZoneInfo(calendar.tz)
    by_day: dict[date, list[Span]] = {}
    for opens, closes in calendar.intervals(started_at):
        if opens >= due_at:
            break
        for begins, ends in _without(pauses, (opens, min(closes, due_at))):
            local = begins.astimezone(zone)
            by_day.setdefault(local.date(), []).append((local, ends.astimezone(zone)))
    first, last = started_at.astimezone(zone).date(), due_at.astimezone(zone).date()
    lines = [
        DayLine(
            day, day, tuple(spans), sum((ends - begins for begins, ends in spans), NOTHING), names=_names(day, named)
        )
        for day in _dates(first, last)
        for spans in [by_day.get(day, [])]
    ]
    begins = next((spans[0][0] for spans in by_day.values()), started_at)
    told = whole_minutes([line.counted for line in lines], after=begins)
    return list(_runs(replace(line, told=minutes) for line, minutes in zip(lines, told, strict=True)))


def whole_minutes(lengths: Iterable[timedelta], *, after: datetime) -> list[timedelta]:
    """Return lengths as they are told beside times without seconds: each in whole minutes, and their sum still true.

    A moment told as 15:10 may be 15:10:42. Cut off one by one, lengths that follow it would lose a minute together.
    """
    passed = timedelta(seconds=after.second, microseconds=after.microsecond)
    told = []
    for length in lengths:
        told.append(((passed + length) // ONE_MINUTE - passed // ONE_MINUTE) * ONE_MINUTE)
        passed += length
    return told


def _by_days(
    amount: int, started_at: datetime, due_at: datetime, calendar: WorkingCalendar, named: Named
) -> list[DayLine]:
    """Count whole working days: those after the day of the start, or after the working day that it counts as."""
    zone = ZoneInfo(calendar.tz)
    first, last = started_at.astimezone(zone).date(), due_at.astimezone(zone).date()
    lines, number, has_begun = [], 0, False
    for day in _dates(first, last):
        works = calendar.is_working_date(day)
        if works and has_begun and number < amount:
            number += 1
            lines.append(DayLine(day, day, number=number, names=_names(day, named)))
        else:
            lines.append(DayLine(day, day, names=_names(day, named)))
        has_begun = has_begun or works
    return list(_runs(lines))


def _without(pauses: Sequence[Span], span: Span) -> Iterator[Span]:
    """Yield what is left of a span beside the pauses."""
    begins, ends = span
    for stops, goes_on in sorted(pauses):
        if goes_on <= begins or stops >= ends:
            continue
        if begins < stops:
            yield begins, stops
        begins = max(begins, goes_on)
    if begins < ends:
        yield begins, ends


def _runs(lines: Iterable[DayLine]) -> Iterator[DayLine]:
    """Make free days that follow each other one line; the names of their holidays are said once each."""
    free: list[DayLine] = []
    for line in lines:
        if line.is_free:
            free.append(line)
            continue
        yield from _run(free)
        free = []
        yield line
    yield from _run(free)


def _run(free: list[DayLine]) -> Iterator[DayLine]:
    if free:
        names = tuple(dict.fromkeys(name for line in free for name in line.names))
        yield DayLine(free[0].first, free[-1].last, names=names)


def _names(day: date, named: Named) -> tuple[str, ...]:
    name = named(day)
    return (name,) if name else ()


def _dates(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
