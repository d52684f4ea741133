"""Due times for programs: the block of a ticket, and what is overdue."""

import pytest

from priyom.desk.actions.facts import let_wait
from tests.cast import open_ticket
from tests.desk.promises import contract

pytestmark = pytest.mark.django_db


def test_a_program_reads_the_promises_of_a_ticket(cast, api, anna, at):
    contract(cast)
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, impact="department", urgency="high")
    told = api(anna)("GET", f"/tickets/{ticket.number}").body
    assert told["due_at"].startswith("2026-03-17T")
    assert told["due"]["contract"] == "Край"
    assert [(each["promise"], each["state"], each["clause"]) for each in told["due"]["promises"]] == [
        ("response", "running", "4.3"), ("resolution", "running", "4.3"),
    ]  # fmt: skip
    at("2026-03-17 10:15")
    let_wait(ticket.number, by=anna, waiting_for="requester")
    at("2026-03-17 11:00")
    told = api(anna)("GET", f"/tickets/{ticket.number}").body
    assert told["due_at"] is None
    assert {each["state"] for each in told["due"]["promises"]} == {"stands"}
    assert told["due"]["promises"][0]["paused_minutes"] == 45


def test_without_a_contract_nothing_is_promised(ticket, api, anna):
    assert api(anna)("GET", f"/tickets/{ticket.number}").body["due"] is None


def test_what_is_overdue_can_be_asked_for(cast, api, anna, at):
    at("2026-03-17 10:00")
    free = open_ticket(cast.zoya)
    contract(cast)
    late = open_ticket(cast.zoya)
    at("2026-03-17 12:00")
    numbers = {
        wanted: [each["number"] for each in api(anna)("GET", f"/tickets?overdue={wanted}").body["items"]]
        for wanted in ("true", "false")
    }
    assert numbers == {"true": [late.number], "false": [free.number]}
