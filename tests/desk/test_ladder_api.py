"""The ladder and advice for programs: what stands where, and the same rights, answers and refusals as on the pages."""

import pytest

from priyom.desk.models import Consult, RungStep
from priyom.people.models import Contract, ContractParty, Rung, ServiceLevel, Team, TeamMembership, WorkCalendar
from tests.cast import open_ticket

pytestmark = pytest.mark.django_db
FOUND = {"scope": "hospital", "since": "с 8 утра", "tried": "Перезапустили службу печати"}


@pytest.fixture
def asked(cast, zoya, at):
    """A ticket that stands with the hospital's own specialist."""
    at("2026-03-02 10:00")
    week = {str(day): [["09:00", "18:00"]] for day in range(5)}
    calendar = WorkCalendar.objects.create(code="test", name="5×8", timezone="Europe/Moscow", weekly=week)
    made = Contract.objects.create(number="2025-118", title="Договор края", calendar=calendar)
    ContractParty.objects.create(contract=made, region=cast.region)
    ServiceLevel.objects.create(contract=made, name="Все")
    for position, (kind, minutes) in enumerate((("local", 120), ("operator", 240), ("vendor", None))):
        Rung.objects.create(contract=made, kind=kind, minutes=minutes, position=position)
    return open_ticket(zoya)


def test_a_regional_program_works_its_rung_from_the_list_to_the_vendor(api, igor, galina, anna, asked):
    (stands,) = api(igor)("GET", "/rungs").body["items"]
    assert (stands["ticket"], stands["rung"], stands["left_at"]) == (asked.number, "local", None)
    assert api(galina)("GET", "/rungs").body["items"] == []
    address = f"/tickets/{asked.number}/rung/finding"
    assert api(igor)("POST", address, FOUND | {"tried": ""}).status_code == 422
    assert api(igor)("POST", address, FOUND).status_code == 201
    assert [each["ticket"] for each in api(galina)("GET", "/rungs").body["items"]] == [asked.number]
    assert api(galina)("POST", address, FOUND | {"scope": "region"}).status_code == 201
    way = api(anna)("GET", f"/tickets/{asked.number}/rungs").body["items"]
    assert [(each["rung"], each["outcome"], each["who"], each["scope"]) for each in way] == [
        ("local", "passed", "igor", "hospital"), ("operator", "passed", "galina", "region"), ("vendor", None, None, None),
    ]  # fmt: skip


def test_advice_goes_back_and_the_requester_says_whether_it_helped(api, igor, zoya, asked):
    returned = api(igor)("POST", f"/tickets/{asked.number}/rung/advice", {"body": "Проверьте бумагу"})
    assert (returned.status_code, returned.body["waiting_for"]) == (201, "requester")
    address = f"/tickets/{asked.number}/rung/judgement"
    assert api(igor)("POST", f"/tickets/{asked.number}/rung/advice", {"body": "Ещё"}).status_code == 409
    assert api(zoya)("POST", address, {"helped": False}).body["status"] == "open"
    assert api(igor)("POST", f"/tickets/{asked.number}/rung/advice", {"body": "Включите лоток"}).status_code == 201
    assert api(zoya)("POST", address, {"helped": True}).body["status"] == "closed"
    assert RungStep.objects.filter(ticket=asked).latest("pk").outcome == "solved"


def test_it_is_solved_on_the_rung_or_taken_up_from_it_and_done_once(api, igor, galina, zoya, asked):
    assert api(zoya)("POST", f"/tickets/{asked.number}/rung/solution", {"cause": "x", "remedy": "y"}).status_code == 403
    for _turn in range(2):
        taken = api(galina)("POST", f"/tickets/{asked.number}/rung/taking-up", None, **{"Idempotency-Key": "up-1"})
        assert taken.status_code == 201
    assert list(RungStep.objects.filter(ticket=asked).order_by("pk").values_list("kind", "outcome")) == [
        ("local", "passed"), ("operator", ""),
    ]  # fmt: skip
    solved = api(galina)("POST", f"/tickets/{asked.number}/rung/solution", {"cause": "Бумага", "remedy": "Вложили"})
    assert (solved.status_code, solved.body["status"]) == (201, "resolved")


def test_advice_is_returned_with_what_is_missing_accepted_and_a_question_taken_back(api, anna, boris, ticket):
    call, said = api(anna), {"question": "Чей это код?", "person": "boris"}
    asked = call("POST", f"/tickets/{ticket.number}/consults", said).body["id"]
    assert call("POST", f"/consults/{asked}/acceptance").status_code == 409
    assert api(boris)("POST", f"/consults/{asked}/answer", {"body": "Наш"}).body["state"] == "answered"
    back = call("POST", f"/consults/{asked}/return", {"body": "С какой версии?"}).body
    assert (back["state"], back["returned"]) == ("asked", 1)
    assert call("POST", f"/consults/{asked}/return", {"body": " "}).status_code == 422
    api(boris)("POST", f"/consults/{asked}/answer", {"body": "С 5.3"})
    assert call("POST", f"/consults/{asked}/acceptance").body["state"] == "accepted"
    other = call("POST", f"/tickets/{ticket.number}/consults", said).body["id"]
    assert call("POST", f"/consults/{other}/withdrawal").body["state"] == "taken_back"
    assert Consult.objects.get(pk=asked).returned == 1


def test_what_is_repeated_is_answered_by_what_one_may_see_now(api, anna, boris, ticket):
    path, key = f"/tickets/{ticket.number}/consults", {"Idempotency-Key": "q-1"}
    said = {"question": "Чей это код?", "person": "boris"}
    asked = api(anna)("POST", path, said, **key).body["id"]
    accept = f"/consults/{asked}/acceptance"
    api(boris)("POST", f"/consults/{asked}/answer", {"body": "Наш"})
    for _turn in range(2):
        assert api(anna)("POST", accept, None, **{"Idempotency-Key": "a-1"}).body["answer"] == "Наш"
    assert api(anna)("POST", path, said, **key).body["id"] == asked
    TeamMembership.objects.filter(user=anna).delete()
    TeamMembership.objects.create(
        user=anna, team=Team.objects.create(code="methods", name="Методологи", only_asked=True)
    )
    assert api(anna)("POST", path, said, **key).status_code == 404
    assert api(anna)("POST", accept, None, **{"Idempotency-Key": "a-1"}).status_code == 404


def test_outside_the_desk_people_of_support_are_known_by_name(api, anna, igor, zoya, asked):
    api(igor)("POST", f"/tickets/{asked.number}/rung/finding", FOUND)
    assert api(anna)("POST", f"/tickets/{asked.number}/rung/taking-up").status_code == 201
    way = {person: api(person)("GET", f"/tickets/{asked.number}/rungs").body["items"] for person in (anna, zoya)}
    assert [each["who"] for each in way[anna]] == ["igor", "anna", None]
    assert [each["who"] for each in way[zoya]] == ["igor", anna.name, None]
