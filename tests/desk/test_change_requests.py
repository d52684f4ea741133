import uuid

import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.models import Event
from priyom.desk.actions.change_requests import request_change
from priyom.desk.models import Ticket, TicketLink
from priyom.desk.queries import messages_of

WISH = {
    "verdict": "designed",
    "subject": "Кнопка «Повторить печать»",
    "body": "Нужна кнопка, чтобы не открывать рецепт заново.",
    "answer": "Зоя, так задумано. Предложили изменение.",
}


def ask(ticket, by, **facts):
    return request_change(ticket.number, by=by, **(WISH | {"token": uuid.uuid4()} | facts))


def test_a_question_becomes_a_linked_change_request_and_the_requester_is_told(anna, zoya, ticket):
    wish = ask(ticket, anna)

    assert (wish.kind, wish.requester, wish.organisation) == ("change_request", zoya, ticket.organisation)
    link = TicketLink.objects.get()
    assert (link.source, link.target, link.kind) == (ticket, wish, "change")
    assert messages_of(zoya, ticket)[-1].body == WISH["answer"]
    assert Event.objects.get(kind="ticket.change_requested").details["other"] == wish.number
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_the_question_can_be_solved_by_that(anna, ticket):
    ask(ticket, anna, solve=True, cause="Так задумано", remedy="Предложено изменение")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.cause) == ("resolved", "Так задумано")


def test_solving_needs_cause_and_remedy_and_otherwise_nothing_happens(anna, ticket):
    with pytest.raises(Invalid):
        ask(ticket, anna, solve=True)
    assert Ticket.objects.count() == 1
    assert not TicketLink.objects.exists()


def test_the_same_form_twice_makes_one(anna, ticket):
    token, seen = uuid.uuid4(), ticket.revision
    assert ask(ticket, anna, token=token, revision=seen) == ask(ticket, anna, token=token, revision=seen)
    assert Ticket.objects.count() == 2


def test_what_is_missing_is_said_beside_its_field(anna, ticket):
    with pytest.raises(Invalid) as refusal:
        ask(ticket, anna, verdict="maybe", subject=" ", body="", answer="")
    assert set(refusal.value.errors) == {"verdict", "subject", "body", "answer"}


def test_strangers_and_requesters_make_none(stranger, strange_agent, zoya, oleg, ticket):
    for person in (stranger, strange_agent):
        with pytest.raises(NotVisible):
            ask(ticket, person)
    for person in (zoya, oleg):
        with pytest.raises(NotAllowed):
            ask(ticket, person)
