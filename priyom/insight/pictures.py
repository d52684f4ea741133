"""Where bars, cells and lines of the charts stand, in plain numbers; templates only draw them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from types import MappingProxyType

from priyom.insight.forecast import Band

WIDE, HIGH, LEFT, FOOT = 860, 168, 28, 28
CELL, STEP = 15, 18
WEEKEND = 5


@dataclass(frozen=True)
class Bar:
    """One day: how many came, and whether it is a day without work."""

    day: date
    count: int
    x: float
    y: float
    width: float
    height: float
    is_free: bool


@dataclass(frozen=True)
class Expected:
    """What was to be expected on a day, as a piece of a band: behind the bar, and its edges before it."""

    day: date
    low: int
    high: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A label or a line of an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Bars:
    """What came, day by day."""

    bars: tuple[Bar, ...]
    levels: tuple[Mark, ...]
    months: tuple[Mark, ...]
    peak: Bar | None
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One day of the calendar of broken promises; ``level`` 0 is none, 5 the most."""

    day: date
    count: int
    x: int
    y: int
    level: int


def bars(
    first: date, after: date, counts: Mapping[date, int], *, month_name: Mapping[int, str],
    bands: Mapping[date, Band] = MappingProxyType({}),
) -> Bars:  # fmt: skip
    """Return a bar for every day from the first on, before the last, over what was to be expected."""
    days = [first + timedelta(days=step) for step in range((after - first).days)]
    most = max((counts.get(day, 0) for day in days), default=0)
    top = _round_up(ceil(max([most, *(band.high for band in bands.values())])))
    step = (WIDE - LEFT) / max(len(days), 1)
    drawn = []
    for place, day in enumerate(days):
        count = counts.get(day, 0)
        height = round((HIGH - FOOT) * count / top, 1)
        drawn.append(Bar(
            day, count, round(LEFT + place * step + step * 0.18, 1), HIGH - height, round(step * 0.64, 1), height,
            day.weekday() >= WEEKEND,
        ))  # fmt: skip
    levels = tuple(Mark(round(HIGH - (HIGH - FOOT) * part / 4, 1), _told(top * part / 4)) for part in range(5))
    months = tuple(Mark(bar.x, month_name[bar.day.month]) for bar in drawn if bar.day.day == 1 or bar.day == first)
    peak = max(drawn, key=lambda bar: bar.count, default=None)
    expected = tuple(
        Expected(
            day, round(bands[day].low), round(bands[day].high),
            round(LEFT + place * step, 1), round(HIGH - (HIGH - FOOT) * bands[day].high / top, 1), round(step, 1),
            round(max((HIGH - FOOT) * (bands[day].high - bands[day].low) / top, 1), 1),
        )
        for place, day in enumerate(days)
        if day in bands
    )  # fmt: skip
    return Bars(tuple(drawn), levels, months, peak if peak and peak.count else None, expected)


def cells(first: date, after: date, counts: Mapping[date, int]) -> tuple[Cell, ...]:
    """Return the days as weeks side by side, Monday on top; the darker the more promises were broken."""
    most = max(counts.values(), default=0)
    start = first - timedelta(days=first.weekday())
    found = []
    day = first
    while day < after:
        week, weekday = divmod((day - start).days, 7)
        count = counts.get(day, 0)
        level = ceil(5 * count / most) if most and count else 0
        found.append(Cell(day, count, 24 + week * STEP, weekday * STEP, level))
        day += timedelta(days=1)
    return tuple(found)


def share_bar(count: int, most: int) -> float:
    """Return the length of a bar in a table, per cent."""
    return round(100 * count / most, 1) if most else 0.0


def spark(counts: Sequence[int], *, width: int = 128, height: int = 40) -> str:
    """Return the points of a small line, the last at the right edge."""
    top, steps = max([1, *counts]), max(len(counts) - 1, 1)
    return " ".join(
        f"{round(width * place / steps, 1)},{round(height - (height - 4) * count / top, 1)}"
        for place, count in enumerate(counts)
    )


def _round_up(most: int) -> int:
    """Return a top of the axis that divides into four."""
    for step in (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000):
        if most <= 4 * step:
            return 4 * step
    return most


def _told(value: float) -> str:
    return f"{value:g}"
