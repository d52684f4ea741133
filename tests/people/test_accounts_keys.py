"""Keys of programs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.people.actions.accounts import disable_user
from priyom.people.actions.keys import create_api_key, find_key, revoke_api_key
from priyom.people.models import ApiKey, Membership, User


def make_key(by, user, *scopes, days=30):
    return create_api_key(
        user=user, name="Выгрузка", scopes=scopes or ["tickets:read"], expires_at=now() + timedelta(days=days), by=by
    )


def test_a_key_is_shown_once_and_found_by_its_text(adam, anna):
    key, clear = make_key(adam, anna)

    assert find_key(clear) == key
    assert clear not in str(ApiKey.objects.values().get())
    assert find_key(clear[:-1] + ("A" if clear[-1] != "A" else "B")) is None


@pytest.mark.parametrize(
    "text", ["", "priyom", "priyom_", "priyom__", "x" * 5000, "priyom_' or 1=1_x", "ключ_ключ_ключ"]
)
def test_odd_texts_are_no_keys(adam, anna, text):
    make_key(adam, anna)
    assert find_key(text) is None


def test_a_key_dies_when_it_expires_is_revoked_or_its_person_leaves(adam, anna, boris, vadim, at):
    at("2026-03-02 10:00")
    (_, short), (one, revoked), (_, leaver) = make_key(adam, anna, days=1), make_key(adam, boris), make_key(adam, vadim)
    at("2026-03-03 10:00")
    revoke_api_key(one.pk, by=adam)
    disable_user("vadim", by=adam)

    assert [find_key(clear) for clear in (short, revoked, leaver)] == [None, None, None]
    with pytest.raises(WrongState):
        revoke_api_key(one.pk, by=adam)


def test_a_key_cannot_exceed_its_owner(adam, zoya):
    for scope in ("people:read", "people:write", "intake:read", "admin"):
        with pytest.raises(Invalid) as refused:
            make_key(adam, zoya, scope)
        assert set(refused.value.errors) == {"scopes"}
    assert make_key(adam, zoya, "tickets:read", "tickets:write")


def test_only_administrators_make_keys_and_strangers_cannot_revoke(adam, anna, boris):
    with pytest.raises(NotAllowed):
        make_key(anna, anna)
    key, _ = make_key(adam, anna)
    with pytest.raises(NotVisible):
        revoke_api_key(key.pk, by=boris)
    assert revoke_api_key(key.pk, by=anna).revoked_at


def test_bad_wishes_are_said_by_field(adam, anna):
    for wish, field in (({"name": " "}, "name"), ({"scopes": ["all"]}, "scopes"), ({"scopes": []}, "scopes")):
        given = {"user": anna, "name": "x", "scopes": ["tickets:read"], "expires_at": now() + timedelta(days=1)}
        with pytest.raises(Invalid) as refused:
            create_api_key(**(given | wish), by=adam)
        assert set(refused.value.errors) == {field}
    with pytest.raises(Invalid):
        make_key(adam, anna, days=1000)
    with pytest.raises(Invalid):
        make_key(adam, User.objects.system())


def test_use_is_noted_at_most_once_a_minute(adam, anna, at, django_assert_num_queries):
    at("2026-03-02 10:00:00")
    key, clear = make_key(adam, anna)
    find_key(clear)
    first = at("2026-03-02 10:00:59")
    with django_assert_num_queries(2):  # the key, and its person with what they are
        find_key(clear)
    key.refresh_from_db()
    assert key.last_used_at < first
    later = at("2026-03-02 10:01:00")
    find_key(clear)
    key.refresh_from_db()
    assert key.last_used_at == later


def test_the_page_shows_a_new_key_once(adam, anna, as_):
    client = as_(adam)
    wish = {"name": "Выгрузка", "user": "anna", "scopes": ["tickets:read"], "days": "30"}
    page = client.post(reverse("people:keys"), wish).content.decode()
    clear = next(
        word
        for word in page.replace("<", " ").replace(">", " ").replace('"', " ").split()
        if word.startswith("priyom_")
    )

    assert find_key(clear).user == anna
    assert clear not in client.get(reverse("people:keys")).content.decode()
    assert client.post(reverse("people:keys"), wish | {"user": "ghost"}).status_code == 422
    assert client.post(reverse("people:keys"), wish | {"user": "zoya", "scopes": ["admin"]}).status_code == 422


def test_the_page_costs_the_same_with_one_key_and_with_twenty(adam, anna, as_, django_assert_num_queries):
    client = as_(adam)
    client.get(reverse("people:keys"))
    make_key(adam, anna)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("people:keys"))
    for _ in range(20):
        make_key(adam, anna)
    with django_assert_num_queries(len(few)):
        client.get(reverse("people:keys"))


def test_the_key_of_a_person_whom_nobody_has_let_in_or_who_has_left_opens_nothing(adam, anna, as_, client):
    _key, clear = make_key(adam, anna)
    asked = {"Authorization": f"Bearer {clear}"}
    assert client.get("/api/v1/tickets", headers=asked).status_code == 200

    anna.memberships.update(state=Membership.State.PENDING)
    waiting = client.get("/api/v1/tickets", headers=asked)
    anna.memberships.update(state=Membership.State.ACTIVE)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    gone = client.get("/api/v1/tickets", headers=asked)

    assert (waiting.status_code, gone.status_code) == (401, 401)
    assert waiting["WWW-Authenticate"] == "Bearer"


def test_a_page_of_settings_is_found_without_its_last_slash(adam, as_):
    for page in ("keys", "audit"):
        answer = as_(adam).get(f"/settings/{page}")
        assert (answer.status_code, answer.url) == (302, f"/settings/{page}/")
