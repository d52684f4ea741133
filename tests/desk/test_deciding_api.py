"""What programs decide about a ticket: the same reasons are asked for as at the screen, and the same is refused."""

import pytest

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import ExternalParty, Handover

pytestmark = pytest.mark.django_db


def test_an_owner_hands_the_ticket_over_with_a_note(api, anna, boris, ticket):
    take_ticket(ticket.number, by=anna)
    call, said = api(anna), {"to": "boris", "reason": "leave", "note": "Ждём журнал шлюза."}
    assert call("POST", f"/tickets/{ticket.number}/handover", said).body["assignee"] == "boris"
    made = Handover.objects.get()
    assert (made.from_user, made.to_user, made.reason) == (anna, boris, "leave")
    refused = call("POST", f"/tickets/{ticket.number}/handover", said | {"to": "nobody"})
    assert refused.status_code == 403, "it is no longer hers to give"


def test_a_priority_against_the_rule_needs_a_reason_and_the_rule_comes_back(api, anna, ticket):
    call, address = api(anna), f"/tickets/{ticket.number}/priority"
    refused = call("POST", address, {"priority": 1})
    assert (refused.status_code, "reason" in str(refused.body["errors"])) == (422, True)
    assert call("POST", address, {"priority": 1, "reason": "Реанимация"}).body["priority"] == 1
    assert call("POST", address, {"priority": None}).body["priority"] == ticket.priority
    assert call("POST", address, {"priority": 7, "reason": "x"}).status_code == 422


def test_a_critical_incident_is_called_and_called_off_with_reasons(api, anna, ticket):
    call, address = api(anna), f"/tickets/{ticket.number}/critical"
    assert call("POST", address, {"critical": True}).status_code == 422
    assert call("POST", address, {"critical": True, "reason": "Никто не входит"}).status_code == 201
    ticket.refresh_from_db()
    assert (ticket.critical, ticket.priority) == ("confirmed", 1)
    assert call("POST", address, {"critical": False}).status_code == 422
    assert call("POST", address, {"critical": False, "reason": "Входят"}).status_code == 201
    ticket.refresh_from_db()
    assert ticket.critical == "declined"


def test_a_passing_has_its_reason_and_later_its_verdict(api, anna, boris, ticket):
    call, address = api(anna), f"/tickets/{ticket.number}/passings"
    assert call("POST", address, {"team": "line2"}).status_code == 422
    assert call("POST", address, {"team": "nowhere", "reason": "x"}).status_code == 422
    assert call("POST", address, {"team": "line2", "reason": "Нужен журнал"}).status_code == 201
    (row,) = call("GET", address).body["items"]
    assert (row["from_team"], row["to_team"], row["way"], row["reason"], row["verdict"]) == (
        "line1", "line2", "up", "Нужен журнал", None,
    )  # fmt: skip
    resolve_ticket(ticket.number, by=boris, cause="Сбой", remedy="Перезапуск")
    judged = api(boris)("POST", f"/passings/{row['id']}/verdict", {"verdict": "missing", "missing": "Доступ к журналу"})
    assert (judged.status_code, judged.body["verdict"], judged.body["judged_by"]) == (201, "missing", "boris")


def test_the_same_request_sent_twice_decides_once(api, anna, ticket):
    call, said = api(anna), {"team": "line2", "reason": "Нужен журнал"}
    for _turn in range(2):
        answer = call("POST", f"/tickets/{ticket.number}/passings", said, **{"Idempotency-Key": "passing-1"})
        assert answer.status_code == 201
    assert ticket.passings.count() == 1


def test_tickets_wait_on_an_outside_request_until_its_answer(api, anna, ticket):
    ExternalParty.objects.create(code="egisz", name="Поддержка ЕГИСЗ", answers_in_days=3)
    call = api(anna)
    assert call("POST", "/outside-requests", {"party": "nobody", "title": "x"}).status_code == 422
    asked = call("POST", "/outside-requests", {"party": "egisz", "title": "РЭМД отвечает 500", "reference": "SD-77"})
    assert (asked.status_code, asked.body["state"], asked.body["kept_by"]) == (201, "open", "anna")
    waits = call("POST", f"/tickets/{ticket.number}/outside-wait", {"request": asked.body["id"]})
    assert (waits.body["status"], waits.body["waiting_for"]) == ("waiting", "external")
    answered = call("POST", f"/outside-requests/{asked.body['id']}/answer", {"body": "Исправили"})
    assert (answered.status_code, answered.body["state"], answered.body["answered_by"]) == (201, "answered", "anna")
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert [each["reference"] for each in call("GET", "/outside-requests").body["items"]] == ["SD-77"]
