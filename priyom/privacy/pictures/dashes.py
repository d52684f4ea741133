"""Rules that are drawn as dashes or dots: thin, regular, long, with nothing beside them. A reader takes them for words.

Letters are no such thing: above or below each thin stroke of a line of letters stand other strokes.
"""

from __future__ import annotations

import numpy as np

THICKEST, BESIDE = 2, 2  # pixels: of a dash, and how far beside it nothing stands
SHORTEST, GAP = 90, 9  # pixels: of a rule, and between its dashes
FEWEST, QUIET = 8, 0.97  # dashes; share of the rule's length beside which nothing stands
FAINTEST = 8  # grey levels


def find_dashed(strength: np.ndarray, times: float = 1.0) -> np.ndarray:
    """Return which pixels belong to level dashed rules; `strength`: how far each pixel is from its background."""
    inked = np.pad(np.ascontiguousarray(strength >= FAINTEST), ((BESIDE, BESIDE + round(THICKEST * times)), (0, 0)))
    found = np.zeros(strength.shape, bool)
    for thick in range(1, round(THICKEST * times) + 1):
        height = len(strength)
        near = _any_of(inked, range(BESIDE), height) | _any_of(inked, range(BESIDE + thick, thick + 2 * BESIDE), height)
        dashes = ~near
        for row in range(BESIDE, BESIDE + thick):
            dashes &= inked[row : row + height]
        for top in np.flatnonzero(np.count_nonzero(dashes, axis=1) >= FEWEST):
            for left, right in _rules(np.flatnonzero(dashes[top]), near[top], times):
                found[top : top + thick, left:right] |= dashes[top, left:right]
    return found


def _any_of(inked: np.ndarray, rows: range, height: int) -> np.ndarray:
    """Return where ink stands in one of the rows beside each."""
    return np.logical_or.reduce([inked[row : row + height] for row in rows])


def _rules(places: np.ndarray, near: np.ndarray, times: float) -> list[tuple[int, int]]:
    """Return from where to where dashes make a rule."""
    ends = np.flatnonzero(np.append(np.diff(places) > GAP * times, True))
    begins = np.concatenate(([0], ends[:-1] + 1))
    made = []
    for begin, end in zip(begins, ends, strict=True):
        left, right = int(places[begin]), int(places[end]) + 1
        if right - left < SHORTEST * times:
            continue
        dashes = 1 + int((np.diff(places[begin : end + 1]) > 1).sum())
        if dashes >= FEWEST and near[left:right].mean() <= 1 - QUIET:
            made.append((left, right))
    return made
