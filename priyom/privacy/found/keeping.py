"""Findings wait for what they were found in: noted when a text is screened, kept with the message that holds it.

A text is screened before its message exists. What is noted lives as long as the request or the job; a text that was
never kept leaves no row.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.requests import remember_for_request, remembered_for_request
from priyom.privacy.engine import Finding
from priyom.privacy.files import Finding as FileFinding
from priyom.privacy.found.models import Screening
from priyom.privacy.hints.released import released_now

if TYPE_CHECKING:
    from priyom.privacy.models import ScreenedFile

NOTED = "findings"
FILE, SCREENED, REFUSED = "file", "screened", "refused"
MOST_NOTED = 500  # texts of one request
MOST_PLACES = 2_000  # of one message; what is beyond is counted only
COMPARED = 400  # characters by which a text is known again: a subject is cut, a body is trimmed


@dataclass(frozen=True)
class Noted:
    """A text as it may be kept, shortened to what tells it from others, and what was found in the original."""

    known_by: str
    findings: tuple[Finding, ...]
    released: tuple[tuple[str, int, int], ...] = ()  # kind and place of what its author called nobody's data


def note(masked: str, findings: list[Finding]) -> None:
    """Remember what was found until the text is kept, or the request is over."""
    noted: list[Noted] = remembered_for_request(NOTED) or []
    if len(noted) < MOST_NOTED:
        remember_for_request(NOTED, [*noted, Noted(_known_by(masked), tuple(findings), _released_in(masked))])


def keep_findings(
    texts: Mapping[str, str], *, author_id: int | None, channel: str, by_staff: bool = False,
    organisation_id: int | None = None, region_id: int | None = None, ticket_id: int | None = None,
    message_id: int | None = None,
) -> Screening | None:  # fmt: skip
    """Write down what was found in these texts, by the names of their fields: with the message, in its transaction."""
    if settings.PRIYOM.guard == "off":
        return None
    noted: list[Noted] = remembered_for_request(NOTED) or []
    places: list[list[Any]] = []
    freed: list[list[Any]] = []
    for name, text in _each_once(texts).items():
        known_by = _known_by(text)
        found = next((each for each in reversed(noted) if _is_same(each.known_by, known_by)), None)
        places += [
            [name, each.kind, each.start, each.end, round(each.confidence * 100)]
            for each in (found.findings if found else ())
        ]
        freed += [[name, *each, 0, "released"] for each in (found.released if found else ())]
    kept = Screening.objects.create(
        at=now(), author_id=author_id, channel=channel[:8], by_staff=by_staff, organisation_id=organisation_id,
        region_id=region_id, ticket_id=ticket_id, message_id=message_id, kinds=sorted({place[1] for place in places}),
        hidden=len(places), places=[*freed, *places][:MOST_PLACES], released=len(freed),
    )  # fmt: skip
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
