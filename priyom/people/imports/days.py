"""Days of calendars from a table: regional holidays, corrections, a year that was published."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.people.actions.calendars import WITH_HOURS, put_days
from priyom.people.calendar_facts import Spans, spans_of
from priyom.people.calendar_words import NotHours, hours_in_words, read_hours
from priyom.people.imports.columns import value_of
from priyom.people.imports.plan import Outcome, Plan, Row, take_texts
from priyom.people.models import CalendarDay, User, WorkCalendar
from priyom.people.names import folded

FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y")
BREAK = CalendarDay.Kind.BREAK
EARLIEST, LATEST = date(2015, 1, 1), date(2099, 12, 31)
HEADER = (
    gettext_lazy("calendar (code)"),
    gettext_lazy("date"),
    gettext_lazy("what differs"),
    gettext_lazy("hours"),
    gettext_lazy("why"),
)


def plan_days(rows: list[Row], by: User) -> Plan:  # noqa: ARG001 - every kind is planned the same way
    """Say what each row would do to the calendars."""
    calendars = {calendar.code: calendar for calendar in WorkCalendar.objects.all()}
    by_name = {folded(calendar.name): calendar for calendar in calendars.values()}
    written = _written()
    seen: dict[tuple[int, date, bool], int] = {}
    for row in rows:
        said = row.cells.get("calendar", "")
        calendar = calendars.get(said.lower()) or by_name.get(folded(said))
        if calendar is None:
            row.refuse("calendar", _("There is no such calendar."))
        _read(row)
        row.title = " · ".join(part for part in (row.cells.get("date", ""), row.cells.get("name", "")) if part)
        if calendar is not None and "date" in row.facts:
            row.facts["calendar"] = calendar
            _compare(row, written.get((calendar.pk, row.facts["date"]), {}), seen)
        row.settle()
    return Plan("days", rows)


def apply_days(plan: Plan, *, by: User, tell: Callable[[int], None]) -> None:
    """Do what the plan says, calendar by calendar."""
    found: dict[int, list[dict[date, tuple[str, Spans, str]]]] = defaultdict(lambda: [{}, {}])
    for row in plan.of(Outcome.NEW) + plan.of(Outcome.CHANGED):
        facts = row.facts
        days = found[facts["calendar"].pk][facts["kind"] == BREAK]
        days[facts["date"]] = (facts["kind"], facts["hours"], facts.get("name", ""))
    done = 0
    for calendar in WorkCalendar.objects.select_for_update().filter(pk__in=found).order_by("pk"):
        for days in filter(None, found[calendar.pk]):  # breaks after the hours that they are cut out of
            put_days(calendar, days, by=by)
            done += len(days)
            tell(done)


def _read(row: Row) -> None:
    said = row.cells.get("date", "")
    day = next((found for form in FORMATS if (found := _date(said, form))), None)
    if day is None or not EARLIEST <= day <= LATEST:
        row.refuse("date", _("Write a date like 29.08.2026."))
    else:
        row.facts["date"] = day
    kind = _kind(row)
    if kind is None:
        row.refuse("kind", _("Write one of: %(kinds)s.") % {"kinds": ", ".join(map(str, CalendarDay.Kind.labels))})
    else:
        row.cells["kind"] = str(CalendarDay.Kind(kind).label)  # what is not said is seen before it is agreed to
    row.facts["kind"] = kind or "off"
    try:
        row.facts["hours"] = read_hours(row.cells.get("hours", "")) if kind in WITH_HOURS else ()
    except NotHours as refused:
        row.refuse("hours", refused)
    if kind in WITH_HOURS and not row.facts.get("hours"):
        row.refuse("hours", _("Say which hours."))
    take_texts(row, CalendarDay, ("name",))


def _kind(row: Row) -> str | None:
    """Return what differs on the date: what is written, else other hours where there are hours, else a day off."""
    if said := row.cells.get("kind"):
        return value_of("day", said, dict(CalendarDay.Kind.choices))
    return CalendarDay.Kind.HOURS if row.cells.get("hours") else CalendarDay.Kind.OFF


def _compare(row: Row, before: dict[str, CalendarDay], seen: dict[tuple[int, date, bool], int]) -> None:
    """Compare with what is written about the date; a break stands beside it and is compared with a break."""
    facts = row.facts
    is_break = facts["kind"] == BREAK
    line = seen.setdefault((facts["calendar"].pk, facts["date"], is_break), row.line)
    if line != row.line:
        row.refuse("date", _("This stands in line %(line)s already.") % {"line": line})
    known = next((day for kind, day in before.items() if (kind == BREAK) == is_break), None)
    row.thing = known
    if known is None or "hours" not in facts:
        return
    kinds = dict(CalendarDay.Kind.choices)
    row.note(_("what differs"), kinds[known.kind], kinds[facts["kind"]])
    row.note(_("hours"), hours_in_words(spans_of(known.hours)), hours_in_words(facts["hours"]))
    row.note(_("why"), known.name, facts.get("name", ""))


def _written() -> dict[tuple[int, date], dict[str, CalendarDay]]:
    found: dict[tuple[int, date], dict[str, Any]] = defaultdict(dict)
    for day in CalendarDay.objects.all():
        found[day.calendar_id, day.date][day.kind] = day
    return dict(found)


def _date(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a date hangs in no zone
    except ValueError:
        return None
