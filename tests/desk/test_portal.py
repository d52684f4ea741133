import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from priyom.desk.actions.drafts import read_draft, save_draft
from priyom.desk.actions.files import add_file
from priyom.desk.actions.messages import add_note, reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Attachment, Feedback, Message, Ticket, TicketLink, Topic, TopicField, Watch
from priyom.people.models import Membership, Role
from tests.cast import open_ticket

TEXT = "Не регистрируется протокол консультации в РЭМД с самого утра"


def send(client, body=TEXT, **facts):
    return client.post("/portal/", {"body": body, "token": str(uuid.uuid4()), **facts})


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# ---------------------------------------------------------------- asking


def test_a_question_becomes_a_ticket_with_topic_answers_and_impact(as_, zoya, topic):
    TopicField.objects.create(
        topic=topic,
        code="affected",
        label="У кого так?",
        kind="choice",
        choices=[["person", "у меня"], ["department", "у всех"]],
        sets="impact",
    )

    answer = send(as_(zoya), f_error_text="INVALID_DICTIONARY_VERSION", f_affected="department", f_foreign="чужое")

    ticket = Ticket.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/portal/tickets/{ticket.number}"
    assert (ticket.topic, ticket.impact, ticket.requester) == (topic, "department", zoya)
    assert ticket.fields == {"error_text": "INVALID_DICTIONARY_VERSION", "affected": "department"}
    assert ticket.product_version == "5.3.1"


def test_the_same_form_sent_twice_is_one_ticket(as_, zoya):
    token = str(uuid.uuid4())
    first, second = send(as_(zoya), token=token), send(as_(zoya), token=token)

    assert first.url == second.url
    assert Ticket.objects.count() == 1


def test_an_empty_question_keeps_everything_else_that_was_typed(as_, zoya, topic):
    answer = send(as_(zoya), body="  ", topic=topic.code, f_error_text="0x80090010 при подписи")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "0x80090010 при подписи" in page
    assert 'aria-invalid="true"' in page
    assert "Напишите, что случилось, своими словами." in page


@pytest.mark.parametrize(
    ("kind", "choices", "given"),
    [
        ("choice", [["a", "а"]], "b"),
        ("number", [], "много"),
        ("date", [], "вчера"),
        ("text", [], "д" * 501),
        ("longtext", [], "д" * 20_001),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field(as_, zoya, topic, kind, choices, given):
    TopicField.objects.create(topic=topic, code="extra", label="Ещё", kind=kind, choices=choices)

    answer = send(as_(zoya), topic=topic.code, f_extra=given)

    assert answer.status_code == 422
    assert 'id="f-f_extra-error"' in answer.content.decode()
    assert not Ticket.objects.exists()


def test_the_topic_is_guessed_by_the_text_and_a_chosen_one_stays(as_, zoya, topic):
    send(as_(zoya), topic="report")
    send(as_(zoya))

    assert list(Ticket.objects.order_by("pk").values_list("topic__code", flat=True)) == ["report", "emd"]


def test_without_a_script_the_questions_of_a_topic_are_shown_on_request(as_, zoya, topic):
    answer = send(as_(zoya), act="show", topic=topic.code)

    assert answer.status_code == 200
    assert "Текст ошибки" in text_of(answer)
    assert not Ticket.objects.exists()


def test_files_come_with_a_plain_form_and_a_refused_one_is_named(as_, zoya):
    answer = send(as_(zoya), files=[SimpleUploadedFile("журнал.txt", b"text"), SimpleUploadedFile("virus.exe", b"MZ")])

    assert answer.status_code == 422
    assert "virus.exe" in text_of(answer)
    assert "журнал.txt" in text_of(answer)
    token = re.search(r'name="token" value="([\w-]+)"', answer.content.decode()).group(1)
    assert send(as_(zoya), token=token).status_code == 302
    assert [file.screened.name for file in Ticket.objects.get().attachments.all()] == ["журнал.txt"]


def test_a_draft_comes_back_with_its_files_and_goes_when_it_is_sent(as_, zoya, topic):
    token = uuid.uuid4()
    add_file(SimpleUploadedFile("журнал.txt", b"text"), by=zoya, token=token)
    save_draft(by=zoya, place="new", text=TEXT, token=token, fields={"f_error_text": ["0x80090010"], "topic": ["emd"]})

    page = as_(zoya).get("/portal/").content.decode()
    assert TEXT in page
    assert "0x80090010" in page
    assert "журнал.txt" in page
    send(as_(zoya), token=str(token))
    assert read_draft(zoya, "new") is None


def test_thanks_are_gratitude_and_need_no_answers(as_, zoya):
    Topic.objects.create(code="other", name="Прочее", position=9)
    Topic.objects.create(
        code="other.thanks", name="Благодарность", kind="gratitude", parent=Topic.objects.get(code="other"), position=10
    )

    send(as_(zoya), body="Спасибо Анне, всё заработало")

    assert Ticket.objects.get().kind == "gratitude"


def test_advice_says_topic_questions_and_what_is_missing(as_, zoya, topic):
    TopicField.objects.filter(topic=topic).update(short="текст ошибки")

    said = text_of(as_(zoya).post("/portal/advice", {"body": TEXT}))

    assert "Отправка ЭМД" in said
    assert "тему выбрали по тексту" in said
    assert "Не хватает: текст ошибки" in said
    assert "МИС Пульс 5.3.1" in said


def test_advice_sends_only_what_has_changed(as_, zoya):
    client = as_(zoya)
    first = client.post("/portal/advice", {"body": TEXT}).content.decode()
    keys = {
        name: unescape(key) for name, key in re.findall(r'name="(shown_(?:topic|help|two))" value="([^"]*)"', first)
    }

    second = client.post("/portal/advice", {"body": TEXT, **keys}).content.decode()

    assert 'id="topic"' in first
    assert 'id="meter"' in second
    assert not {'id="topic"', 'id="help"', 'id="two"'} & set(re.findall(r'id="[\w-]+"', second))


def test_what_the_text_says_is_not_asked_again(as_, zoya, topic):
    said = text_of(as_(zoya).post("/portal/advice", {"body": f"{TEXT}: INVALID_DICTIONARY_VERSION"}))

    assert "INVALID_DICTIONARY_VERSION" in said
    assert "Не хватает" not in said


def test_a_fact_nobody_touched_follows_the_text(as_, zoya, topic):
    said = as_(zoya).post(
        "/portal/advice",
        {"body": f"{TEXT}: SECOND_CODE", "f_error_text": "FIRST_CODE", "shown_f_error_text": "FIRST_CODE"},
    )

    assert "SECOND_CODE" in text_of(said)
    assert "FIRST_CODE" not in text_of(said)


# ---------------------------------------------------------------- several questions

TWO = "Не регистрируется протокол в РЭМД. И ещё не печатается отчёт за март."


def test_two_questions_are_noticed_and_become_two_tickets(as_, zoya, topic):
    client, token = as_(zoya), str(uuid.uuid4())
    assert "здесь два вопроса" in text_of(client.post("/portal/advice", {"body": TWO}))

    page = client.post("/portal/split", {"body": TWO, "token": token, "act": "split"}).content.decode()
    parts = re.findall(r'name="body_(\d)"[^>]*>\n([^<]*)</textarea>', page)
    assert [text for _n, text in parts] == ["Не регистрируется протокол в РЭМД.", "И ещё не печатается отчёт за март."]

    form = {"body": TWO, "token": token, "act": "send", "organisation": zoya.organisation_id} | {
        f"body_{n}": text for n, text in parts
    }
    assert client.post("/portal/split", form).status_code == 302
    client.post("/portal/split", form)
    assert list(Ticket.objects.order_by("pk").values_list("topic__code", flat=True)) == ["emd", "report"]
    first, second = Ticket.objects.order_by("pk")
    assert list(TicketLink.objects.values_list("kind", "source", "target")) == [("related", second.pk, first.pk)]


def test_each_file_goes_with_the_question_it_belongs_to(as_, zoya, stranger):
    client, token = as_(zoya), uuid.uuid4()
    first, second, both, _unsaid = (
        add_file(SimpleUploadedFile(f"{name}.txt", name.encode()), by=zoya, token=token)
        for name in ("рэмд", "отчёт", "общий", "прочее")
    )
    strange = add_file(SimpleUploadedFile("чужой.txt", b"text"), by=stranger, token=token)
    page = client.post("/portal/split", {"body": TWO, "token": token, "act": "split"}).content.decode()
    parts = re.findall(r'name="body_(\d)"[^>]*>\n([^<]*)</textarea>', page)
    assert re.search(rf'name="file_{second.pk}">\s*<option value="0" selected>1\. ', page)
    assert "чужой.txt" not in page

    form = {"body": TWO, "token": token, "act": "send", "organisation": zoya.organisation_id} | {
        f"body_{n}": text for n, text in parts
    }
    form |= {f"file_{first.pk}": "0", f"file_{second.pk}": "1", f"file_{both.pk}": "every", f"file_{strange.pk}": "1"}
    client.post("/portal/split", form)
    client.post("/portal/split", form)
    names = [
        set(ticket.messages.get().attachments.values_list("screened__name", flat=True))
        for ticket in Ticket.objects.order_by("pk")
    ]
    assert names == [{"рэмд.txt", "общий.txt", "прочее.txt"}, {"отчёт.txt", "общий.txt"}]
    assert Attachment.objects.filter(ticket=None).get() == strange
    assert Attachment.objects.exclude(ticket=None).count() == 5


def test_a_file_of_an_emptied_question_goes_with_the_first(as_, zoya):
    client, token = as_(zoya), uuid.uuid4()
    file = add_file(SimpleUploadedFile("отчёт.txt", b"text"), by=zoya, token=token)
    client.post(
        "/portal/split",
        {"body": TWO, "token": token, "act": "send", "organisation": zoya.organisation_id, "body_0": "Один вопрос",
         "body_1": "", f"file_{file.pk}": "1"},
    )  # fmt: skip
    assert [each.screened.name for each in Ticket.objects.get().messages.get().attachments.all()] == ["отчёт.txt"]


def test_it_is_one_stays_one(as_, zoya):
    client = as_(zoya)

    assert "Разделить" not in text_of(client.post("/portal/advice", {"body": TWO, "one": "1"}))
    send(client, body=TWO, one="1")
    assert Ticket.objects.count() == 1


# ---------------------------------------------------------------- colleagues


def test_a_colleagues_ticket_is_offered_as_a_card_and_joined_with_one_click(as_, zoya, yakov, topic):
    theirs = open_ticket(
        zoya,
        subject="Секретная тема Зои",
        body="Слова Зои",
        topic=topic,
        fields={"error_text": "INVALID_DICTIONARY_VERSION: пациент"},
    )
    client = as_(yakov)

    page = client.post("/portal/advice", {"body": TEXT}).content.decode()
    assert str(theirs.number)[:2] in page
    assert "INVALID_DICTIONARY_VERSION" in page
    assert not any(word in page for word in ("Секретная", "Слова Зои", "Ветрова", 'пациент"'))

    token = str(uuid.uuid4())
    answer = client.post(f"/portal/tickets/{theirs.number}/joining", {"body": TEXT, "token": token})
    client.post(f"/portal/tickets/{theirs.number}/joining")
    assert answer.url == f"/portal/tickets/{theirs.number}"
    assert Watch.objects.filter(ticket=theirs, user=yakov, reason="joined").count() == 1
    page = client.get(answer.url).content.decode()
    assert "Слова Зои" in page
    assert TEXT in page, "what was typed waits as an answer"


def test_strangers_are_offered_nothing(as_, zoya, stranger, topic):
    open_ticket(zoya, topic=topic, fields={"error_text": "INVALID_DICTIONARY_VERSION"})

    assert "Присоединиться" not in text_of(as_(stranger).post("/portal/advice", {"body": TEXT}))


def test_a_solved_ticket_is_not_joined(as_, zoya, yakov, anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="а", remedy="б")

    assert as_(yakov).post(f"/portal/tickets/{ticket.number}/joining").status_code == 409


def test_who_asked_calls_a_colleague_in_and_no_stranger(as_, zoya, yakov, stranger, anna, ticket):
    client = as_(zoya)
    for _twice in range(2):
        assert client.post(f"/portal/tickets/{ticket.number}/colleagues", {"colleague": "yakov"}).status_code == 302
    assert "Ильин" in text_of(client.get(f"/portal/tickets/{ticket.number}/colleagues?q=иль"))
    for login in ("stranger", "anna", "nobody", ""):
        assert client.post(f"/portal/tickets/{ticket.number}/colleagues", {"colleague": login}).status_code == 422
    assert list(ticket.watches.values_list("user__login", flat=True)) == ["yakov"]

    assert as_(yakov).get(f"/portal/tickets/{ticket.number}").status_code == 200
    as_(yakov).post(f"/portal/tickets/{ticket.number}/leaving")
    assert as_(yakov).get(f"/portal/tickets/{ticket.number}").status_code == 404


def test_a_specialist_asks_in_a_colleagues_name_and_a_colleague_does_not(as_, igor, yakov, zoya, stranger):
    send(as_(igor), requester="zoya")
    assert Ticket.objects.get().requester == zoya
    assert send(as_(igor), requester="stranger").status_code == 422
    assert send(as_(yakov), requester="zoya").status_code in {403, 422}
    assert Ticket.objects.count() == 1


def test_an_organisation_that_is_not_ones_own_cannot_be_chosen(as_, zoya, other_clinic):
    assert send(as_(zoya), organisation=str(other_clinic.pk)).status_code == 422


def test_one_of_two_organisations_is_chosen(as_, zoya, other_clinic):
    Membership.objects.create(user=zoya, organisation=other_clinic, role=Role.REQUESTER)

    send(as_(zoya), organisation=str(other_clinic.pk))

    assert Ticket.objects.get().organisation == other_clinic


# ---------------------------------------------------------------- the ticket


def page_of(as_, user, ticket):
    return text_of(as_(user).get(f"/portal/tickets/{ticket.number}"))


def test_the_page_answers_four_questions_honestly(as_, zoya, anna, ticket, at):
    assert "Кого ждём Нас" in page_of(as_, zoya, ticket)
    reply(
        ticket.number,
        by=anna,
        body="Какой принтер?",
        effects={"status": "waiting", "waiting_for": "requester"},
        undo=timedelta(0),
    )

    said = page_of(as_, zoya, ticket)
    assert "У кого Анна Лебедева" in said
    assert "Кого ждём Вас" in said
    assert "К какому сроку" not in said, "nobody has promised a day"


def test_an_agreed_day_is_shown(as_, zoya, anna, ticket, at):
    at("2026-12-20 10:00")
    effects = {"status": "waiting", "waiting_for": "date", "waiting_until": "2026-12-24T10:00:00+03:00"}
    reply(ticket.number, by=anna, body="Сделаем к среде", effects=effects, undo=timedelta(0))

    assert "К какому сроку 24 декабря, 10:00" in page_of(as_, zoya, ticket)


def test_notes_events_of_staff_and_waiting_answers_do_not_reach_the_requester(as_, zoya, anna, ticket):
    add_note(ticket.number, by=anna, body="Внутренняя тайна")
    reply(ticket.number, by=anna, body="Ещё не отправлено")

    said = page_of(as_, zoya, ticket)
    assert "тайна" not in said
    assert "Ещё не отправлено" not in said
    assert "тайна" not in text_of(as_(zoya).get(f"/portal/tickets/{ticket.number}/print"))


def test_solved_yes_then_a_rating_and_every_second_click_is_harmless(as_, zoya, anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Устарел драйвер", remedy="Обновили драйвер")
    client, address = as_(zoya), f"/portal/tickets/{ticket.number}"
    assert "Почему так вышло Устарел драйвер" in page_of(as_, zoya, ticket)

    for _twice in range(2):
        assert client.post(f"{address}/confirmation").status_code == 302
    for _twice in range(2):
        assert client.post(f"{address}/rating", {"rating": "5", "comment": "Быстро"}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    assert list(Feedback.objects.values_list("rating", "comment")) == [(5, "Быстро")]
    assert client.post(f"{address}/rating", {"rating": "6"}).status_code == 422


def test_solved_no_gives_it_back_with_the_reason_once(as_, zoya, anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="а", remedy="б")
    for _twice in range(2):
        answer = as_(zoya).post(f"/portal/tickets/{ticket.number}/reopening", {"reason": "Снова не печатает"})
        assert answer.status_code == 302

    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopenings) == ("open", 1)
    assert Message.objects.filter(ticket=ticket, body="Снова не печатает").count() == 1


def test_a_reply_is_said_once_and_an_empty_one_is_refused(as_, zoya, ticket):
    client, address, token = as_(zoya), f"/portal/tickets/{ticket.number}/messages", str(uuid.uuid4())
    for _twice in range(2):
        assert client.post(address, {"body": "Принтер HP", "token": token}).status_code == 302

    assert ticket.messages.count() == 2
    refused = client.post(address, {"body": " ", "token": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert "Сначала напишите что-нибудь" in text_of(refused)


def test_a_file_alone_is_an_answer(as_, zoya, ticket):
    answer = as_(zoya).post(
        f"/portal/tickets/{ticket.number}/messages",
        {"token": str(uuid.uuid4()), "files": SimpleUploadedFile("снимок.txt", b"text")},
    )

    assert answer.status_code == 302
    assert "снимок.txt" in page_of(as_, zoya, ticket)


def test_news_are_told_of_others_only(as_, zoya, anna, ticket):
    address = f"/portal/tickets/{ticket.number}"
    client = as_(zoya)
    since = re.search(r"since=.(\d+)", client.get(address).content.decode()).group(1)
    assert client.get(f"{address}/news?since={since}").status_code == 204
    client.post(f"{address}/messages", {"body": "Добавлю", "token": str(uuid.uuid4())})
    assert client.get(f"{address}/news?since={since}").status_code == 204
    add_note(ticket.number, by=anna, body="Для своих")
    assert client.get(f"{address}/news?since={since}").status_code == 204
    reply(ticket.number, by=anna, body="Смотрим", undo=timedelta(0))
    assert client.get(f"{address}/news?since={since}").status_code == 200


def test_staff_who_open_the_requesters_address_come_to_the_desk(as_, anna, ticket):
    assert as_(anna).get(f"/portal/tickets/{ticket.number}").url == f"/desk/tickets/{ticket.number}"


@pytest.mark.parametrize("number", [0, 10**9, 10**30])
def test_a_number_that_is_none_is_not_found(as_, zoya, number):
    assert as_(zoya).get(f"/portal/tickets/{number}").status_code == 404
