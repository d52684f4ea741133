"""Takes the backgrounds away: whatever the theme, what is left is dark writing on white, without rules and frames.

On a screen the background of a line is what runs level for a while. Every pixel is compared with the nearest such run
to its left and right in its own row; thin level or upright lines are no writing and vanish.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from priyom.privacy.pictures.dashes import find_dashed

SAME = 10  # grey levels that count as the same colour: JPEG wavers
CREEPING = 14  # the same over two pixels: a blurred letter climbs by steps that each are no edge
LEVEL_RUN = 14  # pixels; no stroke of a letter runs level so long
BLOCK = (6, 5)  # a block of one colour so wide and high is no stroke either: the inside of a button
UPRIGHT_RUN = 26
AS_STRONG = 0.35
TALL, MOSTLY_INKED = 48, 0.85  # rules of tables are broken where level ones cross them
FAINT = 26  # fainter than this is a shade or noise
SPECK = 16  # what JPEG leaves between two lines must not join them
FEWEST_LEVEL = 0.45  # share of pixels in level runs; below that it is a photograph
STRIP, BLACK, MOST_CONTRAST = 48, 240, 4.0  # faint grey writing becomes as black as any, line by line
PAPER, GROUND = 1.5, 16  # times larger than on a screen; pixels between places where a paper's brightness is measured
ROWS_AT_ONCE, LONGEST_RUN = 256, np.iinfo(np.uint16).max
EDGE, FAINTEST_EDGE = 0.11, 10  # of the line's ink; the soft edges of faint letters are fainter still


@dataclass(frozen=True)
class Ink:
    """Writing on white, and where upright rules stood."""

    pixels: np.ndarray
    rules: np.ndarray


def ink_of(picture: Image.Image, times: float = 1.0) -> Ink:
    """Return the writing of a picture in three colours; `times`: how much larger than on a screen it is drawn."""
    grey = np.asarray(picture.convert("L"), dtype=np.int16)
    level = _level(grey, times)
    if level.mean() < FEWEST_LEVEL:
        return _of_photograph(_plain(grey), times)
    del grey
    strength = _compared(picture, level)
    del level
    strength[find_dashed(strength, times)] = 0
    rules = _upright(strength, round(UPRIGHT_RUN * times), round(TALL * times))
    rules |= find_dashed(strength.T, times).T
    strength[rules] = 0
    return Ink(_blackened(strength, _strongest(strength)), rules)


def _compared(picture: Image.Image, level: np.ndarray) -> np.ndarray:
    """Return how far each pixel is from the backgrounds beside it; level ones, five sixths of a screen, are none."""
    strength = np.zeros(level.shape, np.int16)
    for rows in _parts(len(level)):
        flat = np.asarray(picture.crop((0, rows.start, picture.width, rows.stop))).reshape(-1, 3)
        written = np.flatnonzero(~level[rows])
        left, right = _nearest(level[rows], written)
        strength[rows].reshape(-1)[written] = np.minimum(
            _difference(flat, written, left), _difference(flat, written, right)
        )
    return strength


def _blackened(strength: np.ndarray, strongest: np.ndarray) -> np.ndarray:
    """Return dark writing on white, the faint as black as any; some rows at a time."""
    made = np.empty(strength.shape, np.uint8)
    for rows in _parts(len(strength)):
        ink, most = strength[rows], strongest[rows].repeat(STRIP, axis=1)[:, : strength.shape[1]].astype(np.float32)
        dark = np.clip(ink * np.clip(BLACK / np.maximum(most, 1), 1.0, MOST_CONTRAST), 0, 255)
        dark[(most < FAINT) | (ink < np.clip(EDGE * most, FAINTEST_EDGE, FAINT))] = 0
        made[rows] = 255 - dark
    return made


def _parts(height: int) -> Iterator[slice]:
    """Yield the rows in parts: a picture of the largest size must not need several times its memory."""
    return (slice(start, min(height, start + ROWS_AT_ONCE)) for start in range(0, height, ROWS_AT_ONCE))


def _strongest(strength: np.ndarray) -> np.ndarray:
    """Return, for each row of each strip, the strongest ink of the piece of line that stands there."""
    height, width = strength.shape
    strips = -(-width // STRIP)
    rows = np.pad(strength, ((0, 0), (0, strips * STRIP - width))).reshape(height, strips, STRIP).max(axis=2)
    beside = np.pad(rows, ((0, 0), (1, 1)))
    rows = np.maximum(np.maximum(beside[:, :-2], rows), beside[:, 2:]).T.reshape(-1)  # one strip below the other
    inked = rows >= SPECK
    starts = np.flatnonzero(np.concatenate(([True], inked[1:] != inked[:-1])))
    bands = np.repeat(np.maximum.reduceat(rows, starts), np.diff([*starts, len(rows)]))
    return bands.reshape(strips, height).T


def _level(grey: np.ndarray, times: float) -> np.ndarray:
    """Return which pixels stand in a level run of one colour."""
    breaks = np.abs(np.diff(grey, axis=1)) > SAME
    breaks[:, 1:] |= np.abs(grey[:, 2:] - grey[:, :-2]) > CREEPING
    across = _runs(breaks, grey.shape)
    wide = across >= BLOCK[0] * times
    down = _runs(((np.abs(np.diff(grey, axis=0)) > SAME) | (wide[1:] != wide[:-1])).T, grey.shape[::-1]).T
    return (across >= LEVEL_RUN * times) | (wide & (down >= BLOCK[1] * times))


def _runs(breaks: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return, for every pixel, the length of the run in its row that it stands in."""
    lengths = np.empty(shape, np.uint16)
    for rows in _parts(shape[0]):
        runs = np.zeros(lengths[rows].shape, np.int32)
        np.cumsum(breaks[rows], axis=1, out=runs[:, 1:])
        runs += (np.arange(len(runs), dtype=np.int32) * shape[1])[:, None]
        lengths[rows] = np.minimum(np.bincount(runs.ravel()), LONGEST_RUN).astype(np.uint16)[runs]
    return lengths


def _nearest(level: np.ndarray, written: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each of the written pixels, the flat positions of the nearest level pixels on either side."""
    width = level.shape[1]
    columns = np.arange(width, dtype=np.int32)
    left = np.maximum.accumulate(np.where(level, columns, -1), axis=1).reshape(-1)[written]
    right = np.minimum.accumulate(np.where(level, columns, width)[:, ::-1], axis=1)[:, ::-1].reshape(-1)[written]
    rows = written // width * width
    left_or_right = np.where(left < 0, right, left)
    right_or_left = np.where(right >= width, left, right)
    return rows + np.clip(left_or_right, 0, width - 1), rows + np.clip(right_or_left, 0, width - 1)


def _difference(flat: np.ndarray, places: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return how far the colours at the places are from those at the others."""
    return np.abs(flat[places].astype(np.int16) - flat[others]).max(axis=1)


def _upright(strength: np.ndarray, run: int, tall: int) -> np.ndarray:
    """Return which pixels belong to upright rules."""
    inked = strength >= np.maximum(FAINT // 2, _strongest_above(strength, run) * AS_STRONG)
    lengths = _runs((inked[1:] != inked[:-1]).T, inked.shape[::-1]).T
    unbroken = lengths >= run
    if inked.shape[0] <= tall:
        return inked & unbroken
    sums = np.zeros((inked.shape[0] + 1, inked.shape[1]), np.int32)
    np.cumsum(inked, axis=0, out=sums[1:])
    dense = (sums[tall:] - sums[:-tall]) >= MOSTLY_INKED * tall  # of the window that begins here
    begun = np.zeros_like(sums)
    np.cumsum(dense, axis=0, out=begun[1 : dense.shape[0] + 1])
    begun[dense.shape[0] + 1 :] = begun[dense.shape[0]]
    inside = begun[1:].copy()
    inside[tall:] -= begun[1:-tall]
    return inked & (unbroken | (inside > 0))


def _strongest_above(strength: np.ndarray, run: int) -> np.ndarray:
    """Return the strongest ink of each pixel's column nearby: a rule is about as strong all the way down.

    Between letters that stand under letters there is what JPEG left of them, far fainter.
    """
    height, width = strength.shape
    blocks = -(-height // run)
    rows = np.pad(strength, ((0, blocks * run - height), (0, 0)))
    rows = np.pad(rows.reshape(blocks, run, width).max(axis=1), ((1, 1), (0, 0)))
    near = np.maximum(np.maximum(rows[:-2], rows[1:-1]), rows[2:])
    return near.repeat(run, axis=0)[:height]


def _of_photograph(grey: np.ndarray, times: float) -> Ink:
    """Return the grey of a scanned page without its upright rules; a photographed screen stays as it is."""
    if times < PAPER:
        return Ink(grey, np.zeros(grey.shape, bool))
    ground = _ground(grey)
    strength = np.maximum(ground.astype(np.int16) - grey, 0)
    rules = _upright(strength, round(UPRIGHT_RUN * times), round(TALL * times))
    bare = _evenly_lit(grey, ground)
    beside = np.zeros_like(rules)
    beside[:, 1:-1] = rules[:, 2:] | rules[:, 1:-1] | rules[:, :-2]  # and the blurred edge of each
    bare[beside] = 255
    return Ink(bare, rules)


def _evenly_lit(grey: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Return the page as if no shadow lay on it: in one the reader takes the paper for ink."""
    lit = np.empty_like(grey)
    for rows in _parts(len(grey)):
        paper = np.maximum(ground[rows], 1).astype(np.uint16)
        lit[rows] = np.minimum(grey[rows].astype(np.uint32) * 255 // paper, 255).astype(np.uint8)
    return lit


def _ground(grey: np.ndarray) -> np.ndarray:
    """Return how bright the paper is under each pixel."""
    small = max(1, grey.shape[1] // GROUND), max(1, grey.shape[0] // GROUND)
    picture = Image.fromarray(grey).resize(small, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5))
    return np.asarray(picture.resize(grey.shape[::-1], Image.Resampling.BILINEAR))


def _plain(grey: np.ndarray) -> np.ndarray:
    """Return a photograph's grey, dark on light."""
    return (255 - grey if np.median(grey) < 110 else grey).astype(np.uint8)  # noqa: PLR2004
