"""Files on disk, kept once under their SHA-256, with the type that the bytes themselves show.

The bytes are on the disk before the row is written; a file without a row is swept up later, a row without
a file cannot happen.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.conf import settings

from priyom.base.clock import now
from priyom.base.models import StoredFile

HEAD_BYTES = 8192
FALLBACK = "application/octet-stream"


@dataclass(frozen=True)
class Kept:
    """A file on disk: its digest and size in bytes."""

    sha256: str
    size: int
    content_type: str


def store_file(chunks: Iterable[bytes]) -> StoredFile:
    """Keep the bytes and return their row; the same bytes are kept once."""
    kept = _write(chunks)
    return StoredFile.objects.get_or_create(
        sha256=kept.sha256,
        defaults={"size": kept.size, "content_type": kept.content_type, "stored_at": now()},
    )[0]


def open_file(file: StoredFile) -> BinaryIO:
    """Open the bytes for reading."""
    return path_of(file.sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Return where the bytes lie: two levels of folders, so that none grows too wide."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def sniff(head: bytes) -> str:
    """Return the type that the first bytes show; what cannot be told is plain octets. The sender is not asked."""
    if not head:
        return FALLBACK
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    return found or (FALLBACK if b"\0" in head else "text/plain")


def _write(chunks: Iterable[bytes]) -> Kept:
    folder = Path(settings.FILES_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else on the machine looks in
    digest, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as part:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                head += chunk[: max(0, HEAD_BYTES - len(head))]
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    target = path_of(digest.hexdigest())
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(part.name).replace(target)
    return Kept(digest.hexdigest(), size, sniff(head))
