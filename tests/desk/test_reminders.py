from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.models import Event
from priyom.desk.actions.reminders import (
    finish_reminder,
    postpone_reminder,
    remind_what_is_due,
    set_reminder,
    wake_what_waited,
)
from priyom.people.models import TeamMembership
from tests.cast import open_ticket


def test_one_is_reminded_once_when_the_moment_comes(anna, ticket, at):
    at("2026-03-02 10:00")
    reminder = set_reminder(ticket.number, by=anna, due_at=now() + timedelta(hours=2), note="спросить версию")
    assert remind_what_is_due() == 0
    at("2026-03-02 12:00")
    assert (remind_what_is_due(), remind_what_is_due()) == (1, 0)
    event = Event.objects.get(kind="ticket.reminder_due")
    assert event.details == {"reminder": reminder.pk, "user": anna.pk}


def test_done_and_postponed_reminders_are_quiet(anna, ticket, at):
    at("2026-03-02 10:00")
    done = set_reminder(ticket.number, by=anna, due_at=now() + timedelta(hours=1))
    later = set_reminder(ticket.number, by=anna, due_at=now() + timedelta(hours=1))
    finish_reminder(done.pk, by=anna)
    finish_reminder(done.pk, by=anna)
    postpone_reminder(later.pk, by=anna, due_at=now() + timedelta(hours=5))
    at("2026-03-02 12:00")
    assert remind_what_is_due() == 0
    at("2026-03-02 15:00")
    assert remind_what_is_due() == 1


def test_a_ticket_set_aside_waits_for_the_date_and_wakes_up(anna, ticket, at):
    at("2026-03-02 10:00")
    set_reminder(ticket.number, by=anna, due_at=now() + timedelta(days=1), set_aside=True)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_for, ticket.waiting_until) == (
        "waiting",
        "date",
        now() + timedelta(days=1),
    )
    assert wake_what_waited() == 0
    at("2026-03-03 10:00")
    assert wake_what_waited() == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_for) == ("open", "")


def test_who_no_longer_sees_the_ticket_is_not_reminded(strange_agent, stranger, at, cast):
    at("2026-03-02 10:00")
    far = open_ticket(stranger)
    set_reminder(far.number, by=strange_agent, due_at=now() + timedelta(hours=1))
    TeamMembership.objects.filter(user=strange_agent).update(team=cast.line1)
    cast.line1.regions.add(cast.region)
    at("2026-03-02 12:00")
    assert remind_what_is_due() == 0
    assert not Event.objects.filter(kind="ticket.reminder_due").exists()


def test_moments_are_to_come_and_reminders_are_ones_own(anna, boris, zoya, stranger, ticket, at):
    at("2026-03-02 10:00")
    for wrong in (now(), now() - timedelta(days=1), now() + timedelta(days=800)):
        with pytest.raises(Invalid):
            set_reminder(ticket.number, by=anna, due_at=wrong)
    reminder = set_reminder(ticket.number, by=anna, due_at=now() + timedelta(hours=1))
    with pytest.raises(NotVisible):
        finish_reminder(reminder.pk, by=boris)
    with pytest.raises(NotAllowed):
        set_reminder(ticket.number, by=zoya, due_at=now() + timedelta(hours=1))
    with pytest.raises(NotVisible):
        set_reminder(ticket.number, by=stranger, due_at=now() + timedelta(hours=1))
