"""Working time: when it is due, when one has to begin, how much has passed.

Pure. A `WorkingCalendar` says which spans of the wall clock of one zone are working time; all it takes and gives are
aware datetimes, and what it gives is in UTC. An instant is working time when the wall shows a time inside the hours of
the date it shows: this is the whole rule of clock changes. Where the clock leaps, the hours it leaps over are not
worked; where it goes back, the hour that comes twice is worked twice.

Which of two readings was taken, where sources differ:

- Hours are open at their beginning and closed at their end: at 18:00 sharp nobody works any more, yet what is due after
  the last hour of a day is due at 18:00 and not at the next opening.
- Work of no length is due at once inside the hours (their end included), otherwise at the next opening.
- Whole days are counted in working dates after the date of the start. A start on a date without hours counts as if made
  when the next working date begins, so nobody is served earlier for having come later.
- A pause that has not ended (`None`) stops the clock for good; asking for a due time behind it is an error of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from priyom.people.hours import Hours, segments_of, without
from priyom.people.walls import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    MICROSECOND,
    Stretch,
    dates_left_out,
    datetime_of,
    first_instant,
    instant_of,
    last_instant,
    stretches,
    stretches_before,
    wall_of,
)

Spans = Iterable[tuple[time, time]]
Pauses = Iterable[tuple[datetime, datetime | None]]
Stopped = list[tuple[int, int]]  # pauses as instants: in order, apart from each other

FIRST, LAST = ((date(year, 1, 1).toordinal() - 1) * DAY for year in (FIRST_YEAR, LAST_YEAR + 1))
FOREVER = date.max.toordinal() * DAY
NOTHING: Mapping[date, Spans] = MappingProxyType({})


class CalendarError(ValueError):
    """The calendar cannot answer; the message says why, for whoever reads the log."""


class NoWorkingTime(CalendarError):
    """There is no working time, or not enough of it, on that side of the start."""


class ClockStopped(CalendarError):
    """A pause that has not ended stands before the due time: there is none yet."""


class WorkingCalendar:
    """The working time of one zone: its week, and the dates that differ from it."""

    __slots__ = ("_holidays", "_hours", "tz", "zone")

    def __init__(
        self,
        tz: str,
        weekly: Mapping[int, Spans],
        holidays: Iterable[date] = frozenset(),
        overrides: Mapping[date, Spans] = NOTHING,
        breaks: Mapping[date, Spans] = NOTHING,
    ) -> None:
        """Build it: `overrides` replace the hours of a date, holidays win over them, `breaks` are cut out at last."""
        try:
            self.zone = ZoneInfo(tz)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise CalendarError(f"there is no time zone {tz!r}") from unknown
        if strange := set(weekly) - set(range(7)):
            raise CalendarError(f"weekdays are numbered from 0 (Monday) to 6, not {sorted(strange)}")
        self.tz = tz
        self._holidays = frozenset(day.toordinal() for day in holidays)
        week = [segments_of(weekly.get(weekday) or ()) for weekday in range(7)]
        others = {day.toordinal(): segments_of(spans) for day, spans in overrides.items()}
        for day, spans in breaks.items():
            at = day.toordinal()
            others[at] = without(others.get(at, week[day.weekday()]), segments_of(spans))
        others |= dict.fromkeys(self._holidays | dates_left_out(self.zone), ())
        self._hours = Hours(week, others)

    def due(self, start: datetime, working: timedelta, *, pauses: Pauses = ()) -> datetime:
        """Return when so much working time after the start has passed; a negative amount looks back, as `before`."""
        move = self._shifted if working >= timedelta() else self._shifted_back
        return datetime_of(move(_instant(start), abs(working) // MICROSECOND, _stopped(pauses)))

    def before(self, start: datetime, working: timedelta, *, pauses: Pauses = ()) -> datetime:
        """Return the latest moment from which so much working time passes up to the start."""
        move = self._shifted_back if working >= timedelta() else self._shifted
        return datetime_of(move(_instant(start), abs(working) // MICROSECOND, _stopped(pauses)))

    def due_in_days(self, start: datetime, days: int, *, pauses: Pauses = (), end_of_day: bool = False) -> datetime:
        """Return the same time of day so many working dates later (negative: earlier), moved into the hours of work.

        With `end_of_day` it is the closing time of that date instead. Working time that was paused up to then is added.
        """
        begins, stopped = _instant(start), _stopped(pauses)
        there = self._days_away(begins, days, end_of_day=end_of_day)
        paused = sum(
            self._passed(max(stops, min(begins, there)), min(goes_on, max(begins, there))) for stops, goes_on in stopped
        )
        if paused:
            there = (self._shifted if days >= 0 else self._shifted_back)(there, paused, stopped)
        return datetime_of(there)

    def elapsed(self, start: datetime, end: datetime, *, pauses: Pauses = ()) -> timedelta:
        """Return the working time between two instants without that of the pauses; none when the end comes first."""
        begins, ends = _instant(start), _instant(end)
        paused = sum(self._passed(max(stops, begins), min(goes_on, ends)) for stops, goes_on in _stopped(pauses))
        return timedelta(microseconds=self._passed(begins, ends) - paused)

    def is_working(self, at: datetime) -> bool:
        """Say whether the instant is working time."""
        day, passed = divmod(wall_of(self.zone, _instant(at)), DAY)
        return any(begins <= passed < ends for begins, ends in self._hours.on(day + 1))

    def is_working_date(self, day: date) -> bool:
        """Say whether the date has any hours of work."""
        return bool(self._hours.on(day.toordinal()))

    def is_holiday(self, at: datetime) -> bool:
        """Say whether the instant lies on a holiday of this calendar."""
        return wall_of(self.zone, _instant(at)) // DAY + 1 in self._holidays

    def working_dates(self, start: date, end: date, *, inclusive: bool = False) -> int:
        """Return the number of working dates from one date to another, the last one only if `inclusive`."""
        first, last = start.toordinal(), end.toordinal() + inclusive
        return max(self._hours.dates_before(last) - self._hours.dates_before(first), 0)

    def intervals(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans of working time from the start on, the first cut at it; none runs over a local midnight."""
        begins = _instant(start)
        open_from = open_to = day_open = 0
        for opens, closes, day in self._pieces(begins):
            if opens == open_to and day == day_open and open_to:
                open_to = closes  # the clock changed meanwhile
                continue
            if open_to:
                yield datetime_of(open_from), datetime_of(open_to)
            open_from, open_to, day_open = max(opens, begins), closes, day
        if open_to:
            yield datetime_of(open_from), datetime_of(open_to)

    def _pieces(self, begins: int) -> Iterator[tuple[int, int, int]]:
        """Yield working time after an instant as (opens, closes, date), cut where the clock changes."""
        for stretch in stretches(self.zone, begins):
            moment, ends = max(begins, stretch.begins) + stretch.offset, stretch.ends + stretch.offset
            left = self._hours.before(ends) - self._hours.before(moment)
            while left > 0:
                moment = self._hours.last_moment(self._hours.before(moment), moment, ends)
                day = moment // DAY
                closes = next(last for first, last in self._hours.on(day + 1) if first <= moment - day * DAY < last)
                closes = min(day * DAY + closes, ends)
                yield moment - stretch.offset, closes - stretch.offset, day
                left -= closes - moment
                moment = closes
            if not self._remains(ends):
                return

    def _shifted(self, start: int, working: int, stopped: Stopped) -> int:
        """Return the instant so much working time later, around the pauses."""
        for stops, goes_on in stopped:
            if goes_on <= start:
                continue
            passed = self._passed(start, stops)
            if working <= passed:
                break
            if goes_on >= FOREVER:
                raise ClockStopped(
                    f"the clock stands since {datetime_of(max(stops, start))}: nothing is due before it goes on"
                )
            working, start = working - passed, goes_on
        return self._after(start, working)

    def _shifted_back(self, start: int, working: int, stopped: Stopped) -> int:
        """Return the instant so much working time earlier, around the pauses."""
        for stops, goes_on in reversed(stopped):
            if stops >= start:
                continue
            passed = self._passed(goes_on, start)
            if working <= passed:
                break
            working, start = working - passed, stops
        return self._ahead_of(start, working)

    def _after(self, start: int, working: int) -> int:
        if not working and self._touches(start):
            return start
        for stretch in stretches(self.zone, start):
            low, high = max(start, stretch.begins) + stretch.offset, stretch.ends + stretch.offset
            done = self._hours.before(low)
            here = self._hours.before(high) - done
            if working and working <= here:
                return self._hours.first_moment(done + working, low, high) - stretch.offset
            if not working and here:
                return self._hours.last_moment(done, low, high) - stretch.offset
            working -= here
            if not self._remains(high):
                break
        raise NoWorkingTime(f"the calendar has not that much working time after {datetime_of(start)}")

    def _ahead_of(self, start: int, working: int) -> int:
        if not working and self._touches(start):
            return start
        for stretch in stretches_before(self.zone, start):
            low, high = stretch.begins + stretch.offset, min(start, stretch.ends) + stretch.offset
            done = self._hours.before(high)
            here = done - self._hours.before(low)
            if working and working <= here:
                return self._hours.last_moment(done - working, low, high) - stretch.offset
            if not working and here:
                return self._hours.first_moment(done, low, high) - stretch.offset
            working -= here
            if not self._hours.before(low):
                break
        raise NoWorkingTime(f"the calendar has not that much working time before {datetime_of(start)}")

    def _days_away(self, start: int, days: int, *, end_of_day: bool) -> int:
        """Return the moment so many working dates away."""
        wall = wall_of(self.zone, start)
        day, time_of_day = wall // DAY + 1, wall % DAY
        if not self._hours.on(day):
            time_of_day = 0 if days >= 0 else DAY
        # Off days count as the beginning of the next working date, or, looking back, as the end of the last one.
        number = self._hours.dates_before(day) - (days < 0 and not self._hours.on(day))
        there = self._hours.date_at(number + days)
        if there is None:
            raise NoWorkingTime(f"the calendar has not {abs(days)} more working dates at {datetime_of(start)}")
        if end_of_day:
            return last_instant(self.zone, (there - 1) * DAY + self._hours.on(there)[-1][1])
        if there != day:
            # Midnight may also end the hours of the date before, or begin those of the next one: this date's own count.
            opens, closes = self._hours.on(there)[0][0], self._hours.on(there)[-1][1]
            time_of_day = max(time_of_day, opens) if days >= 0 else min(time_of_day, closes)
            start = first_instant(self.zone, (there - 1) * DAY + time_of_day)
        return self._after(start, 0) if days >= 0 else self._ahead_of(start, 0)

    def _passed(self, begins: int, ends: int) -> int:
        """Return the working time between two instants, none when they are the wrong way round."""
        passed = 0
        for stretch in stretches(self.zone, begins) if begins < ends else ():
            passed += self._hours.before(min(ends, stretch.ends) + stretch.offset)
            passed -= self._hours.before(max(begins, stretch.begins) + stretch.offset)
            if stretch.ends >= ends:
                break
        return passed

    def _touches(self, at: int) -> bool:
        """Say whether the instant lies in working time or ends it."""
        around: tuple[Stretch, Stretch] = (next(stretches(self.zone, at)), next(stretches_before(self.zone, at)))
        return any(
            begins <= at + stretch.offset - day * DAY <= ends
            for stretch in around
            for day in ((at + stretch.offset) // DAY, (at + stretch.offset - 1) // DAY)
            for begins, ends in self._hours.on(day + 1)
        )

    def _remains(self, moment: int) -> bool:
        """Say whether any working time follows a moment of the wall: this keeps an empty calendar from looping."""
        return self._hours.total > self._hours.before(moment)


def _instant(at: datetime) -> int:
    """Return the instant of an aware datetime; the years of a calendar are 2 to 9998, so that every wall is a date."""
    try:
        instant = instant_of(at)
    except OverflowError as outside:
        raise CalendarError(f"{at} lies outside the calendar") from outside
    if not FIRST <= instant < LAST:
        raise CalendarError(f"{at} lies outside the calendar")
    return instant


def _stopped(pauses: Pauses) -> Stopped:
    """Return the pauses in order, with those that overlap made one; one that ends before it begins stops nothing."""
    spans = sorted((_instant(stops), _end_of_pause(goes_on)) for stops, goes_on in pauses)
    joined: Stopped = []
    for stops, goes_on in spans:
        if joined and stops <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], goes_on))
        elif stops < goes_on:
            joined.append((stops, goes_on))
    return joined


def _end_of_pause(goes_on: datetime | None) -> int:
    """Return when the clock goes on; the last year there is means as much as no end."""
    return FOREVER if goes_on is None or goes_on.year > LAST_YEAR else _instant(goes_on)
