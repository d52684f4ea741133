"""The second factor: who needs one, and that no way in leads past it. Number 73 of the abuse list."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from priyom.people.actions.signin import ask_password_reset, ask_sign_in_link
from tests.cast import PASSWORD
from tests.people.signing_in import NEW_PASSWORD, is_in, path_of, sign_in


@pytest.fixture(autouse=True)
def forget_attempts(db):
    cache.clear()


@pytest.fixture
def production():
    """Staff need a second factor, as outside the demo."""
    with override_settings(PRIYOM=replace(settings.PRIYOM, require_second_factor=True)):
        yield


def with_totp(user):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_staff_without_a_second_factor_get_no_further_than_where_it_is_set_up(production, anna, ticket):
    client = sign_in("anna")
    for page in (reverse("home"), reverse("people:profile"), "/desk/", "/live-data"):
        assert client.get(page).url == reverse("mfa_index")
    assert client.post(reverse("people:theme"), {"theme": "dark"}).status_code == 302
    assert is_in(sign_in("zoya"))


def test_the_api_takes_no_session_and_no_password(anna, adam, ticket):
    client = sign_in("anna")
    assert client.get(f"/api/v1/tickets/{ticket.number}").status_code == 401
    assert Client().get("/api/v1/tickets", headers={"Authorization": "Basic YW5uYTp4"}).status_code == 401


def test_a_password_a_link_and_a_new_password_stop_before_the_second_factor(anna, zoya):
    with_totp(anna)
    with_totp(zoya)
    assert not is_in(sign_in("anna"))
    client = Client()
    assert client.post(path_of(ask_sign_in_link("zoya"))).url == reverse("mfa_authenticate")
    assert not is_in(client)
    client = Client()
    client.post(path_of(ask_password_reset("anna")), {"password": NEW_PASSWORD})
    assert not is_in(client)
    assert not is_in(sign_in("anna", NEW_PASSWORD))


def test_the_code_opens_the_account_once_and_its_secret_is_sealed(anna):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = with_totp(anna)
    assert secret not in str(Authenticator.objects.values())
    client = sign_in("anna")
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert (
        client.post(reverse("mfa_authenticate"), {"code": "000000" if code != "000000" else "111111"}).status_code
        == 200
    )
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)


def test_second_factors_are_changed_only_after_asking_again(anna):
    with_totp(anna)
    client = Client()
    client.force_login(anna)
    for page in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"):
        assert client.get(reverse(page)).url.startswith(("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"))


MADE_UP = """{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",
"signature":"AA","userHandle":null}}"""
HALF = '{"id":"AA","rawId":"AA","type":"public-key","response":{}}'


@pytest.mark.parametrize("credential", ['{"id":1}', "{}", "[]", "1", '"x"', "null", HALF, MADE_UP, "{" * 2000])
def test_an_answer_that_no_passkey_gave_is_a_wrong_one(anna, credential):
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer.status_code in {200, 302}
    assert not is_in(client)
    with_totp(anna)
    waiting = sign_in("anna")
    assert waiting.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert not is_in(waiting)


def test_the_code_that_switched_codes_on_signs_nobody_in(anna):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    client = sign_in("anna")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=anna, type="totp").exists()
    second = sign_in("anna")
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert not is_in(second)
