import pytest

from priyom.base.clock import now
from priyom.base.models import DueReaction, Event
from priyom.desk.actions.ladder import last_advice
from priyom.desk.demo import fill
from priyom.desk.models import Message, Ticket
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.permissions import may_stand_for
from priyom.desk.rules.lifecycle import Status, WaitingFor
from priyom.people.models import Role, User


@pytest.fixture
def demo(db):
    return fill(progress=False)


def test_the_demo_is_a_week_of_support_that_anybody_can_try(demo):
    """One fill, because it plays a thousand steps; the parts below say what must be true of it."""
    _every_state_and_no_future()
    _numbered_in_the_order_in_which_they_came()
    _the_accounts_cover_the_roles_and_can_sign_in(demo)
    assert not DueReaction.objects.exists(), "somebody would be written to about last week"
    assert not Ticket.objects.filter(team=None).exclude(rung__in=OUTSIDE_RUNGS).exists()
    _somebody_stands_on_every_rung()
    assert fill(progress=False) == [], "a second fill changes nothing"


def _every_state_and_no_future():
    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status)
    assert set(Ticket.objects.exclude(waiting_for="").values_list("waiting_for", flat=True)) == set(WaitingFor)
    assert Ticket.objects.count() > 150
    for model, column in ((Ticket, "opened_at"), (Message, "sent_at"), (Event, "happened_at")):
        assert not model.objects.filter(**{f"{column}__gt": now()}).exists()


def _numbered_in_the_order_in_which_they_came():
    moments = list(Ticket.objects.order_by("number").values_list("opened_at", flat=True))
    assert moments == sorted(moments)


def _somebody_stands_on_every_rung():
    """Both sides of the ladder can be walked with the accounts that are offered: one asks, two have it before us."""
    for login, rung in (("leonid", "local"), ("roman", "operator")):
        person = User.objects.get(login=login)
        below = Ticket.objects.filter(rung=rung, requester__login="dina")
        assert any(may_stand_for(person, ticket) for ticket in below), login
    advised = Ticket.objects.get(rung="local", status="waiting", requester__login="ulyana")
    assert last_advice(advised).who.login == "leonid"


def _the_accounts_cover_the_roles_and_can_sign_in(accounts):
    people = [(User.objects.get(login=login), password) for login, password, _who in accounts]
    assert all(user.check_password(password) and user.is_demo for user, password in people)
    assert {role for user, _password in people for role in user.roles} == set(Role.values)
