"""What letters leave behind of a person: the journal's sender, subject and beginning, and letters held under seal.

A sealed letter is opened for a search and nothing else, in a process of its own. It cannot lose single words: who looks
after held letters rejects it, and with that it is destroyed.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from priyom.base.requests import once_per_request
from priyom.base.sealing import SealBroken, unseal
from priyom.channels.mail.searching import search_letters
from priyom.channels.models import IncomingLetter, Outcome
from priyom.channels.models.intake import SEALED_LETTER
from priyom.privacy.subjects.places import Asked, Place, is_place, is_searched

is_searched(
    "journal", _("journal of letters"), IncomingLetter, ("sender", "return_path", "subject", "beginning")
)  # fmt: skip
MOST = 1000


def _held(asked: Asked) -> int:
    return sum(found is True for found in _looked_through(asked))


def _unread(asked: Asked) -> int:
    return sum(found is None for found in _looked_through(asked))


def _looked_through(asked: Asked) -> list[bool | None]:
    """Return of each sealed letter whether it holds the words; None where nobody could say. Once for each search."""
    return once_per_request(f"held letters {hash(asked)}", lambda: _look_through(asked)) if asked.words else []


def _look_through(asked: Asked) -> list[bool | None]:
    rows = IncomingLetter.objects.filter(outcome__in=["", Outcome.HELD], sealed__isnull=False)
    broken: list[None] = []
    letters = _opened(rows.order_by("-pk").values_list("sealed", flat=True)[:MOST], broken)
    found = list(search_letters(letters, asked.words, without_walls=settings.PRIYOM.preview_without_walls))
    return [*found, *broken, *[None] * max(0, rows.count() - MOST)]


def _opened(rows: "QuerySet[Any, Any]", broken: list[None]) -> Iterator[bytes]:
    for sealed in rows.iterator(chunk_size=20):
        try:
            yield unseal(bytes(sealed), purpose=SEALED_LETTER)
        except SealBroken:
            broken.append(None)


is_place(Place("held_letters", _("letters held under seal: reject them in the journal"), _held))
is_place(Place("unread_letters", _("letters under seal that nobody could look into"), _unread))
