"""Working time where clocks leap, go back, or skip a date; and against a reading of the clock minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priyom.people.calendars import WorkingCalendar

DAY = [(time(0), time(0))]
ROUND_THE_CLOCK = dict.fromkeys(range(7), DAY)


def at(words, tz="UTC", fold=0):
    """Read a wall; in UTC, because Python finds no instant equal to one in the hour that comes twice."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(tz), fold=fold).astimezone(UTC)


def hours(amount):
    return timedelta(hours=amount)


@pytest.mark.parametrize(
    ("tz", "day", "length"),
    [
        ("Europe/Berlin", "2024-03-31", 23),
        ("Europe/Berlin", "2024-10-27", 25),
        ("America/New_York", "2024-03-10", 23),
        ("America/New_York", "2024-11-03", 25),
        ("Australia/Lord_Howe", "2024-10-06", 23.5),  # half an hour
        ("Australia/Lord_Howe", "2024-04-07", 24.5),
        ("America/Havana", "2024-03-10", 23),  # at midnight
        ("America/Havana", "2024-11-03", 25),
        ("America/St_Johns", "2010-11-06", 24 + 59 / 60),  # a minute after midnight, back into the date before
        ("Asia/Kathmandu", "1985-12-31", 24),
        ("Europe/Moscow", "2011-03-27", 23),
        ("Europe/Moscow", "2014-10-26", 25),
        ("Europe/Moscow", "2024-03-31", 24),
        ("Asia/Kamchatka", "2010-03-28", 24),  # stayed where it was while Russia changed: UTC+12 became summer time
    ],
)
def test_a_date_round_the_clock_is_as_long_as_it_was(tz, day, length):
    calendar = WorkingCalendar(tz, {}, overrides={date.fromisoformat(day): DAY})
    start = at(f"{day} 00:00") - hours(36)
    assert calendar.elapsed(start, start + hours(96)) == hours(length)


def test_the_hour_that_is_leapt_over_is_not_worked():
    night = WorkingCalendar("Europe/Berlin", {6: [(time(1), time(5))]})
    assert night.due(at("2024-03-31 00:00", "Europe/Berlin"), hours(2)) == at("2024-03-31 04:00", "Europe/Berlin")
    assert night.elapsed(at("2024-03-31 00:00", "Europe/Berlin"), at("2024-03-31 12:00", "Europe/Berlin")) == hours(3)
    assert list(islice(night.intervals(at("2024-03-30 12:00")), 1)) == [
        (at("2024-03-31 00:00"), at("2024-03-31 03:00"))
    ]


def test_the_hour_that_comes_twice_is_worked_twice():
    night = WorkingCalendar("Europe/Berlin", {6: [(time(1), time(5))]})
    assert night.due(at("2024-10-27 00:00", "Europe/Berlin"), hours(2)) == at(
        "2024-10-27 02:00", "Europe/Berlin", fold=1
    )
    assert night.elapsed(at("2024-10-27 00:00", "Europe/Berlin"), at("2024-10-27 12:00", "Europe/Berlin")) == hours(5)
    assert list(islice(night.intervals(at("2024-10-26 12:00")), 1)) == [
        (at("2024-10-26 23:00"), at("2024-10-27 04:00"))
    ]


def test_an_opening_that_does_not_exist_is_when_the_clock_has_leapt():
    early = WorkingCalendar("Europe/Berlin", {6: [(time(2, 30), time(5))]})
    assert next(early.intervals(at("2024-03-30 12:00"))) == (at("2024-03-31 01:00"), at("2024-03-31 03:00"))
    assert early.is_working(at("2024-03-31 03:10", "Europe/Berlin"))


def test_hours_inside_the_leap_hold_nothing():
    lost = WorkingCalendar("Europe/Berlin", {6: [(time(2), time(3))]})
    assert lost.elapsed(at("2024-03-31 00:00"), at("2024-04-01 00:00")) == hours(0)
    assert lost.due(at("2024-03-30 00:00"), hours(1)) == at("2024-04-07 03:00", "Europe/Berlin")


def test_hours_that_end_in_the_hour_that_comes_twice_are_what_the_wall_shows():
    late = WorkingCalendar("Europe/Berlin", {6: [(time(0), time(2, 30))]})
    assert late.is_working(at("2024-10-27 02:15", "Europe/Berlin"))
    assert not late.is_working(at("2024-10-27 02:45", "Europe/Berlin"))
    assert late.is_working(at("2024-10-27 02:15", "Europe/Berlin", fold=1))
    assert late.elapsed(at("2024-10-26 12:00"), at("2024-10-27 12:00")) == hours(3)
    assert late.due_in_days(at("2024-10-20 01:00", "Europe/Berlin"), 1, end_of_day=True) == at(
        "2024-10-27 02:30", "Europe/Berlin", 1
    )


def test_office_hours_do_not_feel_the_change_at_night():
    office = WorkingCalendar("Europe/Berlin", {weekday: [(time(9), time(17))] for weekday in range(5)})
    for friday, monday in (("2024-03-29", "2024-04-01"), ("2024-10-25", "2024-10-28")):
        assert office.due(at(f"{friday} 16:00", "Europe/Berlin"), hours(2)) == at(f"{monday} 10:00", "Europe/Berlin")
        assert office.before(at(f"{monday} 10:00", "Europe/Berlin"), hours(2)) == at(f"{friday} 16:00", "Europe/Berlin")
        assert office.due_in_days(at(f"{friday} 11:00", "Europe/Berlin"), 1) == at(f"{monday} 11:00", "Europe/Berlin")


def test_a_time_of_day_that_does_not_exist_is_the_moment_of_the_leap():
    always = WorkingCalendar("Europe/Berlin", ROUND_THE_CLOCK)
    assert always.due_in_days(at("2024-03-30 02:30", "Europe/Berlin"), 1) == at("2024-03-31 01:00")
    assert always.due_in_days(at("2024-10-26 02:30", "Europe/Berlin"), 1) == at(
        "2024-10-27 02:30", "Europe/Berlin"
    )  # the first of both
    second = at("2024-10-27 02:30", "Europe/Berlin", fold=1)
    assert always.due_in_days(second, 0) == second


def test_a_date_that_never_was_is_no_working_date():
    apia = WorkingCalendar("Pacific/Apia", {weekday: [(time(9), time(17))] for weekday in range(5)})
    assert apia.due(at("2011-12-29 16:00", "Pacific/Apia"), hours(2)) == at("2012-01-02 10:00", "Pacific/Apia")
    assert apia.due_in_days(at("2011-12-29 11:00", "Pacific/Apia"), 1) == at("2012-01-02 11:00", "Pacific/Apia")
    assert not apia.is_working_date(date(2011, 12, 30))
    always = WorkingCalendar("Pacific/Apia", ROUND_THE_CLOCK)
    assert always.due(at("2011-12-29 23:00", "Pacific/Apia"), hours(2)) == at("2011-12-31 01:00", "Pacific/Apia")


def test_the_summer_times_of_russia_are_known():
    """Moscow stayed in summer time in 2011 and went to winter time for good in 2014; Volgograd moved in 2018 and 2020."""
    always = WorkingCalendar("Europe/Moscow", ROUND_THE_CLOCK)
    assert always.elapsed(at("2014-10-26 00:00", "Europe/Moscow"), at("2014-10-27 00:00", "Europe/Moscow")) == hours(25)
    volgograd = WorkingCalendar("Europe/Volgograd", {weekday: [(time(9), time(18))] for weekday in range(7)})
    for day in ("2018-10-28", "2020-12-27"):
        opens, closes = (at(f"{day} {hour}", "Europe/Volgograd") for hour in ("09:00", "18:00"))
        assert volgograd.elapsed(opens - hours(12), closes + hours(5)) == hours(9)


# --- By another way: look at the wall every five minutes --------------------------------------------------------------

STEP = timedelta(minutes=5)
CHANGES = [
    ("Europe/Berlin", "2024-03-31"), ("Europe/Berlin", "2024-10-27"), ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"), ("Australia/Lord_Howe", "2026-04-05"), ("Australia/Lord_Howe", "2026-10-04"),
    ("Pacific/Apia", "2011-12-30"), ("America/Havana", "2024-11-03"), ("Asia/Beirut", "2024-10-27"),
    ("Africa/Casablanca", "2026-02-15"), ("Europe/Moscow", "2014-10-26"), ("Asia/Kathmandu", "2026-01-01"),
    ("Africa/Cairo", "2014-07-31"), ("Asia/Gaza", "2011-08-30"),
]  # fmt: skip


@st.composite
def day_spans(draw):
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=4)))
    clock = [time(edge // 4 % 24, edge % 4 * 15) for edge in edges]
    return list(zip(clock[::2], clock[1::2], strict=False))


@st.composite
def plays(draw):
    """Draw a calendar near a clock change, a stretch of instants, and for each whether the wall says it is working time."""
    tz, change = draw(st.sampled_from(CHANGES))
    zone, first = ZoneInfo(tz), date.fromisoformat(change) - timedelta(days=2)
    near = st.integers(0, 5).map(lambda ahead: first + timedelta(days=ahead))
    week = draw(st.fixed_dictionaries(dict.fromkeys(range(7), st.one_of(st.just(DAY), day_spans()))))
    holidays = draw(st.frozensets(near, max_size=1))
    others, cut = (
        draw(st.dictionaries(near, day_spans(), max_size=2)),
        draw(st.dictionaries(near, day_spans(), max_size=2)),
    )

    def within(spans, clock):
        return any(begins <= clock and (clock < ends or ends == time(0)) for begins, ends in spans)

    def working(moment):
        wall = moment.astimezone(zone)
        day, clock = wall.date(), wall.time()
        spans = others.get(day, week[day.weekday()])
        return day not in holidays and within(spans, clock) and not within(cut.get(day, ()), clock)

    start = datetime.combine(first, time(0), UTC)
    moments = [start + STEP * step for step in range(4 * 288)]
    return WorkingCalendar(tz, week, holidays, others, cut), moments, [working(moment) for moment in moments]


@settings(max_examples=60, deadline=None)
@given(play=plays(), data=st.data())
def test_the_calendar_says_what_the_wall_says(play, data):
    calendar, moments, working = play
    some = st.integers(0, len(moments) - 1)
    first, last = sorted((data.draw(some), data.draw(some)))
    pauses = [
        tuple(sorted((moments[data.draw(some)], moments[data.draw(some)]))) for _ in range(data.draw(st.integers(0, 3)))
    ]
    running = [
        works and not any(stops <= moment < goes_on for stops, goes_on in pauses)
        for moment, works in zip(moments, working, strict=True)
    ]

    assert [calendar.is_working(moment) for moment in moments[::7]] == working[::7]
    assert calendar.elapsed(moments[first], moments[last]) == STEP * sum(working[first:last])
    assert calendar.elapsed(moments[first], moments[last], pauses=pauses) == STEP * sum(running[first:last])
    ahead = [step for step in range(first, len(moments)) if running[step]]
    if ahead:
        amount = data.draw(st.integers(1, len(ahead)))
        assert calendar.due(moments[first], STEP * amount, pauses=pauses) == moments[ahead[amount - 1]] + STEP
    behind = [step for step in reversed(range(last)) if working[step]]
    if behind:
        amount = data.draw(st.integers(1, len(behind)))
        assert calendar.before(moments[last], STEP * amount) == moments[behind[amount - 1]]
