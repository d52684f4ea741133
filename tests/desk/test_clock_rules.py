"""Promises as arithmetic: due times, warnings, and a sum that adds up whatever happens to the ticket."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priyom.desk.rules.clocks import STEPS, Stop, adds_up, counting, explain, next_after, reached, stands_for, timing
from priyom.people.calendars import WorkingCalendar
from priyom.people.terms import TargetTerms

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = WorkingCalendar("Europe/Moscow", {day: [(time(9), time(18))] for day in range(5)})
FAR = WorkingCalendar(
    "Asia/Yekaterinburg",
    {day: [(time(8), time(13)), (time(14), time(20))] for day in range(5)} | {5: [(time(10), time(14))]},
)
ALWAYS = WorkingCalendar("Europe/Moscow", {day: [(time(0), time(0))] for day in range(7)})


def moscow(text):
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def hours(amount, **facts):
    return TargetTerms("resolution", "work_min", amount * 60, stops_for=("requester",), **facts)


def test_eight_hours_with_a_pause_of_thirty_five_minutes():
    twelve = WorkingCalendar("Asia/Yekaterinburg", {day: [(time(8), time(20))] for day in range(5)})
    asked = Stop(moscow("2026-03-17 09:28"), moscow("2026-03-17 10:03"), "requester")
    told = explain(
        hours(8), moscow("2026-03-17 09:12"), calendar=twelve, stops=[asked], until=moscow("2026-03-17 14:22")
    )
    assert told.due_at == moscow("2026-03-17 17:47")
    assert told.without_pauses == moscow("2026-03-17 17:12")
    assert [line.counted for line in told.pauses] == [timedelta(minutes=35)]
    assert [(first.hour, last.hour) for first, last in told.hours] == [(8, 20)]
    assert adds_up(told, twelve)


def test_a_clock_that_stands_is_due_at_no_time_and_warns_of_nothing():
    waits = Stop(moscow("2026-03-17 11:00"), None, "requester")
    found = timing(hours(8), moscow("2026-03-17 10:00"), calendar=OFFICE, stops=[waits])
    assert (found.due_at, found.ladder) == (None, ())


def test_what_is_broken_already_stays_broken_while_we_wait():
    waits = Stop(moscow("2026-03-17 12:00"), None, "requester")
    found = timing(hours(1), moscow("2026-03-17 10:00"), calendar=OFFICE, stops=[waits])
    assert found.due_at == moscow("2026-03-17 11:00")


def test_a_pause_that_the_contract_does_not_name_is_told_and_not_counted():
    consult = Stop(moscow("2026-03-17 11:00"), moscow("2026-03-17 13:00"), "consult")
    told = explain(
        hours(8), moscow("2026-03-17 10:00"), calendar=OFFICE, stops=[consult], until=moscow("2026-03-17 15:00")
    )
    assert [(line.counted, line.stands) for line in told.pauses] == [(timedelta(), False)]
    assert told.due_at == told.without_pauses == moscow("2026-03-17 18:00")


def test_the_time_in_which_it_was_solved_stops_every_promise_without_being_named():
    assert stands_for(TargetTerms("resolution", "cal_min", 60), "solved")
    assert not stands_for(TargetTerms("resolution", "cal_min", 60), "requester")


def test_a_night_in_a_pause_takes_nothing_from_an_office():
    night = Stop(moscow("2026-03-17 18:00"), moscow("2026-03-18 09:00"), "requester")
    told = explain(
        hours(10), moscow("2026-03-17 10:00"), calendar=OFFICE, stops=[night], until=moscow("2026-03-18 15:00")
    )
    assert told.pauses[0].counted == timedelta()
    assert told.due_at == moscow("2026-03-18 11:00")


def test_an_agreed_date_is_due_on_its_date_and_on_no_other():
    agreed = TargetTerms("resolution", "agreed", stops_for=("requester",))
    assert timing(agreed, moscow("2026-03-17 10:00"), calendar=OFFICE).due_at is None
    day = moscow("2026-03-27 18:00")
    waits = Stop(moscow("2026-03-18 10:00"), moscow("2026-03-19 10:00"), "requester")
    assert timing(agreed, moscow("2026-03-17 10:00"), calendar=OFFICE, stops=[waits], agreed_at=day).due_at == day


def test_warnings_come_at_shares_of_working_time_not_of_the_wall():
    found = timing(hours(10), moscow("2026-03-17 14:00"), calendar=OFFICE)
    assert found.due_at == moscow("2026-03-18 15:00")
    assert found.ladder[:3] == (
        moscow("2026-03-18 10:00"), moscow("2026-03-18 12:30"), moscow("2026-03-18 14:00"),
    )  # fmt: skip
    assert found.reached(moscow("2026-03-18 12:00")) == 50
    assert found.next_after(75) == moscow("2026-03-18 14:00")
    assert found.next_after(100) is None


@pytest.mark.parametrize(("unit", "amount", "end_of_day", "due"), [
    ("cal_min", 90, False, "2026-03-20 19:00"),
    ("cal_day", 2, False, "2026-03-22 17:30"),
    ("work_day", 1, False, "2026-03-23 17:30"),
    ("work_day", 1, True, "2026-03-23 18:00"),
    ("work_min", 60, False, "2026-03-23 09:30"),
])  # fmt: skip
def test_each_unit_on_a_friday_evening(unit, amount, end_of_day, due):
    target = TargetTerms("resolution", unit, amount, end_of_day=end_of_day)
    assert timing(target, moscow("2026-03-20 17:30"), calendar=OFFICE).due_at == moscow(due)


def test_a_calendar_without_working_time_promises_nothing_instead_of_breaking_the_page():
    never = WorkingCalendar("Europe/Moscow", {})
    told = explain(hours(8), moscow("2026-03-17 10:00"), calendar=never, until=moscow("2026-03-18 10:00"))
    assert told.due_at is None
    assert told.hours == ()


# --- whatever happens ------------------------------------------------------------------------------------

FIRST, LAST = (datetime.fromisoformat(day) for day in ("2025-10-01", "2026-06-01"))  # bare, as hypothesis wants them
MOMENT = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
REASON = st.sampled_from(["requester", "consult", "external", "release", "date", "solved"])
UNIT = st.sampled_from([("work_min", 1, 6_000), ("work_day", 1, 30), ("cal_min", 1, 20_000), ("cal_day", 1, 40)])


@st.composite
def targets(draw):
    unit, least, most = draw(UNIT)
    whom = draw(st.sets(st.sampled_from(["requester", "external", "release"])))
    return TargetTerms(
        "resolution", unit, draw(st.integers(least, most)), end_of_day=draw(st.booleans()), stops_for=tuple(whom)
    )


@st.composite
def histories(draw):
    """A ticket that waits again and again, once perhaps even now, and whose pauses may lie over each other."""
    start, stops = draw(MOMENT), []
    for _turn in range(draw(st.integers(0, 6))):
        since = start + timedelta(minutes=draw(st.integers(-2_000, 60_000)), seconds=draw(st.integers(0, 59)))
        stops.append(Stop(since, since + timedelta(seconds=draw(st.integers(0, 900_000))), draw(REASON)))
    if draw(st.booleans()):
        stops.append(Stop(start + timedelta(minutes=draw(st.integers(0, 60_000))), None, draw(REASON)))
    return start, stops


@settings(max_examples=300, deadline=None)
@given(target=targets(), history=histories(), calendar=st.sampled_from([OFFICE, FAR, ALWAYS]))
def test_the_lines_of_the_sum_give_exactly_the_due_time(target, history, calendar):
    start, stops = history
    told = explain(target, start, calendar=calendar, stops=stops, until=start + timedelta(days=60))
    assert told.due_at == timing(target, start, calendar=calendar, stops=stops).due_at
    assert adds_up(told, calendar)
    if target.unit == "work_min" and told.due_at:
        assert sum((day.counted for day in told.days), timedelta()) == timedelta(minutes=target.amount)
        assert sum((day.told for day in told.days), timedelta()) == timedelta(minutes=target.amount)


@settings(max_examples=300, deadline=None)
@given(
    target=targets(),
    history=histories(),
    seconds=st.integers(0, 59),
    calendar=st.sampled_from([OFFICE, FAR, ALWAYS]),
)
def test_who_adds_up_the_minutes_that_are_told_comes_to_the_minute_that_is_told(target, history, seconds, calendar):
    start, stops = history
    start = start.replace(second=seconds)
    told = explain(target, start, calendar=calendar, stops=stops, until=start + timedelta(days=60))
    if told.due_at is None or not told.paused:
        return
    time = counting(target, calendar)
    without, due = (moment.replace(second=0, microsecond=0) for moment in (told.without_pauses, told.due_at))
    assert time.elapsed(without, due) == sum((line.told for line in told.pauses), timedelta())


def test_a_pause_that_has_just_begun_took_nothing_yet_and_lies_in_the_hours():
    waits = Stop(moscow("2026-03-17 11:00"), None, "requester")
    night = Stop(moscow("2026-03-17 19:00"), None, "requester")
    for stop, until, lasted in ((waits, "2026-03-17 11:00", False), (night, "2026-03-17 20:00", True)):
        told = explain(hours(8), moscow("2026-03-17 10:30"), calendar=OFFICE, stops=[stop], until=moscow(until))
        assert (told.pauses[0].counted, told.pauses[0].lasted) == (timedelta(), lasted)


def test_seconds_that_are_not_told_leave_no_hole_in_the_sum():
    """From 15:10:42 with a pause of 3 h 40 min 50 s: told as 15:10, eight hours, 3 h 41 min and 17:51:32."""
    start = moscow("2026-03-13 15:10").replace(second=42)
    asked = Stop(moscow("2026-03-13 15:40"), moscow("2026-03-16 10:20").replace(second=50), "requester")
    told = explain(hours(8), start, calendar=OFFICE, stops=[asked], until=moscow("2026-03-16 12:00"))
    assert told.due_at == moscow("2026-03-16 17:51").replace(second=32)
    assert [line.told for line in told.pauses] == [timedelta(hours=3, minutes=41)]
    assert [day.told for day in told.days if day.told] == [timedelta(minutes=30), timedelta(hours=7, minutes=30)]


@settings(max_examples=200, deadline=None)
@given(target=targets(), history=histories(), calendar=st.sampled_from([OFFICE, FAR, ALWAYS]))
def test_warnings_climb_and_end_with_the_breach(target, history, calendar):
    start, stops = history
    found = timing(target, start, calendar=calendar, stops=stops)
    if found.due_at is None:
        assert found.ladder == ()
        return
    assert list(found.ladder) == sorted(found.ladder)
    assert found.ladder[-1] == found.due_at
    assert [reached(found.ladder, at) >= step for step, at in zip(STEPS, found.ladder, strict=True)] == [True] * 4
    assert next_after(found.ladder, 0) == found.ladder[0]


@settings(max_examples=200, deadline=None)
@given(first=targets(), second=targets(), history=histories(), calendar=st.sampled_from([OFFICE, FAR]))
def test_other_terms_in_mid_flight_give_what_they_would_have_given_from_the_beginning(first, second, history, calendar):
    start, stops = history
    known = stops[: len(stops) // 2]
    timing(first, start, calendar=calendar, stops=known)  # what was promised before leaves no trace
    told = explain(second, start, calendar=calendar, stops=stops, until=start + timedelta(days=60))
    assert told.due_at == timing(second, start, calendar=calendar, stops=stops).due_at
    assert adds_up(told, calendar)
