"""Calendars as things of their own: shipped, added, changed, and what is written down about single dates."""

import tomllib
from pathlib import Path

from priyom.people.models import WorkCalendar

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "calendars.toml"


def load_shipped_calendars() -> int:
    """Add the shipped calendars that are missing; one that is there stays as it is. Return how many were added."""
    known = set(WorkCalendar.objects.values_list("code", flat=True))
    given = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["calendar"]
    fresh = [
        WorkCalendar(
            code=each["code"],
            name=each["name"],
            timezone=each.get("timezone", ""),
            weekly={str(weekday - 1): each["hours"] for weekday in each["days"]},
            follows_production=each["follows_production"],
        )
        for each in given
        if each["code"] not in known
    ]
    WorkCalendar.objects.bulk_create(fresh)
    return len(fresh)
