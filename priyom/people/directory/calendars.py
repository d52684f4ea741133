"""Calendars for their pages: the door to one, the list, a year of it month by month."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from babel.dates import format_date, get_month_names
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.errors import NotAllowed, NotVisible
from priyom.people.amounts import length_words
from priyom.people.calendar_facts import FIRST_YEAR, YEARS_AHEAD, CalendarFacts, Day
from priyom.people.calendar_words import hours_in_words, weekly_in_words
from priyom.people.calendars_at import calendars_kept, name_of
from priyom.people.hours import segments_of, without
from priyom.people.models import User, WorkCalendar
from priyom.people.production import published_until
from priyom.people.zones import zone_words

ONE_DAY = timedelta(days=1)
WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True)
class CalendarRow:
    """A calendar as a line of the list."""

    calendar: WorkCalendar
    week: list[tuple[str, str]]
    zone: str  # empty: the customer's own
    used: int  # contracts that count by it


@dataclass(frozen=True)
class Cell:
    """A date in the year: how it is drawn, and what is said about it."""

    day: date
    look: str  # "" or off, holiday, short, worked, own
    said: str = ""
    is_today: bool = False


@dataclass
class Month:
    """A month of the year with its weeks; dates of its neighbours are left out."""

    name: str
    weeks: list[list[Cell | None]] = field(default_factory=list)
    days: int = 0  # working days
    hours: timedelta = timedelta()

    @property
    def amount(self) -> str:
        """Return the working time in words."""
        return length_words(self.hours)


@dataclass(frozen=True)
class Special:
    """A run of dates that differ from their week for the same reason."""

    first: date
    last: date
    when: str
    hours: str  # empty: day off
    why: str
    is_own: bool
    kind: str


@dataclass(frozen=True)
class Year:
    """A year of a calendar, drawn and told."""

    year: int
    months: list[Month]
    specials: list[Special]
    is_published: bool

    @property
    def days(self) -> int:
        """Return the number of working days."""
        return sum(month.days for month in self.months)

    @property
    def amount(self) -> str:
        """Return the working time in words."""
        return length_words(sum((month.hours for month in self.months), timedelta()))


def calendars_open_to(user: User) -> QuerySet[WorkCalendar]:
    """Return the calendars that the person may read."""
    return WorkCalendar.objects.all() if user.may("calendars.read") else WorkCalendar.objects.none()


def get_calendar(user: User, pk: int, *, lock: bool = False) -> WorkCalendar:
    """Return the calendar; hidden and missing look the same."""
    calendars = calendars_open_to(user)
    found = (calendars.select_for_update() if lock else calendars).filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such calendar, or it is not open to you."))
    return found


def calendar_rows(user: User) -> list[CalendarRow]:
    """Return the calendars by name, those in use first."""
    if not user.may("calendars.read"):
        raise NotAllowed(_("Calendars are read by those who answer for contracts."))
    used = Count("contracts", filter=Q(contracts__is_template=False), distinct=True)
    rows = calendars_open_to(user).annotate(used=used).order_by("-is_active", "name")
    return [CalendarRow(row, weekly_in_words(row.weekly), zone_in_words(row), row.used) for row in rows]


def zone_in_words(calendar: WorkCalendar) -> str:
    """Return the calendar's zone, or nothing for the customer's own."""
    return zone_words(calendar.timezone) if calendar.timezone else ""


def years_to_show() -> tuple[int, int]:
    """Return the first and the last year that a calendar can be looked at in."""
    return FIRST_YEAR, published_until() + YEARS_AHEAD - 1


def year_of(calendar_id: int, year: int, *, today: date) -> Year:
    """Return a year of the calendar as its page draws it."""
    facts = calendars_kept().facts(calendar_id)
    names = get_month_names("wide", context="stand-alone", locale=(get_language() or "ru").split("-")[0])
    months = []
    for number in range(1, 13):
        month = Month(str(names[number]))
        for week in WEEKS.monthdatescalendar(year, number):
            month.weeks.append([_cell(facts, day, today, month) if day.month == number else None for day in week])
        months.append(month)
    return Year(year, months, list(_specials(facts, year)), facts.is_published(year))


def _cell(facts: CalendarFacts, day: date, today: date, month: Month) -> Cell:
    found = facts.on(day)
    if not found.is_off:
        month.days += 1
        month.hours += _length(found)
    said = name_of(day, found)
    if said and not found.is_off:
        said = f"{said}: {hours_in_words(found.hours)}"
    return Cell(day, _look(found), f"{_in_year(day)}: {said}" if said else "", day == today)


def _look(found: Day) -> str:
    if found.breaks or found.why in {"off", "hours", "usual"}:
        return "own-off" if found.is_off else "own"
    return {"week": "off"}.get(found.why, found.why)


def _length(found: Day) -> timedelta:
    left = without(segments_of(found.hours), segments_of(found.breaks))
    return timedelta(microseconds=sum(ends - begins for begins, ends in left))


def _specials(facts: CalendarFacts, year: int) -> Iterator[Special]:
    """Yield what differs from the week in a year; dates in a row with the same reason are one line."""

    def told(day: date) -> tuple[str, str, bool, str]:
        found = facts.on(day)
        hours = hours_in_words(found.hours)
        if found.breaks and hours:
            hours = _("%(hours)s without %(breaks)s") % {"hours": hours, "breaks": hours_in_words(found.breaks)}
        return hours, name_of(day, found), day in facts.days, found.why or ("break" if found.breaks else "")

    days = (date(year, 1, 1) + passed * ONE_DAY for passed in range(366))
    for (hours, why, is_own, kind), run in groupby((day for day in days if day.year == year), key=told):
        dates = list(run)
        if kind not in {"", "week"}:
            yield Special(dates[0], dates[-1], _run_in_words(dates), hours, why, is_own, kind)


def _run_in_words(dates: list[date]) -> str:
    if len(dates) == 1:
        return f"{telling.weekday(dates[0])} {_in_year(dates[0])}"
    return f"{_in_year(dates[0])} – {_in_year(dates[-1])}"


def _in_year(day: date) -> str:
    """Return a day of the year that is looked at: the year stands above."""
    return format_date(day, "d MMMM", locale=(get_language() or "ru").split("-")[0])
