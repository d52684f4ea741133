"""What the pages about accounts show: invitations, people who wait, one account, keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed
from priyom.people.models import ApiKey, Invitation, Membership, Organisation, Role, User
from priyom.people.permissions import grantable_roles, may_grant, may_manage_account
from priyom.people.queries import open_invitations, pending_memberships
from priyom.people.reach import reach_of

SHOWN = 200
# With more organisations than this the choice is typed, not picked from a list.
PICKED_FROM = 60
MAX_DIGITS = 10


@dataclass(frozen=True)
class InvitationsPage:
    """The open invitations, and what may be invited to where."""

    rows: list[Invitation]
    roles: list[tuple[str, str]]
    organisations: list[tuple[str, str]]  # empty: there are too many to list
    moment: datetime


@dataclass(frozen=True)
class AccountPage:
    """One account, for who looks after it."""

    person: User
    memberships: list[tuple[Membership, bool]]  # with whether it may be ended by the reader
    roles: list[tuple[str, str]]
    organisations: list[tuple[str, str]]
    sessions: int
    factors: list[str]
    keys: list[ApiKey]
    may_manage: bool
    may_administer: bool


def refuse_without(user: User, capability: str) -> None:
    """Refuse a page to who lacks the capability."""
    if not user.may(capability):
        raise NotAllowed


def invitations_page(user: User) -> InvitationsPage:
    """Return what the person may see of open invitations, and the choices for a new one."""
    rows = list(open_invitations(user)[:SHOWN])
    return InvitationsPage(rows, role_choices(user), organisation_choices(user), now())


def admissions_page(user: User) -> list[Membership]:
    """Return who waits to be let in, the longest waiting first, each with whether the address is confirmed.

    SECURITY: a letter can be written in anybody's name. An address is confirmed once somebody used a link sent to it:
    the one that registers, or one that signs in.
    """
    registered = Invitation.objects.filter(email=OuterRef("user__email"), used_at__isnull=False)
    waiting = pending_memberships(user).annotate(is_confirmed=Q(user__last_login__isnull=False) | Exists(registered))
    return list(waiting[:SHOWN])


def account_page(user: User, person: User) -> AccountPage:
    """Return the account with its roles, and what the reader may do with it."""
    manages = may_manage_account(user, person)
    rows = person.memberships.select_related("organisation__region").order_by("state", "pk")
    types = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    return AccountPage(
        person=person,
        memberships=[
            (one, manages and one.state != Membership.State.ENDED and may_grant(user, one.role, one.organisation))
            for one in rows
        ],
        roles=role_choices(user),
        organisations=organisation_choices(user),
        sessions=UserSession.objects.filter(user=person).count(),
        factors=sorted(set(types)),
        keys=list(person.api_keys.filter(revoked_at__isnull=True).order_by("pk")),
        may_manage=manages and person != user,
        may_administer=user.may("people.manage") and person != user,
    )


def keys_page() -> QuerySet[ApiKey]:
    """Return every key, the living ones first."""
    return ApiKey.objects.select_related("user", "created_by").order_by("-revoked_at", "-pk")[:SHOWN]


def role_choices(user: User) -> list[tuple[str, str]]:
    """Return the roles the person may give, in the order of the table."""
    grantable = grantable_roles(user)
    return [(value, str(label)) for value, label in Role.choices if value in grantable]


def organisation_choices(user: User) -> list[tuple[str, str]]:
    """Return the organisations the person reaches by code and name, or nothing when there are too many to list."""
    found = _reachable(user).values_list("code", "short_name")[: PICKED_FROM + 1]
    return list(found) if len(found) <= PICKED_FROM else []


def reachable_organisation(user: User, named: str) -> Organisation:
    """Return the organisation with this code (or this id, as the field found by typing sends it), if it is in reach."""
    reachable, named = _reachable(user).select_related("region"), named.strip()
    found = reachable.filter(code=named).first()
    if found is None and named.isascii() and named.isdigit() and len(named) < MAX_DIGITS:
        found = reachable.filter(pk=int(named)).first()
    if found is None:
        raise Invalid(errors={"organisation": [_("There is no such organisation within your reach.")]})
    return found


def known_role(role: str) -> str:
    """Return the role, or refuse what is none."""
    if role not in Role.values:
        raise Invalid(errors={"role": [_("There is no such role.")]})
    return role


def _reachable(user: User) -> Any:
    reach = reach_of(user)
    organisations = Organisation.objects.active()
    if reach.everything:
        return organisations
    return organisations.filter(region_id__in=reach.region_ids) | organisations.filter(pk__in=reach.organisation_ids)
