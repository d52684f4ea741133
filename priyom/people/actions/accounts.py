"""Accounts: opening and closing them, passwords, roles, and what ends with them: sessions and keys."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.people.models import AccountLink, Membership, Organisation, Role, User
from priyom.people.permissions import may_grant, may_manage_account
from priyom.people.queries import get_account

LOGIN = re.compile(r"[\w.@+-]{2,60}")
# What a caller may say about a person; rights and states have actions of their own.
FACTS = frozenset({
    "last_name", "first_name", "middle_name", "position", "phone", "timezone", "language", "is_machine", "is_demo",
})  # fmt: skip


@transaction.atomic
def create_user(
    *,
    by: User,
    login: str,
    email: str | None,
    password: str | None,
    role: str,
    organisation: Organisation,
    state: str = Membership.State.ACTIVE,
    **facts: Any,
) -> User:
    """Open an account with its first role. Without a password only a link by mail signs in."""
    if unknown := set(facts) - FACTS:
        raise TypeError(f"not a fact about a person: {', '.join(sorted(unknown))}")
    if not may_grant(by, role, organisation):
        raise NotAllowed(_("You cannot give this role at this organisation."))
    if not organisation.is_active:
        raise WrongState(_("This organisation is closed."))
    login, email = login.strip().lower(), (email or "").strip().lower() or None
    _refuse_bad_names(login, email)
    person = User(login=login, email=email, organisation=organisation, **facts)
    if password is not None:
        check_password_rules(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as clash:
        # RACE: somebody else took the login or the address since we looked.
        raise Invalid(errors={"login": [_("This login or address is taken already.")]}) from clash
    membership = Membership.objects.create(user=person, organisation=organisation, role=role, state=state)
    record("user.created", person, by=by, region_id=organisation.region_id, membership=membership.pk, role=role)
    return person


@transaction.atomic
def disable_user(login: str, *, by: User) -> User:
    """Close the account: its sessions and keys end at once, its history stays."""
    person = _account(login, by=by)
    if person == by:
        raise WrongState(_("You cannot close your own account."))
    if not person.is_active:
        raise WrongState(_("This account is closed already."))
    _refuse_last_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_everything(person, by=by)
    record("user.disabled", person, by=by, region_id=_region_of(person))
    return person


@transaction.atomic
def enable_user(login: str, *, by: User) -> User:
    """Open a closed account again; its roles are as they were."""
    person = _account(login, by=by)
    if person.is_active:
        raise WrongState(_("This account is open already."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("user.enabled", person, by=by, region_id=_region_of(person))
    return person


@transaction.atomic
def set_password(login: str, password: str, *, by: User) -> User:
    """Give the person a new password; everything signed in with the old one ends."""
    person = _account(login, by=by)
    if not (by.is_system or by.may("people.manage")):
        raise NotAllowed(_("Only an administrator sets somebody else's password."))
    change_password(person, password, by=by)
    return person


@transaction.atomic
def remove_second_factor(login: str, *, by: User) -> User:
    """Take a lost second factor off the account, so that the person can set up another."""
    person = _account(login, by=by)
    if person == by or not (by.is_system or by.may("people.manage")):
        raise NotAllowed(_("Another administrator has to do this."))
    if not Authenticator.objects.filter(user=person).exists():
        raise WrongState(_("This account has no second factor."))
    Authenticator.objects.filter(user=person).delete()
    end_everything(person, by=by)
    record("user.factor_removed", person, by=by, region_id=_region_of(person))
    return person


@transaction.atomic
def grant_role(login: str, role: str, organisation: Organisation, *, by: User) -> Membership:
    """Make the person this at this organisation, at once."""
    person = _account(login, by=by)
    if not may_grant(by, role, organisation):
        raise NotAllowed(_("You cannot give this role at this organisation."))
    membership, added = Membership.objects.exclude(state=Membership.State.ENDED).get_or_create(
        user=person, organisation=organisation, role=role
    )
    if not added and membership.state == Membership.State.ACTIVE:
        raise WrongState(_("The person has this role already."))
    membership.state = Membership.State.ACTIVE
    membership.save(update_fields=["state"])
    if person.organisation_id is None:
        person.organisation = organisation
        person.save(update_fields=["organisation"])
    record("membership.changed", person, by=by, region_id=organisation.region_id, membership=membership.pk, role=role)
    return membership


@transaction.atomic
def end_role(login: str, membership_id: int, *, by: User) -> Membership:
    """End one of the person's roles; the next request already goes without it."""
    person = _account(login, by=by)
    membership = person.memberships.select_related("organisation").filter(pk=membership_id).first()
    if membership is None or not may_grant(by, membership.role, membership.organisation):
        raise NotAllowed(_("You cannot take this role away."))
    if membership.state == Membership.State.ENDED:
        raise WrongState(_("This role has ended already."))
    if membership.role == Role.ADMINISTRATOR:
        _refuse_last_administrator(person)
    membership.state, membership.ended_at = Membership.State.ENDED, now()
    membership.save(update_fields=["state", "ended_at"])
    record("membership.changed", person, by=by, region_id=membership.organisation.region_id,
           membership=membership.pk, role=membership.role, ended=True)  # fmt: skip
    return membership


# --- what other actions of this room stand on ----------------------------------------------------------------


def check_password_rules(password: str, person: User) -> None:
    """Raise Invalid with the rules that the password breaks."""
    try:
        validate_password(password, person)
    except ValidationError as broken:
        raise Invalid(errors={"password": list(broken.messages)}) from broken


def change_password(person: User, password: str, *, by: User) -> None:
    """Set a checked password and end what the old one had opened."""
    check_password_rules(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_everything(person, by=by)
    record("user.password_changed", person, by=by, region_id=_region_of(person))


def end_everything(person: User, *, by: User, keep_session: str | None = None) -> None:
    """End the person's sessions, links and keys, but for the session that is named."""
    end_sessions(person, keep_session=keep_session)
    AccountLink.objects.filter(user=person, used_at__isnull=True).update(used_at=now())
    for key in person.api_keys.filter(revoked_at__isnull=True):
        key.revoked_at = now()
        key.save(update_fields=["revoked_at"])
        record("apikey.revoked", key, by=by, user=person.pk)


def end_sessions(person: User, *, keep_session: str | None = None, session_id: int | None = None) -> int:
    """End the person's sessions, or the one that is named, but for the one to keep; return how many."""
    sessions = UserSession.objects.filter(user=person).exclude(session_key=keep_session or "")
    if session_id is not None:
        sessions = sessions.filter(pk=session_id)
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    return len(keys)


def login_for(email: str) -> str:
    """Return a free login made of an address: ``ivanova``, or ``ivanova2`` when that is taken."""
    stem = re.sub(r"[^\w.+-]", "", email.split("@", maxsplit=1)[0].lower())[:50] or "user"
    stem = stem if len(stem) > 1 else f"{stem}.user"
    taken = set(User.objects.filter(login__startswith=stem).values_list("login", flat=True))
    return next(name for name in (stem, *(f"{stem}{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _account(login: str, *, by: User) -> User:
    person = get_account(by, login, lock=True)
    if not may_manage_account(by, person):
        raise NotAllowed(_("This account is not yours to change."))
    return person


def _refuse_bad_names(login: str, email: str | None) -> None:
    errors: dict[str, list[str]] = {}
    if not LOGIN.fullmatch(login):
        errors["login"] = [_("A login has 2 to 60 letters, digits, dots or dashes.")]
    elif User.objects.filter(login=login).exists():
        errors["login"] = [_("This login is taken already.")]
    if email is not None:
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = [_("This is not an e-mail address.")]
        else:
            if User.objects.filter(email__iexact=email).exists():
                errors["email"] = [_("Somebody has this address already.")]
    if errors:
        raise Invalid(errors=errors)


def _refuse_last_administrator(person: User) -> None:
    """SECURITY: a desk that nobody can set up any more could only be mended with the command line."""
    # RACE: two administrators who close each other at once would both see one left, hence the lock on the roles.
    living = Membership.objects.filter(role=Role.ADMINISTRATOR, state=Membership.State.ACTIVE, user__is_active=True)
    holders = set(living.select_for_update(of=("self",)).order_by("pk").values_list("user_id", flat=True))
    if holders == {person.pk}:
        raise WrongState(_("This is the last administrator. Make somebody else one first."))


def _region_of(person: User) -> int | None:
    return person.organisation.region_id if person.organisation else None
