"""Invitations, asking to be let in, and what people change about themselves."""

from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from priyom.base.errors import NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.people.actions.accounts import disable_user, end_role
from priyom.people.actions.correspondents import meet_correspondent
from priyom.people.actions.invitations import (
    accept_invitation,
    invite_person,
    send_invitation_again,
    withdraw_invitation,
)
from priyom.people.actions.registration import approve_person, ask_to_register, refuse_person
from priyom.people.actions.signin import ask_sign_in_link
from priyom.people.letters import letter_for
from priyom.people.links import token_of
from priyom.people.models import Invitation, MailDomain, Membership, Role, User

PASSWORD = "Синий-трамвай-48"
NAMES = {"last_name": "Зимина", "first_name": "Ольга"}


@pytest.fixture(autouse=True)
def forget_attempts(db):
    cache.clear()


@pytest.fixture
def domain(clinic):
    return MailDomain.objects.create(organisation=clinic, domain="clinic-1.example")


def invite(by, organisation, role=Role.REQUESTER, email="olga@clinic-1.example"):
    return invite_person(by=by, email=email, organisation=organisation, role=role)


def token(invitation):
    return token_of(invitation.seed, "invitation")


def page_of(invitation):
    return reverse("people:accept_invitation", args=[token(invitation)])


# --- invitations


def test_an_invitation_becomes_an_account_and_signs_in(igor, clinic):
    invitation = invite(igor, clinic)
    letter = letter_for(Event.objects.get(kind="user.invited"))
    assert (letter.to, letter.template, letter.facts["invited_by"]) == ("olga@clinic-1.example", "invitation", igor)
    assert letter.url.endswith(page_of(invitation))

    client = Client()
    assert "Поликлиника № 1" in client.get(page_of(invitation)).content.decode()
    assert client.post(page_of(invitation), NAMES | {"password": "12345"}).status_code == 422
    assert (
        client.post(
            page_of(invitation), NAMES | {"password": PASSWORD, "role": "administrator", "is_system": "1"}
        ).status_code
        == 302
    )
    assert client.get(reverse("people:profile")).status_code == 200
    olga = User.objects.get(login="olga")
    assert (olga.roles, olga.organisation, olga.is_system) == ({Role.REQUESTER}, clinic, False)
    assert Client().get(page_of(invitation)).status_code == 404
    assert letter_for(Event.objects.get(kind="user.invited")) is None


def test_a_requester_may_do_without_a_password_and_staff_may_not(igor, pavel, clinic, cast):
    assert Client().post(page_of(invite(igor, clinic)), NAMES).status_code == 302
    assert not User.objects.get(login="olga").has_usable_password()
    staff = invite(pavel, cast.vendor, Role.AGENT, "new@pulse.example")
    assert Client().post(page_of(staff), NAMES).status_code == 422


def test_sending_again_kills_the_earlier_link(igor, galina, clinic):
    invitation = invite(igor, clinic)
    old = page_of(invitation)
    again = send_invitation_again(invitation.pk, by=galina)
    assert Client().get(old).status_code == 404
    assert Client().get(page_of(again)).status_code == 200
    assert Event.objects.filter(kind="user.invited").count() == 2


def test_asking_twice_makes_one_invitation(igor, clinic):
    assert invite(igor, clinic).pk == invite(igor, clinic, email="OLGA@clinic-1.example").pk


def test_a_withdrawn_or_old_invitation_opens_nothing(igor, clinic, at):
    at("2026-03-02 10:00")
    withdrawn, old = invite(igor, clinic), invite(igor, clinic, email="old@clinic-1.example")
    withdraw_invitation(withdrawn.pk, by=igor)
    assert Client().get(page_of(withdrawn)).status_code == 404
    with pytest.raises(WrongState):
        withdraw_invitation(withdrawn.pk, by=igor)
    at("2026-03-03 10:01")
    with pytest.raises(NotVisible):
        accept_invitation(token(old), **NAMES)


def test_an_invitation_is_worth_what_its_author_may_give_today(adam, igor, galina, clinic):
    one, other = invite(igor, clinic), invite(galina, clinic, email="b@clinic-1.example")
    disable_user("igor", by=adam)
    end_role("galina", galina.memberships.get().pk, by=adam)
    for invitation in (one, other):
        assert Client().get(page_of(invitation)).status_code == 404


def test_strangers_see_no_invitations_and_nobody_invites_above_own_rights(igor, pavel, stranger, clinic, other_clinic):
    invitation = invite(igor, clinic)
    with pytest.raises(NotVisible):
        withdraw_invitation(invitation.pk, by=stranger)
    for by, where, role in (
        (igor, other_clinic, "requester"),
        (igor, clinic, "administrator"),
        (pavel, clinic, "agent"),
        (stranger, other_clinic, "requester"),
    ):
        with pytest.raises(NotAllowed):
            invite(by, where, role)


def test_an_invitation_for_somebody_known_adds_a_role_and_signs_nobody_in(igor, stranger, clinic):
    invitation = invite(igor, clinic, email=stranger.email)
    client = Client()
    assert "stranger" in client.get(page_of(invitation)).content.decode()
    assert client.post(page_of(invitation)).status_code == 302
    assert client.get(reverse("people:profile")).status_code == 302
    assert set(stranger.memberships.values_list("organisation__code", flat=True)) == {"clinic-1", "clinic-2"}


def test_the_inviter_does_not_learn_who_has_an_account(igor, stranger, clinic, as_):
    pages = []
    for email in ("ghost@clinic-1.example", stranger.email):
        answer = as_(igor).post(
            reverse("people:invitations"), {"email": email, "organisation": "clinic-1", "role": "requester"}
        )
        pages.append((answer.status_code, answer.url))
    assert pages[0] == pages[1]


# --- asking to be let in


def test_whoever_reads_a_mailbox_of_the_organisation_waits_for_its_specialist(domain, igor, clinic, as_):
    Client().post(reverse("people:register"), {"email": "Olga@Clinic-1.example"})
    letter = letter_for(Event.objects.get(kind="user.invited"))
    assert (letter.to, letter.template) == ("olga@clinic-1.example", "registration")
    client = Client()
    assert client.post(page_of(Invitation.objects.get()), NAMES).status_code == 302
    for path in ("/", "/portal/", "/profile/", "/desk/"):
        assert client.get(path).url == reverse("people:waiting")
    assert "Поликлиника № 1" in client.get(reverse("people:waiting")).content.decode()
    assert Event.objects.filter(kind="user.registered").exists()

    pending = Membership.objects.get(state="pending")
    assert "Зимина Ольга" in as_(igor).get(reverse("people:admissions")).content.decode()
    approve_person(pending.pk, by=igor)
    assert letter_for(Event.objects.get(kind="user.approved")).template == "approved"
    assert client.get("/profile/").status_code == 200
    with pytest.raises(WrongState):
        refuse_person(pending.pk, by=igor)


def test_a_letter_does_not_count_as_a_confirmed_address(domain, igor, clinic, as_):
    correspondent, _place = meet_correspondent("pishu@clinic-1.example", "Письмова Вера", by=User.objects.system())
    accept_invitation(token(ask_to_register("p1@clinic-1.example")), **NAMES)

    def row_of(name):
        page = as_(igor).get(reverse("people:admissions")).content.decode()
        return next(row for row in page.split("<tr>") if name in row)

    assert "написали письмом, адрес не подтверждён" in row_of("Письмова")
    assert "btn--main" not in row_of("Письмова")
    assert "подтвердили почту" in row_of("Зимина")
    assert "btn--main" in row_of("Зимина")

    link = ask_sign_in_link(correspondent.email)
    Client().post(reverse("people:use_link", args=[token_of(link.seed, link.purpose)]))
    assert "подтвердили почту" in row_of("Письмова")


def test_who_waits_reads_that_the_question_is_here(zoya, as_, ticket):
    zoya.memberships.update(state="pending")
    page = as_(zoya).get(reverse("people:waiting")).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    number = f"{ticket.number:,}".replace(",", " ")
    assert f"Ваш вопрос № {number} у нас, ответим письмом." in page
    assert ticket.subject not in page

    ticket.status = "closed"
    ticket.save()
    assert "Ваш вопрос" not in as_(zoya).get(reverse("people:waiting")).content.decode()


def test_a_refused_person_is_out_at_once(domain, igor, clinic):
    client = Client()
    invitation = ask_to_register("olga@clinic-1.example")
    client.post(page_of(invitation), NAMES)
    refuse_person(Membership.objects.get(state="pending").pk, by=igor)
    assert client.get(reverse("people:waiting")).url.startswith(reverse("account_login"))
    assert not User.objects.get(login="olga").is_active


def test_strangers_decide_nothing(domain, stranger, galina, clinic, cast):
    accept_invitation(token(ask_to_register("olga@clinic-1.example")), **NAMES)
    pending = Membership.objects.get(state="pending")
    for by in (stranger, cast.pavel, cast.anna):
        with pytest.raises(NotVisible):
            approve_person(pending.pk, by=by)
    assert approve_person(pending.pk, by=galina).state == "active"


@pytest.mark.parametrize(
    "email", ["olga@clinic-1.example", "zoya@clinic.example", "ghost@nowhere.example", "anna@clinic.example"]
)
def test_the_answer_is_the_same_for_everybody(domain, cast, email):
    answer = Client().post(reverse("people:register"), {"email": email})
    assert answer.status_code == 200
    assert email not in answer.content.decode()
    assert "Загляните в почту" in answer.content.decode()


def test_nothing_is_kept_of_addresses_that_fit_nowhere_and_nobody_is_flooded(domain, zoya):
    assert ask_to_register("ghost@nowhere.example") is None
    assert ask_to_register("x@sub.clinic-1.example") is None
    assert not Invitation.objects.exists()
    assert [bool(ask_to_register("olga@clinic-1.example")) for _ in range(5)] == [True] * 3 + [False] * 2
    ask_to_register(zoya.email)
    assert Event.objects.filter(kind="signin.link_asked", subject_id=zoya.pk).exists()


# --- oneself


def test_a_profile_holds_no_rights(zoya, as_):
    form = NAMES | {"language": "ru", "theme": "dark", "timezone": "Asia/Omsk", "after_send": "next"}
    wish = form | {"organisation": 1, "email": "x@evil.example", "is_system": "1", "login": "root"}
    assert as_(zoya).post(reverse("people:profile"), wish).status_code == 302
    zoya = User.objects.get(login="zoya")
    assert (zoya.last_name, zoya.theme, zoya.timezone, zoya.keys_enabled) == ("Зимина", "dark", "Asia/Omsk", False)
    assert (zoya.email, zoya.is_system) == ("zoya@clinic.example", False)
    changed = Event.objects.get(kind="user.changed").details
    assert changed == {"fields": ["after_send", "first_name", "keys_enabled", "last_name", "theme", "timezone"]}


def test_a_wrong_profile_keeps_what_was_typed(zoya, as_):
    answer = as_(zoya).post(
        reverse("people:profile"),
        {"last_name": "Ветрова-Седова", "first_name": "", "language": "ru", "timezone": "Mars/Base"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ветрова-Седова" in page
    assert "Такого часового пояса нет" in page


def test_the_theme_is_remembered_and_the_way_back_stays_here(zoya, as_):
    client = as_(zoya)
    answer = client.post(reverse("people:theme"), {"theme": "dark"}, headers={"Referer": "http://testserver/portal/"})
    assert answer.url == "http://testserver/portal/"
    answer = client.post(reverse("people:theme"), {"theme": "light"}, headers={"Referer": "https://evil.example/"})
    assert answer.url == reverse("people:profile")
    assert client.post(reverse("people:theme"), {"theme": "pink"}).status_code == 422
    assert 'data-theme="light"' in client.get(reverse("people:profile")).content.decode()


# --- pages cost the same whatever stands on them


@pytest.mark.parametrize("page", ["people:invitations", "people:admissions"])
def test_a_page_costs_the_same_with_one_row_and_with_twenty(domain, igor, clinic, as_, django_assert_num_queries, page):
    def more(numbers):
        for number in numbers:
            invite(igor, clinic, email=f"n{number}@clinic-1.example")
            accept_invitation(token(ask_to_register(f"p{number}@clinic-1.example")), **NAMES)

    client = as_(igor)
    client.get(reverse(page))
    more([0])
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(page))
    more(range(1, 20))
    with django_assert_num_queries(len(few)):
        assert client.get(reverse(page)).content.decode().count("@clinic-1.example") == 20


def test_two_letters_of_somebody_new_make_one_account(at_once, clinic):
    """Both are read at once, each sees no account yet, and one of them would have to be filed again."""
    by = User.objects.system()
    meet = partial(meet_correspondent, "newcomer@elsewhere.example", "Newcomer", by=by)
    met = at_once(meet, meet, meet)
    assert {person for person, _place in met} == {User.objects.get(email="newcomer@elsewhere.example")}
