"""The writer of a letter learns from the answer what was hidden in it, once, and how to send it again."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base.jobs import run_reactions
from priyom.channels.hiding import MOST_A_DAY, told_in
from priyom.channels.models import IncomingLetter, Letter
from priyom.channels.outbound import send_due
from priyom.people.models import User
from priyom.privacy import guards
from priyom.privacy.screening import screen_waiting
from tests.channels.intake.test_filing import answer_address, filed, letter, ticket_of
from tests.channels.test_outbound import body_of, sink  # noqa: F401 - a fixture

PATIENT = "Не уходит выписка: Баратынская Елена Сергеевна, 03.04.1979, СНИЛС 112-233-445 95."
CALM = "С утра не печатается рецепт."
LISTED = ("list.csv", "Баратынская Елена Сергеевна;112-233-445 95\nЮнусов Тимур Маратович;223-344-556 16\n".encode())


@pytest.fixture(autouse=True)
def _guarded(settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on", data_dir=tmp_path)
    settings.FILES_DIR = settings.PRIYOM.files_dir
    yield
    guards.the_guard().close()
    guards.the_masker().close()


@pytest.fixture
def told(cast, sink):  # noqa: F811
    """Send what is due; return the bodies of the letters to Zoya that left by it."""

    def send():
        run_reactions()
        known = len(sink.letters)
        send_due()
        return [body_of(one) for one in sink.letters[known:] if "zoya" in one["To"]]

    return send


def to(ticket, who):
    return answer_address(ticket, who)


def test_an_acknowledgement_says_what_was_hidden_in_the_letter(cast, told):
    filed(letter(sender=cast.zoya.email, body=PATIENT))
    (body,) = told()
    assert "Скрыли в тексте: ФИО, дата рождения, СНИЛС." in body
    assert "новой заявки" in body
    assert "Баратынск" not in body
    assert "112-233" not in body
    assert told() == []


def test_where_nothing_was_hidden_nothing_is_said_of_it(cast, told):
    filed(letter(sender=cast.zoya.email, body=CALM))
    (body,) = told()
    assert "Скрыли" not in body


def test_files_are_told_of_once_the_last_of_them_was_read(cast, told):
    again = ("again.csv", LISTED[1])
    filed(letter(sender=cast.zoya.email, body=CALM, files=(LISTED, again)))
    (first,) = told()
    assert "Скрыли" not in first

    screen_waiting(most=1)
    assert told() == []
    screen_waiting(most=5)
    (second,) = told()
    assert "В вашем письме скрыты персональные данные" in second
    assert "Скрыли в файле «list.csv»: ФИО (2 места), СНИЛС (2 места)." in second
    assert "«again.csv»" in second


def test_of_a_file_that_is_not_shown_the_name_is_told_and_what_to_send_instead(cast, told):
    program = ("setup.exe", b"MZ\x90\x00" + bytes(200))
    filed(letter(sender=cast.zoya.email, body=CALM, files=(program, LISTED)))
    told()
    screen_waiting(most=5)
    body = "\n".join(told())
    assert "«setup.exe»: Такие файлы проверить нельзя" in body
    assert "Скрыли в файле «list.csv»" in body


def test_a_clean_file_brings_no_second_letter(cast, told):
    filed(letter(sender=cast.zoya.email, body=PATIENT, files=(("versions.csv", b"name;version\nkernel;5.1\n"),)))
    assert len(told()) == 1
    screen_waiting(most=5)
    assert told() == []


def test_a_letter_that_joins_its_ticket_is_answered_when_something_was_hidden(cast, told):
    ticket = ticket_of(filed(letter(sender=cast.zoya.email, body=CALM)))
    told()
    filed(letter(sender=cast.zoya.email, body="Спасибо, ждём.", to=to(ticket, cast.zoya)), to=to(ticket, cast.zoya))
    assert told() == []

    filed(letter(sender=cast.zoya.email, body=PATIENT, to=to(ticket, cast.zoya)), to=to(ticket, cast.zoya))
    (body,) = told()
    assert "Скрыли в тексте: ФИО, дата рождения, СНИЛС." in body
    assert f"{ticket.number}" in body


def test_whoever_is_not_known_to_own_the_address_learns_nothing_of_it(cast, told, sink):  # noqa: F811
    filed(letter(sender="stranger@elsewhere.example", body=PATIENT, files=(LISTED,)))
    run_reactions()
    screen_waiting(most=5)
    run_reactions()
    send_due()
    assert User.objects.filter(email="stranger@elsewhere.example").exists()
    assert not any("Скрыли" in body_of(one) or "ФИО" in body_of(one) for one in sink.letters)


def test_a_program_is_answered_nothing(cast, told):
    filed(letter(sender=cast.zoya.email, body=PATIENT, Auto_Submitted="auto-generated", files=(LISTED,)))
    screen_waiting(most=5)
    run_reactions()
    assert not Letter.objects.filter(template="hidden").exists()


def test_after_some_letters_a_day_it_is_known(cast, told):
    ticket = ticket_of(filed(letter(sender=cast.zoya.email, body=CALM)))
    for number in range(MOST_A_DAY + 2):
        body = f"{PATIENT} Строка {number}."
        filed(letter(sender=cast.zoya.email, body=body, to=to(ticket, cast.zoya)), to=to(ticket, cast.zoya))
        run_reactions()
    assert Letter.objects.filter(template="hidden").count() == MOST_A_DAY


def test_a_round_of_letters_costs_as_many_questions_as_one(cast, told):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            found = told_in(Letter.objects.select_related("event").filter(template="received"))
        return len(queries), len(found)

    filed(letter(sender=cast.zoya.email, body=PATIENT))
    run_reactions()
    questions, found = cost()
    for sender in (cast.yakov.email, cast.igor.email):
        filed(letter(sender=sender, body=f"{PATIENT} {sender}"))
    run_reactions()
    assert IncomingLetter.objects.filter(outcome="ticket").count() == 3
    assert cost() == (questions, found + 2)
