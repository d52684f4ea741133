"""The sum behind a due time in words: a line for each day on which something was counted, or for a run of free days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.people.amounts import length_words
from priyom.people.reckoning import DayLine


@dataclass(frozen=True)
class SumLine:
    """A line of the sum: what, and how much of it counts."""

    words: str
    amount: str
    is_free: bool = False


def sum_lines(lines: Iterable[DayLine]) -> list[SumLine]:
    """Return the days of a sum as a person reads them."""
    return [SumLine(_day_words(line), _amount(line), line.is_free) for line in lines]


def moment_in(moment: datetime, zone: str) -> str:
    """Return a moment in that zone's time, with its weekday: «пт 30 декабря 2026, 17:30»."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{telling.weekday(local.date())} {telling.moment(local.date())}, {local:%H:%M}"


def day_words(day: date) -> str:
    """Return a day with its weekday: «пт 30 декабря»."""
    return f"{telling.weekday(day)} {telling.day(day)}"


def _day_words(line: DayLine) -> str:
    said = day_words(line.first)
    if line.last != line.first:
        said = f"{said} – {day_words(line.last)}"
    if line.names:
        said = f"{said}, {', '.join(line.names)}"
    spans = ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in line.spans)
    return f"{said}: {spans}" if spans else said


def _amount(line: DayLine) -> str:
    if line.number:
        return _("day %(n)d") % {"n": line.number}
    return _("not counted") if line.is_free else length_words(line.told)
