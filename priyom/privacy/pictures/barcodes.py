"""Bars and squares that scanners read: nobody sees what they say, so their author cannot have looked.

A wristband, a label of a sample, an old policy and a prescription carry numbers of people in such codes. What a code
says is screened as a text; a bare number or a bare key is hidden, too, because it says nothing of whose it is. Codes of
goods (EAN, GS1 of medicines) and plain links stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import dist

import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat, ContentType

from priyom.privacy.detectors import Label
from priyom.privacy.files import Box, Finding, TextGuard
from priyom.privacy.pictures.proving import is_proved_text

OF_GOODS = frozenset({
    BarcodeFormat.EAN13, BarcodeFormat.EAN8, BarcodeFormat.UPCA, BarcodeFormat.UPCE, BarcodeFormat.ISBN,
    BarcodeFormat.ITF14, BarcodeFormat.PZN, BarcodeFormat.DataBar, BarcodeFormat.DataBarOmni, BarcodeFormat.DataBarExp,
    BarcodeFormat.DataBarLtd, BarcodeFormat.DataBarStk, BarcodeFormat.DataBarStkOmni, BarcodeFormat.DataBarExpStk,
})  # fmt: skip
ROOM = 4  # pixels: a code whose edge stays can be mended, those of squares above all
LIKELY = 0.8
MOST_ASKEW = 2.0  # times one side or diagonal of a square is longer than another
# GS1: 01 is the number of goods, 21 that of one pack (decree 1556 of 2018 on marking of medicines). The sign that parts
# them is kept by some printers and left out by others.
OF_A_PACK = re.compile(r"(?:\(01\)|\]?[dCQ]?[12]?\x1d?01)\d{14}(?:\(|\x1d)?(?:21|17|10)")
PLAIN_LINK = re.compile(r"https?://[^\s?#]{1,200}/?", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d{5}|[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
KEY = re.compile(r"(?=\D*\d)[\w/.:#-]+")


def codes_of(picture: Image.Image, guard: TextGuard) -> Iterator[Finding]:
    """Yield a finding for each code in the picture that may tell of a person; its box is in the picture's pixels."""
    for code in zxingcpp.read_barcodes(picture.convert("L"), return_errors=True):
        kind = _kind(code.text.strip(), guard) if _is_text(code) else _kind_of_unreadable(code)
        if kind in guard.rules.kinds:
            proved = is_proved_text(code.text, kind)
            yield Finding(kind.value, box=_box(code, picture.size), confidence=LIKELY, proved=proved)


def _is_text(code: zxingcpp.Barcode) -> bool:
    return code.valid and code.content_type == ContentType.Text and code.format not in OF_GOODS


def _kind_of_unreadable(code: zxingcpp.Barcode) -> Label | None:
    """Return what a code is taken for whose words cannot be screened: bits, as on policies of before 2022, or damage.

    Another scanner may read what is damaged here. Letters are hardly ever mistaken for the corners of these squares,
    and where those of a log were, they stood askew.
    """
    if code.valid:
        harmless = code.format in OF_GOODS or code.content_type == ContentType.GS1
        return None if harmless else Label.DOCUMENT
    return Label.DOCUMENT if code.format == BarcodeFormat.QRCode and _is_square(code) else None


def _is_square(code: zxingcpp.Barcode) -> bool:
    """Say whether sides and diagonals are about as long as one another, photographed from aside, too."""
    corners = [(point.x, point.y) for point in _corners(code)]
    sides = [dist(one, other) for one, other in pairwise([*corners, corners[0]])]
    crossing = [dist(corners[0], corners[2]), dist(corners[1], corners[3])]
    return all(min(lengths) * MOST_ASKEW >= max(lengths) for lengths in (sides, crossing))


def _kind(text: str, guard: TextGuard) -> Label | None:
    """Return what the words of a code tell of a person, None where they tell of nobody."""
    if OF_A_PACK.match(text):
        return None
    (found,) = guard.find([text])
    if found:
        return found[0].label
    if KEY.fullmatch(text) and not PLAIN_LINK.fullmatch(text):
        return Label.MRN
    return Label.DOCUMENT if LONG_NUMBER.search(text) else None


def _box(code: zxingcpp.Barcode, size: tuple[int, int]) -> Box:
    corners = _corners(code)
    left, right = min(point.x for point in corners) - ROOM, max(point.x for point in corners) + ROOM
    top, bottom = min(point.y for point in corners) - ROOM, max(point.y for point in corners) + ROOM
    left, top = max(0, left), max(0, top)
    return left, top, max(1, min(size[0], right) - left), max(1, min(size[1], bottom) - top)


def _corners(code: zxingcpp.Barcode) -> tuple[zxingcpp.Point, ...]:
    at = code.position
    return at.top_left, at.top_right, at.bottom_right, at.bottom_left
