"""Calendars: an administrator changes them, who answers for contracts and the auditor read, nobody else sees any."""

from datetime import date

from priyom.people.models import CalendarDay, WorkCalendar
from tests.access import row

READ = ("marina", "adam", "oleg")
OFFICE = {"0": [["09:00", "18:00"]]}


def _calendar(_stage):
    calendar, _ = WorkCalendar.objects.get_or_create(code="access", defaults={"name": "Будни", "weekly": OFFICE})
    CalendarDay.objects.get_or_create(calendar=calendar, date=date(2026, 8, 31), kind="off")
    return calendar.pk


def _only(names, status=200, others=403):
    return {**dict.fromkeys(names, status), "others": others}


def _card(names, status=200):
    """Readers who may not change are refused; whoever may not even read finds nothing."""
    return {**dict.fromkeys(READ, 403), **dict.fromkeys(names, status), "others": 404}


THINGS = {"calendar": _calendar}
OF = {"pk": "calendar"}
WEEK = {"name": "Будни", "hours_0": "9–18", "is_active": "on"}
ROWS = [
    row("GET", "people:calendars", **_only(READ)),
    row("GET", "people:calendar_new", **_only({"adam"})),
    row(
        "POST", "people:calendar_new", data={"code": "new", "name": "Новый", "hours_0": "9–18"}, **_only({"adam"}, 302)
    ),
    row("GET", "people:calendar", OF, **_card(READ)),
    row("GET", "people:calendar_try", OF, data={"at": "2026-03-02T09:00"}, **_card(READ)),
    row("GET", "people:calendar_csv", OF, **_card(READ)),
    row("GET", "settings:calendar_recount", OF, **_card(READ)),
    row("GET", "people:calendar_edit", OF, **_card({"adam"})),
    row("POST", "people:calendar_edit", OF, data=WEEK, **_card({"adam"}, 302)),
    row("POST", "people:calendar_days", OF, data={"first": "2026-08-28", "kind": "off"}, **_card({"adam"}, 302)),
    row(
        "POST",
        "people:calendar_days_removal",
        OF,
        data={"first": "2026-08-31", "last": "2026-08-31"},
        **_card({"adam"}, 302),
    ),
]
