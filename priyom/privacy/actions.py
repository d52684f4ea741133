"""The guard's door. Everything that people write or send passes here before it is kept.

Texts are masked where the setting `guard` says so; files still pass unchanged, which is why it is off by default.
Whoever calls the door already lives with masked text and with files that may be refused.
"""

import atexit
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotNow
from priyom.base.storage import store_file
from priyom.people.models import User
from priyom.privacy.engine import Engine, GuardFailed
from priyom.privacy.masking import People
from priyom.privacy.models import ScreenedFile
from priyom.privacy.names import safe_name


@dataclass(frozen=True)
class Screened:
    """Text that may be kept, and what was found in the original: kinds and places, never values."""

    masked: str
    findings: tuple[dict[str, object], ...] = field(default=())


def screen_text(text: str) -> Screened:
    """Return the text as it may be kept; `NotNow` when the guard cannot say."""
    text = text.replace("\0", "").replace("\r\n", "\n")
    if settings.PRIYOM.guard == "off" or not text.strip():
        return Screened(masked=text)
    try:
        # A key for this text only: who is who in a whole ticket needs the ticket's own key.
        masked = the_guard().mask([text], People(secrets.token_bytes(32)))
    except GuardFailed as failed:
        raise NotNow(_("Personal data could not be checked, so nothing was kept. Try again in a minute.")) from failed
    findings = tuple(
        {"kind": found.kind, "start": found.start, "end": found.end, "confidence": found.confidence}
        for found in masked.findings[0]
    )
    return Screened(masked=masked.texts[0], findings=findings)


@lru_cache(maxsize=1)
def the_guard() -> Engine:
    """Return the guard's process of this process; it starts with the first text."""
    engine = Engine(unwalled_is_fine=settings.PRIYOM.preview_without_walls)
    atexit.register(engine.close)
    return engine


@transaction.atomic
def receive_file(upload: UploadedFile, *, by: User, region_id: int | None = None) -> ScreenedFile:
    """Take a file in; it is visible once its state says so."""
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
