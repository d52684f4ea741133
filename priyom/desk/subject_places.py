"""What the desk keeps about a person where no table of words finds it: sealed drafts and texts, and files.

Files are masked: no name can be found in them. They are destroyed by the tickets that are about the person.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from priyom.base.sealing import SealBroken, seal, unseal
from priyom.desk.actions.drafts import draft_purpose
from priyom.desk.actions.sealing import purpose_of
from priyom.desk.models import Draft, SealedText, Ticket
from priyom.desk.perishing import files_of
from priyom.privacy.actions import unsealed_texts
from priyom.privacy.retention.files import HELD, destroy_files
from priyom.privacy.subjects.finding import GONE
from priyom.privacy.subjects.places import Asked, Place, is_place

ASKED_FOR = "asked"
ROUNDS = 3


def _drafts(asked: Asked) -> Iterator[tuple[Draft, str, dict[str, Any]]]:
    """Yield the drafts that hold the words; there are few, and none is older than a week."""
    if not asked.words:
        return
    for draft in Draft.objects.select_related("user").order_by("pk"):
        purpose = draft_purpose(draft.user, draft.place)
        try:
            content = json.loads(unseal(draft.sealed, purpose=purpose))
        except SealBroken:
            continue
        if any(asked.pattern.search(text) for text in _texts(content)):
            yield draft, purpose, content


def _texts(content: dict[str, Any]) -> list[str]:
    return [content["text"], *(text for texts in content["fields"].values() for text in texts)]


def _destroy_drafts(asked: Asked) -> int:
    """Cut the words out of drafts. RACE: one that was typed on meanwhile is looked at once more, not written over."""
    cut: set[int] = set()
    for _round in range(ROUNDS):
        found = list(_drafts(asked))
        for draft, purpose, content in found:
            sealed = seal(json.dumps(_without(asked, content)).encode(), purpose=purpose)
            if Draft.objects.filter(pk=draft.pk, sealed=draft.sealed).update(sealed=sealed):
                cut.add(draft.pk)
        if not found:
            break
    return len(cut)


def _without(asked: Asked, content: dict[str, Any]) -> dict[str, Any]:
    fields = {name: [asked.pattern.sub(GONE, text) for text in texts] for name, texts in content["fields"].items()}
    return content | {"text": asked.pattern.sub(GONE, content["text"]), "fields": fields}


def _sealed_texts(asked: Asked) -> int:
    """Count the texts that wait for the guard and hold the words. They are masked, and searched, a moment later."""
    return sum(1 for row in SealedText.objects.iterator() if asked.words and _holds(row, asked))


def _holds(row: SealedText, asked: Asked) -> bool:
    try:
        with unsealed_texts(row.sealed, purpose=purpose_of(row.pk)) as texts:
            return any(asked.pattern.search(text) for text in texts.values())
    except SealBroken:
        return False


def _tickets(asked: Asked) -> list[int]:
    return list(Ticket.objects.filter(number__in=asked.tickets).values_list("pk", flat=True))


def _files(asked: Asked) -> int:
    return files_of(_tickets(asked)).filter(HELD).count()


def _destroy_files(asked: Asked) -> int:
    return len(destroy_files(files_of(_tickets(asked)), reason=ASKED_FOR))


is_place(Place("drafts", _("drafts"), lambda asked: sum(1 for _each in _drafts(asked)), _destroy_drafts))
is_place(Place("sealed_texts", _("texts that are still being checked: search again when they are"), _sealed_texts))
is_place(Place("files", _("files of the tickets named"), _files, _destroy_files))
