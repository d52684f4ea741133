"""The ticket's page: the conversation and its context, the composer, the small forms, undo and conflicts."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from priyom.base.events import kinds
from priyom.base.models import Event
from priyom.desk.actions.answering import draft_place
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.drafts import read_draft, save_draft
from priyom.desk.actions.looking import look_at
from priyom.desk.actions.messages import AT_ONCE, add_note, comment, publish_message, reply
from priyom.desk.actions.seen import BESIDE, TURNS
from priyom.desk.actions.tickets import classify_ticket, prioritise_ticket, resolve_ticket
from priyom.desk.actions.watching import watch_ticket
from priyom.desk.models import Look, Message, MessageLetter, Presence, Topic
from priyom.desk.page import ticket as page_of_ticket
from priyom.desk.page.ticket import ticket_page
from priyom.desk.queries import get_ticket, messages_of
from priyom.desk.rules.bodies import blocks_of, cut
from priyom.people.actions.correspondents import nowhere
from tests.cast import open_ticket

HTMX = {"HX-Request": "true"}


def address(ticket, name="ticket"):
    return reverse(f"desk:{name}", args=[ticket.number])


def say(client, ticket, body="Проверьте, пожалуйста.", **facts):
    revision = facts.pop("revision", get_ticket(ticket.requester, ticket.number).revision)
    given = {"body": body, "visibility": "public", "token": uuid.uuid4(), "revision": revision, **facts}
    return client.post(address(ticket, "messages"), given)


# --- the conversation ------------------------------------------------------------------------------------


def test_the_page_tells_who_asks_what_runs_there_and_what_is_different(anna, ticket, as_):
    page = as_(anna).get(address(ticket)).content.decode()

    for words in (
        "Ветрова Зоя",
        "ГБУЗ «Поликлиника № 1»",
        "МИС Пульс",
        "5.3.1",
        "Своя копия шаблона 227",
        "принтер мигает",
    ):
        assert words in page


def test_a_note_looks_unlike_an_answer(anna, ticket, as_):
    add_note(ticket.number, by=anna, body="Похоже на драйвер.")
    reply(ticket.number, by=anna, body="Проверяем.", undo=AT_ONCE)

    page = as_(anna).get(address(ticket)).content.decode()

    assert '<article class="note"' in page
    assert page.index("Похоже на драйвер.") > page.index('<article class="note"')
    assert "Заметка для своих" in page


def test_the_middle_of_a_long_conversation_is_folded_and_what_is_new_never(anna, boris, zoya, at):
    at("2026-03-02 10:00")
    ticket = open_ticket(zoya)
    for n in range(8):
        at(f"2026-03-02 10:{n + 1:02}")
        comment(ticket.number, by=zoya, body=f"Слово {n}")

    everything_new = ticket_page(anna, ticket, seen_at=at("2026-03-02 09:00")).thread
    nothing_new = ticket_page(anna, ticket, seen_at=at("2026-03-02 11:00")).thread

    assert [entry.kind for entry in nothing_new] == ["said", "fold", "said", "said", "said"]
    assert nothing_new[1].count == 5
    assert [entry.kind for entry in everything_new] == ["said"] * 9


def test_pasted_errors_are_set_apart_and_long_texts_are_cut():
    text = "С утра не уходит.\nINVALID_DICTIONARY_VERSION: Справочник OID [1.2.643]. Версия [4.31]\nВчера уходило, код NO_SNILS видели раньше."

    assert [block.kind for block in blocks_of(text)] == ["text", "code", "text"]
    assert [block.kind for block in blocks_of("> вы писали\nнет")] == ["quote", "text"]
    assert [block.kind for block in blocks_of("https://example.org/a/very/long/address?with=query")] == ["text"]
    head, rest = cut("Слово за слово. " * 200)
    assert head + rest == "Слово за слово. " * 200
    assert 400 < len(head) < 1000
    assert cut("Коротко") == ("Коротко", "")


def test_hostile_words_stay_words(anna, zoya, as_):
    ticket = open_ticket(
        zoya, subject='<img src=x onerror="x()">', body='<script>alert(1)</script> {{ 7*7 }} "onclick="x()'
    )

    page = as_(anna).get(address(ticket)).content.decode()

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page


def test_looking_is_logged_once_in_ten_minutes(anna, ticket, as_, at):
    at("2026-03-02 10:00")
    for _again in range(3):
        as_(anna).get(address(ticket))
    at("2026-03-02 10:11")
    as_(anna).get(address(ticket))

    assert Look.objects.filter(user=anna, ticket=ticket).count() == 2


def test_a_look_is_one_statement_and_knows_of_the_look_before(anna, ticket, at, django_assert_num_queries):
    at("2026-03-02 10:00")
    with django_assert_num_queries(1):
        assert look_at(ticket, by=anna) is None
    first = Presence.objects.get(ticket=ticket, user=anna).seen_at
    at("2026-03-02 10:00:05")
    assert look_at(ticket, by=anna) == first
    assert Presence.objects.get(ticket=ticket, user=anna).seen_at == first  # a moment ago is as good as now
    at("2026-03-02 10:00:30")
    assert look_at(ticket, by=anna) == first
    assert Presence.objects.get(ticket=ticket, user=anna).seen_at > first
    assert Look.objects.filter(user=anna, ticket=ticket).count() == 1


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same_for_a_short_and_a_long_conversation(
    anna, ticket, zoya, as_, many, django_assert_max_num_queries
):
    for n in range(many):
        comment(ticket.number, by=zoya, body=f"Слово {n}")
        prioritise_ticket(ticket.number, by=anna, impact="hospital", urgency=("high", "normal")[n % 2])
    client = as_(anna)
    client.get("/desk/")
    with django_assert_max_num_queries(25):
        client.get(address(ticket))


def test_a_letter_with_doubts_says_so_beside_the_word_letter(anna, ticket, zoya, as_):
    first = ticket.messages.first()
    Message.objects.filter(pk=first.pk).update(channel="letter")
    kept = MessageLetter.objects.create(message=first, region_id=1, address=zoya.email)
    assert "не подтверждено" not in as_(anna).get(address(ticket)).content.decode()

    kept.doubts = ["sender_not_confirmed"]
    kept.save()

    page = as_(anna).get(address(ticket)).content.decode()
    header = page[page.index(f'id="m-{first.pk}"') :].partition("</header>")[0]
    assert "не подтверждено" in header


def test_a_requester_whom_nobody_has_let_in_waits_under_both_names(anna, adam, ticket, zoya, as_):
    assert "ждёт допуска" not in as_(anna).get(address(ticket)).content.decode()
    zoya.memberships.update(state="pending")

    assert as_(anna).get(address(ticket)).content.decode().count("ждёт допуска") == 2
    assert reverse("people:admissions") in as_(adam).get(address(ticket)).content.decode()


def test_who_works_on_it_says_who_the_unknown_sender_is(anna, adam, ticket, as_):
    somewhere = reverse("desk:sender", args=[ticket.number])
    assert somewhere not in as_(anna).get(address(ticket)).content.decode()
    ticket.organisation = nowhere(ticket.organisation.region)
    ticket.save()
    assert somewhere in as_(anna).get(address(ticket)).content.decode()
    assert somewhere not in as_(adam).get(address(ticket)).content.decode()


def test_history_tells_from_what_to_what(anna, ticket, as_):
    classify_ticket(ticket.number, by=anna, topic=Topic.objects.get(code="emd"))

    page = as_(anna).get(address(ticket, "history")).content.decode()

    assert "<del>Отчёты и печать</del> → <ins>Отправка ЭМД</ins>" in page


# --- the composer ----------------------------------------------------------------------------------------


def test_an_answer_waits_ten_seconds_and_shows_how_to_take_it_back(anna, ticket, as_):
    answer = say(as_(anna, **HTMX), ticket)

    message = Message.objects.get(author=anna)
    assert message.state == Message.State.PENDING
    assert answer["HX-Reswap"] == "none"
    assert reverse("desk:withdrawal", args=[message.pk]) in answer.content.decode()


def test_an_answer_taken_back_is_a_draft_again_and_can_be_sent_again(anna, ticket, as_):
    client = as_(anna, **HTMX)
    say(client, ticket, "Какая версия?", status="waiting")
    message = Message.objects.get(author=anna)

    client.post(reverse("desk:withdrawal", args=[message.pk]))
    client.post(reverse("desk:withdrawal", args=[message.pk]))  # pressed twice
    draft = read_draft(anna, draft_place(ticket.number))
    assert (draft.text, draft.fields["status"]) == ("Какая версия?", ["waiting"])

    say(client, ticket, draft.text, token=draft.token)
    assert Message.objects.filter(author=anna, state=Message.State.PENDING).count() == 1


def test_sending_lets_the_draft_go(anna, ticket, as_):
    save_draft(by=anna, place=draft_place(ticket.number), text="Проверьте")
    say(as_(anna), ticket, "Проверьте")

    assert read_draft(anna, draft_place(ticket.number)) is None


def test_a_draft_stands_in_the_composer(anna, ticket, as_):
    save_draft(by=anna, place=draft_place(ticket.number), text="Почти готово")

    page = as_(anna).get(address(ticket)).content.decode()

    assert "Почти готово</textarea>" in page
    assert 'data-visibility="public" data-becomes' in page


def test_an_answer_and_a_note_are_two_drafts(anna, ticket, as_):
    save_draft(by=anna, place=draft_place(ticket.number), text="Почти готово")
    save_draft(by=anna, place=draft_place(ticket.number, "internal"), text="Опять тот же драйвер")

    page = as_(anna).get(address(ticket)).content.decode()
    assert "Опять тот же драйвер</textarea>" in page  # written last
    assert 'data-visibility="internal" data-becomes' in page
    assert "Почти готово</template>" in page

    answer = say(as_(anna, **HTMX), ticket, "Опять тот же драйвер", visibility="internal").content.decode()
    assert read_draft(anna, draft_place(ticket.number, "internal")) is None
    assert read_draft(anna, draft_place(ticket.number)).text == "Почти готово"
    assert 'data-visibility="internal" data-becomes' in answer  # after a note one stays with the notes
    assert "Почти готово</textarea>" not in answer


def test_effects_are_chosen_before_sending_and_happen_after_it(anna, ticket, as_, at):
    at("2026-03-02 10:00:00")
    say(as_(anna), ticket, "Помогло?", status="resolved", cause="Устарел драйвер", remedy="Обновили драйвер")
    ticket.refresh_from_db()
    assert ticket.status == "new"

    at("2026-03-02 10:00:11")
    publish_message(Message.objects.get(author=anna).pk)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.cause) == ("resolved", "Устарел драйвер")


def test_a_solution_without_a_cause_is_refused_beside_the_field_and_the_text_stays(anna, ticket, as_):
    for client in (as_(anna, **HTMX), as_(anna)):
        answer = say(client, ticket, "Готово, проверьте", status="resolved", remedy="Обновили")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Готово, проверьте</textarea>" in page
        assert 'id="composer-cause-error"' in page
    assert not Message.objects.filter(author=anna).exists()


def test_nothing_written_is_said_beside_the_field(anna, ticket, as_):
    answer = say(as_(anna, **HTMX), ticket, "  ")

    assert answer.status_code == 422
    assert 'id="composer-body-error"' in answer.content.decode()


def test_while_one_writes_the_requester_answers_and_nothing_is_lost(anna, zoya, ticket, as_):
    seen = get_ticket(anna, ticket.number).revision
    comment(ticket.number, by=zoya, body="Уже не нужно, заработало.")

    for client in (as_(anna, **HTMX), as_(anna)):
        answer = say(client, ticket, "Проверьте драйвер", revision=seen)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Уже не нужно, заработало." in page
        assert "Проверьте драйвер</textarea>" in page
    assert say(as_(anna), ticket, "Хорошо, закрываем").status_code == 302


def seen_by(client, ticket):
    """What the open page carries of the ticket when something is sent from it."""
    page = client.get(address(ticket)).content.decode()
    return re.search(r'name="revision" value="([\d.]+)" form="composer"', page)[1]


def test_who_takes_a_ticket_in_another_tab_answers_from_this_one(anna, ticket, as_):
    seen = seen_by(as_(anna), ticket)
    take_ticket(ticket.number, by=anna)
    add_note(ticket.number, by=anna, body="Смотрю.")

    assert say(as_(anna), ticket, "Проверьте драйвер", revision=seen).status_code == 302
    assert as_(anna).post(address(ticket, "priority"), {"cell": "person:low", "revision": seen}).status_code == 302


def test_what_somebody_else_does_beside_the_ticket_stops_nobody(anna, boris, ticket, as_):
    seen = seen_by(as_(anna), ticket)
    take_ticket(ticket.number, by=anna)
    watch_ticket(ticket.number, by=boris)

    assert say(as_(anna), ticket, "Проверьте драйвер", revision=seen).status_code == 302


def test_ones_own_change_does_not_hide_what_somebody_else_changed(anna, boris, ticket, as_):
    seen = seen_by(as_(anna), ticket)
    take_ticket(ticket.number, by=anna)
    add_note(ticket.number, by=boris, body="Подождите с ответом.")

    answer = say(as_(anna), ticket, "Проверьте драйвер", revision=seen)

    assert answer.status_code == 409
    assert "Подождите с ответом." in answer.content.decode()


def test_what_changes_while_the_page_is_being_read_stops_its_answer(anna, boris, ticket, as_, monkeypatch):
    def changed_then_read(*args, **facts):
        monkeypatch.undo()
        prioritise_ticket(ticket.number, by=boris, impact="hospital", urgency="high")
        return messages_of(*args, **facts)

    monkeypatch.setattr(page_of_ticket, "messages_of", changed_then_read)
    seen = seen_by(as_(anna), ticket)
    take_ticket(ticket.number, by=anna)

    assert say(as_(anna), ticket, "Проверьте драйвер", revision=seen).status_code == 409


def test_who_has_solved_it_in_another_tab_is_told_before_answering_from_this_one(anna, ticket, as_):
    seen = seen_by(as_(anna), ticket)
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")

    answer = say(as_(anna), ticket, "Ещё смотрю", revision=seen)

    assert answer.status_code == 409
    assert "вы решили, закрыли, вернули или разделили" in answer.content.decode()
    assert not Message.objects.filter(body="Ещё смотрю").exists()


def test_what_is_beside_a_ticket_and_what_turns_it_are_facts_that_exist():
    assert set(kinds()) >= BESIDE | TURNS
    assert not BESIDE & TURNS


@pytest.mark.parametrize("seen", ["0", "7", "1.", ".5", "1.2.3", "²", "-1", "9" * 40])
def test_a_stamp_that_no_page_has_made_overwrites_nobody(anna, boris, ticket, as_, seen):
    add_note(ticket.number, by=boris, body="Подождите.")

    assert say(as_(anna), ticket, "Проверьте", revision=seen).status_code in {409, 422}
    assert not Message.objects.filter(author=anna).exists()


def test_every_small_change_brings_the_page_its_new_stamp(anna, ticket, as_):
    client = as_(anna, **HTMX)
    for name, given in (
        ("subject", {"subject": "Иначе"}), ("classification", {"topic": "emd", "kind": "question"}),
        ("priority", {"cell": "hospital:critical"}), ("owner", {"to": "anna"}), ("status", {"move": "waiting:requester"}),
    ):  # fmt: skip
        form = client.get(address(ticket, name)).content.decode()
        seen = re.search(r'name="revision" value="([\d.]+)"', form)[1]
        page = client.post(address(ticket, name), {**given, "revision": seen}).content.decode()
        stamps = re.findall(r'name="revision" value="([\d.]+)" form="(?:composer|news-form)"', page)
        fact = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).latest("pk").pk
        assert stamps == [f"{get_ticket(anna, ticket.number).revision}.{fact}"] * 2, name


def test_a_form_refused_for_its_own_words_has_seen_nothing_new(anna, boris, ticket, as_):
    client, form = as_(anna, **HTMX), address(ticket, "subject")

    def stamp(page):
        return re.search(r'name="revision" value="([\d.]+)"', page.text)[1]

    seen = stamp(client.get(form))
    add_note(ticket.number, by=boris, body="Название не менять.")
    refused = client.post(form, {"subject": "х" * 201, "revision": seen})
    assert (refused.status_code, stamp(refused)) == (422, seen)
    told = client.post(form, {"subject": "Иначе", "revision": seen})
    assert (told.status_code, get_ticket(anna, ticket.number).subject) == (409, ticket.subject)
    assert client.post(form, {"subject": "Иначе", "revision": stamp(told)}).status_code == 200


def test_the_same_form_sent_twice_is_one_answer(anna, ticket, as_):
    token = uuid.uuid4()
    for _twice in range(2):
        say(as_(anna), ticket, token=token)

    assert Message.objects.filter(author=anna).count() == 1


def test_after_sending_one_goes_where_one_went_last_time(anna, zoya, ticket, as_):
    other = open_ticket(zoya, subject="Следующая")
    answer = say(as_(anna, **HTMX), ticket, then="next")
    anna.refresh_from_db()

    assert answer["HX-Push-Url"].startswith(address(other))
    assert "Следующая" in answer.content.decode()
    assert anna.after_send == "next"
    assert say(as_(anna), other, then="back")["Location"].startswith("/desk/lists/")


def test_a_note_changes_nothing_but_the_conversation(anna, ticket, as_):
    say(as_(anna), ticket, "Для своих", visibility="internal", status="resolved")

    ticket.refresh_from_db()
    assert ticket.status == "new"
    assert Message.objects.get(author=anna).visibility == "internal"


# --- facts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "column", "value"),
    [
        ("subject", {"subject": "Рецепты не печатаются"}, "subject", "Рецепты не печатаются"),
        ("classification", {"topic": "emd", "kind": "question"}, "kind", "question"),
        ("priority", {"cell": "hospital:critical"}, "priority", 1),
        ("owner", {"to": "anna"}, "status", "open"),
        ("status", {"move": "waiting:external", "whom": "поддержка ЕГИСЗ", "until": f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%dT%H:%M}"}, "waiting_whom", "поддержка ЕГИСЗ"),
        ("status", {"move": "resolved", "cause": "Драйвер", "remedy": "Обновили"}, "remedy", "Обновили"),
    ],
)  # fmt: skip
def test_a_fact_is_changed_in_place(anna, ticket, as_, name, given, column, value):
    client = as_(anna, **HTMX)
    assert client.get(address(ticket, name)).status_code == 200

    answer = client.post(address(ticket, name), {**given, "revision": ticket.revision})

    ticket.refresh_from_db()
    assert answer.status_code == 200
    assert 'id="ticket-head" hx-swap-oob="true"' in answer.content.decode()
    assert getattr(ticket, column) == value


def test_a_fact_that_changed_meanwhile_is_not_overwritten(anna, boris, ticket, as_):
    prioritise_ticket(ticket.number, by=boris, impact="hospital", urgency="high")

    answer = as_(anna, **HTMX).post(address(ticket, "priority"), {"cell": "person:low", "revision": ticket.revision})

    ticket.refresh_from_db()
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#dialog"
    assert ticket.impact == "hospital"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("subject", {"subject": "Иначе"}), ("classification", {"topic": "emd", "kind": "question"}),
        ("priority", {"cell": "person:low"}), ("status", {"move": "waiting:external"}), ("owner", {"to": "boris"}),
    ],
)  # fmt: skip
def test_who_does_not_say_what_they_saw_overwrites_nobody(anna, ticket, as_, name, given):
    before = ticket.revision
    answer = as_(anna).post(address(ticket, name), given)

    ticket.refresh_from_db()
    assert (answer.status_code, ticket.revision) == (409, before)


def test_a_solution_without_a_remedy_is_refused_beside_the_field(anna, ticket, as_):
    answer = as_(anna).post(
        address(ticket, "status"), {"move": "resolved", "cause": "Драйвер", "revision": ticket.revision}
    )

    assert answer.status_code == 422
    assert "fact-remedy-error" in answer.content.decode()


def test_two_take_the_same_ticket_and_one_gets_it(anna, boris, ticket, as_):
    first = as_(anna).post(address(ticket, "owner"), {"to": "anna", "revision": 0})
    second = as_(boris).post(address(ticket, "owner"), {"to": "boris", "revision": 0})

    ticket.refresh_from_db()
    assert (first.status_code, second.status_code, ticket.assignee) == (302, 409, anna)


def test_who_only_reads_sees_no_forms(oleg, ticket, as_):
    page = as_(oleg).get(address(ticket)).content.decode()

    assert 'id="composer"' not in page
    assert f'hx-get="{address(ticket, "priority")}' not in page


@pytest.mark.django_db
def test_a_requesters_year_is_counted_without_reading_the_tickets():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN SELECT count(*) FROM desk_ticket WHERE requester_id = 1 AND opened_at >= '2026-01-01'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan using ticket_asked_by" in plan
