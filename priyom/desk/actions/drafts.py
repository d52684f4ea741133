"""What a person is still writing: sealed for that person and place, kept seven days, in no index and no log."""

import json
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.base.prepared import ask
from priyom.base.sealing import SealBroken, seal, unseal
from priyom.desk.models import Draft, Message, Ticket
from priyom.people.models import User
from priyom.privacy.actions import screen_together
from priyom.privacy.waiting import patience

LIFE = timedelta(days=7)
LONGEST = 200_000
NEW = "new"
AT_A_TICKET = re.compile(r"(?:reply|note|consult):([0-9]{1,12})")
_KEPT = (
    "SELECT place, sealed, token, saved_at FROM desk_draft WHERE user_id = %s AND place = ANY(%s) AND expires_at > %s"
)
_GONE = "DELETE FROM desk_draft WHERE user_id = %s AND place = %s RETURNING 1"  # with every answer and every question
MOST = 200  # drafts of one person; the oldest gives way


@dataclass(frozen=True)
class KeptDraft:
    """A draft opened again: its text, the other fields of its form, and the token under which it will be sent."""

    text: str
    fields: dict[str, list[str]]
    token: uuid.UUID
    saved_at: datetime


@transaction.atomic
def save_draft(
    *,
    by: User,
    place: str,
    text: str,
    token: uuid.UUID | None = None,
    fields: dict[str, list[str]] | None = None,
) -> datetime | None:
    """Keep what is written so far; an empty text lets the draft go. Return when it was kept."""
    fields = {name: values for name, values in (fields or {}).items() if any(value.strip() for value in values)}
    if not text.strip() and (place == NEW or not fields):  # a new question without a word is none
        discard_draft(by=by, place=place)
        return None
    content = json.dumps(_fit_to_keep(text, fields, by=by, place=place))
    if len(content) > LONGEST * 6:
        raise Invalid(_("The text is too long."), errors={"body": [_("This is too long to be kept as a draft.")]})
    if token and Message.objects.filter(author=by, token=token).exists():
        return None  # RACE: it was sent while the last pause was being saved; a sent text is no draft
    moment = now()
    row = Draft(
        user=by, place=place, token=token or uuid.uuid4(), saved_at=moment, expires_at=moment + LIFE,
        sealed=seal(content.encode(), purpose=draft_purpose(by, place)),
    )  # fmt: skip
    # RACE: two tabs save at once; one statement decides, and neither fails.
    Draft.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user", "place"],
        update_fields=["token", "sealed", "saved_at", "expires_at"],
    )  # fmt: skip
    oldest = Draft.objects.filter(user=by).order_by("-saved_at").values_list("pk", flat=True)[MOST:]
    Draft.objects.filter(pk__in=list(oldest)).delete()
    return moment


def read_draft(user: User, place: str) -> KeptDraft | None:
    """Return the person's draft of this place, if there is one that can still be opened."""
    return read_drafts(user, [place]).get(place)


def read_drafts(user: User, places: list[str]) -> dict[str, KeptDraft]:
    """Return the person's drafts of these places, each under its place, with one question."""
    drafts = {}
    for place, sealed, token, saved_at in ask(_KEPT, [user.pk, places, now()]):
        try:
            content = json.loads(unseal(sealed, purpose=draft_purpose(user, place)))
        except SealBroken:
            continue  # the secret was changed since; nobody can open it any more
        drafts[place] = KeptDraft(text=content["text"], fields=content["fields"], token=token, saved_at=saved_at)
    return drafts


def discard_draft(*, by: User, place: str) -> None:
    """Let the draft go: it was sent, or is no longer wanted."""
    ask(_GONE, [by.pk, place])


def drafts_at(place: str) -> list[Draft]:
    """Return everybody's drafts of this place, closed as they are kept."""
    return list(Draft.objects.filter(place=place, expires_at__gt=now()).select_related("user").order_by("user_id"))


def move_draft(draft: Draft, place: str) -> bool:
    """Let the draft wait at another place, sealed anew for it; say whether it could be opened and there was room."""
    try:
        content = unseal(draft.sealed, purpose=draft_purpose(draft.user, draft.place))
    except SealBroken:
        return False
    if Draft.objects.filter(user=draft.user, place=place).exists():
        return False
    draft.place, draft.sealed = place, seal(content, purpose=draft_purpose(draft.user, place))
    draft.save(update_fields=["place", "sealed"])
    return True


def draft_purpose(user: User, place: str) -> str:
    """Return what a draft's seal is for: this person, this place."""
    return f"draft:{user.pk}:{place}"


def _fit_to_keep(text: str, fields: dict[str, list[str]], *, by: User, place: str) -> dict[str, Any]:
    """Mask what is written as its message will be masked: an answer goes on calling its reader by name."""
    typed = [text, *(value for values in fields.values() for value in values)]
    story = screen_together(typed, ticket=_ticket_at(place, by), by=by, is_counted=False, patience=patience())
    masked = iter(story.texts)
    return {
        "text": next(masked).masked,
        "fields": {name: [next(masked).masked for _value in values] for name, values in fields.items()},
    }


def _ticket_at(place: str, by: User) -> Ticket | None:
    found = AT_A_TICKET.fullmatch(place)
    tickets = Ticket.objects.visible_to(by).select_related("organisation", "requester")
    return tickets.filter(number=int(found[1])).first() if found else None
