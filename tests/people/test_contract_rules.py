"""The pure rules of contracts: which row decides, which can never, when a promise is due and what was counted."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from priyom.people.calendars import WorkingCalendar
from priyom.people.coverage import coverage_of, place_for
from priyom.people.reckoning import days_counted
from priyom.people.terms import ContractTerms, LevelTerms, TargetTerms, due_of

MOSCOW = ZoneInfo("Europe/Moscow")
NINE_TO_SIX = {day: [(time(9), time(13)), (time(14), time(18))] for day in range(5)}
NEW_YEAR = frozenset(date(2027, 1, day) for day in range(1, 9))
OFFICE = WorkingCalendar("Europe/Moscow", NINE_TO_SIX, holidays=NEW_YEAR | {date(2026, 12, 31)})


def msk(text):
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def row(pk, **facts):
    return LevelTerms(id=pk, name=facts.pop("name", f"row {pk}"), **facts)


def contract(*levels):
    return ContractTerms(1, "1", "Договор", "", "lines", 1, None, False, levels=levels)


@pytest.mark.parametrize(
    ("kind", "priority", "topic", "products", "decides"),
    [
        ("incident", 1, "emd", [], 1),
        ("incident", 2, "emd.sign", [], 2),
        ("incident", 2, "emdx", [], 3),
        ("incident", 2, "report", [7], 4),
        ("question", 4, "report", [], 5),
        ("question", 1, "emd", [], 2),
    ],
)
def test_the_first_row_that_fits_decides(kind, priority, topic, products, decides):
    terms = contract(
        row(1, kind="incident", priority=1),
        row(2, topic="emd"),
        row(4, product_id=7),
        row(3, kind="incident"),
        row(5),
    )
    assert terms.level_for(kind=kind, priority=priority, topic=topic, products=products).id == decides


def test_nothing_is_promised_where_no_row_fits():
    assert contract(row(1, kind="incident")).level_for(kind="question", priority=1, topic="", products=[]) is None


KINDS, PRIORITIES = ("incident", "question"), (1, 2)


@pytest.mark.parametrize(
    ("levels", "hidden"),
    [
        ([row(1), row(2, kind="incident")], {2: ("row 1",)}),
        ([row(1, kind="incident"), row(2)], {}),
        ([row(1, priority=1), row(2, priority=2), row(3, kind="question")], {3: ("row 1", "row 2")}),
        ([row(1, topic="emd"), row(2, topic="emd.sign")], {2: ("row 1",)}),
        ([row(1, topic="emd.sign"), row(2, topic="emd")], {}),
        ([row(1, product_id=7), row(2, product_id=7, kind="incident")], {2: ("row 1",)}),
        (
            [row(1, kind="incident"), row(2, kind="question"), row(3, topic="emd", product_id=7)],
            {3: ("row 1", "row 2")},
        ),
        ([row(1, kind="unheard of")], {1: ()}),
    ],
)
def test_a_row_that_nothing_reaches_names_those_before_it(levels, hidden):
    assert coverage_of(levels, kinds=KINDS, priorities=PRIORITIES).hidden == hidden


def test_what_is_promised_nothing_is_named_by_kind_and_priority():
    found = coverage_of([row(1, kind="incident", priority=1)], kinds=KINDS, priorities=PRIORITIES)
    assert found.gaps == {"incident": (2,), "question": (1, 2)}
    by_topic = coverage_of([row(1, topic="emd")], kinds=("incident",), priorities=(1,))
    assert by_topic.gaps == {"incident": (1,)}, "a topic of its own covers itself only"


@pytest.mark.parametrize(
    ("target", "start", "due"),
    [
        (TargetTerms("response", "work_min", 30), "2026-12-30 17:45", "2027-01-11 09:15"),
        (TargetTerms("response", "cal_min", 30), "2026-12-30 17:45", "2026-12-30 18:15"),
        (TargetTerms("resolution", "work_day", 1), "2026-12-30 10:00", "2027-01-11 10:00"),
        (TargetTerms("resolution", "work_day", 1, end_of_day=True), "2026-12-30 10:00", "2027-01-11 18:00"),
        (TargetTerms("resolution", "cal_day", 12), "2026-12-30 10:00", "2027-01-11 10:00"),
        (TargetTerms("resolution", "cal_day", 12, end_of_day=True), "2026-12-30 10:00", "2027-01-12 00:00"),
    ],
)
def test_a_promise_is_due_in_what_it_is_counted_in(target, start, due):
    assert due_of(target, msk(start), calendar=OFFICE) == msk(due)


def test_an_agreed_date_is_not_computed():
    assert due_of(TargetTerms("resolution", "agreed"), msk("2026-12-30 10:00"), calendar=OFFICE) is None


def name_of(day):
    return {date(2026, 12, 31): "перенос", date(2027, 1, 7): "Рождество"}.get(
        day, "Каникулы" if day in NEW_YEAR else ""
    )


def counted(target, start, pauses=()):
    due = due_of(target, msk(start), calendar=OFFICE, pauses=pauses)
    return due, days_counted(target, msk(start), due, calendar=OFFICE, pauses=pauses, named=name_of)


def test_the_sum_names_what_was_counted_and_why_the_rest_was_not():
    due, lines = counted(TargetTerms("resolution", "work_min", 480), "2026-12-30 17:30")
    assert due == msk("2027-01-11 17:30")
    assert [(each.first, each.last, each.counted, each.names) for each in lines] == [
        (date(2026, 12, 30), date(2026, 12, 30), timedelta(minutes=30), ()),
        (date(2026, 12, 31), date(2027, 1, 10), timedelta(0), ("перенос", "Каникулы", "Рождество")),
        (date(2027, 1, 11), date(2027, 1, 11), timedelta(hours=7, minutes=30), ()),
    ]
    assert [(str(a.time()), str(b.time())) for a, b in lines[-1].spans] == [
        ("09:00:00", "13:00:00"),
        ("14:00:00", "17:30:00"),
    ]


@pytest.mark.parametrize("minutes", [1, 29, 30, 31, 480, 4800])
@pytest.mark.parametrize("start", ["2026-12-30 17:30", "2027-01-02 03:00", "2026-12-28 13:30", "2026-12-28 09:00"])
@pytest.mark.parametrize(
    "paused", [(), (("2026-12-28 10:00", "2027-01-11 10:00"), ("2027-01-12 12:00", "2027-01-12 15:00"))]
)
def test_the_lines_add_up_to_what_is_promised(minutes, start, paused):
    pauses = [(msk(since), msk(until)) for since, until in paused]
    due, lines = counted(TargetTerms("resolution", "work_min", minutes), start, pauses)
    assert sum((line.counted for line in lines), timedelta()) == timedelta(minutes=minutes)
    assert lines[0].first == msk(start).date()
    assert lines[-1].last == due.astimezone(MOSCOW).date()


def test_whole_days_are_numbered_after_the_day_of_the_start():
    due, lines = counted(TargetTerms("resolution", "work_day", 2), "2026-12-29 10:00")
    assert due == msk("2027-01-11 10:00")
    assert [(each.first, each.number) for each in lines] == [
        (date(2026, 12, 29), 0),
        (date(2026, 12, 30), 1),
        (date(2026, 12, 31), 0),
        (date(2027, 1, 11), 2),
    ]


def test_a_start_on_a_free_day_counts_from_the_next_working_one():
    due, lines = counted(TargetTerms("resolution", "work_day", 1), "2027-01-03 10:00")
    assert due == msk("2027-01-12 09:00")
    assert [line.number for line in lines] == [0, 1]


def test_time_round_the_clock_needs_no_sum():
    _due, lines = counted(TargetTerms("resolution", "cal_min", 600), "2027-01-03 10:00")
    assert lines == []


def test_the_sum_stands_in_the_calendars_own_zone():
    far = WorkingCalendar("Asia/Vladivostok", NINE_TO_SIX)
    target = TargetTerms("response", "work_min", 60)
    start = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
    (line,) = days_counted(target, start, due_of(target, start, calendar=far), calendar=far)
    assert (line.first, str(line.spans[0][0].time())) == (date(2026, 12, 2), "09:00:00")


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"kind": "incident", "priority": 1}, 2),
        ({"kind": "incident", "priority": 2}, 2),
        ({"kind": "incident", "topic": "emd.sign"}, 0),
        ({"kind": "incident", "topic": "emdx"}, 2),
        ({"kind": "question", "product_id": 7}, 3),
        ({}, 4),
    ],
)
def test_a_new_row_stands_above_the_first_that_would_take_all_its_tickets(facts, place):
    rows = [row(1, topic="emd"), row(2, kind="incident", priority=1), row(3, kind="incident"), row(4)]
    assert place_for(row(9, **facts), rows) == place
