"""Sets a photographed or scanned screen straight: lines that run askew are no rows, and columns fall apart.

The ink is looked at from many angles; from the right one its lines are thinnest. Masks go back onto the picture as it
was given, in pieces so short that each is as low as its line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

STEEPEST, STEP, FINE = 4.0, 0.2, 0.05  # degrees
LEAST = 0.12  # below that rows hold together by themselves
CLEARLY = 1.06  # how much thinner the lines must be than from straight ahead
POINTS, FEWEST_POINTS = 24_000, 400
INKED = 140
DRIFT = 3.0  # pixels that a piece of a mask may climb

Quad = tuple[float, float, float, float]


@dataclass(frozen=True)
class Straight:
    """A picture set straight, and the way back."""

    picture: Image.Image
    degrees: float = 0.0
    given: tuple[int, int] = (0, 0)  # the size of the picture that was given
    quarters: int = 0  # how often it was turned to the left before
    share: float = 1.0  # of the sent picture's size: a finely scanned page is looked at smaller

    def back(self, box: Quad) -> Iterator[Quad]:
        """Yield the boxes on the sent picture that cover this one."""
        for piece in self._askew(box):
            left, top, right, bottom = self._turned(piece)
            yield left / self.share, top / self.share, right / self.share, bottom / self.share

    def _turned(self, box: Quad) -> Quad:
        """Return the box where it was before the picture was turned by quarters."""
        left, top, right, bottom = box
        width = self.given[(self.quarters + 1) % 2]  # of the picture one quarter before, at each step
        for _ in range(self.quarters):
            left, top, right, bottom = width - bottom, left, width - top, right
            width = self.given[0] if width == self.given[1] else self.given[1]
        return left, top, right, bottom

    def _upright(self) -> tuple[int, int]:
        """Return the size after the turns by quarters."""
        return self.given if self.quarters % 2 == 0 else (self.given[1], self.given[0])

    def _askew(self, box: Quad) -> Iterator[Quad]:
        if not self.degrees:
            yield box
            return
        left, top, right, bottom = box
        slope = abs(math.tan(math.radians(self.degrees)))
        pieces = max(1, math.ceil((right - left) * slope / DRIFT))
        wide = (right - left) / pieces
        for piece in range(pieces):
            start = left + piece * wide
            corners = [self._at(x, y) for x in (start, start + wide) for y in (top, bottom)]
            xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
            yield min(xs), min(ys), max(xs), max(ys)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        turn = math.radians(self.degrees)
        x, y = x - self.picture.width / 2, y - self.picture.height / 2
        width, height = self._upright()
        return (
            width / 2 + x * math.cos(turn) - y * math.sin(turn),
            height / 2 + x * math.sin(turn) + y * math.cos(turn),
        )


def straight(picture: Image.Image, ink: np.ndarray) -> Straight:
    """Return the picture with its lines level, if they were not."""
    degrees = askew(ink)
    if not degrees:
        return Straight(picture, given=picture.size)
    edge = picture.getpixel((0, 0))
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=edge)
    return Straight(turned, degrees, picture.size)


def askew(ink: np.ndarray) -> float:
    """Return by how many degrees the lines sink to the right; 0 where they are level or there is too little to say."""
    places = np.flatnonzero(ink < INKED)
    if len(places) < FEWEST_POINTS:
        return 0.0
    rows, columns = np.divmod(places[:: max(1, len(places) // POINTS)], ink.shape[1])
    rows, columns = rows.astype(np.float32), columns.astype(np.float32)
    level = _thinness(rows, columns, 0.0)
    coarse = max(np.arange(-STEEPEST, STEEPEST + STEP, STEP), key=lambda turn: _thinness(rows, columns, turn))
    fine = np.arange(coarse - STEP, coarse + STEP, FINE)
    best = float(max(fine, key=lambda turn: _thinness(rows, columns, turn)))
    return best if abs(best) >= LEAST and _thinness(rows, columns, best) > CLEARLY * level else 0.0


def _thinness(rows: np.ndarray, columns: np.ndarray, degrees: float) -> float:
    """Return how sharply the ink gathers in rows when looked at from this angle."""
    heights = (rows - columns * math.tan(math.radians(degrees))).astype(np.int32)
    counts = np.bincount(heights - heights.min())
    return float(np.square(counts, dtype=np.float64).sum())
