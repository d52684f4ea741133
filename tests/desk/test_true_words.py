"""Who did what on a requester's page is true for whoever reads it."""

import re
from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.consults import ask_for_advice
from priyom.desk.actions.facts import let_wait
from priyom.desk.actions.ladder import return_with_advice, say_whether_it_helped
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import RungStep, Ticket
from tests.cast import open_a_ticket, open_ticket
from tests.desk import promises

pytestmark = pytest.mark.django_db


def page_of(client, ticket):
    page = client.get(f"/portal/tickets/{ticket.number}").content.decode()
    line = re.search(r'aria-label="([^"]+)"', page[page.index('class="lifeline"') :])[1]
    answers = re.sub(r"<[^>]+>", " ", page[page.index('class="four"') : page.index("</dl>")])
    return page, line, re.sub(r"\s+", " ", answers)


@pytest.fixture
def below(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(rung="local")
    RungStep.objects.create(
        ticket=ticket, region_id=ticket.region_id, kind="local", organisation=ticket.organisation,
        arrived_at=ticket.opened_at,
    )  # fmt: skip
    return ticket


def test_you_wrote_stands_there_for_who_wrote_and_for_nobody_else(as_, zoya, igor, galina, below):
    assert "вы написали" in page_of(as_(zoya), below)[1]
    for other in (igor, galina):
        line = page_of(as_(other), below)[1]
        assert "вы написали" not in line
        assert f"пишет {zoya.name}" in line


def test_what_a_colleague_wrote_down_for_somebody_is_the_colleagues_writing(as_, anna, zoya, igor):
    called = open_a_ticket(
        by=anna, requester=zoya, organisation=zoya.organisation, subject="Не печатает", body="Звонила: не печатает."
    )
    assert f"за вас пишет {anna.name}" in page_of(as_(zoya), called)[1]
    assert f"пишет {anna.name}" in page_of(as_(igor), called)[1]


def test_advice_of_a_rung_is_an_answer_and_its_givers_own(as_, zoya, igor, below):
    return_with_advice(below.number, by=igor, advice="Проверьте бумагу")
    assert "ваш ответ" in page_of(as_(igor), below)[1]
    line = page_of(as_(zoya), below)[1]
    assert " ответ" in line
    assert "ваш ответ" not in line


def test_whose_turn_it_is_is_said_by_name_to_everybody_but_the_requester(as_, anna, zoya, igor, ticket):
    let_wait(ticket.number, by=anna, waiting_for="requester")
    page, _line, answers = page_of(as_(zoya), ticket)
    assert "Кого ждём Вас" in answers
    assert "Ждём вашего ответа" in page
    page, _line, answers = page_of(as_(igor), ticket)
    assert "Кого ждём Вас" not in answers
    assert zoya.name in answers
    assert "Ждём вашего ответа" not in page


def test_a_solution_waits_for_who_asked(as_, anna, zoya, igor, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Сбой", remedy="Перезапуск")
    assert "Кого ждём Вас" in page_of(as_(zoya), ticket)[2]
    others = page_of(as_(igor), ticket)[2]
    assert "Кого ждём Вас" not in others
    assert f"Кого ждём {zoya.name}" in others


def test_why_it_is_due_then_says_you_only_to_who_asked(as_, cast, at, anna, zoya, igor):
    at("2026-03-02 10:00")
    promises.contract(cast, targets=[("resolution", "work_day", 12)])
    waited = open_ticket(zoya)
    let_wait(waited.number, by=anna, waiting_for="external")
    at("2026-03-02 12:00")
    assert "Вы написали" in page_of(as_(zoya), waited)[0]
    assert "Вы написали" not in page_of(as_(igor), waited)[0]
    assert "Заявка пришла" in page_of(as_(igor), waited)[0]


def test_advice_that_did_not_help_was_news_all_the_same(as_, zoya, igor, below):
    return_with_advice(below.number, by=igor, advice="Проверьте бумагу")
    assert "потом они продолжат" in page_of(as_(zoya), below)[2]
    say_whether_it_helped(below.number, by=zoya, helped=False)
    answers = page_of(as_(zoya), below)[2]
    assert f"пишет {igor.name}" in answers
    assert "Пока нет" not in answers
    assert "0 мин" not in page_of(as_(zoya), below)[1]


def test_by_when_a_colleague_answers_us_is_no_promise_to_the_requester(as_, cast, at, anna, boris, zoya):
    at("2026-03-02 10:00")
    promises.contract(cast, targets=[("resolution", "work_day", 12)])
    asked = open_ticket(zoya)
    ask_for_advice(
        asked.number, by=anna, question="Чей код?", person=boris, needed_by=now() + timedelta(hours=2), waits=True
    )
    answers = page_of(as_(zoya), asked)[2]
    assert boris.name in answers
    assert "договорились" not in answers
    assert "12:00" not in answers


def test_a_day_that_was_agreed_on_is_told_as_agreed(as_, at, anna, zoya, ticket):
    let_wait(ticket.number, by=anna, waiting_for="date", until=now() + timedelta(days=9))
    assert "так договорились" in page_of(as_(zoya), ticket)[2]


@pytest.mark.parametrize(("model", "words"), [("owner", "ведёт до конца и ответит вам"), ("lines", "занимается ею")])
def test_nobody_is_said_to_keep_to_the_end_what_lines_pass_on(cast, as_, zoya, anna, model, words):
    promises.contract(cast, support_model=model)
    ticket = take_ticket(open_ticket(zoya).number, by=anna)
    assert words in page_of(as_(zoya), ticket)[2]
