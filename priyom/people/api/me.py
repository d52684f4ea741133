"""Who the key is: its person, its scopes, and for which organisations it may ask."""

from typing import Any

from ninja import Router

from priyom.base.api import REFUSALS
from priyom.people.api.shapes import Me
from priyom.people.keys import Key
from priyom.people.queries import organisations_for
from priyom.people.requests import SignedIn

router = Router(tags=["me"])


@router.get("/me", auth=Key(), response={200: Me, **REFUSALS}, operation_id="whoAmI",
            summary="Say who this key is and what it may do")  # fmt: skip
def show(request: SignedIn) -> Any:
    person, key = request.user, request.api_key  # type: ignore[attr-defined]
    return {
        "login": person.login,
        "full_name": person.full_name,
        "email": person.email or None,
        "roles": [
            {"organisation": each.organisation.code, "role": each.role, "state": each.state}
            for each in person.active_memberships
        ],
        "organisations": [
            {"code": each.code, "short_name": each.short_name} for each in organisations_for(person) if each.is_active
        ],
        "key": key.name,
        "scopes": key.scopes,
        "expires_at": key.expires_at,
    }
