"""Requesters who owe us an answer are reminded once, and those who were reminded keep nobody else waiting."""

from priyom.base.models import Event
from priyom.channels import jobs
from priyom.channels.jobs import remind_requesters
from priyom.desk.actions.facts import let_wait
from tests.cast import open_ticket


def reminded():
    return list(
        Event.objects.filter(kind="ticket.requester_reminded").order_by("id").values_list("subject_id", flat=True)
    )


def test_a_silent_requester_is_reminded_once_per_waiting(anna, ticket, at):
    at("2026-03-02 10:00")
    let_wait(ticket.number, by=anna, waiting_for="requester")
    at("2026-03-03 10:00")
    remind_requesters()
    assert reminded() == []

    at("2026-03-04 10:00")
    remind_requesters()
    remind_requesters()
    assert reminded() == [ticket.pk]

    at("2026-03-05 10:00")
    let_wait(ticket.number, by=anna, waiting_for="requester", whom="Зоя")
    at("2026-03-08 10:00")
    remind_requesters()
    assert reminded() == [ticket.pk, ticket.pk]


def test_those_who_were_reminded_do_not_fill_the_next_batch(anna, zoya, at, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 1)
    at("2026-03-02 10:00")
    first, second = open_ticket(zoya), open_ticket(zoya)
    for waits in (first, second):
        let_wait(waits.number, by=anna, waiting_for="requester")

    at("2026-03-05 10:00")
    remind_requesters()
    remind_requesters()
    assert reminded() == [first.pk, second.pk]
