"""Recognises a piece of writing that was seen before, wherever it has moved.

A list that scrolls brings one new row a step: only that is read. What was decided about a piece holds wherever and
whenever it appears again, so that a mask follows its content exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from priyom.privacy.files import Refused
from priyom.privacy.pictures.pieces import DARK, MOST_PIECES, Box, pieces_of
from priyom.privacy.pictures.reading import Read

ALIKE = 0.14  # share of the inked pixels that may differ: a codec wavers
PARTS = 4  # no piece of writing is narrower
MOST_WRITING = 8000  # pieces in a frame; what holds more is no screen, and reading it would take hours
NEAR, NEARLY = 16, 0.4  # columns, and the share that may differ in so few: in a long line two words are few pixels


@dataclass(eq=False)
class Content:
    """One piece of writing: how it looks, what it says and which parts of it must not be seen."""

    looks: np.ndarray
    words: list[Read] = field(default_factory=list)  # in the piece's own pixels
    is_read: bool = False
    judged: int = 0  # how often, wherever it stood
    hits: Counter[Box] = field(default_factory=Counter)  # how often a part of it was taken for personal
    hidden: dict[Box, str] = field(default_factory=dict)  # in the piece's own pixels, with the kind
    final: set[Box] = field(default_factory=set)  # what the proof itself found: it stays hidden
    whole: dict[Box, tuple[Read, ...]] = field(default_factory=dict)  # what a hit covers in other pieces besides
    links: list[tuple[Content, int, int]] = field(default_factory=list)  # what was in its place, and how far aside

    @property
    def is_judged(self) -> bool:
        """Say whether what is to be hidden of it was looked for, together with all that stood in its frame."""
        return self.judged > 0

    def asked(self, box: Box) -> int:
        """Return how often this part of it was taken for personal."""
        return max((count for other, count in self.hits.items() if lies_in(box, other)), default=0)

    def __repr__(self) -> str:
        return f"<writing {self.looks.shape}>"


class Memory:
    """All pieces of the recording so far."""

    def __init__(self) -> None:
        self._by_size: defaultdict[tuple[int, int], _Alike] = defaultdict(_Alike)

    def recall(self, looks: np.ndarray) -> Content | None:
        """Return the piece that looks like this, if it was seen before."""
        height, width = looks.shape
        inked = max(int(looks.sum()), 1)
        for other in self._by_size[height, width].near(looks, ALIKE * inked):
            differs = other.looks != looks
            if np.count_nonzero(differs) <= ALIKE * inked and _is_nowhere_else(differs, looks | other.looks):
                return other
        return None

    def keep(self, content: Content) -> None:
        height, width = content.looks.shape
        self._by_size[height, width].keep(content)

    def __iter__(self) -> Iterator[Content]:
        return chain.from_iterable(alike.contents for alike in self._by_size.values())


class _Alike:
    """Pieces of one size. Minutes that scroll have thousands: how much ink lies where tells most apart at once."""

    def __init__(self) -> None:
        self.contents: list[Content] = []
        self._inks = np.zeros((4, 2 * PARTS), np.int32)

    def keep(self, content: Content) -> None:
        if len(self.contents) == len(self._inks):
            self._inks = np.concatenate((self._inks, np.zeros_like(self._inks)))
        self._inks[len(self.contents)] = _ink_in_parts(content.looks)
        self.contents.append(content)

    def near(self, looks: np.ndarray, most: float) -> Iterator[Content]:
        """Yield, in their order, those of which no more than so many pixels can differ, and perhaps some others."""
        if self.contents:
            differ = np.abs(self._inks[: len(self.contents)] - _ink_in_parts(looks)).sum(axis=1)
            yield from (self.contents[number] for number in np.flatnonzero(differ <= most))


def _ink_in_parts(looks: np.ndarray) -> np.ndarray:
    """Return how many pixels are inked in each part: two rows of parts, so many in a row."""
    height, width = looks.shape
    starts = np.arange(PARTS) * width // PARTS
    halves = np.add.reduceat(looks, [0, height // 2] if height > 1 else [0, 0], axis=0, dtype=np.int32)
    return np.add.reduceat(halves, starts, axis=1).ravel()


def bands_of(inked: np.ndarray) -> Iterator[slice]:
    """Yield the stretches of rows with ink, which empty rows part: writing is parted there first of all."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked.any(axis=1), [False])).astype(np.int8)))
    yield from (slice(start, end) for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def writing_in(ink: np.ndarray) -> list[Box]:
    """Return the boxes of all writing, band by band: a page may have more of it than one look finds."""
    found = []
    for band in bands_of(np.less(ink, DARK)):
        found += pieces_in(ink[band], band.start)
        refuse_noise(len(found))
    return found


def pieces_in(band: np.ndarray, top: int) -> list[Box]:
    """Return the boxes of writing in a band that begins so far down; none is left out."""
    found = pieces_of(band)
    if len(found) >= MOST_PIECES:
        raise Refused("too_large")
    return [(left, above + top, right, below + top) for left, above, right, below in found]


def refuse_noise(pieces: int) -> None:
    """Refuse what is no screen: to read so many pieces of it would take hours."""
    if pieces > MOST_WRITING:
        raise Refused("too_large")


def _is_nowhere_else(differs: np.ndarray, inked: np.ndarray) -> bool:
    """Say whether the difference is spread: where one word stands instead of another, much differs in few columns."""
    if not differs.any():
        return True
    around = np.ones(min(NEAR, differs.shape[1]))
    few, all_of_it = (np.convolve(one.sum(axis=0), around, "valid") for one in (differs, inked))
    return bool((few <= np.maximum(NEARLY * all_of_it, NEAR / 2)).all())


def lies_in(box: Box, other: Box) -> bool:
    """Say whether the box is a part of the other, give or take a pixel."""
    return other[0] <= box[0] + 1 and box[2] - 1 <= other[2] and other[1] <= box[1] + 1 and box[3] - 1 <= other[3]
