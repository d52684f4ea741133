"""One picture from its words to its masks: read, order, find, paint, prove."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from priyom.privacy.by_hand import ByHand
from priyom.privacy.files import Finding, TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Row, Spot, rows_of
from priyom.privacy.pictures.painting import padded, paint
from priyom.privacy.pictures.proof import read_again
from priyom.privacy.pictures.proving import is_proved
from priyom.privacy.pictures.reading import read

SMALLEST = 12  # pixels: nothing below that can be read by anybody


def mask_picture(image: Image.Image, guard: TextGuard) -> tuple[Image.Image, list[Finding]]:
    """Return the picture with personal data painted over, and what was found: kinds and boxes in its pixels."""
    picture = image if image.mode == "RGB" else image.convert("RGB")
    if min(picture.size) < SMALLEST:
        return picture, []
    said = guard.by_hand or ByHand()
    findings = [] if said.covers_only else _found(picture, guard, said)
    findings += said.drawn(picture.size)
    return paint(picture, findings), findings


def _found(picture: Image.Image, guard: TextGuard, said: ByHand) -> list[Finding]:
    """Return what the guard hides. What its author released counts as unseen: the second look goes there, too."""
    ink = ink_of(picture)
    rows = rows_of(read(ink.pixels), ink.rules)
    kept = _told(find(rows, guard), rows, picture.size, said)
    spots = [spot for spot, _finding in kept]
    again = read_again(rows, ink.pixels, spots, guard.guard.vocabulary)
    if again:
        fresh = [spot for spot in find(again, guard) if not any(_covers(other, spot) for other in spots)]
        kept += _told(fresh, again, picture.size, said)
    return [finding for _spot, finding in kept]


def _told(
    spots: Sequence[Spot], rows: Sequence[Row], size: tuple[int, int], said: ByHand
) -> list[tuple[Spot, Finding]]:
    """Return the spots that stay hidden, each with what is told of it."""
    told = [
        (
            spot,
            Finding(
                spot.label.value, box=padded(*spot.box, size), confidence=spot.confidence, proved=is_proved(spot, rows)
            ),
        )
        for spot in spots
    ]
    return [(spot, finding) for spot, finding in told if not said.leaves(finding)]


def _covers(one: Spot, other: Spot) -> bool:
    """Say whether the first hides the second, give or take a pixel."""
    return all(a - 2 <= b for a, b in zip(one.box[:2], other.box[:2], strict=True)) and all(
        a + 2 >= b for a, b in zip(one.box[2:], other.box[2:], strict=True)
    )
