"""How many tickets are to be expected, from the weeks before: like days by day, whole weeks for a month. Pure.

Nothing is fitted that a reader could not check: a day is compared with the same weekdays of the eight weeks before, a
day without work with the days without work; four weeks with the eight weekly sums. Too short a past says nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS, LEAST_LIKE = 8, 4
LOW, HIGH = 0.2, 0.8
AHEAD = 4  # weeks


@dataclass(frozen=True)
class Band:
    """What is to be expected: the middle, and between what four of five fall."""

    low: float
    middle: float
    high: float


def daily(
    past: Mapping[date, int], first: date, after: date, *, works: Callable[[date], bool], since: date | None
) -> dict[date, Band]:
    """Return for each day of a period what the eight weeks before the period let expect; empty: too short a past."""
    begins = first - timedelta(weeks=WEEKS)
    if since is None or since > begins:
        return {}
    known = [begins + timedelta(days=step) for step in range(7 * WEEKS)]
    found = {}
    for step in range((after - first).days):
        day = first + timedelta(days=step)
        alike = [
            past.get(each, 0)
            for each in known
            if works(each) == works(day) and (not works(day) or each.weekday() == day.weekday())
        ]
        if len(alike) >= LEAST_LIKE:
            found[day] = _band(alike)
    return found


def total(bands: Mapping[date, Band]) -> float | None:
    """Return what the days let expect together; none where nothing is known of them."""
    return sum(band.middle for band in bands.values()) if bands else None


def weeks_ahead(past: Mapping[date, int], after: date, *, since: date | None) -> Band | None:
    """Return how many are to be expected in the four weeks from a day on, by the eight weeks before it."""
    begins = after - timedelta(weeks=WEEKS)
    if since is None or since > begins:
        return None
    sums = [
        sum(past.get(begins + timedelta(weeks=week, days=day), 0) for day in range(7)) for week in range(WEEKS)
    ]  # fmt: skip
    band = _band(sums)
    return Band(AHEAD * band.low, AHEAD * band.middle, AHEAD * band.high)


def _band(counts: Sequence[int]) -> Band:
    ranked = sorted(counts)
    return Band(_at(ranked, LOW), _at(ranked, 0.5), _at(ranked, HIGH))


def _at(ranked: Sequence[int], share: float) -> float:
    """Return the value below which this share lies, between two neighbours where it falls between them."""
    place = share * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)
