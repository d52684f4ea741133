"""While one types: what will be hidden and what stays of it; «this is nobody's data» is heard, held back and recorded."""

import json
import re
from dataclasses import replace

import pytest

from priyom.base.models import Event
from priyom.desk.models import Message, Ticket
from priyom.people.models import Organisation
from priyom.privacy.decided.actions import decide_kinds
from priyom.privacy.detectors import Label
from priyom.privacy.hints.hinting import hints_for
from priyom.privacy.hints.released import released_now
from priyom.privacy.hints.releasing import may_release, releasing
from priyom.privacy.models import Screening

NEW = "/portal/"
SNILS = "112-233-445 95"
SAID = (
    f"Пациент Иванов Пётр Сергеевич, СНИЛС {SNILS}. Почта p.ivanov@clinic.example, дом. адрес: ул. Ленина, д. 5, кв. 7."
)


@pytest.fixture(autouse=True)
def _guarded(settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")


def test_each_finding_is_told_with_what_stays_of_it(cast):
    hints = {hint.kind: hint for hint in hints_for(SAID, by=cast.zoya)}
    assert hints["PERSON"].written == "Иванов Пётр Сергеевич"
    assert hints["PERSON"].becomes == "№ 1"
    assert hints["SNILS"].becomes == "***-***-*** 95"
    assert hints["EMAIL"].becomes == "***@clinic.example"
    assert hints["ADDRESS"].becomes == "скрыт"


def test_the_name_with_which_an_answer_begins_is_no_finding(cast, ticket, as_):
    cast.zoya.middle_name = "Сергеевна"
    cast.zoya.save()
    said = "Зоя Сергеевна, пациент Иванов Пётр Сергеевич найден."
    client = as_(cast.anna)

    place = client.get(f"/desk/tickets/{ticket.number}").text.partition('hx-post="/guard/hints"')[2].partition(">")[0]
    assert json.loads(re.search(r"hx-vals='(.+?)'", place)[1]) == {"here": "Ветрова Зоя Сергеевна"}
    told = client.post("/guard/hints", {"body": said, "here": "Ветрова Зоя Сергеевна"}).text
    assert "Иванов Пётр Сергеевич" in told
    assert "Зоя" not in told
    assert "Зоя" in client.post("/guard/hints", {"body": said}).text
    assert "Зоя" not in as_(cast.zoya).post("/guard/hints", {"body": said}).text


def test_nothing_is_told_and_nothing_asked_when_the_guard_is_off(cast, settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="off")
    assert hints_for(SAID, by=cast.zoya) == []


def test_the_form_asks_while_one_types_and_nothing_is_kept(cast, as_):
    page = as_(cast.zoya)
    place = page.get(NEW).text.partition('hx-post="/guard/hints"')[2].partition(">")[0]
    assert 'hx-target="this"' in place, "in the composer another target would be inherited from the form"
    answer = page.post("/guard/hints", {"body": SAID})
    assert "№ 1" in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert not Screening.objects.exists()
    assert not Event.objects.exists()


def test_asking_too_often_is_refused(cast, as_, monkeypatch):
    from priyom.people import limits

    monkeypatch.setitem(limits.RATES, "guard", "2/m/key")
    page = as_(cast.zoya)
    assert [page.post("/guard/hints", {"body": " "}).status_code for _time in range(3)] == [200, 200, 429]


def test_a_number_with_a_right_check_digit_is_not_the_authors_to_release(cast):
    assert may_release("PERSON", "Зима", cast.zoya)
    assert may_release("SNILS", "112-233-445 96", cast.zoya)
    assert not may_release("SNILS", SNILS, cast.zoya)
    assert may_release("SNILS", SNILS, cast.adam)
    with releasing([f"SNILS:{SNILS}", "PERSON:Иванов", "COLOUR:синий", "без вида"], by=cast.zoya):
        assert released_now() == {"PERSON:Иванов"}
    assert released_now() == frozenset()
    decide_kinds(by=cast.adam, hidden=[kind.value for kind in Label], releases_checked=True)
    assert may_release("SNILS", SNILS, cast.zoya)


def test_what_the_author_released_stays_and_is_recorded_without_words(cast, as_):
    said = f"Модуль Ивановой Марии не открывается, СНИЛС {SNILS}."
    organisation = Organisation.objects.get(pk=cast.zoya.organisation_id)
    as_(cast.zoya).post(NEW, {
        "act": "send", "body": said, "organisation": organisation.pk, "topic": "report", "one": "1",
        "released": ["PERSON:Ивановой Марии", f"SNILS:{SNILS}"],
    })  # fmt: skip
    ticket = Ticket.objects.get()
    body = Message.objects.get(ticket=ticket).body
    assert "Ивановой Марии" in body
    assert SNILS not in body
    kept = Screening.objects.get(ticket_id=ticket.pk)
    assert (kept.released, kept.kinds) == (1, ["SNILS"])
    told = Event.objects.get(kind="guard.released")
    assert (told.actor, told.details["list"]) == (cast.zoya, ["PERSON"])
    assert "Иванов" not in str(told.details)


def test_what_stays_of_each_is_told_behind_a_birth_whose_words_stay(cast):
    said = f"Пациент Иванов Пётр Сергеевич, 12 мая 1980 г.р., СНИЛС {SNILS}, почта p.ivanov@clinic.example"
    hints = {hint.kind: hint for hint in hints_for(said, by=cast.zoya)}
    assert hints["DOB"].becomes.startswith("дата скрыта")
    assert hints["SNILS"].becomes == "***-***-*** 95"
    assert hints["EMAIL"].becomes == "***@clinic.example"
