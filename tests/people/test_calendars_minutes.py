"""Working time counted a second way: minute after minute, by what the wall shows and by nothing else.

The calendars are those on which other desks and libraries try themselves: two shifts, lunch, a night, a Saturday, round
the clock, holidays that win over replaced hours, breaks over the edges of hours, dates on which clocks change.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, product
from zoneinfo import ZoneInfo

import pytest

from priyom.people.calendars import WorkingCalendar

MINUTE, FARTHEST = timedelta(minutes=1), timedelta(days=12)


def spans(text):
    """Read «09:00-13:00 14:00-18:00»."""
    pairs = (pair.split("-") for pair in text.split())
    return [tuple(time.fromisoformat("00:00" if end == "24:00" else end) for end in pair) for pair in pairs]


def week(text, days="01234"):
    return {int(day): spans(text) for day in days}


# Name → zone, week, holidays, replaced hours, breaks; and the days around which is asked.
CALENDARS = {
    "office": ("Europe/Moscow", week("09:00-18:00"), (), {}, {}, "2024-03-07"),
    "lunch": (
        "Europe/Moscow",
        week("09:00-13:00 14:00-18:00"),
        ("2024-03-08",),
        {"2024-03-07": "09:00-13:00"},
        {},
        "2024-03-06",
    ),
    "touching": ("UTC", week("12:00-17:00 09:00-12:00"), (), {}, {}, "2024-05-16"),
    "overlapping": ("UTC", week("11:00-15:00 09:00-12:00 16:00-16:00"), (), {}, {}, "2024-05-16"),
    "night": ("Europe/Moscow", week("00:00-06:00 22:00-24:00", "0123456"), ("2024-05-09",), {}, {}, "2024-05-08"),
    "round the clock": ("Europe/Berlin", week("00:00-24:00", "0123456"), ("2024-05-01",), {}, {}, "2024-04-30"),
    "mixed": (
        "UTC",
        {
            0: spans("09:00-17:00"),
            1: spans("10:00-16:00"),
            3: spans("10:00-16:00"),
            4: spans("09:00-17:00"),
            5: spans("11:00-14:30"),
        },
        ("2024-01-16",),
        {"2024-01-14": "10:00-12:00"},
        {"2024-01-15": "08:00-10:15 11:30-12:30", "2024-01-18": "15:00-24:00"},
        "2024-01-13",
    ),
    "holiday over hours": (
        "UTC",
        week("09:00-17:00"),
        ("2024-01-17",),
        {"2024-01-17": "10:00-12:00"},
        {},
        "2024-01-16",
    ),
    "break over all": (
        "UTC",
        week("09:00-17:00"),
        (),
        {},
        {"2024-01-17": "00:00-24:00", "2024-01-18": "08:00-09:00"},
        "2024-01-16",
    ),
    "one day a week": ("Asia/Vladivostok", week("10:00-10:30", "2"), (), {}, {}, "2024-06-04"),
    "spring": ("Europe/Berlin", week("01:30-03:30 08:00-10:00", "0123456"), (), {}, {}, "2024-03-30"),
    "autumn": ("Europe/Berlin", week("01:30-02:30 08:00-10:00", "0123456"), (), {}, {}, "2024-10-26"),
    "opens in the leap": ("America/New_York", week("02:15-05:00", "0123456"), (), {}, {}, "2024-03-09"),
    "closes in the double hour": ("America/New_York", week("00:30-01:45", "0123456"), (), {}, {}, "2024-11-02"),
    "half an hour": ("Australia/Lord_Howe", week("01:00-03:00", "0123456"), (), {}, {}, "2024-10-05"),
    "zone that moved": ("Europe/Samara", week("00:00-04:00 09:00-18:00", "0123456"), (), {}, {}, "2010-03-27"),
}
HOURS = ("00:00", "02:20", "08:59", "09:00", "12:30", "17:59", "18:00", "23:10")
AMOUNTS = (0, 1, 30, 59, 240, 481, 600)
PAUSES = (
    (),
    ((0, 90),),  # from the very start
    ((-600, -30), (60, 61)),  # one is over, one is a minute
    ((30, 200), (100, 400)),  # they lie over each other
    ((120, 1_600), (1_600, 1_700), (2_000, 2_000)),  # over closing and the night; one touches; one has no length
)


class Wall:
    """The same calendar, looked at minute by minute."""

    def __init__(self, zone, weekly, holidays, overrides, breaks):
        self.zone, self.weekly, self.overrides, self.breaks = ZoneInfo(zone), weekly, overrides, breaks
        self.holidays, self.known = set(holidays), {}

    def minutes_of(self, day):
        if day not in self.known:
            own = () if day in self.holidays else self.overrides.get(day, self.weekly.get(day.weekday(), ()))
            taken = set().union(*map(self._minutes, self.breaks.get(day, ())))
            self.known[day] = set().union(*map(self._minutes, own)) - taken
        return self.known[day]

    def _minutes(self, span):
        begins, ends = (at.hour * 60 + at.minute for at in span)
        return range(begins, ends or 24 * 60)

    def works(self, at, pauses=()):
        local = at.astimezone(self.zone)
        inside = local.hour * 60 + local.minute in self.minutes_of(local.date())
        return inside and not any(stops <= at < goes_on for stops, goes_on in pauses)

    def walk(self, start, pauses, step):
        """Yield each working minute as (where it is entered, where it is left)."""
        at = start
        while abs(at - start) < FARTHEST:
            beyond = at + step
            if self.works(min(at, beyond), pauses):
                yield at, beyond
            at = beyond

    def moved(self, start, minutes, pauses, step):
        """Return when so many minutes have been worked from the start on, forwards or backwards."""
        if not minutes and (self.works(start) or self.works(start - MINUTE)):
            return start
        if not minutes:
            return next(self.walk(start, (), step))[0]
        return next(islice(self.walk(start, pauses, step), minutes - 1, None), (None, None))[1]

    def passed(self, start, end, pauses):
        count, at = 0, start
        while at < end:
            count += self.works(at, pauses)
            at += MINUTE
        return count * MINUTE


def made(name):
    zone, weekly, holidays, overrides, breaks, around = CALENDARS[name]
    facts = (
        zone, weekly, frozenset(map(date.fromisoformat, holidays)),
        {date.fromisoformat(day): spans(text) for day, text in overrides.items()},
        {date.fromisoformat(day): spans(text) for day, text in breaks.items()},
    )  # fmt: skip
    return WorkingCalendar(*facts), Wall(*facts), date.fromisoformat(around)


def questions(name):
    """Draw different ones for each calendar from all there are, always the same."""
    _zone, *_facts, around = CALENDARS[name]
    first, zone = date.fromisoformat(around), ZoneInfo(_zone)
    every = list(product(range(3), HOURS, AMOUNTS, PAUSES))
    place = sorted(CALENDARS).index(name)
    for days, hour, amount, pauses in every[place::61]:
        start = datetime.combine(first + days * timedelta(days=1), time.fromisoformat(hour), tzinfo=zone).astimezone(
            UTC
        )
        yield start, amount, [tuple(start + edge * MINUTE for edge in pause) for pause in pauses]


@pytest.mark.parametrize("name", CALENDARS)
def test_minute_after_minute_comes_to_the_same(name):
    calendar, wall, _around = made(name)
    for start, minutes, pauses in questions(name):
        asked = (start, minutes, pauses)
        amount = minutes * MINUTE
        for moved, step in ((calendar.due, MINUTE), (calendar.before, -MINUTE)):
            expected = wall.moved(start, minutes, pauses, step)
            if expected is not None:
                assert moved(start, amount, pauses=pauses) == expected, asked
        end = start + 3 * amount + timedelta(hours=7)
        assert calendar.elapsed(start, end, pauses=pauses) == wall.passed(start, end, pauses), asked
        assert calendar.elapsed(end, start, pauses=pauses) == timedelta(), asked
        assert calendar.is_working(start) == wall.works(start), asked


@pytest.mark.parametrize("name", CALENDARS)
def test_its_spans_are_the_minutes_that_are_worked(name):
    calendar, wall, around = made(name)
    start = datetime.combine(around, time(1, 40), tzinfo=calendar.zone).astimezone(UTC)
    found = list(islice(calendar.intervals(start), 5))
    inside = sum((ends - begins for begins, ends in found), timedelta())
    assert inside == wall.passed(start, found[-1][1], ())
    for begins, ends in found:
        assert wall.passed(begins, ends, ()) == ends - begins
        midnight = begins.astimezone(calendar.zone).time() == time(0)
        assert begins == start or midnight or not wall.works(begins - MINUTE)


@pytest.mark.parametrize("days", [1, 2, 5, -1, -3])
@pytest.mark.parametrize("name", CALENDARS)
def test_whole_days_are_dates_on_which_anything_is_worked(name, days):
    calendar, wall, around = made(name)
    start = datetime.combine(around, time(12), tzinfo=calendar.zone)
    while not wall.minutes_of(start.date()):
        start += timedelta(days=1)
    left, there = abs(days), start.date()
    while left:
        there += timedelta(days=1 if days > 0 else -1)
        left -= bool(wall.minutes_of(there))
    noon = datetime.combine(there, time(12), tzinfo=calendar.zone).astimezone(UTC)
    assert calendar.due_in_days(start, days) == wall.moved(noon, 0, (), MINUTE if days > 0 else -MINUTE)
    closing = calendar.due_in_days(start, days, end_of_day=True).astimezone(calendar.zone)
    last = (closing - MINUTE).astimezone(UTC).astimezone(calendar.zone)
    assert (last.date(), last.hour * 60 + last.minute) == (there, max(wall.minutes_of(there)))
    assert not wall.works(closing.astimezone(UTC)) or closing.time() == time(0)
