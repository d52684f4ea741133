"""What allauth and Django tell about sign-ins and second factors, written down as facts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from priyom.base.events import record
from priyom.people.actions.accounts import end_everything
from priyom.people.models import User


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_facts: Any) -> None:
    methods = [entry["method"] for entry in get_authentication_records(request, user)]
    record("user.signed_in", user, by=user, region_id=_region_of(user), methods=methods, address=_address(request))


@receiver(user_login_failed)
def note_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_facts: Any) -> None:
    """Write the failure to the account that was tried; what is no account goes to the system's own."""
    name = str(credentials.get("username") or credentials.get("email") or "").strip().lower()
    field = "email__iexact" if "@" in name else "login"
    tried = User.objects.filter(**{field: name}).first()
    subject = tried or User.objects.system()
    record("user.sign_in_failed", subject, by=None, region_id=_region_of(subject), known=tried is not None,
           address=_address(request))  # fmt: skip


@receiver(user_logged_out)
def note_sign_out(user: User | None, **_facts: Any) -> None:
    if user is not None:
        record("user.signed_out", user, by=user, region_id=_region_of(user))


@receiver([password_changed, password_set])
def end_what_the_old_password_opened(request: HttpRequest, user: User, **_facts: Any) -> None:
    """Keep only the session in which the password was changed."""
    end_everything(user, by=user, keep_session=request.session.session_key)
    record("user.password_changed", user, by=user, region_id=_region_of(user))


@receiver([authenticator_added, authenticator_reset])
def note_factor_added(user: User, authenticator: Any, **_facts: Any) -> None:
    record("user.factor_added", user, by=user, region_id=_region_of(user), type=authenticator.type)


@receiver(authenticator_removed)
def note_factor_removed(user: User, authenticator: Any, **_facts: Any) -> None:
    record("user.factor_removed", user, by=user, region_id=_region_of(user), type=authenticator.type)


def _address(request: HttpRequest | None) -> str:
    return get_adapter().get_client_ip(request) if request is not None else ""


def _region_of(user: User) -> int | None:
    return user.organisation.region_id if user.organisation else None
