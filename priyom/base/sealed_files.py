"""Files under seal: what must wait on the disk and be read by nobody who holds only the disk.

AES-256-GCM in pieces, so that a large file is never whole in memory. Every file has a key of its own, derived from
the installation's secret and a salt at its beginning; what the bytes are for, the place of each piece and which is
the last are part of the seal, so nothing can be cut off, put elsewhere or taken for another file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from priyom.base.sealing import SealBroken

SALT_BYTES, TAG_BYTES = 16, 16
PIECE = 1024 * 1024
LAST, MORE = b"\1", b"\0"


def write_sealed(path: Path, chunks: Iterable[bytes], *, purpose: str) -> int:
    """Write the chunks under seal, on the disk when this returns; return how many bytes they were."""
    salt = secrets.token_bytes(SALT_BYTES)
    cipher, size = AESGCM(_key(settings.SECRET_KEY, salt)), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(salt)
        for place, (piece, last) in enumerate(_pieces(chunks)):
            file.write(cipher.encrypt(_nonce(place, last), piece, purpose.encode()))
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    _settle(path.parent)
    return size


def read_sealed(path: Path, *, purpose: str) -> Iterator[bytes]:
    """Yield the content piece by piece; raise SealBroken where no known key opens it, or it was changed or cut."""
    with path.open("rb") as file:
        salt = file.read(SALT_BYTES)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            cipher = AESGCM(_key(secret, salt))
            file.seek(SALT_BYTES)
            try:
                first = _opened(cipher, file, 0, purpose)
            except SealBroken:
                continue
            yield from _rest(cipher, file, first, purpose)
            return
    raise SealBroken


def _rest(cipher: AESGCM, file: BinaryIO, opened: tuple[bytes, bool], purpose: str) -> Iterator[bytes]:
    place = 0
    while True:
        piece, last = opened
        yield piece
        if last:
            return
        place += 1
        opened = _opened(cipher, file, place, purpose)


def _opened(cipher: AESGCM, file: BinaryIO, place: int, purpose: str) -> tuple[bytes, bool]:
    sealed = file.read(PIECE + TAG_BYTES)
    last = not file.read(1)
    if not last:
        file.seek(-1, os.SEEK_CUR)
    try:
        return cipher.decrypt(_nonce(place, last), sealed, purpose.encode()), last
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut the chunks into pieces of one size; the last one says that it is."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) > PIECE:
            yield bytes(held[:PIECE]), False
            del held[:PIECE]
    yield bytes(held), True


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + (LAST if last else MORE)


def _key(secret: str, salt: bytes) -> bytes:
    return hashlib.blake2b(salt, key=secret.encode()[:64], digest_size=32, person=b"priyom-file").digest()


def _settle(folder: Path) -> None:
    """Let the folder's own entry reach the disk: a file whose name was lost with the power is lost, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
