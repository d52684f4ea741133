"""One picture from its words to its masks: read, order, find, paint, prove."""

from __future__ import annotations

from PIL import Image

from priyom.privacy.files import Finding, TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Spot, rows_of
from priyom.privacy.pictures.painting import padded, paint
from priyom.privacy.pictures.proof import read_again
from priyom.privacy.pictures.reading import read

SMALLEST = 12  # pixels: nothing below that can be read by anybody


def mask_picture(image: Image.Image, guard: TextGuard) -> tuple[Image.Image, list[Finding]]:
    """Return the picture with personal data painted over, and what was found: kinds and boxes in its pixels."""
    picture = image if image.mode == "RGB" else image.convert("RGB")
    if min(picture.size) < SMALLEST:
        return picture, []
    ink = ink_of(picture)
    rows = rows_of(read(ink.pixels), ink.rules)
    spots = find(rows, guard)
    again = read_again(rows, ink.pixels, spots, guard.guard.vocabulary)
    if again:
        spots += [spot for spot in find(again, guard) if not any(_covers(other, spot) for other in spots)]
    findings = [
        Finding(spot.label.value, box=padded(*spot.box, picture.size), confidence=spot.confidence) for spot in spots
    ]
    return paint(picture, findings), findings


def _covers(one: Spot, other: Spot) -> bool:
    """Say whether the first hides the second, give or take a pixel."""
    return all(a - 2 <= b for a, b in zip(one.box[:2], other.box[:2], strict=True)) and all(
        a + 2 >= b for a, b in zip(one.box[2:], other.box[2:], strict=True)
    )
