"""What a calendar says about a date: its hours, and why they are not those of every week. Pure.

One function decides, `CalendarFacts.on`; the arithmetic of due times and the pages that show a year both ask it, so
none of them can tell another story than the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from itertools import chain
from typing import Literal

from priyom.people.calendars import WorkingCalendar
from priyom.people.production import production_year, published_until

Spans = tuple[tuple[time, time], ...]
Why = Literal["", "week", "holiday", "worked", "short", "off", "hours", "usual"]

FIRST_YEAR = 2015  # before it nobody's clock runs
YEARS_AHEAD = 12  # of holidays that the law knows without a government's act
HOUR = 60


@dataclass(frozen=True)
class OwnDay:
    """What somebody wrote down about a date of this calendar."""

    kind: str  # CalendarDay.Kind
    hours: Spans = ()
    name: str = ""


@dataclass(frozen=True)
class Day:
    """A date: its hours before breaks, the breaks, and why it differs from its week.

    ``why`` is empty for a usual day, "week" for one that is free every week; "holiday", "worked" and "short" come from
    the production calendar, "off", "hours" and "usual" were written down here.
    """

    hours: Spans
    why: Why = ""
    breaks: Spans = ()
    name: str = ""
    instead_of: date | None = None  # a Saturday that is worked: the day that is off in exchange

    @property
    def is_off(self) -> bool:
        """Say whether nobody works."""
        return not self.hours


@dataclass(frozen=True)
class CalendarFacts:
    """A calendar as it is kept, without the database."""

    id: int
    name: str
    timezone: str
    weekly: Mapping[int, Spans]
    follows_production: bool
    days: Mapping[date, Sequence[OwnDay]] = field(default_factory=dict)

    def on(self, day: date) -> Day:
        """Return what holds on the date: what was written down here wins over the production calendar."""
        own = {each.kind: each for each in self.days.get(day, ())}
        breaks = own["break"].hours if "break" in own else ()
        if "off" in own:
            return Day((), "off", name=own["off"].name)
        if "hours" in own:
            return Day(own["hours"].hours, "hours", breaks, own["hours"].name)
        usual = self.weekly.get(day.weekday(), ())
        if "usual" in own:
            return Day(usual, "usual", breaks, own["usual"].name)
        found = self._of_production(day, usual) if self.follows_production else None
        found = found or Day(usual, "" if usual else "week")
        return Day(found.hours, found.why, breaks, own["break"].name if breaks else "", found.instead_of)

    def _of_production(self, day: date, usual: Spans) -> Day | None:
        year = production_year(day.year)
        if day in year.off:
            return Day((), "holiday")
        instead_of = year.worked.get(day)
        if instead_of:
            usual = self.weekly.get(instead_of.weekday(), ())
        if day in year.short and usual:
            return Day(shortened(usual), "worked" if instead_of else "short", instead_of=instead_of)
        return Day(usual, "worked", instead_of=instead_of) if instead_of and usual else None

    def is_published(self, year: int) -> bool:
        """Say whether the year is known: the production calendar has it, is not followed, or was written down here."""
        return not self.follows_production or year <= published_until() or any(day.year == year for day in self.days)

    def working(self, zone: str) -> WorkingCalendar:
        """Return the calendar to count with, hung in a zone."""
        dates = {*self.days}
        if self.follows_production:
            dates.update(_dates_of_production())
        said = {day: self.on(day) for day in dates}
        return WorkingCalendar(
            self.timezone or zone,
            self.weekly,
            frozenset(day for day, found in said.items() if found.is_off),
            {day: found.hours for day, found in said.items() if not found.is_off},
            {day: found.breaks for day, found in said.items() if found.breaks and not found.is_off},
        )


def spans_of(kept: Iterable[Sequence[str]]) -> Spans:
    """Read the hours of a day as they are kept: ``[["09:00", "13:00"], …]``."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in kept)


def kept_spans(spans: Iterable[tuple[time, time]]) -> list[list[str]]:
    """Return the hours of a day as they are kept."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in spans]


def shortened(spans: Spans) -> Spans:
    """Return the hours of a day without the last hour of work in it."""
    left, kept = HOUR, []
    for opens, closes in sorted(spans, reverse=True):
        first, last = _minutes(opens), _minutes(closes) or 24 * HOUR
        taken = min(left, last - first)
        left -= taken
        if last - taken > first:
            kept.append((opens, time(*divmod((last - taken) % (24 * HOUR), HOUR))))
    return tuple(reversed(kept))


def _minutes(at: time) -> int:
    return at.hour * HOUR + at.minute


@cache
def _dates_of_production() -> frozenset[date]:
    years = (production_year(year) for year in range(FIRST_YEAR, published_until() + YEARS_AHEAD))
    return frozenset(chain.from_iterable((*year.off, *year.worked, *year.short) for year in years))
