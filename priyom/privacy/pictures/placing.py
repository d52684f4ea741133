"""Sets the boxes of words right where the reader only guessed them: its net knows what is written better than where.

Tesseract takes a word's box from the strokes that it parted before it read them. Where strokes touch, one word's box
reaches over all that follow, and others get a share of the line by their letters. Such a line is parted once more: into
words as wide as their letters need, with the widest gaps of the ink between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

INK = 160  # darker is ink
OVERLAPPING = 4  # pixels of the enlarged picture
SMALLEST_GAP, GAP = 3, 4.0  # pixels between words; what a gap as wide as a letter is worth, in squares of letters amiss
NARROW, NARROW_SIGNS = 0.5, frozenset("-.,:;'\"!|/()[]1Ilijtf")
WIDER, SHORT = 1.6, 3.0  # times a word may be off its letters; shorter than the longest by so much nobody can tell
WIDE_ENOUGH, MOST_STROKES = 0.45, 400  # of the widest gap; spaces of one line are nearly alike

Part = tuple[int, int]  # where a word begins and ends, in columns of pixels


@dataclass(frozen=True, slots=True)
class Placed:
    """A word as the reader gives it; the box in pixels of the enlarged picture."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float

    def __repr__(self) -> str:
        return f"<word at {self.x},{self.y}>"  # never the word itself

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def letters(self) -> float:
        """How many letters of usual width it is wide."""
        return sum(NARROW if sign in NARROW_SIGNS else 1.0 for sign in self.text)


def placed(line: Sequence[Placed], ink: np.ndarray) -> list[Placed]:
    """Return the words of one line with boxes that agree with the dark ink; unchanged where it cannot tell."""
    if len(line) < 2 or not _is_guessed(line):  # noqa: PLR2004
        return list(line)
    left, right = min(word.x for word in line), max(word.right for word in line)
    top, bottom = min(word.y for word in line), max(word.bottom for word in line)
    strip = np.less(ink[top:bottom, left:right], INK)
    parts = _parted(strip.any(axis=0), [word.letters for word in line])
    return (
        [_fitted(word, part, strip, (left, top)) for word, part in zip(line, parts, strict=True)] if parts else [*line]
    )


def _is_guessed(line: Sequence[Placed]) -> bool:
    """Say whether boxes overlap, or several reach from the line's top to its bottom."""
    if any(word.right > behind.x + OVERLAPPING for word, behind in pairwise(line)):
        return True
    top, bottom = min(word.y for word in line), max(word.bottom for word in line)
    return sum(word.y <= top and word.bottom >= bottom for word in line) > 1


def _parted(columns: np.ndarray, letters: Sequence[float]) -> list[Part] | None:
    """Return where each word stands, or nothing where even the best parting leaves one off its letters."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.view(np.int8), [0]))))
    begins, ends = edges[::2], edges[1::2]  # of strokes that do not touch
    if not len(letters) <= len(begins) <= MOST_STROKES:
        return None
    gaps = begins[1:] - ends[:-1]
    between = np.sort(gaps)[::-1][: len(letters) - 1].sum()
    letter = (ends[-1] - begins[0] - between) / sum(letters)
    worth = np.where(gaps < SMALLEST_GAP, np.inf, -GAP * np.minimum(gaps / letter, 1.0))
    firsts = _cheapest((ends[None, :] - begins[:, None]) / letter, worth, letters)
    if firsts is None or not _are_wide([gaps[first - 1] for first in firsts[1:]], gaps):
        return None
    lasts = [*(first - 1 for first in firsts[1:]), len(begins) - 1]
    parts = [(int(begins[first]), int(ends[last])) for first, last in zip(firsts, lasts, strict=True)]
    return parts if _agree(parts, [letter * each for each in letters]) else None


def _cheapest(widths: np.ndarray, worth: np.ndarray, letters: Sequence[float]) -> list[int] | None:
    """Return with which stroke each word begins, so that the sum of squares amiss and of the gaps' worth is least.

    `widths[first, last]`: of a word of these strokes, in letters; `worth[n]`: of ending a word before stroke n + 1.
    """
    count = len(widths)
    cost = (widths[0] - letters[0]) ** 2  # of the words so far, by the stroke that the last of them ends with
    begun: list[np.ndarray] = []
    for each in letters[1:]:
        costs = np.full((count, count), np.inf)
        costs[1:] = (cost[:-1] + worth)[:, None] + (widths[1:] - each) ** 2
        costs[np.tril_indices(count, -1)] = np.inf
        begun.append(costs.argmin(axis=0))
        cost = costs.min(axis=0)
    if not np.isfinite(cost[-1]):
        return None
    firsts: list[int] = []
    last = count - 1
    for each in reversed(begun):
        firsts.insert(0, int(each[last]))
        last = firsts[0] - 1
    return [0, *firsts]


def _are_wide(chosen: Sequence[int], gaps: np.ndarray) -> bool:
    """Say whether no word ends at a gap between letters while a space was left inside another."""
    return min(chosen) >= WIDE_ENOUGH * max(gaps)


def _agree(parts: Sequence[Part], needs: Sequence[float]) -> bool:
    """Say whether each part is about as wide as its letters need."""
    longest = max(needs)
    return all(
        need / WIDER <= end - begin <= need * WIDER
        for (begin, end), need in zip(parts, needs, strict=True)
        if need >= longest / SHORT
    )


def _fitted(word: Placed, part: Part, strip: np.ndarray, corner: tuple[int, int]) -> Placed:
    begin, end = part
    rows = np.flatnonzero(strip[:, begin:end].any(axis=1))
    y, height = int(rows[0]), int(rows[-1] - rows[0] + 1)
    return replace(word, x=corner[0] + begin, y=corner[1] + y, width=end - begin, height=height)
