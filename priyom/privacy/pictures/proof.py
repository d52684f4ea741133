"""The leak proof: before a picture is kept, what would stay visible on it is read once more, in another way.

The masks are laid over the ink, and what is left is looked through: writing that no reader made words of, numbers, what
may be a name, what was not surely read; all the more where somebody's data stand beside. It is set in one column, each
line enlarged to the same height, and read as Russian only. Whatever is found then is painted over as well, and so is
what stays unreadable among personal data. What was surely read as words that everybody knows is not read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import tesserocr
from PIL import Image

from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import heading
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.pieces import DARK, pieces_of
from priyom.privacy.pictures.reading import SECOND, Read, is_latin, read
from priyom.privacy.pictures.repairing import repaired

MOST_BEHIND, GAP_WITHIN = 8.0, 0.7  # heights of the line
TALL, ROOM, GAP = 34, 10, 16  # pixels of the sheet: letters, around them, between lines
MOST_WORDS, MOST_LETTERS, MOST_CELLS = 14, 900, 90
SURE, BESIDE_SURE, UNSURE, COVERED = 88.0, 93.0, 70.0, 0.6
INITIALS = re.compile(r"(?:^|\s)\S?[^\W_][.,]\s?[^\W_][.,]?(?:\s|$)")
WORD = re.compile("[\u0400-\u04ff]{3,}")
ANY_WORD = re.compile(r"[^\W\d_]{3,}")
NUMBER = re.compile(r"\d(?:[\W_]{0,3}\d){5,}")
DATE = re.compile(r"^\W*\d{1,2}[./-]\d{1,2}[./-]20[2-9]\d(?:\W+\d{1,2}:\d\d(?::\d\d)?)?\W*$|^\W*\d+\W*$|^[\d.:]+$")
SCATTERED, BLOCK = tesserocr.PSM.SPARSE_TEXT, tesserocr.PSM.SINGLE_BLOCK
LETTER_HIGH, LETTER_WIDE = (5, 60), 10  # what may be writing at all


@dataclass
class Doubt:
    """A place to be read again; `rank`: what is doubtful beside somebody's data comes first."""

    cell: Cell
    row: int
    rank: int


def read_again(
    rows: Sequence[Row], ink: np.ndarray, spots: Sequence[Spot], vocabulary: Vocabulary
) -> tuple[list[Row], list[Spot]]:
    """Return the rows as they read the second time, and what stays unreadable beside personal data."""
    bare = _bare(ink, spots)
    doubts = [*_doubts(rows, spots, vocabulary), *_unread(rows, bare)]
    chosen = _affordable(doubts)
    if not chosen:
        return [], []
    cells = [doubt.cell for doubt in chosen]
    again = dict(_read_sheets(cells, bare))
    lying = Spots(spots)
    made = [Row([_again(cell, again.get(id(cell)), lying) for cell in row.cells]) for row in rows]
    found_at = {id(doubt.cell): doubt.row for doubt in chosen}
    for cell in cells:
        if not cell.text and again.get(id(cell)):
            made[found_at[id(cell)]].cells.append(Cell(again[id(cell)]))
    for row in made:
        row.cells.sort(key=lambda cell: cell.x)
    hidden = [
        spot
        for doubt in chosen
        if not doubt.cell.text and not again.get(id(doubt.cell))
        for spot in _unreadable(doubt.cell, spots)
    ]
    return made, hidden


def _again(cell: Cell, words: list[Read] | None, lying: Spots) -> Cell:
    """Return the cell as it reads now.

    Latin words stay as they were read: the second reader knows Russian only. So do masked ones behind a label: it would
    take for its value what stands beside it, or below.
    """
    if not words:
        return cell
    masked = [lying.over(Cell([word]), COVERED) is not None for word in cell.words]
    label = " ".join(word.text for word in cell.words[: masked.index(True)]) if any(masked) else ""
    named = heading(label) is not None
    known = [
        word for word, is_masked in zip(cell.words, masked, strict=True) if is_latin(word) or (named and is_masked)
    ]
    fresh = [word for word in words if not any(_is_over(word, other) for other in known)]
    return Cell(sorted([*known, *fresh], key=lambda word: word.x))


def _is_over(one: Read, other: Read) -> bool:
    return min(one.right, other.right) - max(one.x, other.x) > one.width / 2


def _bare(ink: np.ndarray, spots: Sequence[Spot]) -> np.ndarray:
    """Return what is still seen of the ink under the masks."""
    bare = ink.copy()
    for spot in spots:
        left, top, right, bottom = (max(0, round(edge)) for edge in spot.box)
        bare[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 255
    return bare


def _doubts(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Doubt]:
    """Yield the cells that stay visible and may hold something."""
    lying = Spots(spots)
    for number, row in enumerate(rows):
        visible = [cell for cell in row.cells if sum(spot.covers(cell) for spot in lying.near(cell)) < COVERED]
        beside = len(visible) < len(row.cells)
        for cell in visible:
            if len(cell.words) <= MOST_WORDS and _is_doubtful(cell, vocabulary, sure=BESIDE_SURE if beside else SURE):
                yield Doubt(cell, number, 0 if beside else 1)


def _is_doubtful(cell: Cell, vocabulary: Vocabulary, *, sure: float) -> bool:
    text = repaired(cell.text)
    if INITIALS.search(text):
        return True
    if cell.confidence >= sure or DATE.match(text):
        return False
    if NUMBER.search(text) or any(_may_be_name(word, vocabulary) for word in WORD.findall(text)):
        return True
    words = ANY_WORD.findall(text) if cell.confidence < UNSURE else []
    return any(not vocabulary.about(word.lower().replace("\u0451", "\u0435")).is_known for word in words)


def _may_be_name(word: str, vocabulary: Vocabulary) -> bool:
    facts = vocabulary.about(word.lower().replace("\u0451", "\u0435"))
    return word[0].isupper() and (not facts.is_known or (facts.is_name and not facts.is_common))


def _unread(rows: Sequence[Row], bare: np.ndarray) -> Iterator[Doubt]:
    """Yield writing of which no words were made, as cells without words."""
    left_over = bare.copy()
    for row in rows:
        for cell in row.cells:
            for word in cell.words:
                top, bottom = max(0, int(word.y) - 2), int(word.bottom) + 3
                left_over[top:bottom, max(0, int(word.x) - 2) : int(word.right) + 3] = 255
    for left, top, right, bottom in pieces_of(left_over):
        if LETTER_HIGH[0] <= bottom - top <= LETTER_HIGH[1] and right - left >= max(LETTER_WIDE, bottom - top):
            number = _row_at(rows, (top + bottom) / 2)
            if number is not None:
                yield Doubt(Cell([Read("", left, top, right - left, bottom - top, 0.0)]), number, 0)


def _row_at(rows: Sequence[Row], middle: float) -> int | None:
    return next((number for number, row in enumerate(rows) if row.y <= middle <= row.bottom), None)


def _affordable(doubts: Sequence[Doubt]) -> list[Doubt]:
    """Return as many as may be read in time: each letter costs."""
    chosen, letters = [], 0
    for doubt in sorted(doubts, key=lambda doubt: doubt.rank)[:MOST_CELLS]:
        letters += max(len(doubt.cell.text), 8)
        if letters > MOST_LETTERS:
            break
        chosen.append(doubt)
    return chosen


def _read_sheets(cells: Sequence[Cell], ink: np.ndarray) -> Iterator[tuple[int, list[Read]]]:
    """Yield what each cell reads as, by its identity.

    Words that stand alone are lost again and again in scattered writing; as the lines of one block they are read.
    """
    for some, mode in (
        ([cell for cell in cells if cell.text], SCATTERED),
        ([cell for cell in cells if not cell.text], BLOCK),
    ):
        if some:
            yield from _read_sheet(some, ink, mode)


def _read_sheet(cells: Sequence[Cell], ink: np.ndarray, mode: int) -> Iterator[tuple[int, list[Read]]]:
    crops = [_crop(cell, ink) for cell in cells]
    width = max(crop.width for crop, _scale, _left, _top in crops) + 2 * ROOM
    sheet = Image.new("L", (width, sum(crop.height + GAP for crop, *_rest in crops) + GAP), 255)
    tops, at = [], GAP
    for crop, *_rest in crops:
        sheet.paste(crop, (ROOM, at))
        tops.append(at)
        at += crop.height + GAP
    words = read(np.asarray(sheet), 1.0, languages=SECOND, mode=mode)
    for cell, (crop, scale, left, top), start in zip(cells, crops, tops, strict=True):
        found = [
            replace(
                word,
                x=left + (word.x - ROOM) / scale, y=top + (word.y - start) / scale,
                width=word.width / scale, height=word.height / scale,
            )
            for word in words
            if start - GAP / 2 <= word.middle < start + crop.height + GAP / 2
            and (cell.text or any(char.isalnum() for char in word.text))
        ]  # fmt: skip
        yield id(cell), sorted(found, key=lambda word: word.x)


def _crop(cell: Cell, ink: np.ndarray) -> tuple[Image.Image, float, int, int]:
    """Return the cell's ink enlarged, how much, and where it began."""
    left, top, bottom = max(0, int(cell.x) - 3), max(0, int(cell.y) - 3), int(cell.bottom) + 4
    right = _end(ink[top:bottom], int(cell.right) + 1, cell.bottom - cell.y) + 4
    crop = Image.fromarray(ink[top:bottom, left:right])
    scale = min(4.0, max(1.0, TALL / max(1.0, cell.bottom - cell.y)))
    size = max(1, round(crop.width * scale)), max(1, round(crop.height * scale))
    return crop.resize(size, Image.Resampling.BICUBIC), scale, left, top


def _end(band: np.ndarray, right: int, height: float) -> int:
    """Return where the writing ends that goes on behind what was read of it, without a gap."""
    inked = (band[:, right : right + int(MOST_BEHIND * height)] < DARK).any(axis=0)
    end = 0
    for place in np.flatnonzero(inked):
        if place - end > GAP_WITHIN * height:
            break
        end = int(place)
    return right + end


def _unreadable(cell: Cell, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield a spot over writing that nobody could read, when somebody's data stand right beside it."""
    box = cell.x, cell.y, cell.right, cell.bottom
    for spot in spots:
        left, top, right, bottom = spot.box
        level = min(bottom, box[3]) - max(top, box[1]) >= (box[3] - box[1]) / 2
        if level and (0 <= left - box[2] < box[3] - box[1] or 0 <= box[0] - right < box[3] - box[1]):
            yield Spot(spot.label, box, 0.5)
            return
