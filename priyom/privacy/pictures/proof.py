"""The second look: what was read doubtfully is read again in another way, before anything is kept.

Doubtful are cells that stay visible and hold what resembles a name or a number: initials, and, where the reader was not
sure, capitalised words that no dictionary knows and long numbers. They are set in one column
with room around, enlarged threefold and read with Russian only. Whatever is found then is painted over as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.layout import Cell, Row, Spot
from priyom.privacy.pictures.reading import SECOND, Read, read
from priyom.privacy.pictures.repairing import repaired

ENLARGED, ROOM, MOST_CELLS, MOST_WORDS = 3.0, 6, 20, 9
SURE, COVERED = 88.0, 0.6
INITIALS = re.compile(r"(?:^|\s)\S?[^\W_][.,]\s?[^\W_][.,]?(?:\s|$)")
WORD = re.compile("[\u0400-\u04ff]{3,}")
NUMBER = re.compile(r"\d(?:[\W_]{0,3}\d){5,}")


def read_again(rows: Sequence[Row], ink: np.ndarray, spots: Sequence[Spot], vocabulary: Vocabulary) -> list[Row]:
    """Return the rows with the doubtful cells as they read the second time."""
    doubtful = [
        cell
        for row in rows
        for cell in row.cells
        if len(cell.words) <= MOST_WORDS
        and sum(spot.covers(cell) for spot in spots) < COVERED
        and _is_doubtful(cell, vocabulary)
    ][:MOST_CELLS]
    if not doubtful:
        return []
    sheet, tops = _sheet(doubtful, ink)
    words = read(sheet, ENLARGED, languages=SECOND)
    again = {id(cell): Cell(found) for cell, found in _returned(doubtful, tops, words)}
    return [Row([again.get(id(cell), cell) for cell in row.cells]) for row in rows]


def _is_doubtful(cell: Cell, vocabulary: Vocabulary) -> bool:
    text = repaired(cell.text)
    if INITIALS.search(text):
        return True
    if cell.confidence >= SURE:
        return False
    return bool(NUMBER.search(text)) or any(_may_be_name(word, vocabulary) for word in WORD.findall(text))


def _may_be_name(word: str, vocabulary: Vocabulary) -> bool:
    facts = vocabulary.about(word.lower().replace("\u0451", "\u0435"))
    return word[0].isupper() and (not facts.is_known or (facts.is_name and not facts.is_common))


def _sheet(cells: Sequence[Cell], ink: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Set the cells one below the other on white; return the sheet and where each begins."""
    crops = [
        ink[max(0, int(cell.y) - 3) : int(cell.bottom) + 4, max(0, int(cell.x) - 3) : int(cell.right) + 5]
        for cell in cells
    ]
    width = max(crop.shape[1] for crop in crops) + 2 * ROOM
    sheet = np.full((sum(crop.shape[0] + 2 * ROOM for crop in crops), width), 255, np.uint8)
    tops, top = [], 0
    for crop in crops:
        sheet[top + ROOM : top + ROOM + crop.shape[0], ROOM : ROOM + crop.shape[1]] = crop
        tops.append(top)
        top += crop.shape[0] + 2 * ROOM
    return sheet, tops


def _returned(cells: Sequence[Cell], tops: Sequence[int], words: Sequence[Read]) -> Iterator[tuple[Cell, list[Read]]]:
    """Yield each cell with its words of the second reading, back in their places on the picture."""
    for cell, top, below in zip(cells, tops, [*tops[1:], 1 << 30], strict=True):
        left, upper = max(0, int(cell.x) - 3) - ROOM, max(0, int(cell.y) - 3) - ROOM - top
        found = [replace(word, x=word.x + left, y=word.y + upper) for word in words if top <= word.middle < below]
        if found:
            yield cell, sorted(found, key=lambda word: word.x)
