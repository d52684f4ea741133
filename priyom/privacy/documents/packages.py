"""Packages (ZIP): read whole into memory within bounds, written anew; nothing of the original container is kept."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from priyom.privacy.files import Refused

MOST_MEMBERS = 4000
LARGEST_MEMBER = 96 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
STEEPEST = 400  # times larger than packed: a bomb, unless small
SMALL = 4 * 1024 * 1024
CHUNK = 256 * 1024
UTF8_NAMES = 0x800
ENCRYPTED = 0x1
EPOCH = (1980, 1, 1, 0, 0, 0)


def read_members(source: Path | io.BytesIO, *, most: int = MOST_MEMBERS) -> dict[str, bytes]:
    """Return the members by name, in their order; `Refused` for what is encrypted, broken or too much."""
    members: dict[str, bytes] = {}
    left = LARGEST_TOTAL
    try:
        with zipfile.ZipFile(source) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
            if len(infos) > most:
                raise Refused("too_many_members")
            for info in infos:
                members[name_of(info)] = content = read_member(packed, info, left)
                left -= len(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("unreadable") from error
    return members


def read_member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """Return one member, never more of it than allowed, whatever its header says."""
    if info.flag_bits & ENCRYPTED:
        raise Refused("encrypted")
    most = min(LARGEST_MEMBER, left)
    pieces: list[bytes] = []
    size = 0
    with packed.open(info) as member:
        while piece := member.read(CHUNK):
            size += len(piece)
            if size > most or (size > SMALL and size > STEEPEST * max(1, info.compress_size)):
                raise Refused("too_large")
            pieces.append(piece)
    return b"".join(pieces)


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the member's name; one written by an old Windows is in cp866, which ZIP takes for cp437."""
    if info.flag_bits & UTF8_NAMES:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename


def pack(members: dict[str, bytes]) -> bytes:
    """Return a new package with the members, without times, comments and extra fields; `mimetype` first and plain."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            packed.writestr(info, content)
    return made.getvalue()


def reread(package: bytes) -> Iterator[bytes]:
    """Yield names and contents of a finished package, as a stranger would read it."""
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        for info in packed.infolist():
            yield info.filename.encode()
            yield packed.read(info)
