import threading

import pytest
from django.db import connection

from priyom.desk.models import Message, Ticket
from tests.cast import open_ticket

ALL = ["tickets:read", "tickets:write"]


def question(**facts):
    return {
        "subject": "Не печатается рецепт",
        "body": "Принтер мигает",
        "requester": "zoya@clinic.example",
        "organisation": "clinic-1",
    } | facts


def test_a_program_opens_answers_and_solves_a_ticket(api, anna):
    call = api(anna)
    made = call("POST", "/tickets", question(topic="report", fields={"error_text": "E-13"}, kind="incident"))
    assert made.status_code == 201, made.body
    number = made.body["number"]
    assert made.body["url"].endswith(f"/desk/tickets/{number}")
    assert made.headers["Location"] == f"/api/v1/tickets/{number}"

    assert call("POST", f"/tickets/{number}/messages", {"body": "Смотрю", "visibility": "public"}).status_code == 201
    assert (
        call("POST", f"/tickets/{number}/messages", {"body": "Опять он", "visibility": "internal"}).body["visibility"]
        == "internal"
    )
    assert call("PATCH", f"/tickets/{number}", {"impact": "hospital", "urgency": "high"}).body["priority"] == 1
    assert (
        call("POST", f"/tickets/{number}/resolution", {"cause": "Драйвер", "remedy": "Обновили"}).body["status"]
        == "resolved"
    )
    assert call("GET", f"/tickets/{number}").body["remedy"] == "Обновили"


def test_a_list_goes_on_by_cursor_and_keeps_its_filter(api, anna, zoya, igor):
    numbers = [open_ticket(zoya, subject=f"Вопрос {n}").number for n in range(5)]
    call = api(anna)
    first = call("GET", "/tickets?limit=3&organisation=clinic-1")
    second = call("GET", f"/tickets?limit=3&organisation=clinic-1&cursor={first.body['next']}")

    assert [t["number"] for t in first.body["items"] + second.body["items"]] == numbers[::-1]
    assert second.body["next"] is None
    assert call("GET", "/tickets?status=closed").body["items"] == []


def test_a_stranger_finds_nothing(api, strange_agent, stranger, ticket):
    for person in (strange_agent, stranger):
        call = api(person)
        assert call("GET", f"/tickets/{ticket.number}").status_code == 404
        assert call("PATCH", f"/tickets/{ticket.number}", {"topic": "no-such"}).status_code == 404
        assert call("POST", f"/tickets/{ticket.number}/messages", {"body": "x"}).status_code == 404
        assert call("POST", f"/tickets/{ticket.number}/resolution", {"cause": "x", "remedy": "y"}).status_code == 404
        assert call("GET", "/tickets").body["items"] == []


def test_without_a_key_or_without_its_scope_nothing_happens(api, anna, client):
    assert client.get("/api/v1/tickets").status_code == 401
    assert (
        client.get("/api/v1/tickets", headers={"Authorization": "Bearer nonsense"}).headers["Content-Type"]
        == "application/problem+json"
    )
    assert api(anna, ["tickets:read"])("POST", "/tickets", question()).status_code == 403


def test_an_error_names_its_field(api, anna):
    call = api(anna)
    for body, field in (
        (question(requester="nobody@clinic.example"), "requester"),
        (question(organisation="no-such"), "organisation"),
        (question(topic="no-such"), "topic"),
        (question(kind="wish"), "kind"),
        (question(status="closed"), "status"),
        ({"body": "x"}, "requester"),
    ):
        answer = call("POST", "/tickets", body)
        assert answer.status_code == 422
        assert field in {error["field"] for error in answer.body["errors"]}, answer.body
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert Ticket.objects.count() == 0


def test_an_unknown_requester_is_created_only_with_the_scope(api, anna, pavel):
    asked = question(requester="nova@clinic.example", create_requester=True, requester_name="Новикова Вера Ильинична")
    assert api(anna)("POST", "/tickets", asked).status_code == 403
    made = api(pavel, [*ALL, "people:write"])("POST", "/tickets", asked)
    assert (made.status_code, made.body.get("requester")) == (201, "nova@clinic.example"), made.body


def test_a_requester_known_elsewhere_is_not_taken_for_this_hospital(api, anna):
    assert api(anna)("POST", "/tickets", question(requester="stranger@clinic.example")).status_code == 422


def test_a_requester_cannot_ask_in_a_colleagues_name_nor_write_notes(api, zoya, yakov, ticket):
    call = api(zoya)
    assert call("POST", "/tickets", question(requester="yakov@clinic.example")).status_code == 403
    assert (
        call("POST", f"/tickets/{ticket.number}/messages", {"body": "x", "visibility": "internal"}).status_code == 403
    )
    assert call("POST", f"/tickets/{ticket.number}/messages", {"body": "И ещё версия 5.3.1"}).status_code == 201
    assert call("POST", f"/tickets/{ticket.number}/resolution", {"cause": "x", "remedy": "y"}).status_code == 403


def test_notes_stay_among_colleagues(api, anna, zoya, ticket):
    api(anna)("POST", f"/tickets/{ticket.number}/messages", {"body": "ЗАМЕТКА", "visibility": "internal"})
    assert "ЗАМЕТКА" not in api(zoya)("GET", f"/tickets/{ticket.number}/messages").content.decode()


def test_a_repeated_key_gives_the_same_ticket_and_another_body_is_refused(api, anna):
    call = api(anna)
    key = {"Idempotency-Key": "k-1"}
    first, second = call("POST", "/tickets", question(), **key), call("POST", "/tickets", question(), **key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.body["number"] == second.body["number"]
    assert call("POST", "/tickets", question(subject="Другое"), **key).status_code == 422
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_used_by_many_at_once_opens_one_ticket(api, anna):
    call, answers = api(anna), []

    def post():
        answers.append(call("POST", "/tickets", question(), **{"Idempotency-Key": "race"}))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(24)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert {a.status_code for a in answers} == {201}
    assert len({a.body["number"] for a in answers}) == Ticket.objects.count() == Message.objects.count() == 1


def test_a_made_up_cursor_is_refused(api, anna):
    answer = api(anna)("GET", "/tickets?cursor=%D0%B0%D0%B1")
    assert (answer.status_code, answer.body["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize("moment", ["2027-03-02T12:00:00", "2027-03-02"])
def test_a_moment_without_its_zone_is_refused_wherever_it_stands(api, anna, ticket, moment):
    call = api(anna)
    for answer, field in (
        (call("GET", f"/tickets?since={moment}"), "since"),
        (call("GET", f"/events?since={moment}"), "since"),
        (call("POST", f"/tickets/{ticket.number}/consults", {"question": "x", "person": "boris", "needed_by": moment}),
         "needed_by"),
        (call("POST", f"/tickets/{ticket.number}/waiting", {"waiting_for": "date", "until": moment}), "until"),
    ):  # fmt: skip
        assert (answer.status_code, answer.body["errors"][0]["field"]) == (422, field)
