"""Working time by hand-counted examples: the questions that test suites of desks and calendar libraries ask."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from priyom.people.calendars import CalendarError, ClockStopped, NoWorkingTime, WorkingCalendar


def spans(words):
    """Read "9-13 14-18:30", "0-24"."""
    ends = [piece.split("-") for piece in words.split()]
    return [
        tuple(time(int(hour) % 24, int(minute or 0)) for hour, _, minute in (end.partition(":") for end in pair))
        for pair in ends
    ]


def calendar(week, tz="UTC", *, holidays=(), overrides=None, breaks=None):
    """Build one; `week` is words for Monday to Friday, or seven of them."""
    days = [week] * 5 if isinstance(week, str) else week
    return WorkingCalendar(
        tz,
        {weekday: spans(words) for weekday, words in enumerate(days)},
        frozenset(map(date.fromisoformat, holidays)),
        {date.fromisoformat(day): spans(words) for day, words in (overrides or {}).items()},
        {date.fromisoformat(day): spans(words) for day, words in (breaks or {}).items()},
    )


def at(words, tz="UTC", fold=0):
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(tz), fold=fold)


def hours(amount):
    return timedelta(hours=amount)


# January 2024 begins on a Monday.
OFFICE = calendar("9-17")
LUNCH = calendar("9-13 14-18")
MIXED = calendar(["9-17", "10-16", "9-17", "10-16", "9-17", "11-14:30", ""])
ALWAYS = calendar(["0-24"] * 7)
WEEKDAYS = calendar("0-24")
NIGHT = calendar(["22-24", *["0-6 22-24"] * 4, "0-6", ""])


@pytest.mark.parametrize(
    ("hours_of", "start", "working", "due"),
    [
        (OFFICE, "2024-01-02 10:00", 1, "2024-01-02 11:00"),
        (OFFICE, "2024-01-02 16:30", 1, "2024-01-03 09:30"),
        (OFFICE, "2024-01-05 16:30", 1, "2024-01-08 09:30"),  # over the weekend
        (OFFICE, "2024-01-02 09:00", 8, "2024-01-02 17:00"),  # exactly at closing time: closing time
        (OFFICE, "2024-01-02 09:00", 16, "2024-01-03 17:00"),
        (OFFICE, "2024-01-02 17:00", 1, "2024-01-03 10:00"),  # begins at closing time
        (OFFICE, "2024-01-02 05:00", 1, "2024-01-02 10:00"),  # before opening
        (OFFICE, "2024-01-02 20:00", 1, "2024-01-03 10:00"),  # after closing
        (OFFICE, "2024-01-06 12:00", 1, "2024-01-08 10:00"),  # on Saturday
        (OFFICE, "2024-01-07 23:59:59", 1, "2024-01-08 10:00"),
        (OFFICE, "2024-01-01 09:00", 40, "2024-01-05 17:00"),
        (OFFICE, "2024-01-01 09:00", 41, "2024-01-08 10:00"),
        (OFFICE, "2024-01-01 09:00", 40 * 522, "2033-12-30 17:00"),  # ten years
        (LUNCH, "2024-01-02 12:30", 1, "2024-01-02 14:30"),
        (LUNCH, "2024-01-02 13:30", 1, "2024-01-02 15:00"),
        (LUNCH, "2024-01-02 09:00", 4, "2024-01-02 13:00"),
        (LUNCH, "2024-01-02 13:00", 4, "2024-01-02 18:00"),
        (MIXED, "2024-01-03 16:30", 1, "2024-01-04 10:30"),
        (MIXED, "2024-01-05 16:00", 2, "2024-01-06 12:00"),
        (MIXED, "2024-01-06 14:00", 1, "2024-01-08 09:30"),
        (ALWAYS, "2024-01-06 23:30", 1, "2024-01-07 00:30"),
        (ALWAYS, "2024-01-06 00:00", 24, "2024-01-07 00:00"),
        (ALWAYS, "2024-02-28 12:00", 48, "2024-03-01 12:00"),
        (WEEKDAYS, "2024-01-05 23:00", 1, "2024-01-06 00:00"),
        (WEEKDAYS, "2024-01-05 23:00", 2, "2024-01-08 01:00"),
        (NIGHT, "2024-01-05 05:00", 2, "2024-01-05 23:00"),
        (NIGHT, "2024-01-05 23:00", 3, "2024-01-06 02:00"),  # through midnight into Saturday
        (NIGHT, "2024-01-06 05:00", 2, "2024-01-08 23:00"),
        # Work of no length
        (OFFICE, "2024-01-02 10:00", 0, "2024-01-02 10:00"),
        (OFFICE, "2024-01-02 09:00", 0, "2024-01-02 09:00"),
        (OFFICE, "2024-01-02 17:00", 0, "2024-01-02 17:00"),
        (OFFICE, "2024-01-02 17:01", 0, "2024-01-03 09:00"),
        (OFFICE, "2024-01-06 12:00", 0, "2024-01-08 09:00"),
        (LUNCH, "2024-01-02 13:30", 0, "2024-01-02 14:00"),
        (ALWAYS, "2024-01-07 00:00", 0, "2024-01-07 00:00"),
        # A negative amount looks back
        (OFFICE, "2024-01-03 09:30", -1, "2024-01-02 16:30"),
    ],
)
def test_work_is_due(hours_of, start, working, due):
    assert hours_of.due(at(start), hours(working)) == at(due)


@pytest.mark.parametrize(
    ("hours_of", "start", "working", "begin"),
    [
        (OFFICE, "2024-01-02 11:00", 1, "2024-01-02 10:00"),
        (OFFICE, "2024-01-03 09:30", 1, "2024-01-02 16:30"),
        (OFFICE, "2024-01-08 10:00", 2, "2024-01-05 16:00"),
        (OFFICE, "2024-01-02 17:00", 8, "2024-01-02 09:00"),  # exactly at opening: opening
        (OFFICE, "2024-01-03 09:00", 8, "2024-01-02 09:00"),
        (OFFICE, "2024-01-03 20:00", 1, "2024-01-03 16:00"),
        (OFFICE, "2024-01-07 12:00", 1, "2024-01-05 16:00"),
        (LUNCH, "2024-01-02 14:30", 1, "2024-01-02 12:30"),
        (LUNCH, "2024-01-02 13:30", 1, "2024-01-02 12:00"),
        (MIXED, "2024-01-08 09:30", 1, "2024-01-06 14:00"),
        (ALWAYS, "2024-03-01 12:00", 48, "2024-02-28 12:00"),
        (WEEKDAYS, "2024-01-08 01:00", 2, "2024-01-05 23:00"),
        (OFFICE, "2024-01-06 12:00", 0, "2024-01-05 17:00"),
        (OFFICE, "2024-01-02 09:00", 0, "2024-01-02 09:00"),
        (OFFICE, "2024-01-02 08:59", 0, "2024-01-01 17:00"),
        (OFFICE, "2024-01-02 16:30", -1, "2024-01-03 09:30"),
    ],
)
def test_work_has_to_begin(hours_of, start, working, begin):
    assert hours_of.before(at(start), hours(working)) == at(begin)


@pytest.mark.parametrize(
    ("hours_of", "start", "end", "passed"),
    [
        (OFFICE, "2024-01-02 10:00", "2024-01-02 11:30", 1.5),
        (OFFICE, "2024-01-02 00:00", "2024-01-02 23:59", 8),
        (OFFICE, "2024-01-02 16:00", "2024-01-03 10:00", 2),
        (OFFICE, "2024-01-05 16:00", "2024-01-08 10:00", 2),
        (OFFICE, "2024-01-06 00:00", "2024-01-08 00:00", 0),
        (OFFICE, "2024-01-06 10:00", "2024-01-06 16:00", 0),
        (OFFICE, "2024-01-02 18:00", "2024-01-03 08:00", 0),
        (OFFICE, "2024-01-01 00:00", "2024-01-15 00:00", 80),
        (OFFICE, "2024-01-02 11:00", "2024-01-02 11:00", 0),
        (OFFICE, "2024-01-03 11:00", "2024-01-02 11:00", 0),  # the end comes first
        (LUNCH, "2024-01-02 12:30", "2024-01-02 14:30", 1),
        (LUNCH, "2024-01-02 13:15", "2024-01-02 13:45", 0),
        (ALWAYS, "2024-02-28 00:00", "2024-03-01 00:00", 48),
        (MIXED, "2024-01-01 00:00", "2024-01-08 00:00", 39.5),
        (OFFICE, "2024-01-01 00:00", "2034-01-02 00:00", 8 * 5 * 522),
    ],
)
def test_working_time_passes(hours_of, start, end, passed):
    assert hours_of.elapsed(at(start), at(end)) == hours(passed)


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ("2024-01-02 08:59:59", False),
        ("2024-01-02 09:00", True),
        ("2024-01-02 12:59:59", True),
        ("2024-01-02 13:00", False),
        ("2024-01-02 14:00", True),
        ("2024-01-02 17:59:59", True),
        ("2024-01-02 18:00", False),
        ("2024-01-06 12:00", False),
    ],
)
def test_hours_include_their_beginning_and_not_their_end(moment, working):
    assert LUNCH.is_working(at(moment)) is working


@pytest.mark.parametrize(
    ("start", "days", "end_of_day", "due"),
    [
        ("2024-01-02 10:00", 1, False, "2024-01-03 10:00"),
        ("2024-01-05 10:00", 1, False, "2024-01-08 10:00"),
        ("2024-01-05 10:00", 5, False, "2024-01-12 10:00"),
        ("2024-01-02 10:00", 12, False, "2024-01-18 10:00"),
        ("2024-01-02 10:00", 2610, False, "2034-01-03 10:00"),  # ten years
        ("2024-01-02 05:00", 1, False, "2024-01-03 09:00"),  # before opening
        ("2024-01-02 20:00", 1, False, "2024-01-04 09:00"),  # after closing: there, too, and moved on
        ("2024-01-02 13:30", 1, False, "2024-01-03 14:00"),  # in the lunch hour
        ("2024-01-02 18:00", 1, False, "2024-01-03 18:00"),  # closing time stays closing time
        ("2024-01-06 12:00", 1, False, "2024-01-09 09:00"),  # Saturday counts as the opening of Monday
        ("2024-01-07 12:00", 1, False, "2024-01-09 09:00"),
        ("2024-01-02 10:00", 0, False, "2024-01-02 10:00"),
        ("2024-01-06 12:00", 0, False, "2024-01-08 09:00"),
        ("2024-01-02 10:00", 1, True, "2024-01-03 18:00"),
        ("2024-01-05 10:00", 1, True, "2024-01-08 18:00"),
        ("2024-01-02 10:00", 0, True, "2024-01-02 18:00"),
        ("2024-01-02 05:00", 1, True, "2024-01-03 18:00"),
        ("2024-01-02 20:00", 1, True, "2024-01-03 18:00"),
        ("2024-01-06 12:00", 1, True, "2024-01-09 18:00"),
        ("2024-01-03 10:00", -1, False, "2024-01-02 10:00"),
        ("2024-01-08 10:00", -1, False, "2024-01-05 10:00"),
        ("2024-01-08 13:30", -1, False, "2024-01-05 13:00"),
        ("2024-01-08 07:00", -1, False, "2024-01-04 18:00"),
        ("2024-01-08 20:00", -1, False, "2024-01-05 18:00"),
        ("2024-01-06 12:00", -1, False, "2024-01-04 18:00"),  # Saturday counts as the end of Friday
        ("2024-01-08 10:00", -1, True, "2024-01-05 18:00"),
    ],
)
def test_whole_working_days_keep_the_time_of_day(start, days, end_of_day, due):
    assert LUNCH.due_in_days(at(start), days, end_of_day=end_of_day) == at(due)


HOLIDAY = calendar("9-17", holidays=["2024-01-03", "2024-01-04", "2024-01-07"])


def test_a_holiday_takes_a_whole_date():
    assert HOLIDAY.due(at("2024-01-02 16:00"), hours(2)) == at("2024-01-05 10:00")
    assert HOLIDAY.due(at("2024-01-03 12:00"), hours(1)) == at("2024-01-05 10:00")
    assert HOLIDAY.before(at("2024-01-05 10:00"), hours(2)) == at("2024-01-02 16:00")
    assert HOLIDAY.elapsed(at("2024-01-02 00:00"), at("2024-01-06 00:00")) == hours(16)
    assert HOLIDAY.due_in_days(at("2024-01-02 10:00"), 1) == at("2024-01-05 10:00")
    assert HOLIDAY.due_in_days(at("2024-01-05 10:00"), 1) == at("2024-01-08 10:00")  # one on a Sunday takes nothing
    assert not HOLIDAY.is_working(at("2024-01-03 12:00"))
    assert not HOLIDAY.is_working_date(date(2024, 1, 3))


def test_a_date_is_a_holiday_by_the_clock_of_the_calendar():
    kamchatka = calendar("9-17", "Asia/Kamchatka", holidays=["2024-01-03"])
    assert kamchatka.is_holiday(at("2024-01-02 12:00"))  # already the third there
    assert not kamchatka.is_holiday(at("2024-01-02 11:59:59"))
    assert not kamchatka.is_holiday(at("2024-01-03 12:00"))


def test_hours_of_a_date_replace_those_of_its_weekday():
    changed = calendar("9-17", overrides={"2024-01-02": "9-16", "2024-01-06": "10-12", "2024-01-08": ""})
    assert changed.due(at("2024-01-02 15:00"), hours(2)) == at("2024-01-03 10:00")  # a short day
    assert changed.due(at("2024-01-05 16:00"), hours(2)) == at("2024-01-06 11:00")  # a working Saturday
    assert changed.due(at("2024-01-06 11:00"), hours(2)) == at("2024-01-09 10:00")  # and a Monday without hours
    assert changed.due_in_days(at("2024-01-05 10:00"), 1) == at("2024-01-06 10:00")
    assert changed.due_in_days(at("2024-01-05 16:00"), 1) == at("2024-01-09 09:00")
    assert changed.working_dates(date(2024, 1, 1), date(2024, 1, 8), inclusive=True) == 6


def test_a_holiday_wins_over_hours_of_its_own():
    both = calendar("9-17", holidays=["2024-01-06"], overrides={"2024-01-06": "10-12"})
    assert both.due(at("2024-01-05 16:00"), hours(2)) == at("2024-01-08 10:00")


def test_a_break_is_cut_out_of_a_date():
    cut = calendar("9-17", breaks={"2024-01-02": "8-10 12-13 16:30-20", "2024-01-03": "0-24", "2024-01-06": "9-12"})
    assert cut.due(at("2024-01-02 08:00"), hours(1)) == at("2024-01-02 11:00")
    assert cut.due(at("2024-01-02 11:30"), hours(1)) == at("2024-01-02 13:30")
    assert cut.due(at("2024-01-02 16:00"), hours(1)) == at("2024-01-04 09:30")  # the third has nothing left
    assert not cut.is_working_date(date(2024, 1, 3))
    assert cut.elapsed(at("2024-01-02 00:00"), at("2024-01-04 00:00")) == hours(5.5)
    assert not cut.is_working(at("2024-01-02 12:00"))
    assert cut.is_working(at("2024-01-02 13:00"))


def test_a_break_is_cut_out_of_hours_of_a_date_too():
    cut = calendar("9-17", overrides={"2024-01-06": "10-14"}, breaks={"2024-01-06": "11-12"})
    assert cut.elapsed(at("2024-01-06 00:00"), at("2024-01-07 00:00")) == hours(3)


@pytest.mark.parametrize("week", ["9-12 12-17", "12-17 9-12", "9-14 11-17", "9-17 10-11", "9-12 10-15 13-17 9-9"])
def test_segments_may_touch_overlap_and_come_in_any_order(week):
    messy = calendar(week)
    assert messy.due(at("2024-01-02 09:00"), hours(8)) == at("2024-01-02 17:00")
    assert next(messy.intervals(at("2024-01-02 00:00"))) == (at("2024-01-02 09:00"), at("2024-01-02 17:00"))


def test_pauses_move_what_is_due():
    def due(start, working, *pauses):
        return OFFICE.due(
            at(start), hours(working), pauses=[(at(stops), goes_on and at(goes_on)) for stops, goes_on in pauses]
        )

    one = ("2024-01-02 11:00", "2024-01-02 12:00")
    assert due("2024-01-02 10:00", 2, one) == at("2024-01-02 13:00")
    assert due("2024-01-02 10:00", 1, one) == at("2024-01-02 11:00")  # reached as the pause begins
    assert due("2024-01-02 10:00", 0.5, one) == at("2024-01-02 10:30")
    assert due("2024-01-02 11:30", 1, one) == at("2024-01-02 13:00")  # begins in the pause
    assert due("2024-01-02 13:00", 1, one) == at("2024-01-02 14:00")  # the pause is over before the start
    assert due("2024-01-02 10:00", 2, ("2024-01-02 11:00", "2024-01-02 11:30"), one) == at("2024-01-02 13:00")  # nested
    assert due("2024-01-02 10:00", 2, one, ("2024-01-02 11:30", "2024-01-02 12:30")) == at(
        "2024-01-02 13:30"
    )  # overlap
    assert due("2024-01-02 10:00", 2, ("2024-01-02 12:00", "2024-01-02 12:30"), one) == at("2024-01-02 13:30")  # touch
    assert due("2024-01-02 16:00", 2, ("2024-01-02 17:00", "2024-01-03 09:00")) == at("2024-01-03 10:00")  # at night
    assert due("2024-01-02 16:00", 2, ("2024-01-02 16:30", "2024-01-08 09:00")) == at("2024-01-08 10:30")
    assert due("2024-01-02 10:00", 2, ("2024-01-02 11:00", "2024-01-02 11:00")) == at(
        "2024-01-02 12:00"
    )  # of no length
    assert due("2024-01-02 10:00", 2, ("2024-01-02 12:00", "2024-01-02 11:00")) == at(
        "2024-01-02 12:00"
    )  # turned round


def test_a_pause_without_an_end_stops_the_clock():
    open_end = [(at("2024-01-02 11:00"), None)]
    assert OFFICE.due(at("2024-01-02 10:00"), hours(1), pauses=open_end) == at("2024-01-02 11:00")
    with pytest.raises(ClockStopped, match="2024-01-02 11:00"):
        OFFICE.due(at("2024-01-02 10:00"), hours(2), pauses=open_end)
    with pytest.raises(ClockStopped):
        OFFICE.due_in_days(at("2024-01-02 10:00"), 3, pauses=open_end)
    assert OFFICE.elapsed(at("2024-01-02 10:00"), at("2024-01-09 10:00"), pauses=open_end) == hours(1)


def test_pauses_are_no_working_time():
    def passed(*pauses):
        return OFFICE.elapsed(
            at("2024-01-02 10:00"), at("2024-01-03 12:00"), pauses=[tuple(map(at, pause)) for pause in pauses]
        )

    assert passed() == hours(10)
    assert passed(("2024-01-02 12:00", "2024-01-02 13:00")) == hours(9)
    assert passed(("2024-01-02 12:00", "2024-01-02 13:00"), ("2024-01-02 12:30", "2024-01-02 14:00")) == hours(8)
    assert passed(("2024-01-02 17:00", "2024-01-03 09:00")) == hours(10)
    assert passed(("2024-01-01 00:00", "2024-01-02 11:00")) == hours(9)
    assert passed(("2024-01-03 11:00", "2024-02-03 11:00")) == hours(9)
    assert passed(("2024-01-01 11:00", "2024-02-03 11:00")) == hours(0)


def test_paused_working_time_is_added_after_whole_days():
    def due(*pauses, days=1, **wanted):
        stopped = [tuple(map(at, pause)) for pause in pauses]
        return OFFICE.due_in_days(at("2024-01-04 10:00"), days, pauses=stopped, **wanted)

    assert due(("2024-01-04 11:00", "2024-01-04 13:00")) == at("2024-01-05 12:00")
    assert due(("2024-01-04 16:00", "2024-01-05 10:00")) == at("2024-01-05 12:00")  # the night does not count
    assert due(("2024-01-04 11:00", "2024-01-04 13:00"), end_of_day=True) == at("2024-01-08 11:00")
    assert due(("2024-01-04 10:00", "2024-01-05 10:00")) == at("2024-01-08 10:00")
    assert due(("2024-01-05 09:30", "2024-01-05 11:30")) == at(
        "2024-01-05 12:00"
    )  # half an hour of it before it was due
    assert due(("2024-01-05 11:00", "2024-01-05 12:00")) == at("2024-01-05 10:00")  # after it was due
    assert due(("2024-01-03 10:00", "2024-01-04 11:00")) == at("2024-01-05 11:00")  # began before the start
    assert due(("2024-01-06 10:00", "2024-01-06 18:00"), days=2) == at("2024-01-08 10:00")  # on Saturday
    # What was stopped while the appended time runs is appended, too.
    assert due(("2024-01-04 11:00", "2024-01-04 13:00"), ("2024-01-05 11:00", "2024-01-05 14:00")) == at(
        "2024-01-05 15:00"
    )


def test_working_time_comes_as_spans_from_the_start_on():
    def first(hours_of, start, count):
        return [tuple(f"{end:%d %H:%M}" for end in pair) for pair in islice(hours_of.intervals(at(start)), count)]

    assert first(LUNCH, "2024-01-05 00:00", 3) == [
        ("05 09:00", "05 13:00"),
        ("05 14:00", "05 18:00"),
        ("08 09:00", "08 13:00"),
    ]
    assert first(LUNCH, "2024-01-05 12:00", 2) == [("05 12:00", "05 13:00"), ("05 14:00", "05 18:00")]
    assert first(LUNCH, "2024-01-05 13:00", 1) == [("05 14:00", "05 18:00")]
    assert first(LUNCH, "2024-01-05 18:00", 1) == [("08 09:00", "08 13:00")]
    assert first(ALWAYS, "2024-01-05 12:00", 2) == [("05 12:00", "06 00:00"), ("06 00:00", "07 00:00")]
    over = calendar(["", "", "", "", "", "", ""], overrides={"2024-01-02": "9-12"})
    assert first(over, "2024-01-01 00:00", 5) == [("02 09:00", "02 12:00")]  # and no more


def test_working_dates_are_counted_without_the_last_one():
    assert OFFICE.working_dates(date(2024, 1, 1), date(2024, 1, 5)) == 4
    assert OFFICE.working_dates(date(2024, 1, 1), date(2024, 1, 5), inclusive=True) == 5
    assert OFFICE.working_dates(date(2024, 1, 6), date(2024, 1, 8)) == 0
    assert OFFICE.working_dates(date(2024, 1, 5), date(2024, 1, 1)) == 0
    assert HOLIDAY.working_dates(date(2024, 1, 1), date(2024, 1, 8)) == 3


def test_what_is_due_comes_in_utc_whatever_zone_was_asked_in():
    moscow = calendar("9-18", "Europe/Moscow")
    for start in (
        at("2024-01-02 10:00", "Europe/Moscow"),
        at("2024-01-02 07:00"),
        at("2024-01-02 14:00", "Asia/Novosibirsk"),
    ):
        due = moscow.due(start, hours(9))
        assert due == at("2024-01-03 10:00", "Europe/Moscow")
        assert due.utcoffset() == timedelta(0)
    fixed = datetime(2024, 1, 2, 10, tzinfo=timezone(timedelta(hours=3)))
    assert moscow.elapsed(fixed, fixed + hours(2)) == hours(2)


def test_seconds_and_less_are_kept():
    exact = WorkingCalendar("UTC", {weekday: [(time(9, 0, 30), time(17, 0, 0, 5))] for weekday in range(5)})
    assert exact.due(at("2024-01-02 08:00"), timedelta(microseconds=1)) == at("2024-01-02 09:00:30.000001")
    assert exact.elapsed(at("2024-01-02 17:00"), at("2024-01-02 18:00")) == timedelta(microseconds=5)


def test_a_calendar_without_working_time_refuses():
    for empty in (
        WorkingCalendar("UTC", {}),
        WorkingCalendar("UTC", {0: []}),
        WorkingCalendar("UTC", {5: [(time(9), time(9))]}),
    ):
        for ask in (
            lambda cal: cal.due(at("2024-01-02 10:00"), hours(1)),
            lambda cal: cal.due(at("2024-01-02 10:00"), hours(0)),
            lambda cal: cal.before(at("2024-01-02 10:00"), hours(1)),
            lambda cal: cal.due_in_days(at("2024-01-02 10:00"), 1),
            lambda cal: cal.due_in_days(at("2024-01-02 10:00"), -1),
        ):
            with pytest.raises(NoWorkingTime, match="working"):
                ask(empty)
        assert empty.elapsed(at("2024-01-01 00:00"), at("2034-01-01 00:00")) == hours(0)
        assert list(empty.intervals(at("2024-01-01 00:00"))) == []
        assert not empty.is_working(at("2024-01-02 10:00"))


def test_working_time_that_has_ended_is_said_to_have_ended():
    once = calendar([""] * 7, overrides={"2024-01-02": "9-12"})
    assert once.due(at("2024-01-01 00:00"), hours(3)) == at("2024-01-02 12:00")
    with pytest.raises(NoWorkingTime):
        once.due(at("2024-01-01 00:00"), hours(4))
    with pytest.raises(NoWorkingTime):
        once.before(at("2024-01-01 00:00"), hours(1))
    with pytest.raises(NoWorkingTime):
        once.due_in_days(at("2024-01-02 10:00"), 1)


def test_years_of_nothing_but_holidays_are_stepped_over():
    sabbatical = WorkingCalendar(
        "Europe/Berlin",
        {weekday: [(time(9), time(17))] for weekday in range(5)},
        [date(2024, 1, 1) + timedelta(days=day) for day in range(366 + 365 * 6)],
    )
    assert sabbatical.due(at("2023-12-29 15:00"), hours(2)) == at("2030-12-31 10:00", "Europe/Berlin")


@pytest.mark.parametrize("ask", ["due", "before", "elapsed", "is_working", "due_in_days", "intervals", "pauses"])
def test_a_time_without_a_zone_is_refused(ask):
    naive, aware = datetime(2024, 1, 2, 10), at("2024-01-02 12:00")  # noqa: DTZ001 — this is what is tested
    questions = {
        "due": lambda: OFFICE.due(naive, hours(1)),
        "before": lambda: OFFICE.before(naive, hours(1)),
        "elapsed": lambda: OFFICE.elapsed(aware, naive),
        "is_working": lambda: OFFICE.is_working(naive),
        "due_in_days": lambda: OFFICE.due_in_days(naive, 1),
        "intervals": lambda: next(OFFICE.intervals(naive)),
        "pauses": lambda: OFFICE.due(aware, hours(1), pauses=[(aware, naive)]),
    }
    with pytest.raises(ValueError, match="time zone"):
        questions[ask]()


def test_what_makes_no_calendar_is_refused():
    with pytest.raises(CalendarError, match="no time zone 'Europe/Atlantis'"):
        WorkingCalendar("Europe/Atlantis", {})
    with pytest.raises(CalendarError, match=r"0 .Monday. to 6"):
        WorkingCalendar("UTC", {7: []})
    with pytest.raises(ValueError, match="through midnight"):
        WorkingCalendar("UTC", {0: [(time(22), time(6))]})


def test_the_end_of_the_calendar_is_no_crash():
    with pytest.raises(NoWorkingTime):
        OFFICE.due(at("9990-01-02 10:00"), hours(1_000_000))
    assert OFFICE.due(at("9990-01-02 10:00"), hours(1)).tzinfo is UTC
    omsk = calendar("9-17", "Asia/Omsk")
    for outside in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=ZoneInfo("Asia/Omsk"))):
        for ask in (
            omsk.is_working,
            lambda moment: omsk.due(moment, hours(0)),
            lambda moment: omsk.due_in_days(moment, 1),
        ):
            with pytest.raises(CalendarError, match="outside the calendar"):
                ask(outside)


def test_a_pause_until_the_last_year_there_is_has_no_end():
    for_good = [(at("2024-01-02 11:00"), datetime.max.replace(tzinfo=UTC))]
    assert OFFICE.elapsed(at("2024-01-02 10:00"), at("2024-01-09 10:00"), pauses=for_good) == hours(1)
    with pytest.raises(ClockStopped):
        OFFICE.due(at("2024-01-02 10:00"), hours(2), pauses=for_good)


def test_a_date_that_opens_later_is_not_served_by_the_midnight_that_ends_the_date_before():
    """Round the clock to Friday, short hours on Saturday: a day after Friday midnight is Saturday's opening."""
    weekly = dict.fromkeys(range(5), ((time(0), time(0)),)) | {5: ((time(9), time(13)),)}
    calendar = WorkingCalendar("Europe/Moscow", weekly)
    zone = ZoneInfo("Europe/Moscow")
    assert calendar.due_in_days(datetime(2026, 3, 13, tzinfo=zone), 1) == datetime(2026, 3, 14, 9, tzinfo=zone)
    turned = WorkingCalendar("Europe/Moscow", {4: ((time(9), time(13)),), 5: ((time(0), time(0)),)})
    sunday = datetime(2026, 3, 15, 12, tzinfo=zone)
    assert turned.due_in_days(sunday, -1) == datetime(2026, 3, 13, 13, tzinfo=zone)
