"""What allauth must know about our house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from priyom.base.sealing import seal, unseal
from priyom.people.limits import patience, seconds_to_wait

WRONG = _("The login or the password does not fit.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up goes through our own page (a mail domain, then a local specialist's approval)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # SECURITY: one sentence for every reason, or the sentence would tell which logins exist.
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("Your present password is needed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["login", "email"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Logins are chosen by our actions."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing after signing in and out: the page that follows says it."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many failures, and say for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            key = self._get_login_attempts_cache_key(request, **credentials)
            seconds = seconds_to_wait(request, app="allauth.account", action="login_failed", key=key)
            raise ValidationError(patience(seconds), code="too_many_login_attempts") from refused


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), purpose="mfa").hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text), purpose="mfa").decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the desk by its configured address: a host header decides nothing."""
        return {"id": settings.PRIYOM.host, "name": str(_("Priyom"))}
