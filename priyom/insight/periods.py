"""Periods of a report: a month, a quarter, a year, in the days of the customer's zone. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

_CODE = re.compile(r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|q(?P<quarter>[1-4])))?\Z")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """From a first of a month on, so many months long."""

    kind: str  # "month", "quarter", "year"
    first: date

    @classmethod
    def read(cls, code: str) -> Self | None:
        """Return the period of a code such as ``2026-02``, ``2026-q1`` or ``2026``; None for anything else."""
        found = _CODE.match(code)
        if found is None:
            return None
        year = int(found["year"])
        if found["month"]:
            return cls("month", date(year, int(found["month"]), 1))
        if found["quarter"]:
            return cls("quarter", date(year, 3 * int(found["quarter"]) - 2, 1))
        return cls("year", date(year, 1, 1))

    @classmethod
    def of(cls, kind: str, day: date) -> Self:
        """Return the period of this kind in which the day lies."""
        months = MONTHS[kind]
        return cls(kind, date(day.year, (day.month - 1) // months * months + 1, 1))

    @property
    def after(self) -> date:
        """Return the first day that is no longer in it."""
        return _moved(self.first, MONTHS[self.kind])

    @property
    def code(self) -> str:
        """Return how an address names it."""
        if self.kind == "year":
            return f"{self.first.year}"
        if self.kind == "quarter":
            return f"{self.first.year}-q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}"

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.after - self.first).days

    def moved(self, steps: int) -> "Period":
        """Return the period so many steps later, or earlier."""
        return Period(self.kind, _moved(self.first, steps * MONTHS[self.kind]))

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Return when it begins and when it is over, by the days of the zone."""
        return instant(self.first, zone), instant(self.after, zone)


def instant(day: date, zone: str) -> datetime:
    """Return when the day begins in the zone."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _moved(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
