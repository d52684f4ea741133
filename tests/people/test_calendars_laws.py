"""Laws of working time that hold for every calendar: there and back, order, sums, pauses."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from priyom.people.calendars import WorkingCalendar

ZONES = [
    "UTC",
    "Europe/Moscow",
    "Asia/Kamchatka",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]
SECOND = timedelta(seconds=1)

days = st.dates(date(2024, 2, 1), date(2024, 12, 1))
starts = st.integers(0, 260 * 24 * 3600).map(lambda seconds: datetime(2024, 3, 1, tzinfo=UTC) + seconds * SECOND)
amounts = st.integers(0, 400 * 3600).map(lambda seconds: seconds * SECOND)


@st.composite
def spans(draw):
    edges = sorted(draw(st.sets(st.integers(0, 24 * 60), max_size=6)))
    walls = [time(edge // 60 % 24, edge % 60) for edge in edges]
    return list(zip(walls[::2], walls[1::2], strict=False))


@st.composite
def calendars(draw):
    week = draw(st.dictionaries(st.integers(0, 6), spans(), min_size=1))
    assume(any(week.values()))
    return WorkingCalendar(
        draw(st.sampled_from(ZONES)),
        week,
        draw(st.frozensets(days, max_size=8)),
        draw(st.dictionaries(days, spans(), max_size=5)),
        draw(st.dictionaries(days, spans(), max_size=5)),
    )


@st.composite
def paused(draw):
    begins = draw(st.lists(starts, max_size=4))
    return [(at, at + draw(st.integers(0, 72 * 60)) * timedelta(minutes=1)) for at in begins]


@settings(max_examples=150, deadline=None)
@given(calendars(), starts, amounts, paused())
def test_what_has_passed_when_it_is_due_is_what_was_given(calendar, start, amount, pauses):
    due = calendar.due(start, amount, pauses=pauses)
    assert due >= start
    assert calendar.elapsed(start, due, pauses=pauses) == amount


@settings(max_examples=100, deadline=None)
@given(calendars(), starts, amounts)
def test_from_working_time_there_and_back_is_where_one_was(calendar, start, amount):
    start = calendar.due(start, timedelta(0))
    assume(calendar.is_working(start))
    due = calendar.due(start, amount)
    assert calendar.before(due, amount) == start
    assert calendar.due(start, -amount) == calendar.before(start, amount)
    assert calendar.elapsed(calendar.before(start, amount), start) == amount


@settings(max_examples=100, deadline=None)
@given(calendars(), st.lists(starts, min_size=2, max_size=2), st.lists(amounts, min_size=2, max_size=2), paused())
def test_later_and_more_is_never_due_earlier(calendar, when, how_much, pauses):
    (earlier, later), (less, more) = sorted(when), sorted(how_much)
    assert calendar.due(earlier, less, pauses=pauses) <= calendar.due(earlier, more, pauses=pauses)
    if less:
        assert calendar.due(earlier, less, pauses=pauses) <= calendar.due(later, less, pauses=pauses)
    assert calendar.before(earlier, less) <= calendar.before(later, less)
    assert calendar.elapsed(earlier, later, pauses=pauses) <= calendar.elapsed(earlier, later)


@settings(max_examples=100, deadline=None)
@given(calendars(), st.lists(starts, min_size=2, max_size=2), st.integers(0, 40), st.booleans())
def test_who_comes_later_is_never_served_earlier_by_days_either(calendar, when, days_ahead, end_of_day):
    first, second = (calendar.due_in_days(at, days_ahead, end_of_day=end_of_day) for at in sorted(when))
    assert first <= second
    assert calendar.due_in_days(when[0], days_ahead, end_of_day=end_of_day) <= calendar.due_in_days(
        when[0], days_ahead + 1, end_of_day=end_of_day
    )


@settings(max_examples=100, deadline=None)
@given(calendars(), starts, amounts, amounts, paused())
def test_two_parts_are_due_when_their_sum_is(calendar, start, one, other, pauses):
    assume(one)
    halfway = calendar.due(start, one, pauses=pauses)
    assume(other)
    assert calendar.due(halfway, other, pauses=pauses) == calendar.due(start, one + other, pauses=pauses)
    end = calendar.due(start, one + other)
    middle = start + (end - start) / 2
    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == one + other


@settings(max_examples=100, deadline=None)
@given(calendars(), starts, amounts, starts, st.integers(0, 100))
def test_a_pause_moves_what_is_due_by_the_work_it_holds(calendar, start, amount, stops, pause_hours):
    goes_on = stops + timedelta(hours=pause_hours)
    plain, moved = calendar.due(start, amount), calendar.due(start, amount, pauses=[(stops, goes_on)])
    assume(amount)
    if stops >= plain or goes_on <= start:
        assert moved == plain
    else:
        lost = calendar.elapsed(max(start, stops), goes_on)
        assert moved == calendar.due(start, amount + lost)


@settings(max_examples=60, deadline=None)
@given(calendars(), starts)
def test_intervals_are_all_the_working_time_there_is(calendar, start):
    horizon = start + timedelta(days=30)
    total, reached = timedelta(0), start
    for opens, closes in calendar.intervals(start):
        assert reached <= opens < closes
        if opens >= horizon:
            break
        total += min(closes, horizon) - opens
        reached = closes
        assert calendar.is_working(opens)
    assert total == calendar.elapsed(start, horizon)
