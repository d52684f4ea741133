"""Cuts ink into pieces of writing: lines of one column each, parted at empty rows and columns by turns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

DARK = 150  # ink at least so dark counts
WIDE_GAP, LINE_GAP, NEAR_GAP = 16, 1, 11  # pixels without ink: between blocks, lines, cells
DEEPEST = 6
SMALLEST = 4
MOST_PIECES = 1500

Box = tuple[int, int, int, int]  # left, top, right, bottom


def pieces_of(ink: np.ndarray) -> list[Box]:
    """Return the boxes of writing: lines of one column each."""
    found = list(_cut(ink < DARK, 0, 0, DEEPEST, across=False))
    return found[:MOST_PIECES]


def _cut(inked: np.ndarray, left: int, top: int, depth: int, *, across: bool) -> Iterator[Box]:
    """Cut at empty rows and columns by turns until nothing parts any more."""
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return
    inked = inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    left, top = left + int(columns[0]), top + int(rows[0])
    height, width = inked.shape
    if depth:
        gap = (WIDE_GAP if height > 3 * WIDE_GAP else NEAR_GAP) if across else LINE_GAP
        parts = list(_parts(np.any(inked, axis=0 if across else 1), gap))
        if len(parts) > 1 or depth == DEEPEST:
            for start, end in parts:
                part = inked[:, start:end] if across else inked[start:end]
                where = (left + start, top) if across else (left, top + start)
                yield from _cut(part, *where, depth - 1, across=not across)
            return
        other = list(_parts(np.any(inked, axis=1 if across else 0), LINE_GAP if across else NEAR_GAP))
        if len(other) > 1:
            yield from _cut(inked, left, top, depth - 1, across=not across)
            return
    if height >= SMALLEST and width >= SMALLEST:
        yield left, top, left + width, top + height


def _parts(filled: np.ndarray, gap: int) -> Iterator[tuple[int, int]]:
    """Yield stretches with ink that are parted by at least so many empty places."""
    places = np.flatnonzero(filled)
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [int(places[0]), *(int(places[place + 1]) for place in breaks)]
    ends = [*(int(places[place]) + 1 for place in breaks), int(places[-1]) + 1]
    yield from zip(starts, ends, strict=True)
