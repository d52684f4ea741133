"""Carries what is known of one frame over into the next: what stood still or scrolled is not looked for anew.

A frame is compared with the one before in tiles, in place and where most of what changed has moved to, up or down. The
ink of a tile that is the same goes along with it. What was compared goes along as well, so that a slow fade is noticed
as soon as it adds up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from priyom.privacy.pictures.ink import Ink, ink_of

TILE, PART = 64, 16  # columns of a tile and of its parts; it is one row high
WAVER, AT_EDGES = 20, 0.45  # grey levels, share of a tile's contrast: a codec wavers; fainter writing is no ink
FARTHEST = 0.4  # of the height: so far a page may scroll between two frames
STEP = 16  # columns that are summed to tell how rows look
MARGIN, KEPT_MARGIN = 32, 16  # rows around what has changed: looked at besides, and written anew
MOSTLY = 0.6  # of the rows; where more of them are to be looked at, the whole frame is


@dataclass(frozen=True)
class Look:
    """What was seen of a frame: its ink, and the grey levels that the ink was made of."""

    grey: np.ndarray
    ink: Ink


def look(picture: Image.Image, before: Look | None) -> Look:
    """Return how the frame looks: the very same object where nothing has changed."""
    grey = np.asarray(picture.convert("L"), dtype=np.int16)
    if before is None or before.grey.shape != grey.shape:
        return Look(grey, ink_of(picture))
    still = _same(grey, before.grey)
    if still.all():
        return before
    carried = _carried(grey, before, still)
    changed = np.flatnonzero(carried[1])
    parts = _parts(changed, grey.shape[0])
    if sum(bottom - top for top, bottom, _first, _last in parts) > MOSTLY * grey.shape[0]:
        return Look(grey, ink_of(picture))
    return _with_parts(picture, grey, carried[0], parts)


def _same(grey: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return, for each tile, whether both look the same in it: part by part, as faint ink may stand beside dark ink."""
    here, differs = _tiles(grey), _tiles(np.abs(grey - other))
    same = differs.max(axis=2) <= WAVER
    doubtful = ~same
    parts = (-1, TILE // PART, PART)
    strong, wavers = here[doubtful].reshape(parts), differs[doubtful].reshape(parts).max(axis=2)
    allowed = np.maximum(WAVER, AT_EDGES * (strong.max(axis=2) - strong.min(axis=2)))
    same[doubtful] = (wavers <= allowed).all(axis=1)
    return same


def _tiles(grey: np.ndarray) -> np.ndarray:
    height, width = grey.shape
    tiles = -(-width // TILE)
    if tiles * TILE != width:
        grey = np.pad(grey, ((0, 0), (0, tiles * TILE - width)), mode="edge")
    return grey.reshape(height, tiles, TILE)


def _carried(grey: np.ndarray, before: Look, still: np.ndarray) -> tuple[Look, np.ndarray]:
    """Return the look before, with what moved where it moved to, and which rows are neither."""
    away = _moved_by(grey, before.grey, still)
    if away == 0:
        return before, np.logical_not(still.all(axis=1))
    moved = ~still & _same(grey, _shifted(before.grey, away, -10_000))
    here = np.repeat(moved, TILE, axis=1)[:, : grey.shape[1]]
    old, ink = before.grey, before.ink
    look_now = Look(
        np.where(here, _shifted(old, away, 0), old),
        Ink(
            np.where(here, _shifted(ink.pixels, away, 255), ink.pixels),
            np.where(here, _shifted(ink.rules, away, fill=False), ink.rules),
        ),
    )
    return look_now, np.logical_not((still | moved).all(axis=1))


def _shifted(rows: np.ndarray, away: int, fill: float) -> np.ndarray:
    """Return the rows so many further down; `fill` comes in at the edge."""
    shifted = np.full_like(rows, fill)
    if away > 0:
        shifted[away:] = rows[:-away]
    else:
        shifted[:away] = rows[-away:]
    return shifted


def _moved_by(grey: np.ndarray, before: np.ndarray, still: np.ndarray) -> int:
    """Return how far down most of what changed has moved; nothing where it did not."""
    height, width = grey.shape
    columns = np.flatnonzero(~still.all(axis=0))
    left, right = int(columns[0]) * TILE, min(width, (int(columns[-1]) + 1) * TILE)
    right = left + max(STEP, (right - left) // STEP * STEP)
    if right > width:
        return 0
    here, there = (
        part[:, left:right].reshape(height, -1, STEP).mean(axis=2, dtype=np.float32) for part in (grey, before)
    )
    here, there = np.diff(here, axis=0), np.diff(there, axis=0)
    size = 2 * height
    product = np.fft.rfft(here, size, axis=0) * np.conj(np.fft.rfft(there, size, axis=0))
    alike = np.fft.irfft(product.sum(axis=1), size)
    farthest = int(FARTHEST * height)
    alike[farthest : size - farthest] = -np.inf
    alike[0] = -np.inf  # what stands still is known already
    found = int(alike.argmax())
    return found if found <= farthest else found - size


def _parts(changed: np.ndarray, height: int) -> list[tuple[int, int, int, int]]:
    """Return the bands to look at, each with the rows of it that are kept: close ones are one."""
    parts: list[tuple[int, int, int, int]] = []
    for row in changed.tolist():
        top, first = max(0, row - MARGIN), max(0, row - KEPT_MARGIN)
        if parts and top <= parts[-1][1]:
            top, first = parts[-1][0], parts[-1][2]
            parts.pop()
        parts.append((top, min(height, row + 1 + MARGIN), first, min(height, row + 1 + KEPT_MARGIN)))
    return parts


def _with_parts(picture: Image.Image, grey: np.ndarray, carried: Look, parts: list[tuple[int, int, int, int]]) -> Look:
    """Return what was carried, with these bands looked at anew."""
    known, pixels, rules = carried.grey.copy(), carried.ink.pixels.copy(), carried.ink.rules.copy()
    for top, bottom, first, last in parts:
        part = ink_of(picture.crop((0, top, picture.width, bottom)))
        inside = slice(first - top, last - top)
        pixels[first:last], rules[first:last] = part.pixels[inside], part.rules[inside]
        known[first:last] = grey[first:last]
    return Look(known, Ink(pixels, rules))
