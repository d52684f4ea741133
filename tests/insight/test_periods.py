"""Months, quarters and years of a report, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priyom.insight import pictures
from priyom.insight.periods import Period

SOME_DAY = st.dates(date(2021, 1, 1), date(2089, 12, 31))


@pytest.mark.parametrize(
    ("code", "first", "after"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 3, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_a_code_names_its_days(code, first, after):
    period = Period.read(code)
    assert (period.first, period.after, period.code) == (first, after, code)
    assert period.days == (after - first).days


@pytest.mark.parametrize(
    "code", ["", "2026-13", "2026-00", "2026-q5", "1999", "2026-2", "февраль", "2026-02-01", "²026"]
)
def test_anything_else_is_no_period(code):
    assert Period.read(code) is None


@given(SOME_DAY, st.sampled_from(["month", "quarter", "year"]))
def test_every_day_lies_in_one_period_and_they_follow_each_other(day, kind):
    period = Period.of(kind, day)
    assert period.first <= day < period.after
    assert period.moved(1).first == period.after
    assert period.moved(1).moved(-1) == period
    assert Period.read(period.code) == period


def test_a_period_begins_with_the_customers_day():
    begins, ends = Period.read("2026-02").bounds("Asia/Kamchatka")
    assert begins == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert ends == datetime(2026, 2, 28, 12, tzinfo=UTC)


def test_bars_stand_in_their_days_and_none_is_higher_than_the_axis():
    first, after = date(2026, 2, 1), date(2026, 3, 1)
    drawn = pictures.bars(first, after, {date(2026, 2, 11): 97, date(2026, 2, 12): 1}, month_name={2: "февраль"})
    assert len(drawn.bars) == 28
    assert drawn.peak.day == date(2026, 2, 11)
    assert drawn.levels[-1].text == "100"
    assert all(bar.y >= pictures.FOOT and bar.y + bar.height == pictures.HIGH for bar in drawn.bars)
    assert [mark.text for mark in drawn.months] == ["февраль"]


def test_cells_are_weeks_side_by_side_and_the_worst_day_is_the_darkest():
    cells = pictures.cells(date(2026, 2, 1), date(2026, 3, 1), {date(2026, 2, 11): 10, date(2026, 2, 12): 1})
    by_day = {cell.day: cell for cell in cells}
    assert (by_day[date(2026, 2, 11)].level, by_day[date(2026, 2, 12)].level, by_day[date(2026, 2, 13)].level) == (
        5,
        1,
        0,
    )
    assert by_day[date(2026, 2, 2)].x > by_day[date(2026, 2, 1)].x  # Sunday ends a week
    assert len({(cell.x, cell.y) for cell in cells}) == 28
