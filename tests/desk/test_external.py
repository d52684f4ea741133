"""Outside parties: one request, many tickets, and everybody hears the answer."""

from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.bulk import start_bulk, undo_bulk
from priyom.desk.actions.bulk_doing import go_on as do
from priyom.desk.actions.external import (
    answer_request,
    change_request,
    get_request,
    open_request,
    remind_of_requests,
    take_answer_back,
    wait_on_request,
    wait_outside,
    write_entry,
)
from priyom.desk.actions.facts import go_on
from priyom.desk.actions.merging import merge_ticket, undo_merge
from priyom.desk.actions.parties import load_shipped_parties, save_party
from priyom.desk.actions.tickets import confirm_solution, reopen_ticket, resolve_ticket
from priyom.desk.models import ExternalParty, ExternalRequest, ExternalWait
from priyom.desk.page.external import page_of_request
from tests.cast import open_ticket

TOKEN = "0d4c9c53-3c7a-4c0e-8f4b-d0d7a56a1c11"


@pytest.fixture
def egisz(db):
    return ExternalParty.objects.create(code="egisz", name="Поддержка ЕГИСЗ", answers_in_days=3)


@pytest.fixture
def asked(anna, egisz):
    return open_request(by=anna, party=egisz, title="РЭМД отвечает 500", reference="SD-77", body="Просим проверить")


@pytest.fixture
def waiting(anna, zoya, ticket, asked):
    """Two tickets wait on the request."""
    second = open_ticket(zoya, subject="Протокол не уходит")
    for each in (ticket, second):
        wait_on_request(each.number, by=anna, request_id=asked.pk)
        each.refresh_from_db()
    return [ticket, second]


def standing(ticket):
    ticket.refresh_from_db()
    return ticket.status, ticket.waiting_for


def test_a_ticket_waits_on_a_request_with_its_number_and_date(asked, waiting):
    first = waiting[0]
    assert standing(first) == ("waiting", "external")
    assert first.waiting_whom == "Поддержка ЕГИСЗ, SD-77"
    assert first.waiting_until == asked.follow_up_at
    assert asked.follow_up_at - asked.opened_at == timedelta(days=3)
    assert [entry.kind for entry in asked.entries.all()] == ["sent"]


def test_the_answer_returns_every_ticket_to_work_and_tells_its_owner(anna, boris, asked, waiting, run_reactions):
    from priyom.channels.models import Notification
    from priyom.desk.actions.assignment import assign_ticket

    assign_ticket(waiting[0].number, by=anna, to=boris)
    answer_request(asked.pk, by=anna, body="Исправили на своей стороне", seen=[each.pk for each in waiting])
    assert [standing(each) for each in waiting] == [("open", "")] * 2
    run_reactions()
    assert Notification.objects.filter(user=boris, event__kind="external.ticket_answered").count() == 1
    assert get_request(anna, asked.pk).state == "answered"
    with pytest.raises(WrongState):
        answer_request(asked.pk, by=anna, body="И ещё раз")


def test_the_same_answer_sent_twice_is_one(anna, asked, waiting):
    for _turn in range(2):
        answer_request(asked.pk, by=anna, body="Исправили", token=TOKEN)
    assert Event.objects.filter(kind="external.answered").count() == 1
    assert asked.entries.filter(kind="received").count() == 1


def test_what_the_preview_did_not_show_is_not_done(anna, zoya, asked, waiting):
    seen = [each.pk for each in waiting]
    third = open_ticket(zoya, subject="Ещё одна")
    wait_on_request(third.number, by=anna, request_id=asked.pk)
    with pytest.raises(WrongState):
        answer_request(asked.pk, by=anna, body="Исправили", seen=seen)
    assert standing(waiting[0]) == ("waiting", "external")


def test_a_ticket_that_went_on_by_itself_waits_no_more(anna, asked, waiting):
    go_on(waiting[0].number, by=anna)
    resolve_ticket(waiting[1].number, by=anna, cause="Сеть", remedy="Подняли")
    assert page_of_request(anna, get_request(anna, asked.pk)).waiting == []
    answer_request(asked.pk, by=anna, body="Исправили")
    assert not Event.objects.filter(kind="external.ticket_answered").exists()
    assert standing(waiting[1])[0] == "resolved"


def test_one_that_was_closed_while_it_waited_may_wait_again(anna, zoya, egisz, asked, waiting):
    confirm_solution(waiting[0].number, by=zoya)
    reopen_ticket(waiting[0].number, by=zoya)
    other = open_request(by=anna, party=egisz, title="НСИ не грузится")
    wait_on_request(waiting[0].number, by=anna, request_id=other.pk)
    answer_request(asked.pk, by=anna, body="Исправили")
    assert standing(waiting[0]) == ("waiting", "external")
    answer_request(other.pk, by=anna, body="Исправили и это")
    assert standing(waiting[0]) == ("open", "")


def test_a_ticket_that_is_over_waits_on_nobody(anna, zoya, asked, waiting):
    confirm_solution(waiting[0].number, by=zoya)
    resolve_ticket(waiting[1].number, by=anna, cause="Сеть", remedy="Подняли")
    assert not ExternalWait.objects.filter(ended_at=None).exists()


def test_merged_while_it_waits_it_waits_again_when_the_merge_is_taken_back(anna, zoya, asked, waiting):
    other = open_ticket(zoya, subject="То же самое")
    merge_ticket(waiting[0].number, by=anna, into=other.number)
    assert ExternalWait.objects.filter(ended_at=None).count() == 1
    undo_merge(waiting[0].number, by=anna)
    assert standing(waiting[0]) == ("waiting", "external")
    answer_request(asked.pk, by=anna, body="Исправили")
    assert standing(waiting[0]) == ("open", "")


def test_waiting_that_comes_back_with_a_bulk_change_hears_the_answer(anna, asked, waiting):
    bulk = start_bulk([ticket.number for ticket in waiting], {"status": "open"}, by=anna)
    while do(bulk.pk):
        pass
    assert standing(waiting[0]) == ("open", "")
    undo_bulk(bulk.pk, by=anna)
    while do(bulk.pk):
        pass
    assert standing(waiting[0]) == ("waiting", "external")
    answer_request(asked.pk, by=anna, body="Исправили", seen=[ticket.pk for ticket in waiting])
    assert [standing(ticket) for ticket in waiting] == [("open", ""), ("open", "")]


def test_an_answer_that_was_none_is_taken_back_without_touching_what_was_worked_on(anna, asked, waiting):
    from priyom.desk.actions.messages import add_note

    answer_request(asked.pk, by=anna, body="Приняли в работу")
    add_note(waiting[0].number, by=anna, body="Уже смотрю")
    _request, kept = take_answer_back(asked.pk, by=anna)
    assert kept == 1
    assert standing(waiting[0]) == ("open", "")
    assert standing(waiting[1]) == ("waiting", "external")
    with pytest.raises(WrongState):
        take_answer_back(asked.pk, by=anna)
    answer_request(asked.pk, by=anna, body="Теперь исправили", seen=[waiting[1].pk])
    assert standing(waiting[1]) == ("open", "")


def test_a_ticket_waits_on_one_request_at_a_time(anna, egisz, asked, waiting):
    other = open_request(by=anna, party=egisz, title="НСИ не грузится")
    wait_on_request(waiting[0].number, by=anna, request_id=other.pk)
    wait_on_request(waiting[0].number, by=anna, request_id=other.pk)
    assert ExternalWait.objects.filter(ticket=waiting[0], ended_at=None).get().request == other
    answer_request(asked.pk, by=anna, body="Исправили")
    assert standing(waiting[0]) == ("waiting", "external")


def test_whoever_keeps_it_is_reminded_once_and_again_after_a_new_date(anna, boris, asked, waiting, at, run_reactions):
    from priyom.channels.models import Notification

    assert remind_of_requests() == 0
    at((asked.follow_up_at + timedelta(minutes=1)).isoformat())
    assert (remind_of_requests(), remind_of_requests()) == (1, 0)
    run_reactions()
    assert Notification.objects.filter(user=anna, event__kind="external.follow_up").count() == 1
    request = get_request(anna, asked.pk)
    change_request(
        asked.pk, by=anna, title=request.title, reference="SD-77", follow_up_at=now() + timedelta(days=1), kept_by=boris
    )
    at((now() + timedelta(days=1, minutes=1)).isoformat())
    assert remind_of_requests() == 1
    assert Event.objects.filter(kind="external.follow_up").latest("pk").details["user"] == boris.pk


def test_a_number_is_kept_once_for_each_party(anna, egisz, asked):
    with pytest.raises(Invalid) as refused:
        open_request(by=anna, party=egisz, title="Другое", reference=" SD-77 ")
    assert set(refused.value.errors) == {"reference"}
    mark = ExternalParty.objects.create(code="mark", name="Честный знак")
    assert open_request(by=anna, party=mark, title="Другое", reference="SD-77").reference == "SD-77"


@pytest.mark.parametrize(
    ("change", "field"), [({"title": " "}, "title"), ({"title": "х" * 201}, "title"), ({"party": None}, "party"),
                          ({"reference": "9" * 61}, "reference")],
)  # fmt: skip
def test_a_request_says_whom_and_what(anna, egisz, change, field):
    with pytest.raises(Invalid) as refused:
        open_request(by=anna, **({"party": egisz, "title": "РЭМД"} | change))
    assert set(refused.value.errors) == {field}


def test_only_the_desk_knows_of_requests(zoya, galina, oleg, asked):
    for person in (zoya, galina):
        with pytest.raises(NotVisible):
            get_request(person, asked.pk)
    assert get_request(oleg, asked.pk) == asked
    with pytest.raises(NotAllowed):
        write_entry(asked.pk, by=oleg, kind="note", body="Заметка")


def test_tickets_of_another_region_are_a_number_only(strange_agent, asked, waiting, as_):
    page = page_of_request(strange_agent, asked)
    assert (list(page.tickets), page.others) == ([], 2)
    shown = as_(strange_agent).get(f"/desk/outside/{asked.pk}").content.decode()
    assert waiting[0].subject not in shown


def test_from_the_status_form_a_ticket_joins_or_opens_a_request(anna, ticket, zoya, egisz, as_):
    client, address = as_(anna), f"/desk/tickets/{ticket.number}/status"
    given = {"move": "waiting:external", "outside": "new-egisz", "reference": "SD-1", "revision": ticket.revision}
    assert client.post(address, given).status_code == 302
    request = ExternalRequest.objects.get()
    assert (request.reference, request.title) == ("SD-1", ticket.subject)
    second = open_ticket(zoya)
    form = client.get(f"/desk/tickets/{second.number}/status").content.decode()
    assert f'value="{request.pk}"' in form
    given = {"move": "waiting:external", "outside": str(request.pk), "revision": second.revision}
    assert client.post(f"/desk/tickets/{second.number}/status", given).status_code == 302
    assert "SD-1" in client.get(f"/desk/tickets/{second.number}").content.decode()
    assert client.post(f"/desk/outside/{request.pk}/answer", {"body": " "}).status_code == 422
    assert client.post(f"/desk/outside/{request.pk}/answer", {"body": "Исправили", "seen": "7"}).status_code == 409
    seen = f"{ticket.pk}.{second.pk}"
    assert client.post(f"/desk/outside/{request.pk}/answer", {"body": "Исправили", "seen": seen}).status_code == 302
    assert standing(ticket) == ("open", "")


def test_nothing_waits_on_what_is_answered_or_unknown(anna, ticket, asked):
    answer_request(asked.pk, by=anna, body="Исправили")
    with pytest.raises(WrongState):
        wait_on_request(ticket.number, by=anna, request_id=asked.pk)
    with pytest.raises(Invalid):
        wait_outside(ticket.number, by=anna, on="new-nobody")
    with pytest.raises(NotVisible):
        wait_outside(ticket.number, by=anna, on="999999")


def test_the_list_costs_the_same_for_one_request_and_for_twenty(anna, egisz, asked, as_, django_assert_max_num_queries):
    client = as_(anna)
    client.get("/desk/outside/")
    with django_assert_max_num_queries(40) as counted:
        assert "SD-77" in client.get("/desk/outside/").content.decode()
    alone = len(counted)
    for number in range(20):
        open_request(by=anna, party=egisz, title=f"Запрос {number}")
    client.get("/desk/outside/")
    with django_assert_max_num_queries(alone):
        client.get("/desk/outside/")


def test_shipped_parties_are_added_once_and_never_over_an_edit(db, pavel, anna):
    added = load_shipped_parties()
    assert added >= 5
    save_party("egisz", by=pavel, name="Наша ЕГИСЗ", answers_in_days=5)
    assert load_shipped_parties() == 0
    assert ExternalParty.objects.get(code="egisz").name == "Наша ЕГИСЗ"
    with pytest.raises(NotAllowed):
        save_party("egisz", by=anna, name="Моя")
    with pytest.raises(Invalid):
        save_party("egisz", by=pavel, name="Ещё", is_new=True)


def test_who_works_on_none_of_the_waiting_tickets_moves_none(stage_of_strangers, strange_agent):
    request = stage_of_strangers
    with pytest.raises(NotAllowed):
        answer_request(request.pk, by=strange_agent, body="Исправили")
    request.refresh_from_db()
    assert request.state == "open"


@pytest.fixture
def stage_of_strangers(anna, ticket):
    party = ExternalParty.objects.first() or ExternalParty.objects.create(name="Поддержка шлюза", code="gate")
    request = open_request(by=anna, party=party, title="Шлюз отвечает 500")
    wait_on_request(ticket.number, by=anna, request_id=request.pk)
    return request
