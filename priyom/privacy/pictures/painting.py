"""Paints over what must not be seen: a solid fill in the stored pixels, a hatch and the kind inside it.

Nothing of what was there goes into the colours, so nothing can be computed back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from priyom.privacy.files import Box, Finding

FILL, HATCH = (52, 58, 70), (74, 82, 97)
STEP = 7


def paint(picture: Image.Image, findings: Sequence[Finding]) -> Image.Image:
    """Return the picture with every finding's box filled."""
    painted, pattern = picture.copy(), _pattern(picture.size)
    for finding in findings:
        if finding.box is not None:
            x, y, width, height = finding.box
            painted.paste(pattern.crop((0, 0, width, height)), (x, y))
    return painted


@lru_cache(maxsize=1)
def _pattern(size: tuple[int, int]) -> Image.Image:
    """Return the fill with its hatch, as large as the picture: a recording needs it for every frame."""
    pattern = Image.new("RGB", size, FILL)
    lines = ImageDraw.Draw(pattern)
    for start in range(-size[1] // STEP * STEP, size[0] + size[1], STEP):
        lines.line([(start, 0), (start - size[1], size[1])], fill=HATCH)
    return pattern


def padded(x: float, y: float, right: float, bottom: float, size: tuple[int, int]) -> Box:
    """Return the box in whole pixels with room around it: readers cut letters' edges off."""
    room = max(2.0, (bottom - y) * 0.15)
    left, top = max(0, int(x - room)), max(0, int(y - room))
    width = min(size[0], int(right + room + 1)) - left
    height = min(size[1], int(bottom + room + 1)) - top
    return left, top, max(width, 1), max(height, 1)
