"""ZIP, GZ and TAR.GZ: members one by one, names of members among what is masked; what cannot be opened is not kept."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from priyom.privacy.documents.members import LARGEST_TOTAL, MOST_MEMBERS, Members, Remembering, masked_in_memory
from priyom.privacy.documents.packages import ENCRYPTED, name_of, pack, read_member
from priyom.privacy.files import FileReport, Finding, Place, Refused, TextGuard

CHUNK = 256 * 1024
STEEPEST = 400
SMALL = 4 * 1024 * 1024
CALLED = "member"


def mask_zip(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a ZIP; the name of the archive says whom to look for in all of it."""
    members, lost, locked = Members(Remembering(guard)), 0, 0
    members.guard.find([name])
    try:
        with zipfile.ZipFile(source) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                raise Refused("too_many_members")
            for info in infos:
                if info.flag_bits & ENCRYPTED or stat.S_ISLNK(info.external_attr >> 16):
                    lost += 1
                    locked += info.flag_bits & ENCRYPTED
                    continue
                members.add(name_of(info), read_member(packed, info, members.guard.budget.octets))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("unreadable") from error
    if locked and locked == len(infos):
        raise Refused("encrypted")
    return _finish(members, lost, target, pack)


def mask_gzip(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a compressed file, or a TAR of several."""
    content = _unpacked(source)
    if tarfile.is_tarfile(io.BytesIO(content)):
        return _mask_tar(content, target, guard)
    inner = Remembering(guard)
    inner.budget.spend(len(content))
    made, findings = masked_in_memory(content, name.removesuffix(".gz"), inner)
    target.write_bytes(gzip.compress(made, mtime=0))
    return FileReport("masked" if findings else "clean", findings=findings)


def _mask_tar(content: bytes, target: Path, guard: TextGuard) -> FileReport:
    members, lost = Members(Remembering(guard)), 0
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            for info in packed:
                opened = packed.extractfile(info) if info.isreg() else None
                if opened is not None:
                    members.add(info.name, opened.read(members.guard.budget.octets + 1))
                elif not info.isdir():
                    lost += 1
    except (tarfile.TarError, ValueError, OSError) as error:
        raise Refused("unreadable") from error
    return _finish(members, lost, target, _tarred)


def _finish(members: Members, lost: int, target: Path, packs: Callable[[dict[str, bytes]], bytes]) -> FileReport:
    members.mask()
    names, found = members.names()
    made = {name: member.made for name, member in zip(names, members.members, strict=True) if member.made is not None}
    if not made:
        raise Refused("nothing_left")
    findings = [*members.findings(CALLED), *found, *(Finding("REMOVED", Place(part=CALLED)) for _ in range(lost))]
    target.write_bytes(packs(made))
    return FileReport("masked" if findings else "clean", findings=tuple(findings))


def _unpacked(source: Path) -> bytes:
    pieces: list[bytes] = []
    size, packed = 0, source.stat().st_size
    try:
        with gzip.open(source) as opened:
            while piece := opened.read(CHUNK):
                size += len(piece)
                if size > LARGEST_TOTAL or (size > SMALL and size > STEEPEST * packed):
                    raise Refused("too_large")
                pieces.append(piece)
    except (zlib.error, EOFError, OSError) as error:
        raise Refused("unreadable") from error
    return b"".join(pieces)


def _tarred(made: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        for name, content in made.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()
