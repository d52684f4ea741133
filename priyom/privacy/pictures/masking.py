"""One picture from its words to its masks: read, order, find, paint, prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from priyom.privacy.by_hand import ByHand
from priyom.privacy.files import Finding, TextGuard
from priyom.privacy.pictures.barcodes import codes_of
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import Ink, ink_of
from priyom.privacy.pictures.layout import Row, Spot, rows_of
from priyom.privacy.pictures.measure import times_of
from priyom.privacy.pictures.painting import padded, paint
from priyom.privacy.pictures.proof import read_again
from priyom.privacy.pictures.proving import WITH_CHECK, is_proved
from priyom.privacy.pictures.reading import Read, read, scale_of
from priyom.privacy.pictures.straight import Straight, straight
from priyom.privacy.pictures.turned import SURE, quarter_turns

TURNS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
SMALLEST = 12  # pixels: nothing below that can be read by anybody
OF_PAGE, NEARLY = 200 / 96, 0.9  # how much larger than on a screen letters are on pages of documents, as they are drawn


def mask_picture(
    image: Image.Image, guard: TextGuard, *, times: float | None = None
) -> tuple[Image.Image, list[Finding]]:
    """Return the picture with personal data painted over, and what was found: kinds and boxes in its pixels.

    `times`: how much larger than on a screen its letters are, for pages of documents; a picture is measured.
    """
    picture = image if image.mode == "RGB" else image.convert("RGB")
    if min(picture.size) < SMALLEST:
        return picture, []
    said = guard.by_hand or ByHand()
    findings = []
    if not said.covers_only:
        findings = _found(picture, guard, said, times or times_of(picture))
        findings += _codes(picture, guard)
    findings += said.drawn(picture.size)
    return paint(picture, findings), findings


def mask_codes(picture: Image.Image, guard: TextGuard) -> tuple[Image.Image, list[Finding]]:
    """Return a page whose letters are known with only its codes for scanners painted over, and what was found."""
    findings = _codes(picture, guard)
    return (paint(picture, findings) if findings else picture), findings


def _codes(picture: Image.Image, guard: TextGuard) -> list[Finding]:
    said = guard.by_hand or ByHand()
    return [code for code in codes_of(picture, guard) if not said.leaves(code)]


def _found(picture: Image.Image, guard: TextGuard, said: ByHand, times: float) -> list[Finding]:
    """Return what the guard hides. What its author released counts as unseen: the second look goes there, too."""
    size, (picture, share) = picture.size, _as_page(picture, times)
    times *= share
    scale = scale_of(*picture.size, times)
    ink, level = _straight_ink(picture, times, share)
    words, upright = read(ink.pixels, scale), []
    if quarters := quarter_turns(words, ink.pixels):
        upright = _found_upright(words, ink, level, guard, said, size)
        ink, level = _straight_ink(picture.transpose(TURNS[quarters]), times, share)
        level = replace(level, given=picture.size, quarters=quarters)
        words = read(ink.pixels, scale)
    rows = rows_of(words, ink.rules)
    kept = _told(find(rows, guard), rows, level, said, size)
    spots = [spot for spot, _findings in kept]
    again, unreadable = read_again(rows, ink.pixels, spots, guard.guard.vocabulary)
    fresh = [spot for spot in find(again, guard) if not any(_covers(other, spot) for other in spots)] if again else []
    unreadable = [spot for spot in unreadable if spot.label in guard.rules.kinds]
    kept += _told([*fresh, *unreadable], again, level, said, size)
    return [*upright, *(finding for _spot, findings in kept for finding in findings)]


def _found_upright(
    words: Sequence[Read], ink: Ink, level: Straight, guard: TextGuard, said: ByHand, size: tuple[int, int]
) -> list[Finding]:
    """Return what stands upright on a page that lies on its side: a stamp, a line above; only what was surely read."""
    rows = rows_of([word for word in words if word.confidence >= SURE], ink.rules)
    return [finding for _spot, findings in _told(find(rows, guard), rows, level, said, size) for finding in findings]


def _as_page(picture: Image.Image, times: float) -> tuple[Image.Image, float]:
    """Return a finely scanned page as large as pages of documents are drawn, and its share of the given size."""
    share = OF_PAGE / times
    if share > NEARLY:
        return picture, 1.0
    share = round(picture.width * share) / picture.width
    small = round(picture.width * share), round(picture.height * share)
    return picture.resize(small, Image.Resampling.BOX), share


def _straight_ink(picture: Image.Image, times: float, share: float) -> tuple[Ink, Straight]:
    ink = ink_of(picture, times)
    level = replace(straight(picture, ink.pixels), share=share)
    return (ink_of(level.picture, times) if level.degrees else ink), level


def _told(
    spots: Sequence[Spot], rows: Sequence[Row], level: Straight, said: ByHand, size: tuple[int, int]
) -> list[tuple[Spot, list[Finding]]]:
    """Return the spots that stay hidden, each with what is told of it."""
    told = []
    for spot in _without_repeats(spots):
        proved = is_proved(spot, rows)
        findings = [
            Finding(spot.label.value, box=padded(*box, size), confidence=spot.confidence, proved=proved)
            for box in level.back(spot.box)
        ]
        if findings := [finding for finding in findings if not said.leaves(finding)]:
            told.append((spot, findings))
    return told


def _without_repeats(spots: Sequence[Spot]) -> list[Spot]:
    """Leave out what lies inside another spot of its kind, or is just as large: text, label and column find one value.

    A value that two kinds were found in has one box to be taken away, of the kind whose check digits may forbid that.
    """
    kept: list[Spot] = []
    for spot in sorted(spots, key=_rank):
        if not any(_covers(other, spot) and (other.label == spot.label or _covers(spot, other)) for other in kept):
            kept.append(spot)
    return kept


def _rank(spot: Spot) -> tuple[float, bool, float]:
    return spot.box[0] - spot.box[2], spot.label not in WITH_CHECK, -spot.confidence


def _covers(one: Spot, other: Spot) -> bool:
    """Say whether the first hides the second, give or take a pixel."""
    left, top, right, bottom = one.box
    x, y, end, low = other.box
    return left - 2 <= x and top - 2 <= y and right + 2 >= end and bottom + 2 >= low
