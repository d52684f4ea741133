"""A person asks about the own data: the due date by the production calendar, the search, the destruction, the act."""

from datetime import date

import pytest
from django.db import connection

from priyom.base.errors import Invalid, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.models import Message, Ticket
from priyom.privacy.models import SubjectRequest
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


def test_too_short_a_word_would_destroy_too_much(cast, asked):
    with pytest.raises(Invalid):
        erase(asked.pk, by=cast.oleg, typed="Ким")


def test_an_answered_request_is_only_read(cast, asked):
    close(asked.pk, by=cast.oleg, answer="Данных не храним.")
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
