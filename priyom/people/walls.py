"""Between clocks on the wall and instants: what a zone shows when, as stretches in which the clock runs evenly.

Pure. An instant is a whole number of microseconds since the first of January of the year 1 in UTC; a wall is the same
number as it is read off a clock in the zone. A `Stretch` is a piece of time in which the distance of the two does not
change. Arithmetic inside a stretch is plain, and a clock change is nothing but the border of two stretches: an hour
that does not exist lies in none of them, an hour that comes twice lies in two.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
EPOCH = datetime(1, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 2, 9998  # a zone's wall must stay inside the years that a date can hold
PROBE = 8 * DAY  # no zone changed its clock and changed it back within fewer days than this


class Stretch(NamedTuple):
    """From one instant to another the wall is the instant plus `offset`."""

    begins: int
    ends: int
    offset: int


def instant_of(at: datetime) -> int:
    """Return the microseconds of an aware datetime; a naive one names no instant and is refused."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone: only an aware datetime names an instant")
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def datetime_of(instant: int) -> datetime:
    """Return the instant as a datetime in UTC."""
    return EPOCH + timedelta(microseconds=instant)


def stretches(zone: ZoneInfo, instant: int) -> Iterator[Stretch]:
    """Yield the stretches forwards, from the one that holds the instant to the end of the calendar."""
    for year in range(_year(instant), LAST_YEAR + 1):
        for stretch in _of_year(zone, year):
            if stretch.ends > instant:
                yield stretch


def stretches_before(zone: ZoneInfo, instant: int) -> Iterator[Stretch]:
    """Yield the stretches backwards, from the one that holds the moment just before the instant."""
    for year in range(_year(instant - 1), FIRST_YEAR - 1, -1):
        for stretch in reversed(_of_year(zone, year)):
            if stretch.begins < instant:
                yield stretch


def wall_of(zone: ZoneInfo, instant: int) -> int:
    """Return what the wall shows at the instant."""
    return instant + next(stretches(zone, instant)).offset


def first_instant(zone: ZoneInfo, wall: int) -> int:
    """Return the first instant at which the wall shows this or, where the clock leaps over it, more than this."""
    for stretch in stretches(zone, wall - 2 * DAY):
        if wall < stretch.ends + stretch.offset:
            return max(wall - stretch.offset, stretch.begins)
    raise OverflowError("beyond the last year of the calendar")


def last_instant(zone: ZoneInfo, wall: int) -> int:
    """Return the last instant up to which the wall shows less than this: where a span that ends here ends."""
    for stretch in stretches_before(zone, wall + 2 * DAY):
        if wall > stretch.begins + stretch.offset:
            return min(wall - stretch.offset, stretch.ends)
    raise OverflowError("before the first year of the calendar")


@lru_cache(maxsize=700)
def dates_left_out(zone: ZoneInfo) -> frozenset[int]:
    """Return the dates (ordinals) since 1970 that never were, as 30 December 2011 in Apia: clocks leapt over them."""
    left_out: set[int] = set()
    for before, after in pairwise(stretch for year in range(1970, 2038) for stretch in _of_year(zone, year)):
        if after.offset - before.offset >= DAY // 2:
            first, last = before.ends + before.offset, after.begins + after.offset
            left_out.update(range(-(-first // DAY) + 1, last // DAY + 1))
    return frozenset(left_out)


def _year(instant: int) -> int:
    return min(max(datetime_of(instant).year, FIRST_YEAR), LAST_YEAR)


@lru_cache(maxsize=4096)
def _of_year(zone: ZoneInfo, year: int) -> tuple[Stretch, ...]:
    """Return the stretches of a year of UTC: its borders are found by probing and halving."""
    begins, year_ends = ((date(at, 1, 1).toordinal() - 1) * DAY for at in (year, year + 1))
    offset, probe, found = _offset(zone, begins), begins, []
    while probe < year_ends - SECOND:
        ahead = min(probe + PROBE, year_ends - SECOND)
        while (last := _offset(zone, ahead)) != offset:
            change = _change(zone, probe, ahead, offset)
            found.append(Stretch(begins, change, offset))
            begins = probe = change
            offset = _offset(zone, change)
            if offset == last:
                break
        probe = ahead
    found.append(Stretch(begins, year_ends, offset))
    return tuple(found)


def _change(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    """Return the first whole second in (low, high] at which the offset is another one."""
    while high - low > SECOND:
        middle = low + (high - low) // (2 * SECOND) * SECOND
        if _offset(zone, middle) == offset:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, instant: int) -> int:
    shown = datetime_of(instant).astimezone(zone).utcoffset()
    return (shown or timedelta()) // MICROSECOND
