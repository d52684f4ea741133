import uuid
from datetime import timedelta

import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.messages import comment, publish_message, reply, take_back
from priyom.desk.actions.tickets import confirm_solution, reopen_ticket, resolve_ticket
from priyom.desk.models import Message, Ticket
from priyom.desk.queries import get_ticket, messages_of
from tests.cast import open_ticket


def kinds_of(ticket):
    return list(
        Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("id").values_list("kind", flat=True)
    )


def test_a_question_becomes_a_ticket_is_answered_and_confirmed(anna, zoya, ticket, at):
    at("2026-03-02 10:00")
    take_ticket(ticket.number, by=anna)
    answer = reply(ticket.number, by=anna, body="Драйвер обновили, проверьте.", undo=timedelta(0))
    resolve_ticket(ticket.number, by=anna, cause="Устарел драйвер", remedy="Обновили драйвер")
    confirm_solution(ticket.number, by=zoya)

    ticket.refresh_from_db()
    assert answer.state == Message.State.SENT
    assert (ticket.status, ticket.assignee, ticket.cause) == ("closed", anna, "Устарел драйвер")
    assert kinds_of(ticket) == [
        "ticket.opened",
        "ticket.taken",
        "ticket.replied",
        "ticket.resolved",
        "ticket.confirmed",
    ]


def test_the_same_form_sent_twice_opens_one_ticket(zoya):
    token = uuid.uuid4()
    first, second = open_ticket(zoya, token=token), open_ticket(zoya, token=token)

    assert first == second
    assert Ticket.objects.count() == 1


def test_an_answer_can_be_taken_back_for_ten_seconds(anna, zoya, ticket, at):
    at("2026-03-02 10:00:00")
    answer = reply(ticket.number, by=anna, body="Проверьте, пожалуйста.")

    assert [m.pk for m in messages_of(zoya, ticket)] == [ticket.messages.first().pk]
    at("2026-03-02 10:00:09")
    assert not publish_message(answer.pk)
    assert take_back(answer.pk, by=anna).state == Message.State.TAKEN_BACK
    at("2026-03-02 10:00:11")
    assert not publish_message(answer.pk)


def test_an_answer_is_sent_after_ten_seconds_with_its_effects(anna, zoya, ticket, at):
    at("2026-03-02 10:00:00")
    answer = reply(
        ticket.number, by=anna, body="Какая версия?", effects={"status": "waiting", "waiting_for": "requester"}
    )
    at("2026-03-02 10:00:10")
    assert publish_message(answer.pk)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_for, ticket.clarifications) == ("waiting", "requester", 1)
    with pytest.raises(WrongState):
        take_back(answer.pk, by=anna)

    comment(ticket.number, by=zoya, body="5.3.1")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_for) == ("open", "")


def test_strangers_find_nothing(stranger, strange_agent, ticket):
    for person in (stranger, strange_agent):
        with pytest.raises(NotVisible):
            get_ticket(person, ticket.number)


def test_the_hospital_and_the_region_see_the_ticket_and_a_colleague_does_not(igor, galina, yakov, ticket):
    assert get_ticket(igor, ticket.number) == ticket
    assert get_ticket(galina, ticket.number) == ticket
    with pytest.raises(NotVisible):
        get_ticket(yakov, ticket.number)


def test_two_agents_at_once_do_not_both_take_it(anna, boris, ticket):
    take_ticket(ticket.number, by=anna)
    with pytest.raises(WrongState):
        take_ticket(ticket.number, by=boris)


def test_a_solution_says_cause_and_remedy(anna, ticket):
    with pytest.raises(Invalid) as refused:
        resolve_ticket(ticket.number, by=anna, cause=" ", remedy="Обновили")
    assert set(refused.value.errors) == {"cause"}


def test_requesters_cannot_solve(zoya, ticket):
    with pytest.raises(NotAllowed):
        resolve_ticket(ticket.number, by=zoya, cause="a", remedy="b")


def test_thanks_do_not_reopen_but_no_does(anna, zoya, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")
    comment(ticket.number, by=zoya, body="Спасибо, помогло")
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    reopen_ticket(ticket.number, by=zoya, reason="Снова не печатает")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopenings) == ("open", 1)


def test_a_stale_page_overwrites_nothing(anna, boris, ticket):
    seen = ticket.revision
    take_ticket(ticket.number, by=anna)
    with pytest.raises(WrongState):
        resolve_ticket(ticket.number, by=boris, cause="a", remedy="b", revision=seen)


def test_what_no_topic_claims_goes_to_the_first_line_of_the_region(cast, zoya, stranger):
    assert open_ticket(zoya, topic=None).team == cast.line1
    assert open_ticket(stranger, topic=None).team == cast.north_line
