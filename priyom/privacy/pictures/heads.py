"""Heads of tables: headings that run over several lines are one, and what only names a column is nobody's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import WORD, exact_heading, heading, later_words
from priyom.privacy.pictures.layout import Cell, Row, Spot
from priyom.privacy.pictures.repairing import repaired

NEAR = 0.9  # heights of a line
MOST_LINES, FEWEST_HEADS = 3, 2
SHORTEST = 2  # letters: «from», «to» and «at» are words of heads, whatever a list of surnames says
VALUE = re.compile(r"\d{3}|\d\D{0,3}\d\D{0,3}\d")


def with_joined_heads(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the lines of one head joined into one row."""
    made: list[Row] = []
    place = 0
    while place < len(rows):
        row, place = rows[place], place + 1
        for _line in range(MOST_LINES - 1):
            joined = _joined(row, rows[place]) if place < len(rows) else None
            if joined is None:
                break
            row, place = joined, place + 1
        made.append(row)
    return made


def _joined(upper: Row, lower: Row) -> Row | None:
    """Return both lines as one, where together they say more than each by itself, and neither holds a value."""
    if lower.y - upper.bottom > NEAR * upper.height or min(len(upper.cells), len(lower.cells)) < FEWEST_HEADS:
        return None
    if any(VALUE.search(cell.text) for cell in (*upper.cells, *lower.cells)):
        return None
    cells = []
    above: list[Cell] = []
    for cell in lower.cells:
        over = [one for one in upper.cells if one.x < cell.right and cell.x < one.right and one not in above]
        above += over
        cells.append(Cell([*(word for one in over for word in one.words), *cell.words]))
    cells += [cell for cell in upper.cells if cell not in above]
    heads = _count(cells)
    if heads < FEWEST_HEADS or heads <= max(_count(upper.cells), _count(lower.cells)):
        return None
    return Row(sorted(cells, key=lambda cell: cell.x))


def _count(cells: Sequence[Cell]) -> int:
    return sum(heading(cell.text) is not None for cell in cells)


def without_heads(spots: Sequence[Spot], rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield the spots that lie on no heading: «patient» is nobody's name, nor is «room» between two headings."""
    heads = [
        (cell.x - 2, cell.y - 2, cell.right + 2, cell.bottom + 2) for row in rows for cell in _heads(row, vocabulary)
    ]
    for spot in spots:
        left, top, right, bottom = spot.box
        if not any(x <= left and y <= top and right <= end and bottom <= low for x, y, end, low in heads):
            yield spot


def _heads(row: Row, vocabulary: Vocabulary) -> Iterator[Cell]:
    among_heads = _count(row.cells) >= FEWEST_HEADS
    for cell in row.cells:
        is_head = exact_heading(cell.text) is not None and not _names_somebody(cell, vocabulary)
        if is_head or (among_heads and _is_common(cell, vocabulary)):
            yield cell


def _names_somebody(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether a later word is a name and nothing else: small letters make a label and its value one heading."""
    later = later_words(cell.text)
    about = (vocabulary.about(word.lower().replace("\u0451", "\u0435")) for word in later)
    return any(facts.is_name and not facts.is_common for facts in about)


def _is_common(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether these are words like any other, and no number."""
    words = WORD.findall(repaired(cell.text))
    about = [vocabulary.about(word.lower().replace("\u0451", "\u0435")) for word in words]
    named = any(
        (facts.is_name and len(word) > SHORTEST) or not facts.is_common
        for word, facts in zip(words, about, strict=True)
    )
    return bool(words) and not named and not any(char.isdigit() for char in cell.text)
