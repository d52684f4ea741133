"""Cuts a frame's ink into pieces of writing and recognises a piece that was seen before, wherever it has moved.

A list that scrolls brings one new row a step: only that is read. What was decided about a piece holds wherever and
whenever it appears again, so that a mask follows its content exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from priyom.privacy.pictures.reading import Read

DARK = 150  # ink at least so dark counts
WIDE_GAP, LINE_GAP, NEAR_GAP = 16, 1, 11  # pixels without ink: between blocks, lines, cells
DEEPEST = 6
ALIKE = 0.14  # share of the inked pixels that may differ: a codec wavers
SMALLEST = 4
MOST_PIECES = 1500

Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(eq=False)
class Content:
    """One piece of writing: how it looks, what it says and which parts of it must not be seen."""

    looks: np.ndarray
    words: list[Read] = field(default_factory=list)  # in the piece's own pixels
    hidden: dict[Box, str] = field(default_factory=dict)  # in the piece's own pixels, with the kind

    def __repr__(self) -> str:
        return f"<writing {self.looks.shape}>"


class Memory:
    """All pieces of the recording so far."""

    def __init__(self) -> None:
        self._by_size: defaultdict[tuple[int, int], list[Content]] = defaultdict(list)

    def recall(self, looks: np.ndarray) -> Content | None:
        """Return the piece that looks like this, if it was seen before."""
        height, width = looks.shape
        inked = max(int(looks.sum()), 1)
        for other in self._by_size[height, width]:
            if np.count_nonzero(other.looks != looks) <= ALIKE * inked:
                return other
        return None

    def keep(self, content: Content) -> None:
        height, width = content.looks.shape
        self._by_size[height, width].append(content)


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
        parts = list(_parts(inked.any(axis=0 if across else 1), gap))
        if len(parts) > 1 or depth == DEEPEST:
            for start, end in parts:
                part = inked[:, start:end] if across else inked[start:end]
                where = (left + start, top) if across else (left, top + start)
                yield from _cut(part, *where, depth - 1, across=not across)
            return
        other = list(_parts(inked.any(axis=1 if across else 0), LINE_GAP if across else NEAR_GAP))
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
