"""A worker that has slept for weeks: what is ripe is taken in halves, over two connections."""

import contextlib

import pytest
from django.db import connection

from priyom.base.models import Event
from priyom.desk.actions import watching_clocks
from priyom.desk.models import Breach, Clock, ClockStand
from tests import cast as people_of_the_play
from tests.cast import open_ticket
from tests.desk import promises


@pytest.fixture
def slept(_jobs_are_gone_afterwards, transactional_db, at, monkeypatch):
    """Six tickets of Monday with all their clocks run out, where a part holds seven clocks."""
    monkeypatch.setattr(watching_clocks, "AT_ONCE", 7)
    cast = people_of_the_play.enter()
    at("2026-03-02 09:00")
    promises.contract(cast)
    tickets = [open_ticket(cast.zoya, subject=f"Не печатает {n}") for n in range(6)]
    at("2026-04-20 12:30")
    return tickets


def is_all_told():
    """Say whether each clock stands at its end, was recorded once and its promise is broken once."""
    clocks = ClockStand.objects.count()
    assert set(ClockStand.objects.values_list("warned", "next_at")) == {(100, None)}
    facts = Event.objects.filter(kind="clock.breached").values_list("subject_id", "details__promise")
    assert len(facts) == len(set(facts)) == clocks == Breach.objects.filter(lifted_at=None).count()
    return True


def test_both_halves_are_taken_whole(slept):
    assert {ticket.pk % 2 for ticket in slept} == {watching_clocks.EVEN, watching_clocks.ODD}
    clocks = ClockStand.objects.count()
    assert watching_clocks.warn_of_clocks() == clocks
    assert is_all_told()
    assert watching_clocks.warn_of_clocks() == 0


def test_a_promise_that_was_broken_before_stands_again(slept):
    clock = ClockStand.objects.select_related("clock").filter(clock__ticket=slept[0]).first().clock
    Breach.objects.create(
        ticket=slept[0], region_id=slept[0].region_id, contract=clock.contract, promise=clock.promise,
        due_at=clock.due_at, noticed_at=clock.due_at, lifted_at=clock.due_at,
    )  # fmt: skip
    watching_clocks.warn_of_clocks()
    assert is_all_told()


@pytest.mark.parametrize("half", [watching_clocks.EVEN, watching_clocks.ODD])
def test_what_cannot_be_written_holds_up_no_other_of_its_half(slept, half):
    bad = next(ticket for ticket in slept if ticket.pk % 2 == half)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE desk_breach ADD CONSTRAINT bad CHECK (ticket_id <> {bad.pk})")
    try:
        watching_clocks.warn_of_clocks()
        assert set(Breach.objects.values_list("ticket_id", flat=True)) == {each.pk for each in slept} - {bad.pk}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE desk_breach DROP CONSTRAINT bad")
    watching_clocks.warn_of_clocks()
    assert is_all_told()


def test_a_ticket_that_somebody_holds_waits_for_the_next_round(slept):
    elsewhere = connection.copy()
    with contextlib.closing(elsewhere), elsewhere.cursor() as other:
        other.execute("BEGIN")
        other.execute("SELECT 1 FROM desk_ticket WHERE id = %s FOR UPDATE", [slept[0].pk])
        watching_clocks.warn_of_clocks()
        other.execute("ROLLBACK")
    left = Clock.objects.filter(kept_stand__next_at__isnull=False)
    assert {each.ticket_id for each in left} == {slept[0].pk}
    watching_clocks.warn_of_clocks()
    assert is_all_told()
