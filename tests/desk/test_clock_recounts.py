"""What happens to many clocks at once: a corrected calendar, a merged organisation, warnings, breaches, digests."""

import threading
import time
from contextvars import copy_context
from datetime import date
from importlib import import_module

import psycopg
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from priyom.base.models import Event
from priyom.channels.queries import bell
from priyom.desk.actions import recounting
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.recounting import place_tickets_of, progress_of, recount_calendar
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.jobs import recount_late_ones, tell_of_due_times, watch_clocks
from priyom.desk.models import Breach, Clock, ClockStand, Pause, Ticket
from priyom.desk.rules.clocks import adds_up, explain
from priyom.desk.timing import calendar_of, stops_of, target_of
from priyom.people.actions.calendars import write_days
from priyom.people.models import Contract, Organisation, WorkCalendar
from tests.cast import open_ticket
from tests.desk.promises import contract

pytestmark = pytest.mark.django_db
HIGH = {"impact": "department", "urgency": "high"}


@pytest.fixture
def high(cast, at):
    contract(cast)
    at("2026-03-17 12:00")
    return open_ticket(cast.zoya, **HIGH)


def kinds_of(ticket):
    return list(Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).values_list("kind", flat=True))


def test_a_corrected_day_counts_the_open_clocks_again_and_says_so(high, adam, at, run_reactions):
    calendar = WorkCalendar.objects.get()
    assert Clock.objects.get(promise="resolution").due_at == at("2026-03-18 11:00")
    at("2026-03-17 12:10")
    write_days(calendar.pk, by=adam, first=date(2026, 3, 18), last=None, kind="off", name="Выходной")
    run_reactions()
    assert Clock.objects.get(promise="resolution").due_at == at("2026-03-19 11:00")
    assert "clock.recounted" in kinds_of(high)
    counted = Event.objects.get(kind="calendar.recounted")
    assert (counted.details["clocks"], counted.details["moved"]) == (2, 1)
    assert progress_of(calendar.pk).is_over
    assert_true(at("2026-03-17 12:10"))


def test_what_has_ended_is_not_counted_again(high, adam, at):
    Clock.objects.filter(promise="response").update(ended_at=at("2026-03-17 12:05"), outcome="kept")
    assert recount_calendar(WorkCalendar.objects.get(), by=adam).total == 1


def test_counting_twice_moves_nothing(high, adam):
    calendar = WorkCalendar.objects.get()
    recount_calendar(calendar, by=adam)
    assert recount_calendar(calendar, by=adam).moved == 0


def test_the_tickets_of_a_merged_hospital_count_by_the_contract_of_the_other(cast, high, at):
    other = Organisation.objects.create(
        code="clinic-9", kind="hospital", name="ГБУЗ «Девять»", short_name="Девять", region=cast.region
    )
    own = contract(cast, "Девятой", organisation=other, position=0, targets=[("resolution", "work_min", 60)])
    own.levels.filter(name="К2").delete()
    Contract.objects.exclude(pk=own.pk).update(position=5)
    at("2026-03-17 12:20")
    Ticket.objects.filter(pk=high.pk).update(organisation=other)
    place_tickets_of(other)
    clock = Clock.objects.get(promise="resolution")
    assert (clock.contract_id, clock.due_at) == (own.pk, at("2026-03-17 13:00"))
    assert Clock.objects.get(promise="response").outcome == "dropped"
    assert "ticket.contract_followed" in kinds_of(high)
    assert_true(at("2026-03-17 12:20"))


def test_tickets_are_placed_a_few_in_each_transaction(cast, high, monkeypatch):
    monkeypatch.setattr(recounting, "PLACED_AT_ONCE", 2)
    tickets = [high, *(open_ticket(cast.zoya) for _n in range(4))]
    Ticket.objects.update(contract=None, terms=None)
    Clock.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        assert place_tickets_of(high.organisation) == len(tickets)
    assert sum("FOR UPDATE" in (each["sql"] or "") for each in asked) == 3
    assert set(Clock.objects.values_list("ticket_id", flat=True)) == {ticket.pk for ticket in tickets}


def test_warnings_climb_the_ladder_once_each_and_end_with_a_breach(high, at):
    Clock.objects.filter(promise="response").delete()
    at("2026-03-17 15:59")
    watch_clocks()
    assert "clock.warned" not in kinds_of(high)
    for moment, step in (("16:00", 50), ("18:00", 75), ("18:30", 75)):
        at(f"2026-03-17 {moment}")
        watch_clocks()
        assert Clock.objects.get().stand.warned == step
    at("2026-03-18 10:12")
    watch_clocks()
    watch_clocks()
    steps = [event.details["step"] for event in Event.objects.filter(kind="clock.warned").order_by("id")]
    assert steps == [50, 75, 90]
    at("2026-03-18 11:00")
    watch_clocks()
    watch_clocks()
    assert Breach.objects.get().due_at == at("2026-03-18 11:00")
    assert kinds_of(high).count("clock.breached") == 1
    assert Clock.objects.get().stand.next_at is None


def test_of_what_has_ended_nobody_waits_to_be_told(cast, high, anna, at):
    """Such rows would lie for good in the index that the sweep looks through."""
    other = open_ticket(cast.zoya, **HIGH)
    at("2026-03-17 16:00")
    watch_clocks()
    resolve_ticket(high.number, by=anna, cause="Сбой", remedy="Перезапуск")
    untold = ClockStand.objects.filter(warned__gt=F("told"))
    assert set(untold.values_list("clock__ticket", flat=True)) == {other.pk}
    ClockStand.objects.update(told=0)  # as it was before
    with connection.cursor() as cursor:
        cursor.execute(import_module("priyom.desk.migrations.0021_nothing_to_tell_of_ended_clocks").ENDED)
    assert set(untold.values_list("clock__ticket", flat=True)) == {other.pk}


def test_after_a_night_without_a_worker_only_the_highest_step_is_said(high, at):
    Clock.objects.filter(promise="response").delete()
    at("2026-03-19 12:00")
    watch_clocks()
    assert "clock.warned" not in kinds_of(high)
    assert Breach.objects.count() == 1


def assert_true(moment):
    """Whatever has happened, the lines of every sum give the due time that the table keeps."""
    for each in Clock.objects.filter(ended_at=None):
        stops = stops_of(Pause.objects.filter(ticket_id=each.ticket_id))
        told = explain(target_of(each), each.started_at, calendar=calendar_of(each), stops=stops, until=moment)
        assert told.due_at == each.due_at
        assert adds_up(told, calendar_of(each))


def test_each_person_is_told_once_in_one_digest(cast, high, anna, pavel, at, run_reactions):
    """Anna has one that soon is late, nobody has the other: both are late in the evening."""
    other = open_ticket(cast.zoya, **HIGH)
    take_ticket(high.number, by=anna)
    Clock.objects.filter(promise="response").delete()
    at("2026-03-17 18:05")
    watch_clocks()
    tell_of_due_times()
    told = {event.subject_id: event.details for event in Event.objects.filter(kind="clock.digest")}
    assert told == {
        anna.pk: {"late": [], "soon": [high.number]},
        pavel.pk: {"late": [], "soon": [other.number]},
    }
    at("2026-03-18 11:05")
    watch_clocks()
    tell_of_due_times()
    tell_of_due_times()
    run_reactions()
    assert Event.objects.filter(kind="clock.digest").count() == 4
    latest = Event.objects.filter(kind="clock.digest", subject_id=pavel.pk).order_by("-id").first()
    assert latest.details["late"] == [high.number, other.number]
    assert bell(pavel)[0].sentence == "просрочены 2 заявки"


@pytest.fixture
def elsewhere():
    """Another process's connection to the same database."""
    database = connection.settings_dict
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"], dbname=database["NAME"],
        password=database["PASSWORD"] or None,
    ) as other:  # fmt: skip
        yield other
        other.rollback()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "lock", ["SELECT id FROM desk_ticket FOR UPDATE", "SELECT id FROM desk_ticket FOR NO KEY UPDATE"]
)
def test_sweeps_leave_a_ticket_alone_while_somebody_counts_its_clocks(high, elsewhere, at, lock):
    """A recount holds its tickets without their keys; what it has read must not change beneath it."""
    Clock.objects.filter(promise="response").delete()
    at("2026-03-18 11:05")
    elsewhere.execute(lock)
    watch_clocks()
    assert (Clock.objects.get().stand.warned, Breach.objects.count()) == (0, 0)
    elsewhere.rollback()
    watch_clocks()
    assert (Clock.objects.get().stand.warned, Breach.objects.count()) == (100, 1)
    elsewhere.execute(lock)
    tell_of_due_times()
    assert Clock.objects.get().stand.told == 0
    elsewhere.rollback()
    tell_of_due_times()
    assert Clock.objects.get().stand.told == 100


def until_it_waits(sweep, elsewhere):
    """Let a sweep begin, and what the other process has changed be committed only when the sweep waits for it."""

    def act():
        sweep()
        connection.close()

    sweeping = threading.Thread(target=copy_context().run, args=(act,))
    sweeping.start()
    with connection.cursor() as cursor:
        for _look in range(200):
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                break
            time.sleep(0.05)
    elsewhere.commit()
    sweeping.join()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_moves_while_a_sweep_begins_is_counted_by_its_new_ladder(high, elsewhere, at):
    Clock.objects.filter(promise="response").delete()
    at("2026-03-17 16:05")
    elsewhere.execute("UPDATE desk_clock SET ladder = ARRAY(SELECT step - interval '1 hour' FROM unnest(ladder) step)")
    elsewhere.execute("UPDATE desk_clockstand SET next_at = next_at - interval '1 hour'")
    until_it_waits(watch_clocks, elsewhere)
    watch_clocks()
    clock = Clock.objects.get()
    assert (clock.stand.warned, clock.stand.next_at) == (50, clock.ladder[1])


@pytest.mark.django_db(transaction=True)
def test_what_ends_while_a_digest_is_gathered_is_not_told(high, anna, elsewhere, at):
    take_ticket(high.number, by=anna)
    Clock.objects.filter(promise="response").delete()
    at("2026-03-17 18:05")
    watch_clocks()
    elsewhere.execute("UPDATE desk_clockstand SET told = warned")
    until_it_waits(tell_of_due_times, elsewhere)
    assert not Event.objects.filter(kind="clock.digest").exists()


def test_what_is_kept_in_the_moment_in_which_a_sweep_found_it_broken_is_broken_and_nothing_else(high, anna, at):
    at("2026-03-17 12:30")
    watch_clocks()
    reply(high.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    assert Clock.objects.get(promise="response").outcome == "late"
    assert Breach.objects.filter(promise="response", lifted_at=None).count() == 1


def test_facts_that_a_sweep_finds_name_promise_step_and_due_time(high, at):
    due = Clock.objects.get(promise="response").due_at
    at("2026-03-17 12:16")
    assert watch_clocks() is None
    at("2026-03-17 12:31")
    watch_clocks()
    facts = Event.objects.filter(subject_id=high.pk, kind__in=("clock.warned", "clock.breached")).order_by("id")
    assert [(fact.kind, fact.details) for fact in facts] == [
        ("clock.warned", {"promise": "response", "due": due.isoformat(), "step": 50}),
        ("clock.breached", {"promise": "response", "due": due.isoformat(), "step": 100}),
    ]
    assert {fact.region_id for fact in facts} == {high.region_id}


def test_a_ticket_opened_while_its_calendar_is_corrected_is_counted_once_more(high, adam, at):
    """It was counted by the days of before and not to be seen yet when all were counted anew."""
    at("2026-03-17 12:10")
    write_days(WorkCalendar.objects.get().pk, by=adam, first=date(2026, 3, 18), last=None, kind="off", name="Выходной")
    at("2026-03-17 12:15")
    recount_late_ones()
    assert Clock.objects.get(promise="resolution").due_at == at("2026-03-19 11:00")
    assert Event.objects.filter(kind="clock.recounted", details__promise="resolution").count() == 1


def test_later_nobody_counts_again_what_has_been_counted(high, adam, at):
    at("2026-03-17 12:10")
    write_days(WorkCalendar.objects.get().pk, by=adam, first=date(2026, 3, 18), last=None, kind="off", name="Выходной")
    at("2026-03-17 13:00")
    recount_late_ones()
    assert not Event.objects.filter(kind="clock.recounted").exists()
