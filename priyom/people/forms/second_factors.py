"""Allauth's forms of the second factor, where it leaves something open.

A browser answers a passkey's question with JSON. What somebody made up by hand is a wrong answer and nothing else;
allauth takes only some of the errors for one that reading it brings, and the others would be an error 500.
"""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn import forms as allauth_forms

NOT_AN_ANSWER = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


class AddKeyForm(allauth_forms.AddWebAuthnForm):
    """A new passkey."""

    def clean(self) -> Any:
        return _answered(super().clean)


class SignInKeyForm(allauth_forms.LoginWebAuthnForm):
    """A passkey instead of login and password."""

    def clean_credential(self) -> Any:
        return _answered(super().clean_credential)


class SecondKeyForm(allauth_forms.AuthenticateWebAuthnForm):
    """A passkey after login and password."""

    def clean_credential(self) -> Any:
        return _answered(super().clean_credential)


class KeyAgainForm(allauth_forms.ReauthenticateWebAuthnForm):
    """A passkey once more before something that matters."""

    def clean_credential(self) -> Any:
        return _answered(super().clean_credential)


class ActivateCodesForm(ActivateTOTPForm):
    """Codes of an application. SECURITY: the code that switched them on opens nothing any more (RFC 6238, 5.2)."""

    def clean_code(self) -> str:
        code = super().clean_code()
        kind = Authenticator.Type.TOTP
        TOTP(Authenticator(user=self.user, type=kind, data={"secret": encrypt(self.secret)})).validate_code(code)
        return code


def _answered(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except NOT_AN_ANSWER as refused:
        raise get_adapter().validation_error("incorrect_code") from refused
