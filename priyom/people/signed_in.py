"""Who asks: the person of the session, with everything that is asked of them before any view, in one question."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from priyom.base.prepared import ask, columns_of, made_from, width_of
from priyom.people.models import Membership, Organisation, Region, User

_PARTS = ((User, "person"), (Membership, "membership"), (Organisation, "place"), (Region, "region"))
_WIDTHS = [width_of(model) for model, _alias in _PARTS]
_PERSON = f"""
    SELECT {", ".join(columns_of(model, alias) for model, alias in _PARTS)},
        coalesce(nullif(home.timezone, ''), home_region.timezone)
    FROM people_user person
    LEFT JOIN people_membership membership ON membership.user_id = person.id AND membership.state = 'active'
    LEFT JOIN people_organisation place ON place.id = membership.organisation_id
    LEFT JOIN people_region region ON region.id = place.region_id
    LEFT JOIN people_organisation home ON home.id = person.organisation_id
    LEFT JOIN people_region home_region ON home_region.id = home.region_id
    WHERE person.id = %s
"""  # noqa: S608 - names of our own columns


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's middleware, but with the person at hand: every request asks who it is."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the person on the request."""
        super().process_request(request)
        request.user = signed_in(request)


def signed_in(request: HttpRequest) -> Any:
    """Return the person of the session; what is out of the ordinary (old secret, closed account) Django decides."""
    session = request.session
    pk = session.get(auth.SESSION_KEY)
    if pk is None:
        return AnonymousUser()
    if session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS and str(pk).isdigit():
        user = read_person(int(pk))
        proof = session.get(auth.HASH_SESSION_KEY) or ""
        if user and user.is_active and constant_time_compare(proof, user.get_session_auth_hash()):
            return user
    return auth.get_user(request)


def read_person(pk: int) -> User | None:
    """Return a person whose ``active_memberships`` and ``timezone_name`` are read already."""
    rows = ask(_PERSON, [pk])
    if not rows:
        return None
    user = made_from(User, rows[0][: _WIDTHS[0]])
    user.active_memberships = (
        [_membership(row) for row in rows if row[_WIDTHS[0]] is not None] if user.is_active else []
    )
    user.timezone_name = user.timezone or rows[0][-1] or settings.TIME_ZONE
    return user


def _membership(row: tuple[Any, ...]) -> Membership:
    person, own, place = (sum(_WIDTHS[: n + 1]) for n in range(3))  # where the columns of each part end
    membership = made_from(Membership, row[person:own])
    membership.organisation = made_from(Organisation, row[own:place])
    membership.organisation.region = made_from(Region, row[place:-1])
    return membership
