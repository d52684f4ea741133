"""What allauth must know about our house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up goes through our own page (a mail domain, then a local specialist's approval)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["login", "email"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Logins are chosen by our actions."""
