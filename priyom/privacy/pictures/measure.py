"""How large the letters of a picture are: a paper that comes as a picture is read as a page of a document is.

Ink is gathered in narrow strips, so that a page may lie askew; in each strip a line of writing is a band as high as its
letters. Rules are lower, pictures and upright rules higher.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from priyom.privacy.pictures.ink import PAPER

ON_SCREEN = 12.5  # pixels from the top of a line's letters to their bottom, where a screen is drawn one to one
FIRST_STRIP, LOWEST, HIGHEST = 40, 9, 90  # pixels; a rule of a finely scanned table that lies askew is as low as eight
LETTERS = 6  # heights of a line, as wide a strip must be to hold high letters and low ones
WITH_LOW_LETTERS, WITH_HIGH_LETTERS = 25, 75  # per cent of the strips, from the lowest
LOW_LETTERS = 13  # pixels, on papers
FEWEST_BANDS = 100  # a paper is full of writing
SMALLEST, LARGEST = 1000, 4.0  # pixels of a paper's shorter side; times
BRIGHT, DARKER, GROUND = 120, 48, 16  # the paper; how much darker than it ink is; pixels


def times_of(picture: Image.Image) -> float:
    """Return how much larger than on a screen the letters are; 1 for whatever may be a screen."""
    if min(picture.size) < SMALLEST:
        return 1.0
    grey = picture.convert("L")
    small = grey.resize((grey.width // GROUND, grey.height // GROUND), Image.Resampling.BOX)
    if np.median(np.asarray(small)) < BRIGHT:
        return 1.0
    ground = small.filter(ImageFilter.MaxFilter(5)).resize(grey.size, Image.Resampling.BILINEAR)
    inked = np.asarray(ground, np.int16) - np.asarray(grey, np.int16) > DARKER
    heights = _bands(inked, FIRST_STRIP)
    if len(heights) < FEWEST_BANDS or np.percentile(heights, WITH_LOW_LETTERS) < LOW_LETTERS:
        return 1.0  # whatever is large on a screen, most of its words are small
    heights = _bands(inked, round(LETTERS * np.median(heights)))
    if not heights.size:
        return 1.0  # a pattern: from one edge to the other no row is bare
    times = float(np.percentile(heights, WITH_HIGH_LETTERS)) / ON_SCREEN
    return min(times, LARGEST) if times >= PAPER else 1.0


def _bands(inked: np.ndarray, wide: int) -> np.ndarray:
    """Return how high the stretches of rows with ink are, strip by strip."""
    height, strips = inked.shape[0], inked.shape[1] // wide
    rows = inked[:, : strips * wide].reshape(height, strips, wide).any(axis=2)
    framed = np.pad(rows, ((1, 1), (0, 0))).T.reshape(-1).astype(np.int8)  # one strip below the other
    turns = np.diff(framed)
    heights = np.flatnonzero(turns < 0) - np.flatnonzero(turns > 0)
    return heights[(heights >= LOWEST) & (heights <= HIGHEST)]
