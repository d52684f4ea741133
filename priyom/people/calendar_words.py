"""Hours of a day as people type and read them: «09:00–13:00, 14:00–18:00»; days and runs of days in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from itertools import groupby
from typing import Literal

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from priyom.people.calendar_facts import Spans, spans_of

ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0)
MOST_SPANS = 6
SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
BETWEEN = re.compile(r"[\s,;]*")


class NotHours(ValueError):
    """The text names no hours; the message is for whoever typed it."""


def read_hours(text: str) -> Spans:
    """Return the hours that were typed, in order; nothing typed is a free day."""
    spans, at = [], 0
    for found in SPAN.finditer(text):
        if BETWEEN.fullmatch(text[at : found.start()]) is None:
            break
        spans.append((_clock(found[1], found[2]), _clock(found[3], found[4])))
        at = found.end()
    if BETWEEN.fullmatch(text[at:]) is None:
        raise NotHours(_("Write hours like 9–13, 14–18. An empty field is a free day."))
    return _checked(sorted(spans))


def hours_in_words(spans: Iterable[tuple[time, time]]) -> str:
    """Return hours as they are read; the midnight that ends a day is 24:00."""
    return ", ".join(f"{opens:%H:%M}–{'24:00' if closes == MIDNIGHT else f'{closes:%H:%M}'}" for opens, closes in spans)


def week_in_words(weekly: Mapping[int, Spans]) -> list[tuple[str, str]]:
    """Return the week as runs of days with the same hours: «пн–пт» → «09:00–18:00»; free days come without hours."""
    runs = [list(days) for _hours, days in groupby(range(7), key=lambda day: weekly.get(day, ()))]
    return [(_run_of_weekdays(days), hours_in_words(weekly.get(days[0], ()))) for days in runs]


def weekly_in_words(kept: Mapping[str, list[list[str]]]) -> list[tuple[str, str]]:
    """Return the week of a row in words."""
    return week_in_words({int(weekday): spans_of(spans) for weekday, spans in kept.items()})


def weekday_names(width: Literal["abbreviated", "wide"] = "abbreviated") -> list[str]:
    """Return the names of the weekdays, Monday first."""
    names = get_day_names(width, context="stand-alone", locale=(get_language() or "ru").split("-")[0])
    return [str(names[weekday]) for weekday in range(7)]


def runs_of(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return days in order as runs of those that follow each other."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][1] == ONE_DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def codes_of(days: Iterable[date]) -> list[str]:
    """Return days as an event keeps them: runs, «2026-01-01…2026-01-08»."""
    return [f"{first}" if first == last else f"{first}…{last}" for first, last in runs_of(days)]


def _clock(hour: str, minute: str | None) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > 24 * 60:  # noqa: PLR2004 — a clock
        raise NotHours(_("There is no such time of day."))
    return minutes


def _checked(spans: list[tuple[int, int]]) -> Spans:
    if len(spans) > MOST_SPANS:
        raise NotHours(_("At most %(n)d spans a day.") % {"n": MOST_SPANS})
    before = 0
    for opens, closes in spans:
        if closes <= opens:
            raise NotHours(
                _("A span ends after it begins. Work through midnight is written on two days: 22–24 and 0–6.")
            )
        if opens < before:
            raise NotHours(_("Two spans overlap."))
        before = closes
    return tuple((_time(opens), _time(closes)) for opens, closes in spans)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _run_of_weekdays(days: list[int]) -> str:
    names = weekday_names()
    if len(days) == 7:  # noqa: PLR2004 — a week
        return _("every day")
    return names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"
