"""What its author said about a masked picture or paper: boxes of nobody's data, and places that were overlooked.

Pure. It travels to the guard's child beside the picture, and only there it meets the picture's own pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from priyom.privacy.files import Box, Finding

BY_HAND = "BY_HAND"  # the kind of a box that a person drew
MOSTLY = 0.8  # of a finding's area: a second reading of the same words is never the same to the pixel
TALLEST = 2.5  # a line read anew among emptied ones is taken for so much higher, but never for longer


@dataclass(frozen=True)
class Released:
    """A box that its author called nobody's data; `permitted`: also where a check digit is right."""

    kind: str
    box: Box
    permitted: bool = False
    page: int = 1


@dataclass(frozen=True)
class Drawn:
    """A place that its author covered."""

    box: Box
    page: int = 1


@dataclass(frozen=True)
class ByHand:
    """What is left readable and what is painted over, by page; `covers_only`: nothing is looked for any more."""

    released: tuple[Released, ...] = ()
    added: tuple[Drawn, ...] = ()
    covers_only: bool = False

    def leaves(self, finding: Finding) -> bool:
        """Say whether the finding stays readable: of the same kind, inside a released box, the author's to release."""
        box = finding.box
        return box is not None and any(
            each.kind == finding.kind
            and each.page == (finding.place.page or 1)
            and (each.permitted or not finding.proved)
            and _is_within(box, each.box)
            for each in self.released
        )

    def drawn(self, size: tuple[int, int]) -> list[Finding]:
        """Return the places to paint over besides, cut at the picture's edges."""
        whole = (0, 0, *size)
        return [Finding(BY_HAND, box=cut(each.box, size)) for each in self.added if shared(each.box, whole)]

    def on(self, page: int) -> ByHand:
        """Return what was said about one page, as about a picture of its own."""
        released = tuple(replace(each, page=1) for each in self.released if each.page == page)
        return ByHand(released, tuple(Drawn(each.box) for each in self.added if each.page == page), self.covers_only)

    def told(self) -> dict[str, object]:
        """Return it as the child is told it."""
        released = [[each.kind, *each.box, each.permitted, each.page] for each in self.released]
        added = [[*each.box, each.page] for each in self.added]
        return {"released": released, "added": added, "covers_only": self.covers_only}


def by_hand_from(told: Mapping[str, Any]) -> ByHand:
    """Return what `told` made."""
    released = tuple(
        Released(str(kind), (int(x), int(y), int(width), int(height)), bool(permitted), int(page))
        for kind, x, y, width, height, permitted, page in told.get("released", ())
    )
    added = tuple(
        Drawn((int(x), int(y), int(width), int(height)), int(page))
        for x, y, width, height, page in told.get("added", ())
    )
    return ByHand(released, added, bool(told.get("covers_only")))


def shared(one: Box, other: Box) -> int:
    """Return how many pixels two boxes share."""
    return _common(one[0], one[2], other[0], other[2]) * _common(one[1], one[3], other[1], other[3])


def _is_within(found: Box, released: Box) -> bool:
    """Say whether the same words are meant: most of the box lies in the released one, or it is only higher."""
    _x, _y, width, height = found
    across = _common(found[0], width, released[0], released[2])
    down = _common(found[1], height, released[1], released[3])
    if across * down >= MOSTLY * width * height:
        return True
    return across >= MOSTLY * width and down >= MOSTLY * released[3] and height <= TALLEST * released[3]


def _common(one: int, length: int, other: int, other_length: int) -> int:
    return max(0, min(one + length, other + other_length) - max(one, other))


def cut(box: Box, size: tuple[int, int]) -> Box:
    """Return the part of the box that lies on a picture of this size."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[0] + box[2]), min(size[1], box[1] + box[3])
    return left, top, max(0, right - left), max(0, bottom - top)
