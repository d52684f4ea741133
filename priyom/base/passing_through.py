"""Uploads on their way in: what is too large for memory waits on the disk, unreadable and without a name.

Django's own handler writes such files as they are into /tmp, where they stay when the process is killed. Here the
file has no name, so the system takes it back with the process, and its bytes are enciphered with a key that exists
in the process's memory only.
"""

from __future__ import annotations

import io
import secrets
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

BLOCK = 16
CHUNK = 256 * 1024


class Enciphered(io.RawIOBase):
    """A file that only this process can read: written once from the beginning, then read anywhere."""

    def __init__(self, folder: str | None = None) -> None:
        super().__init__()
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed with this one
        self._key, self._start = secrets.token_bytes(32), secrets.token_bytes(BLOCK)
        self._writing = self._cipher(0)
        self._place = self.size = 0

    def append(self, piece: bytes) -> None:
        """Write the next bytes."""
        self._file.write(self._writing.update(piece))
        self.size += len(piece)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go there; the next read begins at that byte."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read from the present place on."""
        before = self._place % BLOCK
        self._file.seek(self._place - before)
        sealed = self._file.read(len(buffer) + before)
        piece = self._cipher((self._place - before) // BLOCK).update(sealed)[before:]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _cipher(self, block: int) -> Any:
        counter = (int.from_bytes(self._start, "big") + block) % (1 << (8 * BLOCK))
        return Cipher(algorithms.AES(self._key), modes.CTR(counter.to_bytes(BLOCK, "big"))).encryptor()


class PassingUpload(UploadedFile):
    """An uploaded file whose bytes lie enciphered on the disk."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from the beginning."""
        self.seek(0)
        while piece := self.read(chunk_size or CHUNK):
            yield piece


class PassingUploadHandler(FileUploadHandler):
    """Stand behind Django's handler of small files and take what is too large for it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.kept = Enciphered(settings.FILE_UPLOAD_TEMP_DIR)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Keep the next bytes."""
        self.kept.append(raw_data)

    def file_complete(self, file_size: int) -> PassingUpload:
        """Return the file, to be read from its beginning."""
        return PassingUpload(
            file=io.BufferedReader(self.kept), name=self.file_name, content_type=self.content_type, size=file_size,
            charset=self.charset, content_type_extra=self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        """Let go of what was never finished."""
        if hasattr(self, "kept"):
            self.kept.close()
