"""Files inside files: each is masked as what it is, in memory, and all of them know of each other's names.

What cannot be masked is not kept; the report says how many there were. Depth, number and size are bounded over all
levels.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from priyom.privacy.detectors import Label, Span
from priyom.privacy.files import Finding, Place, Refused, TextGuard, mask_with
from priyom.privacy.graph import SURE_NAME
from priyom.privacy.rules import Rules

DEEPEST = 3
MOST_MEMBERS = 500
LARGEST_TOTAL = 256 * 1024 * 1024
SHORTEST_INITIAL = 2
SLOW = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".mp4", ".webm", ".mkv", ".avi", ".mov")
NEVER_A_NAME = re.compile(r"[\x00-\x1f<>:\"|?*\\]")
LONGEST_NAME = 180


class Remembering(TextGuard):
    """A guard that learns the surnames of one member for all the others."""

    def __init__(self, guard: TextGuard) -> None:
        self.known: set[str] = set()
        super().__init__(guard.guard, guard.people, guard.rules, guard.progress)
        self.depth: int = 1
        self.budget: Budget = Budget()
        if isinstance(guard, Remembering):
            self.known, self.depth, self.budget = guard.known, guard.depth + 1, guard.budget
        if self.depth > DEEPEST:
            raise Refused("too_deep")

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find with all names that are known so far, and learn from what was found."""
        rules: Rules = replace(self.rules, names=self.rules.names | self.known)
        found = self.guard.find(texts, rules)
        for spans in found:
            for span in spans:
                surname = span.key.partition(" ")[0]
                if span.label == Label.PERSON and span.confidence >= SURE_NAME and len(surname) > SHORTEST_INITIAL:
                    self.known.add(surname)
        return found


@dataclass
class Budget:
    """What all levels together may take."""

    members: int = MOST_MEMBERS
    octets: int = LARGEST_TOTAL

    def spend(self, octets: int) -> None:
        """Take a member off; `Refused` when nothing is left."""
        self.members -= 1
        self.octets -= octets
        if self.members < 0 or self.octets < 0:
            raise Refused("too_many_members" if self.members < 0 else "too_large")


@dataclass
class Member:
    """One file inside, before and after; without a result it is not kept."""

    name: str
    content: bytes
    made: bytes | None = None
    findings: tuple[Finding, ...] = ()
    knew: int = -1


@dataclass
class Members:
    """All files of one package while they are masked."""

    guard: Remembering
    members: list[Member] = field(default_factory=list)

    def add(self, name: str, content: bytes) -> Member:
        """Add a file; its size counts against what all levels may hold."""
        self.guard.budget.spend(len(content))
        self.members.append(Member(name, content))
        return self.members[-1]

    def mask(self) -> None:
        """Mask every file; those read before the last name was learnt once more, unless that would take long."""
        for member in self.members:
            self._mask(member)
        for member in self.members:
            if member.knew < len(self.guard.known) and not member.name.lower().endswith(SLOW):
                self._mask(member)

    def _mask(self, member: Member) -> None:
        member.knew = len(self.guard.known)
        member.made, member.findings = None, ()
        if not member.content:
            member.made = b""
            return
        with suppress(Refused):
            member.made, member.findings = masked_in_memory(member.content, member.name, self.guard)

    def findings(self, called: str) -> list[Finding]:
        """Return what was found, by the number of the file; «REMOVED» for each that is not kept."""
        found: list[Finding] = []
        for number, member in enumerate(self.members, 1):
            part = f"{called} {number}"
            if member.made is None:
                found.append(Finding("REMOVED", Place(part=part)))
            found += [
                replace(one, place=replace(one.place, part=_joined(part, one.place.part))) for one in member.findings
            ]
        return found

    def names(self) -> tuple[list[str], list[Finding]]:
        """Return the names as they may be kept, safe to unpack and each its own, and what was found in them."""
        masked, found = self.guard.mask([member.name for member in self.members])
        taken: set[str] = set()
        names = [_own(_safe(name), number, taken) for number, name in enumerate(masked, 1)]
        return names, [Finding(span.label.value, Place(part="file name")) for spans in found for span in spans]


def masked_in_memory(content: bytes, name: str, guard: TextGuard) -> tuple[bytes, tuple[Finding, ...]]:
    """Mask a file that never lies on a disk."""
    with _File(content) as given, _File(b"") as made:
        report = mask_with(given.path, made.path, name=name, guard=guard)
        return made.path.read_bytes(), report.findings


class _File:
    """Octets in memory that have a path of their own in this process."""

    def __init__(self, content: bytes) -> None:
        self._descriptor = os.memfd_create("member")
        self.path = Path(f"/proc/self/fd/{self._descriptor}")
        left = memoryview(content)
        while left:
            left = left[os.write(self._descriptor, left) :]

    def __enter__(self) -> _File:  # noqa: PYI034 - private, and never subclassed
        return self

    def __exit__(self, *_raised: object) -> None:
        os.close(self._descriptor)


def _joined(part: str, inner: str) -> str:
    return f"{part}: {inner}" if inner else part


def _safe(name: str) -> str:
    """Return a path that stays within the folder it is unpacked into."""
    parts = [NEVER_A_NAME.sub("_", part).strip() for part in name.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part.strip(".")) or "file"


def _own(name: str, number: int, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    if len(name.encode()) > LONGEST_NAME or name.lower() in taken:
        short = (stem if dot else name)[: LONGEST_NAME // 4]
        name = f"{short} {number}{dot}{ending[:8]}" if dot else f"{short} {number}"
    taken.add(name.lower())
    return name
