"""The hours of every date, added up: how much work lies before a moment, and at which moment so much has been done.

Pure, and without zones: a moment here is a number of microseconds as a clock on the wall shows it. Weeks are alike and
are multiplied, the dates that differ from their weekday are kept in a sorted list with running sums. So a question
costs a few binary searches, whether it asks about tomorrow or about ten years ahead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from itertools import accumulate

from priyom.people.walls import DAY, SECOND

Segments = tuple[tuple[int, int], ...]  # sorted, apart from each other, in microseconds of the day

LAST_DATE = date.max.toordinal() - 1


def segments_of(spans: Iterable[tuple[time, time]]) -> Segments:
    """Return spans of a day in order, with those that overlap or touch made one; a span of no length holds nothing.

    An end of `time(0)` is the midnight that ends the day. A span that would run through midnight is refused: it belongs
    to two dates, and only whoever writes it knows which of them a holiday takes away.
    """
    joined: list[tuple[int, int]] = []
    for begins, ends in sorted((_micros(first), _micros(last) or DAY) for first, last in spans):
        if ends < begins:
            raise ValueError("a span ends before it begins; one that runs through midnight is given as two")
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        elif ends > begins:
            joined.append((begins, ends))
    return tuple(joined)


def without(segments: Segments, taken: Segments) -> Segments:
    """Return what is left of the segments."""
    for begins, ends in taken:
        segments = tuple(
            (first, last)
            for left, right in segments
            for first, last in ((left, min(right, begins)), (max(left, ends), right))
            if first < last
        )
    return segments


class Hours:
    """Working time by date: `week` by weekday, and `others` for the dates (ordinals) that have hours of their own."""

    __slots__ = ("_dates", "_days", "_sums", "_week", "_week_days", "_week_sums", "others")

    def __init__(self, week: Sequence[Segments], others: Mapping[int, Segments]) -> None:
        self._week = tuple(week)
        self.others = {day: others[day] for day in sorted(others) if others[day] != self._usual(day)}
        self._week_sums = _running(_length(segments) for segments in self._week)
        self._week_days = _running(bool(segments) for segments in self._week)
        self._dates = list(self.others)
        self._sums = _running(_length(own) - _length(self._usual(day)) for day, own in self.others.items())
        self._days = _running(bool(own) - bool(self._usual(day)) for day, own in self.others.items())

    def on(self, day: int) -> Segments:
        """Return the working segments of a date."""
        own = self.others.get(day)
        return self._usual(day) if own is None else own

    def before(self, moment: int) -> int:
        """Return the working time from the beginning of the calendar to the moment."""
        day, passed = divmod(moment, DAY)
        done = self._until(day + 1)
        for begins, ends in self.on(day + 1):
            if passed <= begins:
                break
            done += min(passed, ends) - begins
        return done

    def first_moment(self, done: int, low: int, high: int) -> int:
        """Return the first moment between two by which so much has been done: on the border, closing time."""
        day = low // DAY + 1
        day += bisect_left(range(day + 1, high // DAY + 2), done, key=self._until)
        left = done - self._until(day)
        for begins, ends in self.on(day):
            if left <= ends - begins:
                return (day - 1) * DAY + begins + left
            left -= ends - begins
        return high

    def last_moment(self, done: int, low: int, high: int) -> int:
        """Return the last moment between two up to which no more has been done: on the border, the next opening."""
        day = low // DAY + 1
        day += bisect_right(range(day + 1, high // DAY + 2), done, key=self._until)
        left = done - self._until(day)
        for begins, ends in self.on(day):
            if left < ends - begins:
                return (day - 1) * DAY + begins + left
            left -= ends - begins
        return high

    def dates_before(self, day: int) -> int:
        """Return the number of working dates before a date."""
        weeks, weekday = divmod(day - 1, 7)
        return weeks * self._week_days[7] + self._week_days[weekday] + self._days[bisect_left(self._dates, day)]

    def date_at(self, number: int) -> int | None:
        """Return the working date with this number, counted from zero as `dates_before` counts, or none."""
        if number < 0:
            return None
        day = 1 + bisect_left(range(2, LAST_DATE + 1), number + 1, key=self.dates_before)
        return day if day < LAST_DATE else None

    @property
    def total(self) -> int:
        """Return the working time of the whole calendar."""
        return self._until(LAST_DATE)

    def _usual(self, day: int) -> Segments:
        return self._week[(day - 1) % 7]

    def _until(self, day: int) -> int:
        weeks, weekday = divmod(day - 1, 7)
        return weeks * self._week_sums[7] + self._week_sums[weekday] + self._sums[bisect_left(self._dates, day)]


def _micros(at: time) -> int:
    return (at.hour * 3600 + at.minute * 60 + at.second) * SECOND + at.microsecond


def _length(segments: Segments) -> int:
    return sum(ends - begins for begins, ends in segments)


def _running(amounts: Iterable[int]) -> list[int]:
    return list(accumulate(amounts, initial=0))
