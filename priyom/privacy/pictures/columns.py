"""Tables and forms: what stands under a heading, behind a label or below it is what the heading says.

A column is hidden whole once two thirds of its cells look like what its heading promises: a name that was misread, or
is a word like any other, is hidden with its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.files import TextGuard
from priyom.privacy.pictures.headings import fits, heading, is_empty
from priyom.privacy.pictures.layout import Cell, Row

Found = tuple[Label, tuple[float, float, float, float]]
ENOUGH = 2 / 3
MOST_ROWS = 200
FAR_BELOW = 3.2  # of a row's height: beyond that another thing begins
RIGHT_BELOW = 1.4
ALIGNED = 8.0
HEADS_OF_TABLE = 3


@dataclass
class Column:
    """A heading and the strip of the picture that belongs to it."""

    label: Label | None
    left: float
    right: float
    cells: list[Cell]


def find_columns(rows: Sequence[Row], guard: TextGuard) -> Iterator[Found]:
    """Yield the cells of columns with a personal heading, and the values of labelled fields."""
    vocabulary = guard.guard.vocabulary
    for number, row in enumerate(rows):
        labels = [_heading(rows, number, place) for place in range(len(row.cells))]
        if not any(labels):
            continue
        if sum(label is not None for label in labels) >= 2:  # noqa: PLR2004
            row.cells = [part for cell in row.cells for part in _parted(cell)]
            labels = [_heading(rows, number, place) for place in range(len(row.cells))]
        if len(row.cells) >= HEADS_OF_TABLE or (len(row.cells) == sum(map(bool, labels)) and len(row.cells) > 1):
            for column in _columns(rows, number, labels):
                yield from _hidden(column, vocabulary)
        yield from _fields(rows, number, labels, vocabulary)


def _parted(cell: Cell) -> list[Cell]:
    """Part a cell in which two headings stand too close: «№ п/п Фамилия»."""
    if len(cell.words) > 1 and heading(cell.text) is None:
        for place in range(1, len(cell.words)):
            before, behind = Cell(cell.words[:place]), Cell(cell.words[place:])
            if heading(behind.text) is not None or heading(before.text) is not None:
                return [*_parted(before), *_parted(behind)]
    return [cell]


def _heading(rows: Sequence[Row], number: int, place: int) -> Label | None:
    """Return what the cell promises, read alone or with the line below it: «Дата / рождения»."""
    cell = rows[number].cells[place]
    label = heading(cell.text)
    if label is None and number + 1 < len(rows):
        below = _right_below(cell, rows[number + 1 : number + 2])
        label = heading(f"{cell.text} {below.text}") if below else None
    return label


def _columns(rows: Sequence[Row], number: int, labels: Sequence[Label | None]) -> Iterator[Column]:
    heads = rows[number].cells
    below = list(_table_rows(rows, number))
    edges = [0.0]
    edges += [_river(one, other, below) for one, other in pairwise(heads)]
    edges.append(max(heads[-1].right * 1.5, heads[-1].right + 300))
    for place, label in enumerate(labels):
        if label is None:
            continue
        left, right = edges[place], edges[place + 1]
        if place == 0:
            first = [cell for row in below for cell in row.cells if cell.x < heads[0].right and heads[0].x < cell.right]
            left = min([heads[0].x, *(cell.x for cell in first)]) - 1
        cells = [
            cell
            for row in below
            for cell in row.cells
            if left - 3 <= cell.x and cell.right <= right + 3 and cell.x < right
        ]
        yield Column(label, left, right, cells)


def _table_rows(rows: Sequence[Row], number: int) -> Iterator[Row]:
    """Yield the rows under the heading until a gap or another heading ends the table."""
    bottom, height = rows[number].bottom, rows[number].height
    for row in rows[number + 1 : number + 1 + MOST_ROWS]:
        if row.y - bottom > FAR_BELOW * max(height, row.height):
            return
        if sum(heading(cell.text) is not None for cell in row.cells) >= 2:  # noqa: PLR2004
            return
        yield row
        bottom = row.bottom


def _river(left: Cell, right: Cell, below: Sequence[Row]) -> float:
    """Return where no word stands between the two headings, in most rows below."""
    start, end = int(left.x) + 4, int(right.right)
    if end <= start or not below:
        return right.x - 3
    words = [0] * (end - start)
    for row in below:
        for cell in row.cells:
            for place in range(max(int(cell.x), start), min(int(cell.right) + 1, end)):
                words[place - start] += 1
    allowed = len(below) // 10
    best, best_shared, opened = right.x - 3, -1.0, start
    for place in range(start, end + 1):
        if place < end and words[place - start] <= allowed:
            continue
        shared = min(place, right.x) - max(opened, left.right) if place > opened else -1.0
        if place > opened and (shared, place - opened) > (best_shared, 0):
            best, best_shared = max(opened, min(right.x - 3, (opened + place) / 2)), shared
        opened = place + 1
    return min(best, right.x + 2)


def _hidden(column: Column, vocabulary: Vocabulary) -> Iterator[Found]:
    label = column.label
    if label is None:
        return
    cells = [cell for cell in column.cells if not is_empty(cell.text)]
    good = [cell for cell in cells if fits(label, cell.text, vocabulary)]
    chosen = cells if len(cells) > 1 and len(good) >= ENOUGH * len(cells) else good
    for cell in chosen:
        yield label, (cell.x, cell.y, cell.right, cell.bottom)


def _fields(
    rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary
) -> Iterator[Found]:
    """Yield what stands behind a label in its row, or right below it."""
    cells = rows[number].cells
    for place, label in enumerate(labels):
        if label is None:
            continue
        behind = cells[place + 1] if place + 1 < len(cells) else None
        below = _right_below(cells[place], rows[number + 1 : number + 3])
        for value in (behind, below):
            if value is not None and heading(value.text) is None and fits(label, value.text, vocabulary):
                yield label, (value.x, value.y, value.right, value.bottom)
                break


def _right_below(cell: Cell, rows: Sequence[Row]) -> Cell | None:
    for row in rows:
        if row.y - cell.bottom > RIGHT_BELOW * row.height:
            return None
        for other in row.cells:
            if abs(other.x - cell.x) <= ALIGNED or (other.x < cell.right and cell.x < other.right):
                return other
    return None
