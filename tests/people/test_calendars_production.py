"""The Russian production calendar against the lists that were published, year by year."""

import json
from datetime import date, datetime, timedelta

import pytest

from priyom.people.calendar_facts import CalendarFacts, spans_of
from priyom.people.production import is_day_off, names_of, production_year, published_until
from tests.people.test_calendars_samples import SHARED

# year: transferred or observed weekdays off · worked weekend days · days one hour shorter
PUBLISHED = {
    2015: ("09.01 09.03 04.05 11.05", "", "30.04 08.05 11.06 03.11 31.12"),
    2016: ("22.02 07.03 02.05 03.05 13.06", "20.02", "20.02 03.11"),
    2017: ("24.02 08.05 06.11", "", "22.02 07.03 03.11"),
    2018: ("09.03 30.04 02.05 11.06 05.11 31.12", "28.04 09.06 29.12", "22.02 07.03 28.04 08.05 09.06 29.12"),
    2019: ("02.05 03.05 10.05", "", "22.02 07.03 30.04 08.05 11.06 31.12"),
    2020: ("24.02 09.03 04.05 05.05 11.05", "", "30.04 08.05 11.06 03.11 31.12"),
    2021: ("22.02 03.05 10.05 14.06 05.11 31.12", "20.02", "20.02 30.04 11.06 03.11"),
    2022: ("07.03 02.05 03.05 10.05 13.06", "05.03", "22.02 05.03 03.11"),
    2023: ("24.02 08.05 06.11", "", "22.02 07.03 03.11"),
    2024: ("29.04 30.04 10.05 30.12 31.12", "27.04 02.11 28.12", "22.02 07.03 08.05 11.06 02.11"),
    2025: ("02.05 08.05 13.06 03.11 31.12", "01.11", "07.03 30.04 11.06 01.11"),
    2026: ("09.01 09.03 11.05 31.12", "", "30.04 08.05 11.06 03.11"),
    2027: ("22.02 03.05 10.05 14.06 05.11 31.12", "20.02", "20.02 30.04 11.06 03.11"),
}
BY_LAW = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


def days(year, words):
    return {date(year, int(month), int(day)) for day, month in (word.split(".") for word in words.split())}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_year_is_as_it_was_published(year):
    transferred, worked, short = (days(year, words) for words in PUBLISHED[year])
    production = production_year(year)
    by_law = {date(year, *day) for day in BY_LAW}
    assert {day for day in production.off if day not in by_law} == transferred
    assert by_law <= production.off
    assert set(production.worked) == worked
    assert production.short == short
    assert production.is_published


def test_every_worked_saturday_names_the_day_that_is_off_for_it():
    assert dict(production_year(2024).worked) == {
        date(2024, 4, 27): date(2024, 4, 29),
        date(2024, 11, 2): date(2024, 4, 30),
        date(2024, 12, 28): date(2024, 12, 30),
    }
    for year in range(1995, published_until() + 1):
        production = production_year(year)
        for worked, off in production.worked.items():
            assert worked.weekday() >= 5
            assert off in production.off
            assert not is_day_off(worked)


def test_a_year_not_yet_published_has_the_holidays_of_the_law_and_says_so():
    ahead = production_year(published_until() + 1)
    assert not ahead.is_published
    assert {(day.month, day.day) for day in ahead.off} == BY_LAW
    assert not ahead.worked


def test_the_days_off_have_names_in_both_languages():
    assert names_of(2025, "ru")[date(2025, 11, 4)] == "День народного единства"
    assert names_of(2025, "ru")[date(2025, 11, 3)] == "Выходной (перенесено с 01.11.2025)"
    assert names_of(2025, "en")[date(2025, 11, 4)] == "Unity Day"


def test_old_years_are_known_too():
    for day, off in (
        ("2003-06-21", False),
        ("2003-06-13", True),
        ("1995-05-06", False),
        ("2012-03-11", False),
        ("2012-05-08", True),
    ):
        assert is_day_off(date.fromisoformat(day)) is off, day


def test_the_shared_days_off_are_right():
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout; the lists above ask the same")
    cases = [case for case in json.loads(SHARED.read_text())["cases"] if case["kind"] == "ru_day_off"]
    assert cases
    for case in cases:
        assert is_day_off(date.fromisoformat(case["date"])) is case["expected_day_off"], case["date"]


# What the ministry publishes for a week of forty hours: working days of the year, hours of work.
NORMS = {
    2018: (247, 1970), 2019: (247, 1970), 2020: (248, 1979), 2021: (247, 1972), 2022: (247, 1973),
    2023: (247, 1973), 2024: (248, 1979), 2025: (247, 1972), 2026: (247, 1972),
}  # fmt: skip


@pytest.mark.parametrize("year", NORMS)
def test_the_norm_of_the_year_comes_out(year):
    eight_to_five = {weekday: spans_of([("08:00", "12:00"), ("13:00", "17:00")]) for weekday in range(5)}
    office = CalendarFacts(1, "Office", "Europe/Moscow", eight_to_five, follows_production=True).working("")
    first, last = (datetime(at, 1, 1, tzinfo=office.zone) for at in (year, year + 1))
    worked = office.elapsed(first, last)
    assert (office.working_dates(first.date(), last.date()), worked / timedelta(hours=1)) == NORMS[year]
