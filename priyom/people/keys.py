"""Who is asking through the API: a bearer key, its user, and what the key may do."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from priyom.base.errors import NotAllowed
from priyom.people.actions.keys import find_key
from priyom.people.calls import spend_of_key
from priyom.people.models import ApiKey


class Key(HttpBearer):
    """Lets a request in that carries a living key with the scope; a key with ``admin`` has every scope.

    SECURITY: the scope narrows what the user may do and never widens it; the actions still ask the user's rights.
    """

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope  # empty: any living key

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        key = find_key(token)
        if key is None or not key.user.active_memberships:
            return None  # also of a person whom nobody has let in yet, or nobody any more
        request.api_key = key  # type: ignore[attr-defined] # also a refused call is written down
        spend_of_key(request, key)
        if self.scope:
            refuse_without_scope(key, self.scope)
        request.user = key.user
        return key


def refuse_without_scope(key: ApiKey, scope: str) -> None:
    """Refuse a key that lacks the scope, by its name."""
    if scope not in key.scopes and ApiKey.Scope.ADMIN not in key.scopes:
        raise NotAllowed(_("This key lacks the scope %(scope)s.") % {"scope": scope})
