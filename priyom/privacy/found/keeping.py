"""Findings wait for what they were found in: noted when a text is screened, kept with the message that holds it.

A text is screened before its message exists. What is noted lives as long as the request or the job. Whatever no message
or file took by the time its transaction is kept — a solution, a note, a name — is counted by `found/rest.py`; a text
that was never kept leaves no row.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.requests import remember_for_request, remembered_for_request
from priyom.base.rows import insert
from priyom.privacy.engine import Finding
from priyom.privacy.files import Finding as FileFinding
from priyom.privacy.found.models import Screening
from priyom.privacy.found.rest import MOST_PLACES, count_none_of, count_when_kept
from priyom.privacy.hints.released import released_now

if TYPE_CHECKING:
    from priyom.privacy.boxes.models import PictureBox
    from priyom.privacy.models import ScreenedFile

NOTED = "findings"
FILE, SCREENED, REFUSED = "file", "screened", "refused"
MOST_NOTED = 500  # texts of one request
COMPARED = 400  # characters by which a text is known again: a subject is cut, a body is trimmed


@dataclass(eq=False)
class Noted:
    """A text as it may be kept, shortened to what tells it from others, and what was found in the original."""

    known_by: str
    findings: tuple[Finding, ...]
    released: tuple[tuple[str, int, int], ...] = ()  # kind and place of what its author called nobody's data
    is_counted: bool = False


def note(masked: str, findings: list[Finding], *, is_counted: bool = True) -> None:
    """Remember what was found until the text is kept, or the request is over."""
    noted = remembered_for_request(NOTED)
    if noted is None:
        remember_for_request(NOTED, noted := [])
    if len(noted) < MOST_NOTED:
        noted.append(Noted(_known_by(masked), tuple(findings), _released_in(masked), is_counted=not is_counted))
        if remembered_for_request(NOTED) is noted:  # otherwise nobody could say later that it was counted
            count_when_kept(noted[-1])


def forget_noted() -> None:
    """Count nothing of what was screened so far and not taken: it was read once more, not written."""
    count_none_of(remembered_for_request(NOTED) or [])


def keep_findings(
    texts: Mapping[str, str], *, author_id: int | None, channel: str, by_staff: bool = False,
    organisation_id: int | None = None, region_id: int | None = None, ticket_id: int | None = None,
    message_id: int | None = None, part: str = "",
) -> Screening | None:  # fmt: skip
    """Write down what was found in these texts, by the names of their fields: with the message, in its transaction."""
    if settings.PRIYOM.guard == "off":
        return None
    noted: list[Noted] = remembered_for_request(NOTED) or []
    places: list[list[Any]] = []
    freed: list[list[Any]] = []
    for name, text in _each_once(texts).items():
        known_by = _known_by(text)
        same = [each for each in noted if _is_same(each.known_by, known_by)]
        found = same[-1] if same else None
        for each in same:
            each.is_counted = True
        places += [
            [name, each.kind, each.start, each.end, round(each.confidence * 100)]
            for each in (found.findings if found else ())
        ]
        freed += [[name, *each, 0, "released"] for each in (found.released if found else ())]
    kept = insert(Screening(
        at=now(), author_id=author_id, channel=channel[:8], by_staff=by_staff, organisation_id=organisation_id,
        region_id=region_id, ticket_id=ticket_id, message_id=message_id, part=part,
        kinds=sorted({place[1] for place in places}),
        hidden=len(places), places=[*freed, *places][:MOST_PLACES], released=len(freed),
    ))  # fmt: skip
    if freed:
        record("guard.released", kept, by=kept.author, list=sorted({place[1] for place in freed}), ticket=ticket_id)
    return kept


def keep_file_findings(
    screened: "ScreenedFile", findings: Iterable[FileFinding], *, ticket_id: int | None, reason: str = ""
) -> Screening:
    """Write down what became of a file: what was hidden and where, or why it is not shown."""
    places = [_place(found) for found in findings]
    sender = screened.received_by
    return Screening.objects.create(
        at=now(), author=sender, channel=FILE, by_staff=sender.works_at_desk, organisation_id=sender.organisation_id,
        region_id=screened.region_id, ticket_id=ticket_id, file_id=screened.pk,
        outcome=REFUSED if reason else SCREENED, reason=reason[:40],
        content_type=screened.content_type, kinds=sorted({place[1] for place in places}), hidden=len(places),
        places=places[:MOST_PLACES],
    )  # fmt: skip


def change_file_findings(file_id: UUID, boxes: Iterable["PictureBox"]) -> None:
    """Write down anew what is hidden in a picture, and which boxes its author called nobody's data."""
    boxes = list(boxes)
    row = Screening.objects.select_for_update().filter(file_id=file_id).order_by("-pk").first()
    if row is None:
        return
    places = [[_page(box), box.kind, *box.place, box.percent] for box in boxes if box.is_painted]
    freed = [[_page(box), box.kind, *box.place, box.percent, "released"] for box in boxes if not box.is_painted]
    row.kinds = sorted({place[1] for place in places})
    row.hidden, row.released, row.places = len(places), len(freed), [*freed, *places][:MOST_PLACES]
    row.save(update_fields=["kinds", "hidden", "released", "places"])


def _page(box: "PictureBox") -> int | None:
    return box.page if box.picture.sizes else None


def _place(found: FileFinding) -> list[Any]:
    """Return where it was: page or frame, kind, box, percent; the part of a document when there is no box."""
    number = found.place.page if found.place.page is not None else found.place.frame
    where = list(found.box) if found.box is not None else [found.place.part]
    return [number, found.kind, *where, round(found.confidence * 100)]


def _released_in(masked: str) -> tuple[tuple[str, int, int], ...]:
    """Return where the text that is kept still holds what its author released."""
    found = []
    for kind, _colon, words in (each.partition(":") for each in sorted(released_now())):
        found += [(kind, *match.span()) for match in re.finditer(re.escape(words), masked)]
    return tuple(found)


def _each_once(texts: Mapping[str, str]) -> dict[str, str]:
    """Leave out a subject that is only the beginning of the body: what is in it is counted there."""
    body = _known_by(texts.get("body", ""))
    return {name: text for name, text in texts.items() if name != "subject" or not body.startswith(_known_by(text))}


def _known_by(text: str) -> str:
    return " ".join(text.split())[:COMPARED]


def _is_same(noted: str, kept: str) -> bool:
    return bool(kept) and (noted == kept or (len(kept) > 40 and noted.startswith(kept)))  # noqa: PLR2004 - a cut subject
