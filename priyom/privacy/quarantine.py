"""Quarantine: the one place where a file lies as it came, under seal, until the guard has looked at it.

A folder apart from the stored files: no page reads it, no backup takes it along. A file is there before its row is
committed and goes after its row was settled; what was left behind by a death in between is found by its name.
"""

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from priyom.base.sealed_files import read_sealed, write_sealed

MASKED = ".masked"  # a folder beside a sealed file: what the guard is making of it
COMING_SECONDS = 3600  # so long a file may lie here before the transaction that names it commits


class Gone(Exception):
    """The sealed bytes are not there: they were destroyed, or the desk was restored from a backup."""


def put(name: uuid.UUID, chunks: Iterable[bytes]) -> int:
    """Keep the bytes under seal; return how many they are."""
    _make_folder()
    path = _path(name)
    try:
        return write_sealed(path, chunks, purpose=_purpose(name))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def opened(name: uuid.UUID) -> Iterator[Path]:
    """Open the seal for as long as the block lasts: the path leads into this process's memory, not to a disk."""
    if not _path(name).exists():
        raise Gone
    handle = os.memfd_create("quarantine", os.MFD_CLOEXEC)
    try:
        for piece in read_sealed(_path(name), purpose=_purpose(name)):
            _write(handle, piece)
        os.lseek(handle, 0, os.SEEK_SET)
        yield Path(f"/proc/{os.getpid()}/fd/{handle}")
    finally:
        os.close(handle)


@contextmanager
def room_for_masked(name: uuid.UUID) -> Iterator[Path]:
    """Give a place for the masked file until it is stored."""
    folder = _path(name).with_suffix(MASKED)
    _make_folder()  # a restored desk has none
    shutil.rmtree(folder, ignore_errors=True)  # of somebody who died over it
    folder.mkdir(mode=0o700)
    try:
        yield folder / "file"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def destroy(name: uuid.UUID) -> None:
    """Take the sealed bytes away for good; a second time nothing happens."""
    _path(name).unlink(missing_ok=True)
    shutil.rmtree(_path(name).with_suffix(MASKED), ignore_errors=True)


def destroy_all(names: Iterable[uuid.UUID]) -> None:
    """Take the sealed bytes of several files away."""
    for name in names:
        destroy(name)


def lying_here() -> Iterator[tuple[uuid.UUID, bool]]:
    """Yield what lies in quarantine, and whether it is old enough that its row must have been committed."""
    folder = Path(settings.PRIYOM.quarantine_dir)
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            name, age = uuid.UUID(path.stem), time.time() - path.stat().st_mtime
        except (ValueError, FileNotFoundError):
            continue
        yield name, age > COMING_SECONDS


def _make_folder() -> None:
    Path(settings.PRIYOM.quarantine_dir).mkdir(mode=0o700, parents=True, exist_ok=True)


def _path(name: uuid.UUID) -> Path:
    return Path(settings.PRIYOM.quarantine_dir) / str(name)


def _purpose(name: uuid.UUID) -> str:
    return f"quarantined file {name}"


def _write(handle: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]
