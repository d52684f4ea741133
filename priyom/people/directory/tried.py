"""A due time that is tried on a calendar: when it is, and the sum that makes it, told as on a ticket."""

from dataclasses import dataclass
from datetime import datetime

from priyom.people.amounts import amount_words
from priyom.people.calendars import CalendarError, WorkingCalendar
from priyom.people.calendars_at import day_names
from priyom.people.reckoning import days_counted
from priyom.people.sums import SumLine, moment_in, sum_lines
from priyom.people.terms import TargetTerms, due_of


@dataclass(frozen=True)
class Tried:
    """The answer; without ``due`` the calendar has not that much working time."""

    begins: str
    due: str = ""
    amount: str = ""
    lines: tuple[SumLine, ...] = ()


def tried(calendar_id: int, target: TargetTerms, begins_at: datetime, calendar: WorkingCalendar) -> Tried:
    """Return when it would be due."""
    begins = moment_in(begins_at, calendar.tz)
    try:
        due_at = due_of(target, begins_at, calendar=calendar)
    except (CalendarError, OverflowError):
        return Tried(begins)
    if due_at is None:
        return Tried(begins)
    lines = days_counted(target, begins_at, due_at, calendar=calendar, named=day_names(calendar_id, calendar.tz))
    amount = amount_words(target.unit, target.amount)
    return Tried(begins, moment_in(due_at, calendar.tz), amount, tuple(sum_lines(lines)))
