"""The calendars of this desk, ready to count with: read once and kept as of a stamp that every change moves.

A calendar without a zone of its own hangs in the customer's.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.stamps import kept
from priyom.people.calendar_facts import CalendarFacts, Day, OwnDay, spans_of
from priyom.people.calendars import CalendarError, WorkingCalendar
from priyom.people.models import CalendarDay, WorkCalendar
from priyom.people.production import names_of

STAMP = "calendars"


@dataclass(frozen=True)
class KeptCalendars:
    """All calendars as of a stamp. Whoever counts for many tickets asks for it once and holds it."""

    by_id: Mapping[int, CalendarFacts]
    _built: dict[tuple[int, str], WorkingCalendar] = field(default_factory=dict)

    def facts(self, calendar_id: int) -> CalendarFacts:
        """Return what is kept about a calendar."""
        found = self.by_id.get(calendar_id)
        if found is None:
            raise CalendarError(f"there is no calendar {calendar_id}")
        return found

    def of(self, calendar_id: int, zone: str = "") -> WorkingCalendar:
        """Return the calendar to count with, for a customer of the zone; it is built once for each zone that asks."""
        facts = self.facts(calendar_id)
        key = calendar_id, facts.timezone or zone or settings.TIME_ZONE
        found = self._built.get(key)
        if found is None:
            # RACE: two threads may build it at once, and build the same.
            found = self._built[key] = facts.working(key[1])
        return found


def calendars_kept() -> KeptCalendars:
    """Return all calendars as they stand; they are shared between requests."""
    return kept(STAMP, _read)


def calendar_of(calendar_id: int, zone: str = "") -> WorkingCalendar:
    """Return the calendar to count with, for a customer of the zone."""
    return calendars_kept().of(calendar_id, zone)


def calendar_name(calendar_id: int) -> str:
    """Return what the calendar is called."""
    return calendars_kept().facts(calendar_id).name


def day_names(calendar_id: int, zone: str = "") -> Callable[[date], str]:  # noqa: ARG001 — names hang in no zone
    """Return a function that says what is special about a date of the calendar, or nothing."""
    facts = calendars_kept().facts(calendar_id)
    return lambda day: name_of(day, facts.on(day))


def name_of(day: date, found: Day) -> str:
    """Return why the hours of a date are not those of its week, in words."""
    if found.name or found.why in {"", "week"}:
        return found.name
    if found.why == "holiday":
        return names_of(day.year, get_language() or "").get(day, "")
    if found.why == "worked" and found.instead_of:
        return _("worked in exchange for %(day)s") % {"day": telling.moment(found.instead_of)}
    sentences = {
        "short": _("an hour shorter: a holiday follows"),
        "off": _("day off"),
        "hours": _("other hours"),
        "usual": _("worked as usual"),
    }
    return sentences.get(found.why, "")


def facts_from(row: WorkCalendar, days: Mapping[date, list[OwnDay]]) -> CalendarFacts:
    """Return a row as facts."""
    weekly = {int(weekday): spans_of(spans) for weekday, spans in row.weekly.items() if spans}
    return CalendarFacts(row.pk, row.name, row.timezone, weekly, row.follows_production, days)


def _read() -> KeptCalendars:
    days: dict[int, dict[date, list[OwnDay]]] = defaultdict(lambda: defaultdict(list))
    for own in CalendarDay.objects.all():
        days[own.calendar_id][own.date].append(OwnDay(own.kind, spans_of(own.hours), own.name))
    return KeptCalendars({row.pk: facts_from(row, dict(days[row.pk])) for row in WorkCalendar.objects.all()})
