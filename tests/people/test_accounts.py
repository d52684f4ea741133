"""Accounts: opening, closing, passwords and roles."""

import pytest
from django.urls import reverse

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.people.actions.accounts import (
    create_user,
    disable_user,
    enable_user,
    end_role,
    grant_role,
    login_for,
    set_password,
)
from priyom.people.models import Membership, Role, User

PASSWORD = "Синий-трамвай-48"


def open_account(by, clinic, **facts):
    given = {"login": "olga", "email": "Olga@Clinic.example", "password": PASSWORD, "role": Role.REQUESTER}
    return create_user(by=by, organisation=clinic, **(given | facts))


def test_an_administrator_opens_an_account_with_a_role(adam, clinic):
    olga = open_account(adam, clinic, last_name="Зимина")

    assert (olga.login, olga.email, olga.roles) == ("olga", "olga@clinic.example", {Role.REQUESTER})
    assert olga.check_password(PASSWORD)
    assert Event.objects.get(kind="user.created").subject_id == olga.pk


def test_names_that_are_taken_and_bad_passwords_are_said_by_field(adam, clinic):
    with pytest.raises(Invalid) as refused:
        open_account(adam, clinic, login="ZOYA", email="anna@clinic.example")
    assert set(refused.value.errors) == {"login", "email"}
    with pytest.raises(Invalid) as refused:
        open_account(adam, clinic, password="12345")
    assert set(refused.value.errors) == {"password"}
    assert not User.objects.filter(login="olga").exists()


@pytest.mark.parametrize(
    ("who", "role", "where", "may"),
    [
        ("igor", Role.REQUESTER, "clinic", True),
        ("igor", Role.REQUESTER, "department", True),
        ("igor", Role.REQUESTER, "other_clinic", False),
        ("igor", Role.COORDINATOR, "clinic", False),
        ("igor", Role.AGENT, "clinic", False),
        ("galina", Role.LOCAL_SPECIALIST, "clinic", True),
        ("galina", Role.LOCAL_SPECIALIST, "other_clinic", False),
        ("galina", Role.ADMINISTRATOR, "clinic", False),
        ("pavel", Role.AGENT, "vendor", True),
        ("pavel", Role.ADMINISTRATOR, "vendor", False),
        ("zoya", Role.REQUESTER, "clinic", False),
        ("anna", Role.REQUESTER, "clinic", False),
        ("adam", Role.ADMINISTRATOR, "vendor", True),
        ("adam", Role.ADMINISTRATOR, "clinic", False),
    ],
)
def test_nobody_gives_a_role_above_own_rights_or_beyond_own_reach(cast, who, role, where, may):
    by, where = getattr(cast, who), getattr(cast, where)
    if may:
        assert open_account(by, where, role=role).roles == {role}
    else:
        with pytest.raises(NotAllowed):
            open_account(by, where, role=role)


def test_a_fact_that_is_a_right_cannot_be_slipped_in(adam, clinic):
    with pytest.raises(TypeError):
        open_account(adam, clinic, is_system=True)


def test_closing_an_account_ends_its_sessions_at_once(adam, zoya, as_):
    page = as_(zoya)
    assert page.get(reverse("home")).url != reverse("account_login")
    disable_user("zoya", by=adam)

    assert page.get(reverse("home")).url == reverse("account_login")
    with pytest.raises(WrongState):
        disable_user("zoya", by=adam)
    assert enable_user("zoya", by=adam).is_active


def test_a_local_specialist_closes_accounts_of_the_hospital_only(igor, zoya, stranger, galina):
    assert not disable_user("zoya", by=igor).is_active
    with pytest.raises(NotVisible):
        disable_user("stranger", by=igor)
    with pytest.raises(NotVisible):
        disable_user("galina", by=igor)
    with pytest.raises(WrongState):
        disable_user("igor", by=igor)


def test_a_person_with_a_higher_role_elsewhere_is_out_of_a_specialists_hands(adam, igor, zoya, cast):
    grant_role("zoya", Role.AGENT, cast.vendor, by=adam)
    with pytest.raises(NotAllowed):
        disable_user("zoya", by=igor)


def test_the_last_administrator_stays(adam, marina, cast):
    membership = adam.memberships.get()
    with pytest.raises(WrongState):
        end_role("adam", membership.pk, by=adam)
    grant_role("marina", Role.ADMINISTRATOR, cast.vendor, by=adam)
    end_role("adam", membership.pk, by=User.objects.get(login="marina"))
    assert not User.objects.get(login="adam").roles


def test_a_role_that_ends_is_gone_at_the_next_request(adam, anna, as_):
    page = as_(anna)
    end_role("anna", anna.memberships.get().pk, by=adam)
    assert User.objects.get(login="anna").roles == frozenset()
    assert Membership.objects.get(user=anna).state == "ended"
    assert page.get(reverse("home")).status_code == 302


def test_a_new_password_ends_what_the_old_one_opened(adam, zoya, as_):
    page = as_(zoya)
    set_password("zoya", PASSWORD, by=adam)
    assert page.get(reverse("home")).url == reverse("account_login")
    assert User.objects.get(login="zoya").check_password(PASSWORD)


def test_only_an_administrator_sets_somebody_elses_password(igor, zoya):
    with pytest.raises(NotAllowed):
        set_password("zoya", PASSWORD, by=igor)


def test_logins_made_of_addresses_do_not_clash(zoya):
    assert login_for("zoya@other.example") == "zoya2"
    assert login_for("n@other.example") == "n.user"
