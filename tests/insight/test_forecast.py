"""What is to be expected: like days with like days, four weeks by whole weeks, silence where the past is too short."""

from datetime import date, timedelta

from priyom.insight import pictures
from priyom.insight.forecast import Band, daily, total, weeks_ahead

MONDAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)


def past(per_weekday, weeks=8, until=MONDAY):
    """So many a day of the week for some weeks before a Monday."""
    start = until - timedelta(weeks=weeks)
    return {start + timedelta(days=day): per_weekday[day % 7] for day in range(7 * weeks)}


def works(day):
    return day.weekday() < 5 and day != date(2026, 3, 9)


def test_a_day_is_as_such_days_were():
    expected = daily(past([50, 40, 40, 40, 30, 4, 2]), MONDAY, date(2026, 4, 1), works=works, since=LONG_AGO)
    assert expected[MONDAY] == Band(50, 50, 50)
    assert expected[date(2026, 3, 6)] == Band(30, 30, 30)
    assert expected[date(2026, 3, 7)].middle == 3, "Saturdays and Sundays together"


def test_a_holiday_is_as_days_without_work():
    expected = daily(past([50, 40, 40, 40, 30, 4, 2]), MONDAY, date(2026, 4, 1), works=works, since=LONG_AGO)
    assert expected[date(2026, 3, 9)] == Band(2, 3, 4)


def test_between_stands_what_four_of_five_were():
    days = {MONDAY - timedelta(weeks=week): 10 * week for week in range(1, 9)}
    band = daily(days, MONDAY, MONDAY + timedelta(days=1), works=works, since=LONG_AGO)[MONDAY]
    assert (band.low, band.middle, band.high) == (24, 45, 66)


def test_a_past_that_is_too_short_says_nothing():
    days = past([5] * 7)
    assert daily(days, MONDAY, date(2026, 4, 1), works=works, since=date(2026, 1, 6)) == {}
    assert daily(days, MONDAY, date(2026, 4, 1), works=works, since=None) == {}
    assert weeks_ahead(days, MONDAY, since=date(2026, 1, 6)) is None
    assert total({}) is None


def test_four_weeks_are_four_of_the_weeks_before():
    assert weeks_ahead(past([10, 10, 10, 10, 10, 0, 0]), MONDAY, since=LONG_AGO) == Band(200, 200, 200)


def test_the_band_lies_under_the_bars_and_within_the_axis():
    bands = {MONDAY: Band(10, 20, 90)}
    drawn = pictures.bars(MONDAY, MONDAY + timedelta(days=3), {MONDAY: 5}, month_name={3: "март"}, bands=bands)
    (piece,) = drawn.expected
    assert piece.y >= pictures.FOOT
    assert piece.y + piece.height <= pictures.HIGH
    assert piece.x <= drawn.bars[0].x
