import pytest

from priyom.base.errors import NotAllowed
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.nextup import take_next
from priyom.desk.actions.tickets import prioritise_ticket
from priyom.desk.models import Ticket
from tests.cast import enter, open_ticket


def test_the_most_urgent_comes_first_then_the_one_that_waits_longest(anna, marina, zoya):
    old, urgent, young = (open_ticket(zoya, subject=name) for name in ("старая", "срочная", "новая"))
    prioritise_ticket(urgent.number, by=marina, impact="hospital", urgency="critical")

    assert [take_next(by=anna) for _ in range(4)] == [urgent, old, young, None]
    urgent.refresh_from_db()
    assert (urgent.assignee, urgent.status) == (anna, "open")


def test_only_my_teams_and_regions(boris, strange_agent, stranger, zoya, cast):
    open_ticket(zoya)
    assert take_next(by=boris) is None
    assert take_next(by=strange_agent) is None
    Ticket.objects.update(team=cast.line2)
    assert take_next(by=boris) is not None


def test_what_somebody_has_or_what_waits_is_left_alone(anna, kira, zoya):
    mine = open_ticket(zoya)
    take_ticket(mine.number, by=kira)
    waits = open_ticket(zoya)
    Ticket.objects.filter(pk=waits.pk).update(status="waiting", waiting_for="external")
    assert take_next(by=anna) is None


def test_requesters_and_auditors_take_nothing(zoya, oleg, adam, ticket):
    for person in (zoya, oleg, adam):
        with pytest.raises(NotAllowed):
            take_next(by=person)


def test_many_at_once_never_get_the_same(at_once):
    cast = enter()
    tickets = {open_ticket(cast.zoya).pk for _ in range(6)}
    askers = [cast.anna, cast.kira, cast.pavel, cast.marina] * 2
    outcome = at_once(*[lambda by=by: take_next(by=by) for by in askers])

    taken = [ticket.pk for ticket in outcome if ticket is not None]
    assert len(taken) == len(set(taken)) == 6
    assert set(taken) == tickets
