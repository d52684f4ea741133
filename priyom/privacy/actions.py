"""The guard's door. Everything that people write or send passes here before it is kept.

A text comes back masked, at once, or `NotNow`: then nothing is kept. What a form brings may be accepted without an
answer, sealed (`screen_soon`, `seal_texts`); whoever sealed it has it screened later. A file is taken into quarantine
and looked at later; whoever calls the door lives with files that cannot be seen yet, or never.
"""

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotNow
from priyom.base.events import record
from priyom.base.sealing import seal, unseal
from priyom.base.storage import HEAD_BYTES, sniff, store_file
from priyom.people.models import Organisation, User
from priyom.privacy import quarantine, waiting
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.engine import GuardFailed, Masked
from priyom.privacy.found.keeping import note
from priyom.privacy.guards import the_guard
from priyom.privacy.hints.released import released
from priyom.privacy.labels import beyond_those_in, nobody_yet, people_of, remember
from priyom.privacy.masking import People
from priyom.privacy.models import ScreenedFile
from priyom.privacy.names import safe_name


class Told(Protocol):
    """What a text belongs to, as far as the guard needs to know it: a ticket."""

    pk: int
    organisation: Organisation
    requester: User


@dataclass(frozen=True)
class Screened:
    """Text that may be kept, and what was found in the original: kinds and places, never values."""

    masked: str
    findings: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True)
class Story:
    """Texts that belong together before their ticket is there, and who is who in them."""

    texts: tuple[Screened, ...]
    people: People

    def belongs_to(self, ticket_id: int) -> None:
        """Let the people keep their numbers in the ticket that now exists."""
        if settings.PRIYOM.guard == "on":
            remember(ticket_id, self.people)


def screen_text(text: str, *, ticket: Told | None = None, organisation: Organisation | None = None) -> Screened:
    """Return the text as it may be kept; `NotNow` when the guard cannot say. In a ticket people keep their numbers."""
    return screen_together([text], ticket=ticket, organisation=organisation).texts[0]


def screen_together(
    texts: Sequence[str], *, ticket: Told | None = None, organisation: Organisation | None = None,
    by: User | None = None, is_counted: bool = True, patience: float | None = None,
) -> Story:  # fmt: skip
    """Return texts of one story masked together: whoever is surely named in one is known in all of them.

    ``by``: who asks, where there is no ticket yet. What is found is counted once the texts are kept, unless they are
    another form of texts that are (`is_counted`). ``patience``: how many seconds the guard has, if not what it needs.
    """
    if settings.PRIYOM.guard == "off" or not any(text.strip() for text in texts):
        return Story(tuple(Screened(masked=_plain(text)) for text in texts), nobody_yet())
    if ticket is None:
        return _screen(texts, nobody_yet(), organisation, here=by, is_counted=is_counted, patience=patience)
    story = _screen(
        texts, people_of(ticket.pk), ticket.organisation, here=ticket.requester, is_counted=is_counted,
        patience=patience,
    )  # fmt: skip
    story.belongs_to(ticket.pk)
    return story


def screen_soon(texts: Sequence[str], **how: Any) -> Story | None:
    """Return the texts as `screen_together` does, or None where somebody waits and the guard has no answer yet."""
    seconds = waiting.patience()
    try:
        return screen_together(texts, **how, patience=seconds)
    except NotNow:
        if seconds is None:
            raise
        return None


def seal_texts(texts: Mapping[str, str], *, purpose: str) -> bytes:
    """Seal texts that the guard has not seen, and what their author says of them: they are opened for it alone."""
    content = {"texts": {name: _plain(text) for name, text in texts.items()}, "released": sorted(released.get())}
    return seal(json.dumps(content).encode(), purpose=purpose)


@contextmanager
def unsealed_texts(sealed: bytes | memoryview, *, purpose: str) -> Iterator[dict[str, str]]:
    """Open such texts to have them screened inside, as their author wished; `SealBroken` where no key opens them."""
    content = json.loads(unseal(bytes(sealed), purpose=purpose))
    token = released.set(frozenset(content["released"]))
    try:
        yield content["texts"]
    finally:
        released.reset(token)


@transaction.atomic
def receive_file(upload: UploadedFile, *, by: User, region_id: int | None = None) -> ScreenedFile:
    """Take a file in: into quarantine, where it is looked at soon; visible once its state says so."""
    if settings.PRIYOM.guard == "on":
        return _quarantined(upload, by=by, region_id=region_id)
    stored = store_file(upload.chunks())
    return ScreenedFile.objects.create(
        file=stored,
        name=safe_name(upload.name or ""),
        size=stored.size,
        content_type=stored.content_type,
        state=ScreenedFile.State.SCREENED,
        received_by=by,
        received_at=now(),
        region_id=region_id,
    )


@transaction.atomic
def let_go(screened: Collection[uuid.UUID]) -> None:
    """Forget files that nobody needs any more, in quarantine, too."""
    # RACE: the file is locked before its boxes go, as by whoever takes a box away: neither waits for the other.
    list(ScreenedFile.objects.select_for_update().filter(pk__in=screened).order_by("pk").values_list("pk"))
    ScreenedFile.objects.filter(pk__in=screened).delete()
    # A death before this leaves bytes without a row, which are swept up.
    transaction.on_commit(lambda: quarantine.destroy_all(screened))


def masked_name(name: str, *, organisation: Organisation | None = None) -> str:
    """Return a file's name as it may be kept; where the guard cannot say, only its ending."""
    safe = safe_name(name)
    if settings.PRIYOM.guard == "off":
        return safe
    try:
        story = _screen([safe], nobody_yet(), organisation, patience=waiting.patience_for_name())
        return safe_name(story.texts[0].masked)
    except NotNow:
        ending = safe.rpartition(".")[2]
        return f"file.{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 5 else "file"  # noqa: PLR2004


def _quarantined(upload: UploadedFile, *, by: User, region_id: int | None) -> ScreenedFile:
    name = uuid.uuid4()
    upload.seek(0)
    kind = sniff(upload.read(HEAD_BYTES))
    size = quarantine.put(name, upload.chunks())
    screened = ScreenedFile.objects.create(
        pk=name, name=masked_name(upload.name or "", organisation=by.organisation), size=size, content_type=kind,
        state=ScreenedFile.State.WAITING, received_by=by, received_at=now(), region_id=region_id,
    )  # fmt: skip
    record("file.received", by, by=by, region_id=region_id, file=str(name), type=kind)
    return screened


def _screen(
    texts: Sequence[str], people: People, organisation: Organisation | None, *, here: User | None = None,
    is_counted: bool = True, patience: float | None = None,
) -> Story:  # fmt: skip
    beyond_those_in(texts, people)
    rules = rules_for(organisation)
    if here is not None:
        # Who asked is known to everybody in the ticket, and an answer begins with their name.
        named = frozenset({f"{here.last_name} {here.first_name} {here.middle_name}".strip()})
        rules = replace(rules, people=rules.people | named, here=named)
    try:
        masked = the_guard().mask([_plain(text) for text in texts], people, rules, patience=patience)
    except GuardFailed as failed:
        raise NotNow(_("Personal data could not be checked, so nothing was kept. Try again in a minute.")) from failed
    for text, findings in zip(masked.texts, masked.findings, strict=True):
        note(text, findings, is_counted=is_counted)
    return Story(_told(masked), masked.people)


def _told(masked: Masked) -> tuple[Screened, ...]:
    return tuple(
        Screened(
            text,
            tuple(
                {"kind": found.kind, "start": found.start, "end": found.end, "confidence": found.confidence,
                 "mark_start": found.mark_start, "mark_end": found.mark_end}
                for found in findings
            ),
        )
        for text, findings in zip(masked.texts, masked.findings, strict=True)
    )  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n")
