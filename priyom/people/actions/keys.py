"""Keys of programs: made, shown once, found again, revoked. Only a hash is kept."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.base.prepared import ask, columns_of, made_from
from priyom.people.models import ApiKey, User
from priyom.people.permissions import may_manage_keys
from priyom.people.signed_in import read_person

MARK = "priyom"
LONGEST = timedelta(days=730)
USED_EVERY = timedelta(minutes=1)
NO_HASH = "0" * 64
_BY_PREFIX = f"SELECT {columns_of(ApiKey, 'key')} FROM people_apikey key WHERE prefix = %s"  # noqa: S608 - no input

# scope → the capabilities one of which its owner must have. A key never reaches further than its person.
NEEDS: dict[str, frozenset[str]] = {
    ApiKey.Scope.TICKETS_READ: frozenset({"ticket.open", "desk.read"}),
    ApiKey.Scope.TICKETS_WRITE: frozenset({"ticket.open", "desk.work"}),
    ApiKey.Scope.PEOPLE_READ: frozenset({"organisations.read", "people.invite"}),
    ApiKey.Scope.PEOPLE_WRITE: frozenset({"people.invite"}),
    ApiKey.Scope.INTAKE_READ: frozenset({"deliveries.read"}),
    ApiKey.Scope.ADMIN: frozenset({"settings.manage"}),
}


@transaction.atomic
def create_api_key(
    *, user: User, name: str, scopes: Iterable[str], expires_at: datetime, by: User
) -> tuple[ApiKey, str]:
    """Make a key that acts as ``user``; return it with its text, which is known only now."""
    if not may_manage_keys(by):
        raise NotAllowed(_("Only an administrator makes keys."))
    scopes = sorted(set(scopes))
    _refuse_bad_key(user, name.strip(), scopes, expires_at)
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    clear = f"{MARK}_{prefix}_{secret}"
    key = ApiKey.objects.create(
        user=user, name=name.strip(), prefix=prefix, key_hash=_hash(clear), scopes=scopes,
        created_by=by, created_at=now(), expires_at=expires_at,
    )  # fmt: skip
    record("apikey.created", key, by=by, user=user.pk, scopes=scopes)
    return key, clear


@transaction.atomic
def revoke_api_key(key_id: int, *, by: User) -> ApiKey:
    """End a key at once. Administrators end any key, everybody their own."""
    keys = ApiKey.objects.select_for_update(of=("self",))
    key = (keys if may_manage_keys(by) else keys.filter(user=by)).filter(pk=key_id).first()
    if key is None:
        raise NotVisible(_("There is no such key."))
    if key.revoked_at is not None:
        raise WrongState(_("This key is revoked already."))
    key.revoked_at = now()
    key.save(update_fields=["revoked_at"])
    record("apikey.revoked", key, by=by, user=key.user_id)
    return key


def find_key(clear: str) -> ApiKey | None:
    """Return the living key with this text, its user loaded; note its use at most once a minute."""
    mark, _underscore, rest = clear.partition("_")
    prefix = rest.partition("_")[0] if mark == MARK else ""
    rows = ask(_BY_PREFIX, [prefix]) if 0 < len(prefix) <= 12 else []  # noqa: PLR2004
    key = made_from(ApiKey, rows[0]) if rows else None
    # SECURITY: a hash is computed and compared whether the prefix exists or not, so that time tells nothing.
    fits = hmac.compare_digest(_hash(clear), key.key_hash if key else NO_HASH)
    moment = now()
    if key is None or not fits or key.revoked_at or key.expires_at <= moment:
        return None
    user = read_person(key.user_id)
    if user is None or not user.is_active:
        return None
    key.user = user
    _note_use(key, moment)
    return key


def exceeding(user: User, scopes: Iterable[str]) -> list[str]:
    """Return those of the scopes for which the person has no right."""
    return [scope for scope in scopes if not any(user.may(capability) for capability in NEEDS.get(scope, ()))]


def _note_use(key: ApiKey, moment: datetime) -> None:
    if key.last_used_at and moment - key.last_used_at < USED_EVERY:
        return
    # RACE: of many requests in the same minute one writes; the others find the condition no longer true.
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=moment - USED_EVERY)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=moment)


def _refuse_bad_key(user: User, name: str, scopes: list[str], expires_at: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if not 1 <= len(name) <= 80:  # noqa: PLR2004 - the column
        errors["name"] = [_("Say what the key is for, in up to 80 letters.")]
    if not scopes or set(scopes) - set(ApiKey.Scope.values):
        errors["scopes"] = [_("Choose what the key may do.")]
    elif beyond := exceeding(user, scopes):
        errors["scopes"] = [_("Its person may not do this: %(scopes)s.") % {"scopes": ", ".join(beyond)}]
    if not now() < expires_at <= now() + LONGEST:
        errors["expires_at"] = [_("A key lives from now on for two years at most.")]
    if not user.is_active or user.is_system:
        errors["user"] = [_("This account cannot hold a key.")]
    if errors:
        raise Invalid(errors=errors)


def _hash(clear: str) -> str:
    # The key itself is 256 random bits, so a plain hash cannot be guessed back.
    return hashlib.sha256(clear.encode()).hexdigest()
