"""Cases taken from the test suites of other desks and libraries, read from the shared sample where there is one."""

import json
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pytest

from priyom.people.calendars import WorkingCalendar

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "sla_cases_sample.json"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEARS = range(1990, 2045)


def spans(pairs):
    return [tuple(time.fromisoformat("00:00" if end == "24:00" else end) for end in pair) for pair in pairs]


def calendar(facts):
    holidays = set(map(date.fromisoformat, facts["holidays"]))
    for yearly in facts["yearly_holidays"]:
        holidays |= {date.fromisoformat(f"{year}-{yearly}") for year in YEARS if yearly != "02-29" or not year % 4}
    return WorkingCalendar(
        facts["tz"],
        {WEEKDAYS.index(name): spans(pairs) for name, pairs in facts["weekly"].items()},
        frozenset(holidays),
        {date.fromisoformat(day): spans(pairs) for day, pairs in facts["overrides"].items()},
        {date.fromisoformat(day): spans(pairs) for day, pairs in facts["breaks"].items()},
    )


def instants(case, name):
    return [tuple(map(datetime.fromisoformat, pair)) for pair in case.get(f"{name}_utc", ())]


def day_of(words):
    return date.fromisoformat(words[:10])


def due(asked, case):
    start = datetime.fromisoformat(case["start_utc"])
    pauses = instants(case, "pauses") if case.get("pauses_apply", True) else []
    if "business_days" in case:
        days = case["business_days"] if case["direction"] == "after" else -case["business_days"]
        return asked.due_in_days(start, days, pauses=pauses, end_of_day=case.get("end_of_working_day", False))
    move = asked.due if case["direction"] == "after" else asked.before
    return move(start, timedelta(seconds=case["duration_s"]), pauses=pauses)


def check_due(asked, case):
    expected, answer = datetime.fromisoformat(case["expected_due_utc"]), due(asked, case)
    tolerance = timedelta(seconds=case.get("tolerance_s", 0))
    # Libraries differ in closing time and next opening; no working time lies between them.
    on_the_border = case.get("boundary") and not asked.elapsed(min(answer, expected), max(answer, expected))
    assert abs(answer - expected) <= tolerance or on_the_border
    if "expected_paused_s" in case:
        start = datetime.fromisoformat(case["start_utc"])
        working = asked.elapsed(start, answer) - asked.elapsed(start, answer, pauses=instants(case, "pauses"))
        assert working == timedelta(seconds=case["expected_paused_s"])


def check_elapsed(asked, case):
    passed = asked.elapsed(
        datetime.fromisoformat(case["start_utc"]),
        datetime.fromisoformat(case["end_utc"]),
        pauses=instants(case, "pauses"),
    )
    assert abs(passed - timedelta(seconds=case["expected_s"])) <= timedelta(seconds=case.get("tolerance_s", 0))


def check_intervals(asked, case):
    found = islice(asked.intervals(datetime.fromisoformat(case["start_utc"])), case["count"])
    shown = [[f"{end.astimezone(asked.zone):%Y-%m-%d %H:%M:%S}" for end in pair] for pair in found]
    assert shown == case["expected_intervals"]


def check_between(asked, case):
    inclusive = case.get("inclusive_end", False)
    assert asked.working_dates(day_of(case["start"]), day_of(case["end"]), inclusive=inclusive) == case["expected_days"]


def check_is_working(asked, case):
    assert asked.is_working(datetime.fromisoformat(case["at_utc"])) is case["expected"]


def check_is_holiday(asked, case):
    assert asked.is_holiday(datetime.fromisoformat(case["at_utc"])) is case["expected"]


CHECKS = {
    "due": check_due,
    "elapsed": check_elapsed,
    "intervals": check_intervals,
    "business_days_between": check_between,
    "is_working": check_is_working,
    "is_holiday": check_is_holiday,
}


def test_the_shared_cases_are_right():
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout; test_calendars.py asks the same questions")
    sample = json.loads(SHARED.read_text())
    asked = {name: calendar(facts) for name, facts in sample["calendars"].items()}
    checked = 0
    for case in sample["cases"]:
        if case["kind"] in CHECKS and not case.get("quirk"):
            CHECKS[case["kind"]](asked[case["calendar"]], case)
            checked += 1
    assert checked > 20


def test_the_runner_reads_every_field_it_knows():
    """The same runner over cases of our own, so that it is held where the shared ones are missing."""
    facts = {
        "tz": "Europe/Moscow",
        "weekly": {"mon": [["09:00", "18:00"]], "tue": [["09:00", "24:00"]]},
        "holidays": [],
        "yearly_holidays": ["01-01", "02-29"],
        "overrides": {},
        "breaks": {"2024-01-09": [["13:00", "14:00"]]},
    }
    asked = calendar(facts)
    assert asked.is_holiday(datetime.fromisoformat("2024-02-29T09:00:00Z"))
    case = {"start": "2024-01-08 10:00:00", "start_utc": "2024-01-08T07:00:00Z", "direction": "after"}
    paused = {"pauses_utc": [["2024-01-08T08:00:00Z", "2024-01-08T09:00:00Z"]]}
    check_due(
        asked,
        case | paused | {"duration_s": 7200, "expected_due_utc": "2024-01-08T10:00:00Z", "expected_paused_s": 3600},
    )
    check_due(
        asked, case | paused | {"duration_s": 7200, "pauses_apply": False, "expected_due_utc": "2024-01-08T09:00:00Z"}
    )
    check_due(asked, case | {"duration_s": 8 * 3600, "boundary": True, "expected_due_utc": "2024-01-09T06:00:00Z"})
    check_due(asked, case | {"duration_s": 60, "tolerance_s": 5, "expected_due_utc": "2024-01-08T07:01:04Z"})
    check_due(
        asked, case | {"business_days": 1, "end_of_working_day": True, "expected_due_utc": "2024-01-09T21:00:00Z"}
    )
    check_due(asked, case | {"business_days": 1, "direction": "before", "expected_due_utc": "2024-01-02T07:00:00Z"})
    with pytest.raises(AssertionError):
        check_due(asked, case | {"duration_s": 60, "expected_due_utc": "2024-01-08T07:01:04Z"})
