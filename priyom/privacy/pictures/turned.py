"""Finds that a page lies on its side or on its head: nearly nothing on it reads as words, and turned it does."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from priyom.privacy.pictures.reading import Read, read

WORD = re.compile("[\u0400-\u04ffA-Za-z]{3,}")
SURE, FEWEST_WORDS = 75.0, 12
ODD, GOOD, BETTER = 0.35, 0.5, 1.6  # share of words that were surely read
SAMPLE = 900  # pixels of the piece that is tried, where most ink is
DARK = 140
MUCH_INK = 6_000  # pixels: some twenty words


def quarter_turns(words: Sequence[Read], ink: np.ndarray) -> int:
    """Return how many quarters to the left the picture must be turned so that its words can be read; 0 as a rule."""
    sure, share = surely_read(words), readable(words)
    is_odd = len(words) >= FEWEST_WORDS and share < ODD
    # Clean writing on its side gives hardly any words, and what stands upright beside it gives its own.
    is_silent = sure < FEWEST_WORDS and int((ink < DARK).sum()) >= MUCH_INK
    if not (is_odd or is_silent):
        return 0
    piece = _densest(ink)
    tries = {quarters: read(np.ascontiguousarray(np.rot90(piece, quarters))) for quarters in (1, 3, 2)}
    most = max(tries, key=lambda quarters: surely_read(tries[quarters]))
    if is_silent and surely_read(tries[most]) >= max(FEWEST_WORDS, BETTER * sure):
        return most
    best = max(tries, key=lambda quarters: readable(tries[quarters]))
    return best if is_odd and readable(tries[best]) >= max(GOOD, BETTER * share) else 0


def surely_read(words: Sequence[Read]) -> int:
    """Return how many words were surely read; numbers do not count."""
    return sum(word.confidence >= SURE and WORD.search(word.text) is not None for word in words)


def readable(words: Sequence[Read]) -> float:
    """Return the share of words that were surely read; numbers do not count."""
    return surely_read(words) / max(1, sum(WORD.search(word.text) is not None for word in words))


def _densest(ink: np.ndarray) -> np.ndarray:
    """Return the square with the most ink."""
    height, width = ink.shape
    tops = range(0, max(1, height - SAMPLE + 1), SAMPLE // 2)
    lefts = range(0, max(1, width - SAMPLE + 1), SAMPLE // 2)
    places = [(top, left) for top in tops for left in lefts]
    top, left = max(places, key=lambda at: int((ink[at[0] : at[0] + SAMPLE, at[1] : at[1] + SAMPLE] < DARK).sum()))
    return ink[top : top + SAMPLE, left : left + SAMPLE]
