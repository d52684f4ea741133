"""A list and a door must agree on what somebody may see, however differently they ask for it."""

import pytest

from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.watching import call_in
from priyom.desk.models import Ticket
from priyom.desk.portal.lists import my_tickets
from tests.access import PEOPLE
from tests.cast import open_ticket


@pytest.fixture
def tickets(cast):
    """Tickets of both regions, some followed, one given to somebody else's agent."""
    found = [open_ticket(getattr(cast, name)) for name in ("zoya", "yakov", "igor", "stranger", "zoya")]
    call_in(found[0].number, by=cast.anna, login="yakov")
    call_in(found[3].number, by=cast.anna, login="boris")
    assign_ticket(found[4].number, by=cast.anna, to=cast.kira)
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_a_list_holds_exactly_what_the_door_opens(cast, tickets, name):
    person = getattr(cast, name)
    assert set(Ticket.objects.listed_for(person)) == set(Ticket.objects.visible_to(person))


def test_ones_own_affairs_are_what_one_asked_and_what_one_follows(cast, tickets):
    listed = {
        name: {row.number for row in my_tickets(getattr(cast, name), filters={}).rows} for name in ("yakov", "boris")
    }
    assert listed == {"yakov": {tickets[0].number, tickets[1].number}, "boris": {tickets[3].number}}
