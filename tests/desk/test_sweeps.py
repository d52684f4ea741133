"""Sweeps over time: one row that cannot be written holds up no other, and is tried again."""

from datetime import timedelta

import pytest
from django.db import connection

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.actions.consults import ask_for_advice
from priyom.desk.actions.external import open_request, wait_on_request
from priyom.desk.actions.reminders import set_reminder
from priyom.desk.jobs import (
    good_morning,
    remind_and_wake,
    remind_of_critical,
    remind_of_outside_requests,
    remind_of_rungs,
    say_which_advice_is_late,
    watch_clocks,
)
from priyom.desk.models import Breach, Consult, CriticalCall, ExternalParty, RungStep
from tests.cast import open_ticket
from tests.desk import promises

LONG_AFTER = "2026-03-06 12:30"


@pytest.fixture
def pair(cast, at):
    """Two tickets of a hospital with a contract; what is due of the first cannot be written."""
    at("2026-03-02 09:00")
    promises.contract(cast)
    return [open_ticket(cast.zoya, subject=f"Не печатает {n}") for n in (1, 2)]


def broken(kind, subject):
    """Let no such fact of this subject be written any more; return how to mend it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER broken BEFORE INSERT ON base_event FOR EACH ROW "
            f"WHEN (NEW.kind = '{kind}' AND NEW.subject_id = {subject.pk}) EXECUTE FUNCTION broken()"
        )


def mended():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER broken ON base_event")


def told(kind):
    return set(Event.objects.filter(kind=kind).values_list("subject_id", flat=True))


def on_rungs(cast, pair):
    for each in pair:
        RungStep.objects.create(
            ticket=each, region_id=each.region_id, kind="local", organisation=each.organisation, arrived_at=now(),
            due_at=now() + timedelta(hours=1),
        )  # fmt: skip


def asked(cast, pair):
    for each in pair:
        ask_for_advice(
            each.number, by=cast.anna, question="Чей код?", person=cast.boris, needed_by=now() + timedelta(hours=1)
        )


def critical(cast, pair):
    for each in pair:
        each.critical = "confirmed"
        each.save(update_fields=["critical"])
        CriticalCall.objects.create(
            ticket=each, region_id=each.region_id, state="confirmed", decided_by=cast.anna, proposed_at=now(), decided_at=now(),
            update_due_at=now() + timedelta(hours=1),
        )  # fmt: skip


def outside(cast, pair):
    party = ExternalParty.objects.create(code="egisz", name="Поддержка ЕГИСЗ", answers_in_days=1)
    for each in pair:
        request = open_request(by=cast.anna, party=party, title="РЭМД отвечает 500")
        wait_on_request(each.number, by=cast.anna, request_id=request.pk)


def reminded(cast, pair):
    for each in pair:
        set_reminder(each.number, by=cast.anna, due_at=now() + timedelta(hours=1))


def promised(cast, pair):
    """Their clocks have run since they were opened."""


@pytest.mark.parametrize(
    ("prepare", "sweep", "kind"),
    [
        (on_rungs, remind_of_rungs, "ticket.rung_overdue"),
        (asked, say_which_advice_is_late, "consult.overdue"),
        (critical, remind_of_critical, "ticket.news_owed"),
        (outside, remind_of_outside_requests, "external.follow_up"),
        (reminded, remind_and_wake, "ticket.reminder_due"),
        (promised, watch_clocks, "clock.breached"),
    ],
)
def test_what_cannot_be_written_holds_up_no_other_and_comes_later(cast, at, pair, prepare, sweep, kind):
    prepare(cast, pair)
    first, second = pair
    broken(kind, first)
    at(LONG_AFTER)
    sweep()
    assert told(kind) == {second.pk}
    mended()
    sweep()
    assert told(kind) == {first.pk, second.pk}


def test_a_broken_promise_that_could_not_be_written_left_nothing_behind(cast, at, pair):
    broken("clock.breached", pair[0])
    at(LONG_AFTER)
    watch_clocks()
    assert set(Breach.objects.values_list("ticket_id", flat=True)) == {pair[1].pk}


def test_one_morning_that_cannot_be_told_holds_up_no_other(cast, at, pair):
    for each, whom in zip(pair, (cast.boris, cast.vadim), strict=True):
        ask_for_advice(each.number, by=cast.anna, question="Чей код?", person=whom, needed_by=now() + timedelta(days=3))
    assert Consult.objects.count() == 2
    broken("person.morning", cast.boris)
    at("2026-03-03 09:05")
    good_morning()
    assert told("person.morning") == {cast.vadim.pk}
