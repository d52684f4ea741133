"""What is painted over in each frame, and what of it the report tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from priyom.privacy.files import Box, Finding, Place
from priyom.privacy.pictures.painting import padded
from priyom.privacy.recordings.seen import Seen

MOST_TOLD = 3000  # findings in the report: minutes that scroll have more, and nobody reads them
BESIDE = 1  # frames before and after whose masks hold as well: half-drawn frames are read by people only


class Findings:
    """What the report tells: each part of each piece of writing once, where it was first seen, and every kind."""

    def __init__(self) -> None:
        self.told: list[Finding] = []
        self._known: set[object] = set()

    def note(self, covers: Mapping[Box, tuple[str, object]], number: int) -> None:
        """Take in what is covered in this frame."""
        for box, (kind, part) in covers.items():
            known = kind if len(self.told) >= MOST_TOLD else part
            if known not in self._known:
                self._known |= {known, kind}
                self.told.append(Finding(kind, Place(frame=number), box, 0.9))


def masks_of(seen: Seen, number: int, size: tuple[int, int]) -> list[Finding]:
    """Return the masks of the frame."""
    return [Finding(kind, box=box) for box, (kind, _part) in covers(seen, number, size).items()]


def covers(seen: Seen, number: int, size: tuple[int, int]) -> dict[Box, tuple[str, object]]:
    """Return the masks of the frame, and those of its neighbours whose piece of writing is not to be seen in it.

    Each with its kind and the part of the piece it hides. Where of several pieces that look the same fewer are left,
    nobody knows which of them went.
    """
    boxes: dict[Box, tuple[str, object]] = {}
    here = Counter(id(content) for content, _box in seen.places(number))
    for beside in range(max(0, number - BESIDE), min(len(seen), number + BESIDE + 1)):
        if beside != number and seen.is_as(beside, number):
            continue
        hidden = [(content, box) for content, box in seen.places(beside) if content.hidden]
        there = Counter(id(content) for content, _box in hidden)
        for content, (left, top, _right, _bottom) in hidden:
            if beside != number and there[id(content)] <= here[id(content)]:
                continue
            for part, kind in content.hidden.items():
                x, y, right, bottom = part
                box = padded(left + x, top + y, left + right, top + bottom, size)
                boxes[box] = kind, (id(content), part)
    return boxes


def is_as_before(seen: Seen, number: int) -> bool:
    """Say whether the frame has the masks of the one before: it and its neighbours look as those did."""
    around = range(max(0, number - BESIDE - 1), min(len(seen), number + BESIDE + 1))
    return number > BESIDE and all(seen.is_as(number, other) for other in around)
