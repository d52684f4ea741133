"""Signing in: by password and by link, limits, sessions, second factors. The numbers are those of the abuse list."""

import re
import threading
import time
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from priyom.base import clock
from priyom.base.models import Event
from priyom.people import limits
from priyom.people.actions.accounts import disable_user
from priyom.people.actions.keys import create_api_key, find_key
from priyom.people.actions.signin import ask_password_reset, ask_sign_in_link, reset_password
from priyom.people.letters import letter_for
from priyom.people.links import token_of
from priyom.people.models import AccountLink, User
from tests.cast import PASSWORD
from tests.people.signing_in import NEW_PASSWORD, is_in, path_of, sign_in


@pytest.fixture(autouse=True)
def forget_attempts(db):
    cache.clear()


# --- the ordinary way


@pytest.mark.parametrize("name", ["zoya", "ZOYA", "zoya@clinic.example", "Zoya@Clinic.Example"])
def test_login_and_address_both_sign_in(zoya, name):
    assert is_in(sign_in(name))


def test_sign_ins_and_failures_are_written_down_without_what_was_typed(zoya):
    sign_in("zoya", "неверный пароль")
    sign_in("nobody@nowhere.example", "неверный пароль")
    sign_in("zoya")

    kinds = list(
        Event.objects.filter(kind__startswith="user.sign").order_by("id").values_list("kind", "details__known")
    )
    assert kinds == [("user.sign_in_failed", True), ("user.sign_in_failed", False), ("user.signed_in", None)]
    assert "nowhere" not in str(list(Event.objects.values()))


def test_a_program_and_the_system_cannot_ask_for_links(zoya):
    User.objects.system()
    assert ask_sign_in_link("priyom") is None


# --- 66 fixation


def test_the_session_has_a_new_name_after_signing_in_and_is_dead_after_signing_out(zoya):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in("zoya", client=client)
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != session.session_key

    assert "storage" in client.post(reverse("account_logout"))["Clear-Site-Data"]
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = after
    assert not is_in(thief)


# --- 67 what ends with a password or an account


def test_changing_the_password_ends_other_sessions_links_and_keys_but_not_this_session(anna, adam):
    here, elsewhere = sign_in("anna"), sign_in("anna")
    ask_password_reset("anna")
    expires_at = clock.now() + timedelta(days=1)
    _, key = create_api_key(user=anna, name="x", scopes=["tickets:read"], expires_at=expires_at, by=adam)
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert is_in(here)
    assert not is_in(elsewhere)
    assert find_key(key) is None
    assert not AccountLink.objects.filter(used_at__isnull=True).exists()


def test_closing_an_account_ends_its_sessions_at_the_next_request(adam, zoya):
    client = sign_in("zoya")
    disable_user("zoya", by=adam)

    assert not is_in(client)
    assert not Session.objects.filter(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).exists()
    assert not is_in(sign_in("zoya"))


def test_own_sessions_are_listed_and_ended_one_by_one(zoya, stranger):
    here, elsewhere, foreign = sign_in("zoya"), sign_in("zoya"), sign_in("stranger")
    ids = {one.session_key: one.pk for one in zoya.usersession_set.all()}
    there = ids[elsewhere.cookies[settings.SESSION_COOKIE_NAME].value]
    foreign.post(reverse("people:end_session", args=[there]))
    assert is_in(elsewhere)

    here.post(reverse("people:end_session", args=[there]))
    assert not is_in(elsewhere)
    assert is_in(here)


# --- how long a session lives


def grow_older(client, seconds, *names):
    session = client.session
    for name in names:
        session[name] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("who", "names", "seconds", "alive"),
    [
        ("anna", ["seen"], 29 * 60, True),
        ("anna", ["seen"], 31 * 60, False),
        ("anna", ["born"], 12 * 3600 + 60, False),
        ("zoya", ["seen"], 13 * 86400, True),
        ("zoya", ["seen"], 15 * 86400, False),
    ],
)
def test_a_session_ends_after_rest_and_after_age_and_staff_sooner(cast, who, names, seconds, alive):
    client = sign_in(who)
    assert is_in(client)
    grow_older(client, seconds, *names)
    assert is_in(client) == alive


def test_what_a_page_asks_by_itself_keeps_no_session_alive(anna):
    client = sign_in("anna")
    is_in(client)
    grow_older(client, 20 * 60, "seen")
    before = client.session["seen"]
    client.get("/desk/pulse")
    assert client.session["seen"] == before


def test_a_fragment_for_somebody_signed_out_leads_the_whole_page_to_sign_in(db):
    answer = Client().get(
        reverse("people:profile"), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    )
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fdesk%2F"
    answer = Client().get("/desk/pulse", headers={"HX-Request": "true", "Referer": "http://testserver/desk/tickets/7"})
    assert answer["HX-Redirect"].endswith("?next=%2Fdesk%2Ftickets%2F7")


# --- 68 links


def test_a_link_signs_a_requester_in_once_and_looking_at_it_does_no_harm(zoya):
    link = ask_sign_in_link("zoya@clinic.example", next_path="/portal/")
    client = Client()
    for _ in range(3):
        assert "Зоя" in client.get(path_of(link)).content.decode()
    answer = client.post(path_of(link))
    assert (answer.status_code, answer.url) == (302, "/portal/")
    assert is_in(client)

    other = Client()
    assert other.post(path_of(link)).status_code == 404
    assert not is_in(other)


def test_links_grow_old(zoya, at):
    at("2026-03-02 10:00")
    link, reset = ask_sign_in_link("zoya"), ask_password_reset("zoya")
    at("2026-03-02 11:01")
    assert Client().get(path_of(link)).status_code == 200
    assert Client().get(path_of(reset)).status_code == 404
    at("2026-03-03 10:01")
    assert Client().post(path_of(link)).status_code == 404


def test_a_link_is_good_for_its_purpose_only_and_nothing_in_the_database_opens_anything(zoya):
    link = ask_sign_in_link("zoya")
    token = token_of(link.seed, "sign_in")
    assert Client().get(reverse("people:new_password", args=[token])).status_code == 404
    kept = str(AccountLink.objects.values().get())
    assert token not in kept
    for text in (link.seed, link.token_hash):
        assert Client().get(reverse("people:use_link", args=[text])).status_code == 404


def test_staff_get_no_link_and_a_link_dies_when_its_person_becomes_staff(anna, zoya, cast, adam):
    assert ask_sign_in_link("anna") is None
    from priyom.people.actions.accounts import grant_role

    link = ask_sign_in_link("zoya")
    grant_role("zoya", "agent", cast.vendor, by=adam)
    assert Client().post(path_of(link)).status_code == 404


def test_the_address_in_a_letter_comes_from_the_configuration(zoya):
    Client().post(reverse("people:ask_link"), {"name": "zoya"}, headers={"X-Forwarded-Host": "evil.example"})
    letter = letter_for(Event.objects.get(kind="signin.link_asked"))
    assert letter.to == "zoya@clinic.example"
    assert letter.url.startswith(settings.PRIYOM.site_url + "/accounts/link/")
    assert Client().get(letter.url.removeprefix(settings.PRIYOM.site_url)).status_code == 200
    assert (
        Client().post(reverse("people:ask_link"), {"name": "zoya"}, headers={"Host": "evil.example"}).status_code == 400
    )


def test_a_new_password_by_letter(zoya):
    old = sign_in("zoya")
    link = ask_password_reset("zoya")
    client = Client()
    assert client.post(path_of(link), {"password": "12345"}).status_code == 422
    assert client.post(path_of(link), {"password": NEW_PASSWORD}).url == reverse("account_login")
    assert not is_in(client)
    assert not is_in(old)
    assert is_in(sign_in("zoya", NEW_PASSWORD))
    assert Client().post(path_of(link), {"password": PASSWORD}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_uses_the_link():
    zoya = User.objects.create_user("zoya", "zoya@clinic.example", PASSWORD)
    token = token_of(ask_password_reset("zoya").seed, "password")
    results, ready = [], threading.Barrier(8)

    def attempt(number):
        ready.wait()
        try:
            reset_password(token, f"{NEW_PASSWORD}-{number}")
            results.append(number)
        except Exception:  # noqa: BLE001, S110 - the losers' refusals are the point
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 1
    zoya.refresh_from_db()
    assert zoya.check_password(f"{NEW_PASSWORD}-{results[0]}")


# --- 69 who exists stays unknown


@pytest.mark.parametrize("door", ["people:ask_link", "account_reset_password"])
def test_asking_for_letters_tells_nothing(cast, door):
    answers = {
        seen(Client().post(reverse(door), {"name": name})) for name in ("zoya", "anna", "ghost", "ghost@clinic.example")
    }
    assert len(answers) == 1


def seen(answer, name=""):
    """Return what a person sees of an answer: without tokens and the time."""
    page = re.sub(r'(content|value)="[^"]*"', "", answer.content.decode().replace(name or "\0", "…"))
    return answer.status_code, page


def test_a_wrong_login_and_a_wrong_password_look_the_same(zoya):
    answers = {
        seen(Client().post(reverse("account_login"), {"login": name, "password": "не тот пароль"}), name)
        for name in ("zoya", "ghost", "zoya@clinic.example", "ghost@clinic.example")
    }
    assert [status for status, _ in answers] == [422]


def test_time_tells_nothing(zoya, monkeypatch):
    """Told by the processor's clock, which stands still while a busy machine does something else, plus what was slept."""
    slept = []
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=time.thread_time, sleep=slept.append))

    def took(door, data):
        slept.clear()
        begun = time.thread_time()
        Client().post(reverse(door), data)
        return time.thread_time() - begun + sum(slept)

    took("people:ask_link", {"name": "warm-up"})
    for door in ("people:ask_link", "account_reset_password"):
        known, unknown = (min(took(door, {"name": name}) for _ in range(3)) for name in ("zoya", "ghost"))
        assert min(known, unknown) >= limits.FLOOR_SECONDS
        assert abs(known - unknown) < limits.FLOOR_SECONDS / 5


# --- 70 guessing


def test_guessing_is_slowed_down_per_account_and_the_answer_says_for_how_long(zoya):
    statuses = [Client().post(reverse("account_login"), {"login": "zoya", "password": f"wrong-{n}"}) for n in range(7)]
    assert [answer.status_code for answer in statuses] == [422] * 5 + [429] * 2
    assert "5 минут" in statuses[-1].content.decode()
    assert not is_in(sign_in("zoya"))

    link = ask_sign_in_link("zoya")
    other_way = Client()
    other_way.post(path_of(link))
    assert is_in(other_way)


def test_spraying_one_password_over_many_accounts_is_slowed_down_per_address(cast):
    statuses = [
        Client().post(reverse("account_login"), {"login": f"ghost-{n}", "password": "Весна-2026"}).status_code
        for n in range(22)
    ]
    assert statuses == [422] * 20 + [429] * 2
    spoofed = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    assert spoofed.post(reverse("account_login"), {"login": "ghost-99", "password": "Весна-2026"}).status_code == 429


def test_tokens_cannot_be_tried_out(db):
    statuses = {Client().get(reverse("people:use_link", args=[f"guess-{n}"])).status_code for n in range(70)}
    assert statuses == {404, 429}


# --- 71 open redirects

FOREIGN = [
    "https://evil.example", "//evil.example", "///evil.example", "////evil.example", "http:evil.example",
    "https:/evil.example", "\\\\evil.example", "/\\evil.example", "/\\/evil.example", "javascript:alert(1)",
    "%2f%2fevil.example", "https://testserver@evil.example", "https://testserver.evil.example", "\thttps://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_no_way_in_leads_elsewhere(zoya, target):
    answer = Client().post(reverse("account_login"), {"login": "zoya", "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert stays_here(answer.url)
    link = ask_sign_in_link("zoya", next_path=target)
    assert stays_here(Client().post(path_of(link)).url)


def stays_here(url):
    """Say whether a browser, which reads a backslash as a slash, would stay with us."""
    return urlsplit(urljoin("http://testserver/accounts/login/", url.strip().replace("\\", "/"))).netloc == "testserver"


# --- 74 forgery


@pytest.mark.parametrize(
    "body",
    [("application/x-www-form-urlencoded", "theme=dark"), ("text/plain", "theme=dark"), ("application/json", "{}")],
)
def test_a_cookie_alone_changes_nothing(zoya, body):
    client = Client(enforce_csrf_checks=True)
    client.force_login(zoya)
    content_type, data = body
    assert client.post(reverse("people:theme"), data, content_type=content_type).status_code == 403
    zoya.refresh_from_db()
    assert zoya.theme == ""


def test_reading_never_changes(zoya, adam, as_):
    link = ask_sign_in_link("zoya")
    Client().get(path_of(link))
    as_(adam).get(reverse("people:account_state", args=["zoya"]))
    as_(zoya).get(reverse("account_logout"))
    link.refresh_from_db()
    zoya.refresh_from_db()
    assert link.used_at is None
    assert zoya.is_active


# --- 85 letters as a weapon


def test_nobody_is_flooded_with_letters(zoya):
    for _ in range(12):
        ask_sign_in_link("zoya")
    assert Event.objects.filter(kind="signin.link_asked").count() == 6
    statuses = [Client().post(reverse("people:ask_link"), {"name": "ghost"}).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2


# --- 87 and 88 headers


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/link/", "/profile/", "/accounts/link/nothing/", "/nowhere"]
)
def test_every_answer_forbids_keeping_framing_and_foreign_scripts(as_, zoya, path):
    answer = as_(zoya).get(path)
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_only_the_picture_to_scan_may_be_data(anna):
    client = sign_in("anna")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 200
    assert "img-src 'self' blob: data:" in answer["Content-Security-Policy"]
