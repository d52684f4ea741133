"""One picture from its words to its masks: read, order, find, paint, prove."""

from __future__ import annotations

from PIL import Image

from priyom.privacy.files import Finding, TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.painting import padded, paint
from priyom.privacy.pictures.reading import read

SMALLEST = 12  # pixels: nothing below that can be read by anybody


def mask_picture(image: Image.Image, guard: TextGuard) -> tuple[Image.Image, list[Finding]]:
    """Return the picture with personal data painted over, and what was found: kinds and boxes in its pixels."""
    picture = image if image.mode == "RGB" else image.convert("RGB")
    if min(picture.size) < SMALLEST:
        return picture, []
    ink = ink_of(picture)
    rows = rows_of(read(ink.pixels), ink.rules)
    findings = [
        Finding(place.label.value, box=padded(*place.box, picture.size), confidence=place.confidence)
        for place in find(rows, guard)
    ]
    return paint(picture, findings), findings
