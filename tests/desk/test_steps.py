"""An action and the effects of a note or an answer leave the same ticket behind."""

import uuid

import pytest

from priyom.base.errors import NotAllowed
from priyom.base.models import Event
from priyom.desk.actions.answering import send_note
from priyom.desk.actions.assignment import transfer_ticket
from priyom.desk.actions.messages import add_note
from priyom.desk.actions.tickets import prioritise_ticket, reopen_ticket, resolve_ticket
from priyom.desk.actions.watching import call_in
from priyom.desk.models import Ticket
from tests.cast import open_ticket

SOLVED = {"cause": "Устарел драйвер", "remedy": "Обновили драйвер"}


def note(ticket, by, **effects):
    send_note(ticket.number, by=by, body="Сделано", token=uuid.uuid4(), effects=effects)


def details(ticket, kind):
    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, kind=kind).get().details


def test_who_solves_with_a_note_owns_the_ticket_as_with_the_action(anna, zoya, at):
    at("2026-03-02 10:00")
    by_action, by_note = open_ticket(zoya), open_ticket(zoya)
    resolve_ticket(by_action.number, by=anna, **SOLVED)
    note(by_note, anna, status="resolved", **SOLVED)

    columns = ("status", "assignee", "cause", "remedy", "resolved_at", "first_replied_at", "awaiting_us_since")
    one, other = Ticket.objects.filter(pk__in=[by_action.pk, by_note.pk]).values(*columns)
    assert one == other
    assert one["assignee"] == anna.pk


def test_taking_a_new_ticket_with_a_note_begins_the_work(anna, ticket):
    note(ticket, anna, take=True)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("open", anna)


def test_passing_on_and_priority_tell_the_same_from_where_to_where(anna, zoya, cast):
    by_action, by_note = open_ticket(zoya), open_ticket(zoya)
    transfer_ticket(by_action.number, by=anna, team=cast.line2)
    prioritise_ticket(by_action.number, by=anna, impact="hospital")
    note(by_note, anna, team=cast.line2.code, impact="hospital")

    for kind in ("ticket.transferred", "ticket.prioritised"):
        assert details(by_action, kind) == details(by_note, kind)


def test_a_colleague_called_in_from_another_region_may_note_but_not_reopen(anna, strange_agent, ticket):
    resolve_ticket(ticket.number, by=anna, **SOLVED)
    call_in(ticket.number, by=anna, login=strange_agent.login)

    assert add_note(ticket.number, by=strange_agent, body="У нас было так же").by_staff
    with pytest.raises(NotAllowed):
        reopen_ticket(ticket.number, by=strange_agent)
