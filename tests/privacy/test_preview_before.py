"""Without a script: what will be hidden is shown once before a text is taken, and only when something was found."""

from dataclasses import replace

import pytest

from priyom.desk.models import Message, Ticket
from priyom.people.models import Organisation

NEW = "/portal/"
SAID = "Пациент Иванов Пётр Сергеевич, протокол не уходит в РЭМД."


@pytest.fixture(autouse=True)
def _guarded(settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")


def asked(cast, body, **more):
    organisation = Organisation.objects.get(pk=cast.zoya.organisation_id)
    return {"act": "send", "body": body, "organisation": organisation.pk, "topic": "report", "one": "1", **more}


def seal_in(answer):
    return answer.text.partition('name="looked" value="')[2].partition('"')[0]


def test_the_form_comes_back_once_with_what_will_be_hidden_and_then_it_is_sent(cast, as_):
    page = as_(cast.zoya)
    shown = page.post(NEW, asked(cast, SAID, plain="1"))
    assert shown.status_code == 200
    assert "Пациент [№ 1], протокол не уходит" in shown.text
    assert not Ticket.objects.exists()

    assert page.post(NEW, asked(cast, SAID, plain="1", looked=seal_in(shown))).status_code == 302
    assert "Иванов" not in Message.objects.get().body


def test_another_text_is_shown_again_and_what_was_released_stays_released(cast, as_):
    page = as_(cast.zoya)
    shown = page.post(NEW, asked(cast, SAID, plain="1"))
    other = f"{SAID} Пациентка Петрова Анна Ильинична тоже."
    again = page.post(
        NEW, asked(cast, other, plain="1", looked=seal_in(shown), released="PERSON:Иванов Пётр Сергеевич")
    )
    assert again.status_code == 200
    assert 'name="released" value="PERSON:Иванов Пётр Сергеевич"' in again.text
    assert not Ticket.objects.exists()


def test_a_clean_text_and_a_page_with_a_script_are_not_held_up(cast, as_):
    assert as_(cast.zoya).post(NEW, asked(cast, "Протокол не уходит в РЭМД.", plain="1")).status_code == 302
    assert as_(cast.zoya).post(NEW, asked(cast, SAID)).status_code == 302


def test_an_answer_in_the_ticket_is_shown_before_it_is_taken(cast, as_, ticket):
    page, where = as_(cast.zoya), f"/portal/tickets/{ticket.number}/messages"
    shown = page.post(where, {"body": SAID, "plain": "1"})
    assert shown.status_code == 200
    assert "Пациент [№ 1], протокол не уходит" in shown.text
    said = Message.objects.filter(body__contains="протокол не уходит")
    assert not said.exists()
    assert page.post(where, {"body": SAID, "plain": "1", "looked": seal_in(shown)}).status_code == 302
    assert said.count() == 1


def test_what_is_shown_is_what_will_be_kept_to_the_letter(cast, as_):
    page, said = as_(cast.zoya), f"{SAID} СНИЛС 112-233-445 95. Отделение на улице Ивановской."
    shown = page.post(NEW, asked(cast, said, plain="1"))
    page.post(NEW, asked(cast, said, plain="1", looked=seal_in(shown)))
    assert f'<p class="guard-text">{Message.objects.get().body}</p>' in shown.text
