"""The box to try the guard in: a text goes in, the masked text and the findings come out, nothing is kept."""

import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from priyom.base.errors import NotNow
from priyom.people.models import Organisation
from priyom.privacy.actions import the_guard
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.decided.words import name_of
from priyom.privacy.engine import GuardFailed
from priyom.privacy.masking import People

LONGEST = 20_000


@dataclass(frozen=True)
class Piece:
    """A stretch of the text: plain, or found, then with the kind and how sure the guard is."""

    text: str
    kind: str = ""
    name: str = ""
    percent: int = 0


def tried(text: str, organisation: Organisation | None = None) -> tuple[str, list[Piece]]:
    """Return the text as it would be kept, and the text as it was typed with the findings marked."""
    text = text.replace("\0", "").replace("\r\n", "\n")[:LONGEST]
    if not text.strip():
        return "", []
    try:
        masked = the_guard().mask([text], People(secrets.token_bytes(32)), rules_for(organisation))
    except GuardFailed as failed:
        raise NotNow(_("The guard does not answer just now. Try again in a minute.")) from failed
    pieces: list[Piece] = []
    place = 0
    for found in masked.findings[0]:
        pieces.append(Piece(text[place : found.start]))
        percent = round(found.confidence * 100)
        pieces.append(Piece(text[found.start : found.end], found.kind, name_of(found.kind), percent))
        place = found.end
    pieces.append(Piece(text[place:]))
    return masked.texts[0], [piece for piece in pieces if piece.text]
