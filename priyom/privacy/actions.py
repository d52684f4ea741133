"""The guard's door. Everything that people write or send passes here before it is kept.

Until the guard itself is built the door lets everything through unchanged (rulings, «Personal data»); whoever
calls it already lives with masked text and with files that may be refused.
"""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from priyom.base.clock import now
from priyom.base.storage import store_file
from priyom.people.models import User
from priyom.privacy.models import ScreenedFile
from priyom.privacy.names import safe_name


@dataclass(frozen=True)
class Screened:
    """Text that may be kept, and what was found in the original: kinds and places, never values."""

    masked: str
    findings: tuple[dict[str, object], ...] = field(default=())


def screen_text(text: str) -> Screened:
    """Return the text as it may be kept."""
    return Screened(masked=text.replace("\0", "").replace("\r\n", "\n"))


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
