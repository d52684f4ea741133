"""Paints over what must not be seen: a solid fill in the stored pixels, a hatch and the kind inside it.

Nothing of what was there goes into the colours, so nothing can be computed back.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from priyom.privacy.files import Box, Finding

FILL, HATCH = (52, 58, 70), (74, 82, 97)
STEP = 7


def paint(picture: Image.Image, findings: Sequence[Finding]) -> Image.Image:
    """Return the picture with every finding's box filled."""
    painted = picture.copy()
    for finding in findings:
        if finding.box is not None:
            _fill(painted, finding.box)
    return painted


def _fill(picture: Image.Image, box: Box) -> None:
    x, y, width, height = box
    patch = Image.new("RGB", (width, height), FILL)
    lines = ImageDraw.Draw(patch)
    for start in range(-height, width, STEP):
        lines.line([(start, height), (start + height, 0)], fill=HATCH)
    picture.paste(patch, (x, y))


def padded(x: float, y: float, right: float, bottom: float, size: tuple[int, int]) -> Box:
    """Return the box in whole pixels with room around it: readers cut letters' edges off."""
    room = max(2.0, (bottom - y) * 0.15)
    left, top = max(0, int(x - room)), max(0, int(y - room))
    width = min(size[0], int(right + room + 1)) - left
    height = min(size[1], int(bottom + room + 1)) - top
    return left, top, max(width, 1), max(height, 1)
