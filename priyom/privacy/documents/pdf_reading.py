"""Pages of a PDF as a person sees them: drawn as a picture, with the letters of the text layer in the picture's pixels.

Whether the layer can be trusted is decided here: a page with pictures, with letters drawn as shapes or with codes that
are no Russian is read from its picture as well.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import pypdfium2
from pypdfium2 import raw

from priyom.privacy.files import Refused

DPI = 200
MOST_PIXELS = 12_000_000
MOST_PAGES = 200
MOST_LETTERS = 60_000  # on one page
MOST_OBJECTS = 60_000
INVISIBLE = frozenset({3, 7})  # render modes: nothing is painted
SMALLEST_PICTURE = 6.0  # points
SHAPES = 40  # so many small curves may be letters
CURVED, SMALL_SHAPE = 6, 60.0  # segments, points
FEWEST_LETTERS = 20
# The commonest letters of Russian and English: three of four of a text, two of five where a font lies.
USUAL = frozenset("\u043e\u0435\u0430\u0438\u043d\u0442\u0441\u0440\u0432\u043b\u043a\u043c\u0434\u043fetaoinsrhl")
# One sign for several letters: a mailbox with one in it is no mailbox to whoever looks for one. And what the reader
# tells for a hyphen at the end of a line.
LIGATURES = {2: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
LETTERS = re.compile("[a-z\u0430-\u044f\u0451]")
LEAST_USUAL, FEWEST_WRITTEN = 0.6, 40
NESTED = 4


@dataclass(slots=True)
class Letter:
    """One character of the text layer and its box in pixels of the drawn page."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    hidden: bool = False
    guessed: bool = False  # no letter of the file: a space or break that the reader put between two that stand apart

    @property
    def has_box(self) -> bool:
        return self.right > self.left and self.bottom > self.top

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass
class Page:
    """What is known of a page before anything is hidden."""

    number: int
    width: float  # points
    height: float
    pixels: tuple[int, int]
    letters: list[Letter]
    is_read_from_picture: bool = False
    keeps_layer: bool = True


class Paper:
    """An opened PDF; closes with its context."""

    def __init__(self, content: bytes) -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(content)
            self._pdf.init_forms()
            self.pages = len(self._pdf)
        except pypdfium2.PdfiumError as error:
            raise Refused("encrypted" if "assword" in str(error) else "unreadable") from error
        if not 0 < self.pages <= MOST_PAGES:
            raise Refused("too_many_pages" if self.pages else "unreadable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._pdf.close()

    def said_about_itself(self) -> str:
        """Return the properties: they are not kept, and may say who is meant."""
        return "\n".join(value for value in self._pdf.get_metadata_dict(skip_empty=True).values())

    def attachments(self) -> int:
        """Return how many files are carried along."""
        return self._pdf.count_attachments()

    def read(self, number: int) -> Page:
        """Return a page's letters, after forms and visible notes have become part of it."""
        page = self._page(number)
        try:
            width, height = page.get_size()
            if not (1 <= width <= 20_000 and 1 <= height <= 20_000):  # noqa: PLR2004 - no paper is larger
                raise Refused("too_large")
            scale = scale_of(width, height)
            pixels = max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale))
            layer = page.get_textpage()
            try:
                letters = list(_letters(page, layer, pixels))
            finally:
                layer.close()
            read = Page(number, width, height, pixels, letters)
            read.is_read_from_picture = _has_pictures(page) or is_odd(letters) or _is_blank_layer(page, letters)
            read.keeps_layer = not is_odd(letters)
            return read
        finally:
            page.close()

    def draw(self, page: Page) -> object:
        """Return the picture of a page, without notes and whatever is not painted."""
        opened = self._page(page.number)
        try:
            drawn = opened.render(
                scale=scale_of(page.width, page.height),
                may_draw_forms=False,
                draw_annots=False,
                fill_color=(255, 255, 255, 255),
            )
            return drawn.to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise Refused("unreadable") from error
        finally:
            opened.close()

    def _page(self, number: int) -> pypdfium2.PdfPage:
        try:
            page = self._pdf.get_page(number)
            if raw.FPDFPage_GetAnnotCount(page.raw):
                raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
                page.close()
                page = self._pdf.get_page(number)
        except pypdfium2.PdfiumError as error:
            raise Refused("unreadable") from error
        return page


def scale_of(width: float, height: float) -> float:
    """Return pixels for a point: fine enough to read, never too many."""
    return min(DPI / 72, math.sqrt(MOST_PIXELS / (width * height)))


def _letters(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, pixels: tuple[int, int]) -> Iterator[Letter]:
    count = layer.count_chars()
    if count > MOST_LETTERS:
        raise Refused("too_large")
    x, y = ctypes.c_int(), ctypes.c_int()
    high = 0
    for number in range(count):
        code = raw.FPDFText_GetUnicode(layer.raw, number)
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 - the first half of a pair
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:  # noqa: PLR2004
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        left, bottom, right, top = layer.get_charbox(number, loose=True)
        corners = []
        for at in ((left, top), (right, bottom)):
            raw.FPDF_PageToDevice(page.raw, 0, 0, *pixels, 0, *at, ctypes.byref(x), ctypes.byref(y))
            corners.append((x.value, y.value))
        (ax, ay), (bx, by) = corners
        owner = raw.FPDFText_GetTextObject(layer.raw, number)
        hidden = bool(owner) and raw.FPDFTextObj_GetTextRenderMode(owner) in INVISIBLE
        guessed = raw.FPDFText_IsGenerated(layer.raw, number) == 1
        box = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        yield Letter(LIGATURES.get(code) or (chr(code) if code else "\ufffd"), *box, hidden, guessed)


def is_odd(letters: list[Letter]) -> bool:
    """Say whether the codes are no text: old fonts call Cyrillic letters «Èâàíîâ», broken ones nothing at all."""
    said = [letter.char for letter in letters if not letter.char.isspace()]
    if len(said) < FEWEST_LETTERS:
        return False
    odd = sum(
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f" or char < " " for char in said
    )
    western = sum("\u00c0" <= char <= "\u00ff" for char in said)
    readable = sum(char.isalnum() for char in said)
    return odd * 20 > len(said) or western * 8 > len(said) or readable * 3 < len(said) or _is_jumble(said)


def _is_jumble(said: list[str]) -> bool:
    """Say whether the letters are those of no language: a font may call its signs whatever it likes."""
    written = LETTERS.findall("".join(said).lower())
    usual = sum(char in USUAL for char in written)
    return len(written) >= FEWEST_WRITTEN and usual < LEAST_USUAL * len(written)


def _is_blank_layer(page: pypdfium2.PdfPage, letters: list[Letter]) -> bool:
    """Say whether something is painted although there are no letters: shapes may be writing."""
    if any(not letter.char.isspace() and not letter.hidden for letter in letters):
        return False
    return raw.FPDFPage_CountObjects(page.raw) > 0


def _has_pictures(page: pypdfium2.PdfPage) -> bool:
    shapes = 0
    for count, item in enumerate(page.get_objects(max_depth=NESTED), 1):
        if count > MOST_OBJECTS:
            raise Refused("too_large")
        if item.type in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
            left, bottom, right, top = item.get_bounds()
            if right - left > SMALLEST_PICTURE and top - bottom > SMALLEST_PICTURE:
                return True
        elif item.type == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(item.raw) >= CURVED:
            left, bottom, right, top = item.get_bounds()
            shapes += right - left < SMALL_SHAPE and top - bottom < SMALL_SHAPE
    return shapes > SHAPES
