"""A person asks about the own data: the due date by the production calendar, the search, the destruction, the act."""

from datetime import date
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotVisible, WrongState
from priyom.base.models import Event
from priyom.base.sealing import seal
from priyom.channels.models import IncomingLetter
from priyom.channels.models.intake import SEALED_LETTER
from priyom.desk.actions.drafts import read_draft, save_draft
from priyom.desk.actions.sealing import keep_sealed
from priyom.desk.models import Attachment, Message, Ticket
from priyom.people.actions.installations import add_peculiarity
from priyom.privacy.actions import receive_file
from priyom.privacy.models import DestructionAct, ScreenedFile, SubjectRequest
from priyom.privacy.subjects.actions import close, erase, get_request, prolong, register_request, search
from priyom.privacy.subjects.terms import due_after, working_days_left
from tests.cast import open_ticket

NAME = "Кондрашевич Пётр"


@pytest.fixture
def asked(cast):
    return register_request(by=cast.oleg, kind="erasure", reference="В-17", received_on=date(2026, 3, 2))


def test_ten_working_days_go_round_holidays_and_weekends():
    assert due_after(date(2026, 3, 2)) == date(2026, 3, 17)  # 8 March is a Sunday, its Monday is off
    assert due_after(date(2025, 12, 26)) == date(2026, 1, 21)  # over the New Year's holidays
    assert due_after(date(2026, 3, 17), 5) == date(2026, 3, 24)
    assert working_days_left(date(2026, 3, 13), date(2026, 3, 17)) == 2
    assert working_days_left(date(2026, 3, 17), date(2026, 3, 17)) == 0
    assert working_days_left(date(2026, 3, 18), date(2026, 3, 17)) == -1


def test_it_is_prolonged_once(cast, asked):
    assert prolong(asked.pk, by=cast.oleg).due_on == date(2026, 3, 24)
    with pytest.raises(WrongState):
        prolong(asked.pk, by=cast.oleg)


def test_what_is_held_is_counted_and_what_was_looked_for_is_kept_nowhere(cast, asked):
    ticket = open_ticket(cast.zoya, body=f"Не открывается карта, {NAME} ждёт.")
    found = search(asked.pk, by=cast.oleg, typed=f"{NAME.upper()}\nВетрова").found
    assert found["messages"] == 1
    assert found["accounts"] == 1
    assert ticket.number
    Message.objects.all().delete()
    Ticket.objects.filter(pk=ticket.pk).update(subject="", cause="")
    with connection.cursor() as cursor:
        for table in ("privacy_subjectrequest", "base_event"):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%кондрашевич%"])  # noqa: S608
            assert cursor.fetchone() == (0,)


def test_destruction_leaves_a_mark_and_the_rest_of_the_words(cast, asked):
    ticket = open_ticket(cast.zoya, body=f"Не открывается карта, {NAME} ждёт.", subject=f"Карта: {NAME}")
    done = erase(asked.pk, by=cast.oleg, typed=NAME)
    assert (done.destroyed["messages"], done.destroyed["tickets"]) == (1, 1)
    assert done.found == {}
    assert Message.objects.get(ticket=ticket).body == "Не открывается карта, […] ждёт."
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_ticketwords t WHERE t::text ILIKE %s", ["%кондрашевич%"])
        assert cursor.fetchone() == (0,)
    assert Event.objects.get(kind="subject.erased").details == {"count": 2}


def test_drafts_names_of_files_letters_and_notes_are_looked_through(cast, asked):
    ticket = open_ticket(cast.zoya, body="Не печатает")
    save_draft(by=cast.zoya, place=f"reply:{ticket.number}", text=f"Ждёт {NAME}, {NAME}")
    receive_file(SimpleUploadedFile(f"{NAME}.txt", b"1", "text/plain"), by=cast.zoya)
    IncomingLetter.objects.create(
        way="smtp",
        received_at=now(),
        size=1,
        octets_mac="1",
        due_at=now(),
        subject=f"О карте: {NAME}",
        sender="k@mail.example",
    )
    add_peculiarity(cast.clinic.pk, by=cast.adam, text=f"По картам решает {NAME}", since=None)
    found = search(asked.pk, by=cast.oleg, typed=f"{NAME}\nk@mail.example").found
    assert found == {"drafts": 1, "file_names": 1, "journal": 1, "peculiarities": 1}
    done = erase(asked.pk, by=cast.oleg, typed=f"{NAME}\nk@mail.example")
    assert done.destroyed == found
    assert done.found == {}
    assert read_draft(cast.zoya, f"reply:{ticket.number}").text == "Ждёт […], […]"
    assert ScreenedFile.objects.get().name == "[…].txt"
    with connection.cursor() as cursor:
        for table in ("channels_incomingletter", "privacy_screenedfile", "people_peculiarity", "base_event"):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%кондрашевич%"])  # noqa: S608
            assert cursor.fetchone() == (0,)


def letter(words, *, charset="utf-8"):
    made = EmailMessage()
    made["From"], made["Subject"] = "k@mail.example", "Карта"
    made.set_content(words, charset=charset)
    return hold_sealed(made.as_bytes())


def hold_sealed(octets):
    return IncomingLetter.objects.create(
        way="smtp", received_at=now(), size=len(octets), octets_mac=str(IncomingLetter.objects.count()), due_at=now(),
        outcome="held", reason="guard_failed", sealed=seal(octets, purpose=SEALED_LETTER),
    )  # fmt: skip


def test_letters_that_are_held_sealed_are_looked_into_and_told_of(cast, asked):
    letter(f"Ждёт {NAME.upper()},\n и ещё", charset="koi8-r")
    letter("Про другое")
    hold_sealed(b"\0" * 50)
    IncomingLetter.objects.filter(pk=letter("Ещё").pk).update(sealed=b"made with another key")
    kept = bytes(IncomingLetter.objects.first().sealed)

    found = search(asked.pk, by=cast.oleg, typed=NAME).found
    assert found["held_letters"] == 1
    assert found["unread_letters"] >= 1

    erase(asked.pk, by=cast.oleg, typed=NAME)
    assert bytes(IncomingLetter.objects.order_by("pk").first().sealed) == kept, "a letter loses no single words"
    with connection.cursor() as cursor:
        for table in ("privacy_subjectrequest", "base_event", "channels_incomingletter"):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%кондрашевич%"])  # noqa: S608
            assert cursor.fetchone() == (0,)


def test_texts_that_are_still_being_checked_are_told_of(cast, asked):
    message = open_ticket(cast.zoya, body="Не печатает").messages.get()
    keep_sealed(message, {"body": f"Ждёт {NAME}"})
    assert search(asked.pk, by=cast.oleg, typed=NAME).found == {"sealed_texts": 1}


def test_what_is_typed_on_while_drafts_are_looked_through_is_not_written_over(cast, asked, monkeypatch):
    from priyom.desk import subject_places

    place, seal, typed = "reply:1", subject_places.seal, []

    def while_somebody_types(content, **how):
        if not typed:
            typed.append(save_draft(by=cast.zoya, place=place, text=f"Ждёт {NAME}, и ещё"))
        return seal(content, **how)

    save_draft(by=cast.zoya, place=place, text=f"Ждёт {NAME}")
    monkeypatch.setattr(subject_places, "seal", while_somebody_types)
    assert erase(asked.pk, by=cast.oleg, typed=NAME).destroyed == {"drafts": 1}
    assert read_draft(cast.zoya, place).text == "Ждёт […], и ещё"


def test_masked_files_are_found_by_their_ticket_and_destroyed(cast, asked):
    ticket, other = open_ticket(cast.zoya), open_ticket(cast.zoya)
    kept = []
    for each in (ticket, other):
        screened = receive_file(SimpleUploadedFile("снимок.txt", str(each.pk).encode(), "text/plain"), by=cast.zoya)
        Attachment.objects.create(screened=screened, ticket=each, added_by=cast.zoya, added_at=now())
        kept.append(screened)
    typed = f"№ {ticket.number}, 999999"
    assert search(asked.pk, by=cast.oleg, typed="", tickets=typed).found == {"files": 1}
    done = erase(asked.pk, by=cast.oleg, typed="", tickets=typed)
    assert (done.destroyed, done.found) == ({"files": 1}, {})
    for each in kept:
        each.refresh_from_db()
    assert [each.file is None for each in kept] == [True, False]
    assert "по запросу человека" in kept[0].why


def test_every_destruction_on_request_has_its_act_in_the_log(cast, asked, as_):
    open_ticket(cast.zoya, body=f"Не открывается карта, {NAME} ждёт.")
    erase(asked.pk, by=cast.oleg, typed=NAME)
    erase(asked.pk, by=cast.oleg, typed="Ветрова Зоя")
    act = DestructionAct.objects.get()
    assert (act.request, act.by, act.parts, act.count) == (asked, cast.oleg, {"messages": 1}, 1)
    paper = as_(cast.oleg).get(f"/guard/acts/{act.pk}").text
    assert "В-17" in paper
    assert "по запросу человека" in paper
    assert "Кондрашевич" not in paper


def test_too_short_a_word_would_destroy_too_much(cast, asked):
    with pytest.raises(Invalid):
        erase(asked.pk, by=cast.oleg, typed="Ким")


def test_an_answered_request_is_only_read(cast, asked, as_):
    close(asked.pk, by=cast.oleg, answer="Данных не храним.")
    page = as_(cast.oleg).get(f"/subjects/requests/{asked.pk}").text
    assert '<p class="breakable">Данных не храним.</p>' in page
    assert "<textarea" not in page
    with pytest.raises(WrongState):
        search(asked.pk, by=cast.oleg, typed=NAME)
    with pytest.raises(NotVisible):
        get_request(cast.marina, asked.pk)


def test_the_whole_way_through_the_pages(cast, as_):
    officer = as_(cast.oleg)
    ticket = open_ticket(cast.zoya, body=f"{NAME} не может войти.")
    officer.post("/subjects/requests", {"kind": "erasure", "reference": "В-21", "received_on": "2026-03-02"})
    request = SubjectRequest.objects.get()
    address = f"/subjects/requests/{request.pk}"
    assert "17 марта 2026" in officer.get(address).text
    looked = officer.post(f"{address}/search", {"words": NAME})
    assert "Нашли здесь" in looked.text
    assert 'data-confirm-detail="сообщения: 1.' in looked.text  # what will be gone is said before it is
    assert looked["Cache-Control"] == "no-store"
    assert "Напишите, что искать" in officer.post(f"{address}/search", {"words": " "}).text
    officer.post(f"{address}/destruction", {"words": NAME})
    assert NAME not in Message.objects.get(ticket=ticket).body
    officer.post(f"{address}/answer", {"answer": "Данные уничтожены."})
    act = officer.get(f"{address}/act").text
    assert "Акт о персональных данных" in act
    assert "сообщения" in act
    assert NAME not in act
    assert "Ответа никто не ждёт" in officer.get("/subjects/requests").text
