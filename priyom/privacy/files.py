"""What masking a file means: the report, the refusal, and who masks which type.

A masker is a function of a package below, found by the type that the bytes show, never by the name alone. It runs in
the guard's child behind walls (`file_worker.py`): no network, nothing to write but the target, no temporary files.
Whatever is not surely masked is refused.
"""

from __future__ import annotations

import importlib
import importlib.util
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from priyom.privacy.rules import Rules

if TYPE_CHECKING:
    from priyom.privacy.by_hand import ByHand
    from priyom.privacy.detectors import Span
    from priyom.privacy.graph import Guard
    from priyom.privacy.masking import People

Status = Literal["clean", "masked", "refused"]
Box = tuple[int, int, int, int]  # x, y, width, height in pixels of the file
PACKAGES = ("priyom.privacy.pictures", "priyom.privacy.documents", "priyom.privacy.recordings")
HEAD = 4096


class Refused(Exception):
    """The file cannot be kept. The reason is a code (`too_large`, `unknown_type`, …) and never holds what was in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Place:
    """Where in the file; `part` names a place of the format («comments», «B7»), never a word a person wrote."""

    page: int | None = None
    frame: int | None = None
    part: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found: the kind, the place, how sure — never the value."""

    kind: str
    place: Place = Place()
    box: Box | None = None
    confidence: float = 1.0
    proved: bool = False  # in a picture: a number with a right check digit, which its author may not uncover alone

    def told(self) -> dict[str, object]:
        """Return it as the report writes it."""
        places = {"page": self.place.page, "frame": self.place.frame, "part": self.place.part or None}
        told: dict[str, object] = {"kind": self.kind, "confidence": round(self.confidence, 2)}
        told |= {name: value for name, value in places.items() if value is not None}
        if self.box is not None:
            told["box"] = list(self.box)
        return told | ({"proved": True} if self.proved else {})


@dataclass(frozen=True)
class FileReport:
    """What became of a file; a refused one left nothing behind."""

    status: Status
    media_type: str = ""
    reason: str = ""
    findings: tuple[Finding, ...] = field(default=())
    pages: tuple[tuple[int, int], ...] = ()  # sizes in pixels, where boxes can be drawn: of a picture, or of a paper
    name: str = ""  # its own, masked anew where only what is in it tells that it is somebody's

    def told(self) -> dict[str, object]:
        """Return it as JSON writes it."""
        told: dict[str, object] = {"status": self.status, "media_type": self.media_type}
        if self.reason:
            told["reason"] = self.reason
        if self.pages:
            told["pages"] = [list(size) for size in self.pages]
        return told | {"findings": [finding.told() for finding in self.findings]}


def report_from(told: dict) -> FileReport:
    """Return the report that `told` made; raises `KeyError`, `TypeError` or `ValueError` on anything else."""
    findings = tuple(
        Finding(
            str(found["kind"]),
            Place(found.get("page"), found.get("frame"), str(found.get("part", ""))),
            tuple(int(number) for number in found["box"]) if "box" in found else None,  # type: ignore[arg-type]
            float(found["confidence"]),
            bool(found.get("proved")),
        )
        for found in told["findings"]
    )
    if told["status"] not in {"clean", "masked", "refused"}:
        raise ValueError("no such status")
    pages = tuple((int(width), int(height)) for width, height in told.get("pages", ()))
    return FileReport(told["status"], str(told["media_type"]), str(told.get("reason", "")), findings, pages)


class TextGuard:
    """Finds and masks texts of one file: the detectors, who is who in the ticket, and what to leave alone."""

    def __init__(
        self, guard: Guard, people: People, rules: Rules | None = None,
        progress: Callable[[float], None] | None = None, by_hand: ByHand | None = None,
    ) -> None:  # fmt: skip
        self.guard, self.people, self.rules = guard, people, rules or Rules()
        self.progress = progress or (lambda _share: None)
        self.by_hand = by_hand  # what the author of a picture said about it

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the places in each text; texts handed in together know of each other's names."""
        return self.guard.find(texts, self.rules)

    def mask(self, texts: Sequence[str]) -> tuple[list[str], list[list[Span]]]:
        """Return the texts masked, and what was found in them."""
        from priyom.privacy.masking import mask

        found = self.find(texts)
        return [mask(text, spans, self.people) for text, spans in zip(texts, found, strict=True)], found


class Masker(Protocol):
    """Writes the source masked to the target, in the same type; whatever it raises is a refusal."""

    def __call__(self, source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport: ...


def maskers() -> dict[str, Masker]:
    """Return who masks which media type: each package names its own in `MASKERS`."""
    found: dict[str, Masker] = {}
    for package in PACKAGES:
        if importlib.util.find_spec(package) is not None:
            found |= importlib.import_module(package).MASKERS
    return found


def warm() -> None:
    """Load what the packages need, before the walls stand and before a file is looked at."""
    for package in PACKAGES:
        if importlib.util.find_spec(package) is not None:
            getattr(importlib.import_module(package), "warm", lambda: None)()


def mask_with(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask the file by its type; every failure is `Refused`, whatever a library raised. Leaves no target then."""
    try:
        return _masker_of(sniff(source, name))(source, target, name=name, guard=guard)
    except Refused:
        _empty(target)
        raise
    except MemoryError as error:
        _empty(target)
        raise Refused("too_large") from error
    except Exception as error:
        _empty(target)
        raise Refused("unreadable") from error


def _masker_of(media_type: str) -> Masker:
    found = maskers().get(media_type)
    if found is None:
        raise Refused(NOT_MASKED.get(media_type, "unknown_type"))
    return found


def _empty(target: Path) -> None:
    if target.exists():
        target.write_bytes(b"")
    if target.parent != Path("/proc/self/fd"):
        target.unlink(missing_ok=True)


# -- types ------------------------------------------------------------------------------------------------------------

HEADS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"), (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"), (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"), (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
)  # fmt: skip
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_PARTS = (
    ("word/document.xml", f"{OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation"),
)
TEXT_TYPES = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "html": "text/html", "htm": "text/html",
    "xml": "application/xml",
    "json": "application/json", "jsonl": "application/jsonl", "eml": "message/rfc822",
}  # fmt: skip
# What nobody masks, although it has another form that is masked: the refusal names that one.
NOT_MASKED = {
    "application/x-ole-storage": "old_office",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "old_office",
    "application/x-7z-compressed": "other_archive", "application/vnd.rar": "other_archive",
    "image/heic": "other_picture", "image/avif": "other_picture",
}  # fmt: skip
VIDEO_BRANDS = {b"qt  ": "video/quicktime", b"heic": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}


def sniff(source: Path, name: str) -> str:
    """Return the media type that the bytes show; the name decides only among kinds of text. Empty when unknown."""
    with source.open("rb") as given:
        head = given.read(HEAD)
    for start, media_type in HEADS:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return VIDEO_BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"PK"):
        return _packed(source)
    return _text_type(head, name)


def _packed(source: Path) -> str:
    try:
        with zipfile.ZipFile(source) as packed:
            names = set(packed.namelist())
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 128:  # noqa: PLR2004
                return packed.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError):
        return ""
    return next((media_type for part, media_type in OFFICE_PARTS if part in names), "application/zip")


def _text_type(head: bytes, name: str) -> str:
    if not head or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return ""
    ending = TEXT_TYPES.get(name.rpartition(".")[2].lower())
    if ending:
        return ending
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if begins.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if begins.startswith(b"<?xml"):
        return "application/xml"
    return "text/plain"
