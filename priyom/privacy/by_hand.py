"""What its author said about a masked picture: boxes that hide nobody's data, and places that the guard overlooked.

Pure. It travels to the guard's child beside the picture, and only there it meets the picture's own pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from priyom.privacy.files import Box, Finding

BY_HAND = "BY_HAND"  # the kind of a box that a person drew
MOSTLY = 0.8  # of a finding's area: a second reading of the same words is never the same to the pixel


@dataclass(frozen=True)
class Released:
    """A box that its author called nobody's data; `permitted`: also where a check digit is right."""

    kind: str
    box: Box
    permitted: bool = False


@dataclass(frozen=True)
class ByHand:
    """What is left readable and what is painted over besides; `covers_only`: nothing is looked for any more."""

    released: tuple[Released, ...] = ()
    added: tuple[Box, ...] = ()
    covers_only: bool = False

    def leaves(self, finding: Finding) -> bool:
        """Say whether the finding stays readable: of the same kind, inside a released box, the author's to release."""
        box = finding.box
        return box is not None and any(
            each.kind == finding.kind
            and (each.permitted or not finding.proved)
            and shared(box, each.box) >= MOSTLY * box[2] * box[3]
            for each in self.released
        )

    def drawn(self, size: tuple[int, int]) -> list[Finding]:
        """Return the places to paint over besides, cut at the picture's edges."""
        whole = (0, 0, *size)
        return [Finding(BY_HAND, box=cut(box, size)) for box in self.added if shared(box, whole)]

    def told(self) -> dict[str, object]:
        """Return it as the child is told it."""
        released = [[each.kind, *each.box, each.permitted] for each in self.released]
        return {"released": released, "added": [list(box) for box in self.added], "covers_only": self.covers_only}


def by_hand_from(told: Mapping[str, Any]) -> ByHand:
    """Return what `told` made."""
    released = tuple(
        Released(str(kind), (int(x), int(y), int(width), int(height)), bool(permitted))
        for kind, x, y, width, height, permitted in told.get("released", ())
    )
    added = tuple((int(x), int(y), int(width), int(height)) for x, y, width, height in told.get("added", ()))
    return ByHand(released, added, bool(told.get("covers_only")))


def shared(one: Box, other: Box) -> int:
    """Return how many pixels two boxes share."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, width) * max(0, height)


def cut(box: Box, size: tuple[int, int]) -> Box:
    """Return the part of the box that lies on a picture of this size."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[0] + box[2]), min(size[1], box[1] + box[3])
    return left, top, max(0, right - left), max(0, bottom - top)
