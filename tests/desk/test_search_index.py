"""The words of a ticket are true at every moment, whoever writes them and however."""

import pytest
from django.db import connection

from priyom.base.clock import now
from priyom.desk.actions.changing import change
from priyom.desk.actions.merging import merge_ticket, undo_merge
from priyom.desk.actions.messages import AT_ONCE, add_note, comment, publish_message, reply, take_back
from priyom.desk.actions.splitting import Part, split_ticket
from priyom.desk.actions.tickets import rename_ticket, resolve_ticket
from priyom.desk.models import FreshWords, KnownWord, Message, Ticket, TicketWords
from priyom.desk.search import index
from tests.cast import open_ticket


def words(ticket, weights="ABCD"):
    """Return the lexemes of the ticket that stand at one of the weights."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT lexeme FROM desk_ticketwords, unnest(ts_filter(words, %s::"char"[])) WHERE ticket_id = %s',
            [[weight.lower() for weight in weights], ticket.pk],
        )
        return {row[0] for row in cursor.fetchall()}


def read_anew(ticket):
    """Return the lexemes as they are when the ticket is read from its tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, weights FROM desk_words_between(%s, %s) AS found, unnest(found.words)",
            [ticket.pk, ticket.pk],
        )
        anew = {(lexeme, frozenset(weights)) for lexeme, weights in cursor.fetchall()}
        cursor.execute("SELECT lexeme, weights FROM desk_ticketwords, unnest(words) WHERE ticket_id = %s", [ticket.pk])
        kept = {(lexeme, frozenset(weights)) for lexeme, weights in cursor.fetchall()}
    return anew, kept


def vector(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT lexeme FROM unnest(desk_words_of(%s, 'C'))", [text])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Принтеры не печатают рецепты", {"принтер", "печата", "рецепт"}),
        ("Приём, ёлка и ЕЩЁ", {"при", "елк"}),
        ("ошибка CA_INACCESSIBILITY", {"ошибк", "ca", "inaccess", "ca_inaccessibility"}),
        ("код 0x800B010A.", {"код", "0x800b010a"}),
        ("версия v5.3.2,", {"верс", "v5", "3", "2", "v5.3.2", "5.3.2"}),
        ("ru.emias.NullPointerException", {"ru", "emia", "nullpointerexcept", "ru.emias.nullpointerexception"}),
        ("форма 025/у", {"форм", "025", "025/у"}),
        ("из-за кого-то", set()),
        ("<b onclick='x'>a@b.ru</b>", {"b", "ru", "onclick", "x", "a@b.ru"}),
        ("", set()),
        ("\u200bпа\u00adциент", {"пациент"}),
        ("прие\u0438\u0306м", {"приейм"}),
        ("🙂 🙂", set()),
    ],
)
def test_a_text_becomes_words_and_whole_codes(db, text, expected):
    assert expected <= vector(text)
    assert len(vector(text)) <= len(expected) + 1


def test_new_ticket_is_found_by_subject_and_first_message(zoya):
    ticket = open_ticket(zoya, subject="Маршрутизация", body="Направление не уходит в регистратуру")
    assert "маршрутизац" in words(ticket, "A")
    assert "регистратур" in words(ticket, "C")
    assert words(ticket, "D") == set()


def test_what_is_said_is_added_and_notes_stay_apart(anna, zoya, ticket):
    reply(ticket.number, by=anna, body="Обновите справочник", undo=AT_ONCE)
    add_note(ticket.number, by=anna, body="Виноват шлюз")
    comment(ticket.number, by=zoya, body="Картридж меняли")
    assert {"справочник", "картридж"} <= words(ticket, "C")
    assert "шлюз" in words(ticket, "D")
    assert "шлюз" not in words(ticket, "ABC")
    anew, kept = read_anew(ticket)
    assert anew == kept


def test_an_answer_is_found_once_it_is_sent_and_never_when_taken_back(anna, ticket):
    waiting = reply(ticket.number, by=anna, body="Перезапустите службу")
    assert "служб" not in words(ticket)
    other = reply(ticket.number, by=anna, body="Переустановите драйвер")
    take_back(other.pk, by=anna)
    Message.objects.filter(pk=waiting.pk).update(send_after=now())
    assert publish_message(waiting.pk)
    assert "служб" in words(ticket, "C")
    assert "драйвер" not in words(ticket)


def test_edits_read_the_ticket_again(anna, ticket):
    message = reply(ticket.number, by=anna, body="Фамилия Незабудкина", undo=AT_ONCE)
    Message.objects.filter(pk=message.pk).update(body="Фамилия скрыта")
    assert "незабудкин" not in words(ticket)
    assert "скрыт" in words(ticket, "C")
    Message.objects.filter(pk=message.pk).update(visibility="internal")
    assert "скрыт" in words(ticket, "D")
    assert "скрыт" not in words(ticket, "C")
    message.delete()
    assert "скрыт" not in words(ticket)


def test_subject_solution_and_answers_are_words_too(anna, ticket):
    rename_ticket(ticket.number, by=anna, subject="Листок нетрудоспособности")
    resolve_ticket(ticket.number, by=anna, cause="Устарел сертификат", remedy="Выпустить новый")
    change(Ticket.objects.filter(pk=ticket.pk).first(), fields={"error_text": "XDSRegistryMetadataError"})
    assert "нетрудоспособн" in words(ticket, "A")
    assert {"сертификат", "выпуст", "xdsregistrymetadataerror"} <= words(ticket, "B")
    anew, kept = read_anew(ticket)
    assert anew == kept


def test_merging_and_taking_it_back_leaves_words_where_they_were_said(anna, zoya, ticket):
    other = open_ticket(zoya, subject="Ещё раз про принтер", body="Зажевало бумагу")
    before = words(ticket), words(other)
    merge_ticket(other.number, by=anna, into=ticket.number)
    assert (words(ticket), words(other)) == before
    undo_merge(other.number, by=anna)
    assert (words(ticket), words(other)) == before


def test_splitting_gives_each_ticket_its_own_words(anna, zoya):
    import uuid

    ticket = open_ticket(zoya, body="Не печатает рецепт. И пропал талон.")
    said = ticket.messages.get()
    (part,) = split_ticket(
        ticket.number, by=anna, message_id=said.pk, parts=[Part(body="Пропал талон")], token=uuid.uuid4()
    )
    assert "талон" in words(part)
    assert "рецепт" not in words(part)


def test_a_ticket_that_goes_takes_its_words_along(ticket):
    Message.objects.filter(ticket=ticket).delete()
    pk = ticket.pk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM desk_ticket WHERE id = %s", [pk])
    assert not TicketWords.objects.filter(pk=pk).exists()


def test_no_phrase_reaches_from_one_text_into_the_next(anna, zoya):
    ticket = open_ticket(zoya, subject="Печать", body="Рецепт")
    add_note(ticket.number, by=anna, body="Талон")
    for phrase in ("печат <-> рецепт", "рецепт <-> талон"):
        assert not TicketWords.objects.filter(pk=ticket.pk, words__matches=phrase).exists()


def test_endless_texts_are_kept_though_not_every_word_is(anna, ticket):
    monster = " ".join(f"{'ю' * 1000}{n}" for n in range(31))
    for n in range(24):
        Message.objects.create(
            ticket=ticket, region_id=ticket.region_id, author=anna, body=monster.replace("ю", chr(0x430 + n)),
            written_at=now(), sent_at=now(),
        )  # fmt: skip
    assert ticket.messages.count() == 25
    index.again(ticket.pk, ticket.pk)
    assert "рецепт" in words(ticket)


def test_words_are_counted_by_a_sweep_and_codes_are_none(ticket, anna):
    reply(ticket.number, by=anna, body="Обновите справочник 0x800B010A", undo=AT_ONCE)
    assert index.count_fresh_words() == 1
    assert not FreshWords.objects.exists()
    known = dict(KnownWord.objects.values_list("word", "tickets"))
    assert known["справочник"] == 1
    assert not [word for word in known if "0" in word]
    assert index.count_fresh_words() == 0


@pytest.mark.django_db(transaction=True)
def test_a_million_tickets_are_filled_in_at_once_after_copying(cast):
    with connection.cursor() as cursor:
        cursor.execute(index.LATER)
        ticket = open_ticket(cast.zoya, subject="Скопировано", body="Без триггеров")
        cursor.execute("RESET priyom.words_later")
    assert not TicketWords.objects.exists()
    parts = []
    assert index.fill(workers=2, on_part=lambda done, of: parts.append((done, of))) == 1
    assert parts == [(1, 1)]
    assert "триггер" in words(ticket, "C")
    assert KnownWord.objects.filter(word="скопирова").exists()
    later = open_ticket(cast.zoya, subject="После заливки", body="Снова сразу")
    assert "заливк" in words(later, "A")


@pytest.mark.django_db(transaction=True)
def test_tickets_beyond_the_last_part_are_found_and_moved_into_their_own(cast):
    far = 40 * index.PART + 17
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('desk_ticket_id_seq', %s)", [far - 1])
    ticket = open_ticket(cast.zoya, subject="Далеко", body="Впереди")
    assert "вперед" in words(ticket)
    assert index.make_room() >= 1
    assert "вперед" in words(ticket)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_ticketwords_40")
        assert cursor.fetchone() == (1,)
