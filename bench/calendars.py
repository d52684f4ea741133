"""What a question to a working calendar costs: `.venv/bin/python -m bench.calendars`.

Each question is asked of a calendar with lunch hours and years of holidays. "Cold" is the first question of a fresh
process, with nothing known about the zone yet; "warm" the median of many.
"""

import statistics
import sys
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter

from priyom.people.calendars import WorkingCalendar

START = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
ROUNDS = 2000
ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "Australia/Lord_Howe")


def office(zone):
    """Return nine to six with lunch, without the first eight days of each year and a dozen more."""
    holidays = [date(year, 1, day) for year in range(2020, 2040) for day in range(1, 9)]
    holidays += [date(year, month, 9) for year in range(2020, 2040) for month in range(2, 12)]
    week = {weekday: [(time(9), time(13)), (time(14), time(18))] for weekday in range(5)}
    return WorkingCalendar(zone, week, frozenset(holidays))


QUESTIONS = {
    "build the calendar": lambda _calendar, zone: office(zone),
    "due in 8 working hours": lambda calendar, _zone: calendar.due(START, timedelta(hours=8)),
    "the same around three pauses": lambda calendar, _zone: calendar.due(
        START,
        timedelta(hours=8),
        pauses=[(START + timedelta(hours=at), START + timedelta(hours=at + 1)) for at in (1, 20, 90)],
    ),
    "due in 12 working days": lambda calendar, _zone: calendar.due_in_days(START, 12),
    "due in 18,000 working hours (ten years)": lambda calendar, _zone: calendar.due(START, timedelta(hours=18_000)),
    "elapsed over ten years": lambda calendar, _zone: calendar.elapsed(START, START + timedelta(days=3652)),
    "is it working time": lambda calendar, _zone: calendar.is_working(START),
}


def took(ask, *given):
    """Return the milliseconds of one question."""
    began = perf_counter()
    ask(*given)
    return (perf_counter() - began) * 1000


def main():
    """Print the table."""
    print("| question | zone | cold ms | warm ms |\n|---|---|---:|---:|")
    for zone in sys.argv[1:] or ZONES:
        calendar = None
        for name, ask in QUESTIONS.items():
            cold = took(ask, calendar, zone)
            calendar = calendar or office(zone)
            warm = statistics.median(took(ask, calendar, zone) for _ in range(ROUNDS))
            print(f"| {name} | {zone} | {cold:.3f} | {warm:.4f} |")


if __name__ == "__main__":
    main()
