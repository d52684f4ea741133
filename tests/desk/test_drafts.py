import uuid
from dataclasses import replace

import pytest

from priyom.desk.actions.answering import withdraw_reply
from priyom.desk.actions.drafts import discard_draft, read_draft, save_draft
from priyom.desk.actions.messages import comment, reply
from priyom.desk.jobs import forget_old_drafts
from priyom.desk.models import Draft

TEXT = "Не печатается рецепт, пациент Иванова ждёт"


def test_a_draft_comes_back_with_its_fields_and_token(zoya):
    token = uuid.uuid4()
    save_draft(by=zoya, place="new", text=TEXT, token=token, fields={"error_text": ["0x80090010"], "empty": [""]})

    kept = read_draft(zoya, "new")
    assert (kept.text, kept.token, kept.fields) == (TEXT, token, {"error_text": ["0x80090010"]})


def test_nobody_else_reads_it_and_the_database_holds_no_word_of_it(zoya, yakov):
    save_draft(by=zoya, place="new", text=TEXT)

    assert read_draft(yakov, "new") is None
    assert "рецепт".encode() not in bytes(Draft.objects.get().sealed)


def test_a_draft_put_into_another_place_cannot_be_opened(zoya):
    save_draft(by=zoya, place="new", text=TEXT)
    Draft.objects.update(place="reply:1")

    assert read_draft(zoya, "reply:1") is None


def test_an_empty_text_lets_the_draft_go(zoya):
    save_draft(by=zoya, place="new", text=TEXT)
    save_draft(by=zoya, place="new", text="  ", fields={"who": [" "]})

    assert not Draft.objects.exists()


def test_what_was_sent_is_no_draft_any_more(zoya, ticket):
    token = uuid.uuid4()
    comment(ticket.number, by=zoya, body="Так и есть", token=token)

    assert save_draft(by=zoya, place=f"reply:{ticket.number}", text="Так и есть", token=token) is None
    assert not Draft.objects.exists()


def test_a_draft_lives_seven_days(zoya, at):
    at("2026-03-02 10:00")
    save_draft(by=zoya, place="new", text=TEXT)
    at("2026-03-09 09:59")
    assert read_draft(zoya, "new")
    at("2026-03-09 10:01")
    assert read_draft(zoya, "new") is None
    forget_old_drafts()
    assert not Draft.objects.exists()


def test_the_door_saves_and_says_when(as_, zoya):
    answer = as_(zoya).post("/drafts/?place=new", {"body": TEXT, "topic": "emd", "token": str(uuid.uuid4())})

    assert answer.status_code == 200
    assert read_draft(zoya, "new").fields == {"topic": ["emd"]}
    as_(zoya).post("/drafts/gone", {"place": "new"})
    assert read_draft(zoya, "new") is None


@pytest.mark.parametrize("place", ["", "../new", "new:" + "1" * 60, "НОВОЕ"])
def test_a_place_that_is_none_is_not_kept(as_, zoya, place):
    assert as_(zoya).post("/drafts/", {"body": TEXT, "place": place}).status_code == 404


def test_discarding_twice_is_harmless(zoya):
    save_draft(by=zoya, place="new", text=TEXT)
    discard_draft(by=zoya, place="new")
    discard_draft(by=zoya, place="new")


@pytest.fixture
def guarded(settings, zoya):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")
    zoya.middle_name = "Сергеевна"
    zoya.save()


def test_a_draft_calls_its_reader_by_name_as_the_answer_will(anna, zoya, ticket, guarded):
    said = "Зоя Сергеевна, пациент Кондрашевич Пётр Сергеевич найден."

    save_draft(by=anna, place=f"reply:{ticket.number}", text=said, fields={"cause": ["У Кондрашевича нет СНИЛС"]})

    kept = read_draft(anna, f"reply:{ticket.number}")
    assert kept.text.startswith("Зоя Сергеевна, ")
    assert "Кондрашевич" not in kept.text + kept.fields["cause"][0]


def test_a_draft_at_a_ticket_one_may_not_see_is_masked_like_any_other(stranger, zoya, ticket, guarded):
    said = "Пациент Ветрова Зоя Сергеевна не найден."

    save_draft(by=stranger, place=f"reply:{ticket.number}", text=said)

    assert "Ветрова" not in read_draft(stranger, f"reply:{ticket.number}").text


def test_an_answer_taken_back_still_begins_with_the_name(anna, zoya, ticket, guarded):
    said = "Зоя Сергеевна, проверьте."
    sent = reply(ticket.number, by=anna, body=said)

    withdraw_reply(sent.pk, by=anna)

    assert (sent.body, read_draft(anna, f"reply:{ticket.number}").text) == (said, said)
