"""Calendars as things of their own: shipped, added, changed, and what is written down about single dates."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.base.models import Event
from priyom.people.actions.changing import apply_facts
from priyom.people.calendar_facts import FIRST_YEAR, Spans, kept_spans
from priyom.people.calendar_words import codes_of
from priyom.people.directory.calendars import get_calendar
from priyom.people.models import CalendarDay, User, WorkCalendar
from priyom.people.production import fingerprint

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "calendars.toml"
MOST_DAYS = 366
ONE_DAY = timedelta(days=1)
Kind = CalendarDay.Kind
WITH_HOURS = frozenset({Kind.HOURS, Kind.BREAK})


@transaction.atomic
def create_calendar(
    *, by: User, code: str, name: str, timezone: str, weekly: Mapping[int, Spans], follows_production: bool,
    like: int | None = None,
) -> WorkCalendar:  # fmt: skip
    """Add a calendar; ``like`` is one whose single days it begins with."""
    refuse_readers(by)
    calendar = WorkCalendar.objects.create(
        code=code, name=name, timezone=timezone, weekly=_kept(weekly), follows_production=follows_production
    )
    if like is not None:
        CalendarDay.objects.bulk_create(
            CalendarDay(calendar=calendar, date=day.date, kind=day.kind, hours=day.hours, name=day.name)
            for day in get_calendar(by, like).days.all()
        )
    record("calendar.created", calendar, by=by, **_known_of(calendar))
    return calendar


@transaction.atomic
def change_calendar(
    pk: int, *, by: User, name: str, timezone: str, weekly: Mapping[int, Spans], follows_production: bool,
    is_active: bool,
) -> WorkCalendar:  # fmt: skip
    """Change the week of a calendar and what else is said of it; open clocks are counted again."""
    calendar = get_calendar(by, pk, lock=True)
    refuse_readers(by)
    if calendar.is_active and not is_active and calendar.contracts.filter(is_active=True, is_template=False).exists():
        raise Invalid(errors={"is_active": [_("Contracts count by this calendar. Give them another one first.")]})
    changed = apply_facts(
        calendar, name=name, timezone=timezone, weekly=_kept(weekly), follows_production=follows_production,
        is_active=is_active,
    )  # fmt: skip
    if changed:
        record("calendar.changed", calendar, by=by, changed=changed, **_known_of(calendar))
    return calendar


@transaction.atomic
def write_days(
    pk: int, *, by: User, first: date, last: date | None, kind: str, hours: Spans = (), name: str = ""
) -> list[date]:
    """Write down how dates differ from their week; what was written about them before goes. Return the dates."""
    calendar = get_calendar(by, pk, lock=True)
    refuse_readers(by)
    last = last or first
    days = [first + passed * ONE_DAY for passed in range((last - first).days + 1)][: MOST_DAYS + 1]
    errors = {}
    if not days:
        errors["last"] = [_("It ends before it begins.")]
    if len(days) > MOST_DAYS:
        errors["last"] = [_("At most a year at once.")]
    if kind in WITH_HOURS and not hours:
        errors["hours"] = [_("Say which hours.")]
    if errors:
        raise Invalid(_("The days could not be kept."), errors=errors)
    put_days(calendar, dict.fromkeys(days, (kind, hours if kind in WITH_HOURS else (), name)), by=by)
    return days


def put_days(calendar: WorkCalendar, days: Mapping[date, tuple[str, Spans, str]], *, by: User) -> None:
    """Write days of a locked calendar and record which. A break stands beside other hours, nothing beside a day off."""
    breaks = [day for day, (kind, _hours, _name) in days.items() if kind == Kind.BREAK]
    replaced = calendar.days.filter(date__in=[*days])
    replaced.exclude(date__in=breaks).exclude(kind=Kind.BREAK).delete()
    replaced.filter(date__in=[*breaks, *(day for day in days if days[day][0] == Kind.OFF)], kind=Kind.BREAK).delete()
    replaced.filter(date__in=breaks, kind=Kind.OFF).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=calendar, date=day, kind=kind, hours=kept_spans(hours), name=name)
        for day, (kind, hours, name) in days.items()
    )
    record("calendar.changed", calendar, by=by, changed=["days"], days=codes_of(days))


@transaction.atomic
def remove_days(pk: int, *, by: User, first: date, last: date) -> int:
    """Forget what was written down about dates; the week and the production calendar hold again."""
    calendar = get_calendar(by, pk, lock=True)
    refuse_readers(by)
    written = calendar.days.filter(date__range=(first, last))
    dates = list(written.values_list("date", flat=True))
    if not dates:
        raise WrongState(_("Nothing is written down about these days any more."))
    written.delete()
    record("calendar.changed", calendar, by=by, changed=["days"], days=codes_of(dates))
    return len(set(dates))


def load_shipped_calendars() -> int:
    """Add the shipped calendars that are missing; one that is there stays as it is. Return how many were added."""
    known = set(WorkCalendar.objects.values_list("code", flat=True))
    given = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["calendar"]
    fresh = [_shipped(each) for each in given if each["code"] not in known]
    for calendar in WorkCalendar.objects.bulk_create(fresh):
        record("calendar.created", calendar, by=None, **_known_of(calendar))
    return len(fresh)


@transaction.atomic
def follow_production() -> int:
    """Let open clocks be counted again where an update brought other holidays; return how many calendars changed.

    With what a calendar was counted last stands in its events, so that a second run finds nothing to do.
    """
    told = Event.objects.filter(subject_kind=WorkCalendar._meta.model_name, details__has_key="production")
    last = dict(told.order_by("id").values_list("subject_id", "details__production"))
    known = fingerprint(FIRST_YEAR)
    following = WorkCalendar.objects.select_for_update().filter(follows_production=True).order_by("pk")
    stale = [calendar for calendar in following if last.get(calendar.pk) != known]
    for calendar in stale:
        record("calendar.changed", calendar, by=None, changed=["production"], production=known)
    return len(stale)


def refuse_readers(by: User) -> None:
    """Refuse whoever does not change calendars."""
    if not by.may("calendars.manage"):
        raise NotAllowed(_("Only an administrator changes calendars."))


def _known_of(calendar: WorkCalendar) -> dict[str, Any]:
    """Return by which state of the production calendar it counts from now on, as its event keeps it."""
    return {"production": fingerprint(FIRST_YEAR)} if calendar.follows_production else {}


def _shipped(given: Mapping[str, Any]) -> WorkCalendar:
    return WorkCalendar(
        code=given["code"],
        name=given["name"],
        timezone=given.get("timezone", ""),
        weekly={str(weekday - 1): given["hours"] for weekday in given["days"]},
        follows_production=given["follows_production"],
    )


def _kept(weekly: Mapping[int, Spans]) -> dict[str, list[list[str]]]:
    return {str(weekday): kept_spans(spans) for weekday, spans in sorted(weekly.items()) if spans}
