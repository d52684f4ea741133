"""What the keys of a ticket say where they can do nothing: the page brings the sentence along."""

import re

import pytest
from django.urls import reverse

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.tickets import resolve_ticket


def said(client, ticket):
    """Return by key what the ticket's page says instead of doing it."""
    text = client.get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    return dict(re.findall(r'<span hidden data-no-key="([^"]+)">([^<]+)</span>', text))


def test_who_has_the_ticket_is_told_so_by_the_key_that_takes(anna, ticket, as_):
    assert "t" not in said(as_(anna), ticket)
    take_ticket(ticket.number, by=anna)
    assert said(as_(anna), ticket)["t"] == "Заявка уже у вас."


def test_a_colleagues_ticket_is_taken_after_a_question(anna, boris, ticket, as_):
    take_ticket(ticket.number, by=anna)
    page = as_(boris).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert f'data-confirm="Заявку ведёт {anna.name}. Забрать её себе?"' in page
    assert "t" not in said(as_(boris), ticket)


def test_what_is_solved_is_opened_again_before_it_is_taken(anna, boris, ticket, as_):
    take_ticket(ticket.number, by=anna)
    resolve_ticket(ticket.number, by=anna, cause="Старый шаблон.", remedy="Обновили.")
    assert "верните её в работу" in said(as_(boris), ticket)["t"]


@pytest.mark.parametrize("key", ["t", "r", "n", "c", "m", "v", "e", "a", "s", "p"])
def test_who_only_reads_is_told_so_by_every_key_of_work(oleg, ticket, as_, key):
    assert "только смотреть" in said(as_(oleg), ticket)[key]
