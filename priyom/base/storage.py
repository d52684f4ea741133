"""Files on disk, kept once under their SHA-256, with the type that the bytes themselves show.

The bytes are on the disk before the row is written; a file without a row is swept up later (``sweep_files``), a row
without a file cannot happen: whoever keeps bytes holds their name until the row is there, and the sweep takes no name
that is held.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.conf import settings
from django.db import transaction

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.models import StoredFile

HEAD_BYTES = 8192
SAFE_AGE = 24 * 3600  # seconds; no transaction that keeps bytes takes so long
SHELVES = 256  # folders of the first level: the sweep looks through one at a time
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = ".part-"
FALLBACK = "application/octet-stream"
_PACKED = b"PK\x03\x04"
_SAID = re.compile(rb"(application/[a-z0-9.+\-]{1,100}?)(?=PK|[^a-z0-9.+\-])")
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OFFICE = {
    b"word/": f"{_OPEN_XML}wordprocessingml.document", b"xl/": f"{_OPEN_XML}spreadsheetml.sheet",
    b"ppt/": f"{_OPEN_XML}presentationml.presentation",
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A file on disk: its digest and size in bytes."""

    sha256: str
    size: int
    content_type: str


@transaction.atomic
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


def sweep_files(shelf: int) -> int:
    """Destroy what lies on one shelf of 256 without a row: of transactions that never committed. Return how many."""
    folder = Path(settings.FILES_DIR)
    if shelf == 0:
        _forget([path for path in folder.glob(f"{_PART}*") if _is_old(path)])
    lying = {path.name: path for path in folder.glob(f"{shelf:02x}/*/*") if _SHA256.fullmatch(path.name)}
    old = [name for name, path in lying.items() if _is_old(path)]
    known = set(StoredFile.objects.filter(sha256__in=old).values_list("sha256", flat=True))
    return sum(_sweep(name, lying[name]) for name in old if name not in known)


def forget_unless_kept(sha256: str) -> bool:
    """Destroy bytes whose row is gone, unless somebody keeps the same ones again; say whether they are destroyed."""
    return _sweep(sha256, path_of(sha256), age=0)


@transaction.atomic
def _sweep(sha256: str, path: Path, *, age: float = SAFE_AGE) -> bool:
    # RACE: the same bytes may just be coming again. Whoever brings them holds the name from before they lie here
    # until their row is committed; whoever comes now waits, and lays them down anew.
    if not locks.take(_name(sha256)) or StoredFile.objects.filter(sha256=sha256).exists() or not _is_old(path, age):
        return False
    _forget([path])
    return True


def path_of(sha256: str) -> Path:
    """Return where the bytes lie: two levels of folders, so that none grows too wide."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def sniff(head: bytes) -> str:
    """Return the type that the first bytes show; what cannot be told is plain octets. The sender is not asked."""
    if not head:
        return FALLBACK
    if head.startswith(_PACKED):
        return _packed_type(head)
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    return found or (FALLBACK if b"\0" in head else "text/plain")


def _packed_type(head: bytes) -> str:
    """Return what an archive is: a document of an office program by the names at its beginning, else an archive.

    The library takes every archive for a text document. Only the beginning is looked at: a directory at the end may
    be long on purpose.
    """
    place = 0
    while (place := head.find(_PACKED, place)) >= 0:
        size = int.from_bytes(head[place + 26 : place + 28], "little")
        name = head[place + 30 : place + 30 + size]
        if place == 0 and name == b"mimetype" and (said := _SAID.match(head, 30 + size)):
            return said[1].decode("ascii")
        if found := next((kind for folder, kind in _OFFICE.items() if name.startswith(folder)), ""):
            return found
        place += 4
    return "application/zip"


def _write(chunks: Iterable[bytes]) -> Kept:
    folder = Path(settings.FILES_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else on the machine looks in
    digest, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=_PART, delete=False) as part:
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
    locks.share(_name(digest.hexdigest()))
    target = path_of(digest.hexdigest())
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(part.name).replace(target)
    return Kept(digest.hexdigest(), size, sniff(head))


def _name(sha256: str) -> str:
    return f"stored file {sha256}"


def _is_old(path: Path, age: float = SAFE_AGE) -> bool:
    try:
        return time.time() - path.stat().st_mtime >= age
    except FileNotFoundError:
        return False


def _forget(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
