"""Watches a recording frame by frame: reads what is new, decides, and remembers where every piece of writing stood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from priyom.privacy.files import TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import Ink, ink_of
from priyom.privacy.pictures.layout import Spot, rows_of
from priyom.privacy.pictures.pieces import DARK, Box, pieces_of
from priyom.privacy.pictures.reading import LANGUAGES, SECOND, Read, read
from priyom.privacy.recordings.pieces import Content, Memory
from priyom.privacy.recordings.spreading import Stood, link, spread

ROOM = 6
ENLARGED, MORE_ENLARGED = 2.0, 3.0
WORD_WIDTH = 14  # pixels
STILL = 3  # grey levels: what changes less from frame to frame has not changed
MARGIN, KEPT_MARGIN = 96, 32  # rows around what has changed: looked at besides, and written anew
MOSTLY = 0.6  # of the rows; where more of them change, the whole frame is looked at


class Watcher:
    """Sees the frames in their order."""

    def __init__(self, guard: TextGuard) -> None:
        self._guard, self._memory = guard, Memory()
        self._before: np.ndarray | None = None
        self._ink: Ink | None = None
        self._stood: list[Stood] = []
        self._decided: set[int] = set()  # the pieces that were last judged together

    def see(self, picture: Image.Image) -> list[Stood]:
        """Return the pieces of writing in the frame; what is hidden of them may still grow until the last frame."""
        grey = np.asarray(picture.convert("L"), dtype=np.int16)
        rows = self._changed(grey)
        if rows is not None and not len(rows):
            return self._stood
        self._before = grey
        self._ink = ink = self._ink_of(picture, rows)
        stood, new = [], []
        for box in pieces_of(ink.pixels):
            left, top, right, bottom = box
            looks = ink.pixels[top:bottom, left:right] < DARK
            content = self._memory.recall(looks)
            if content is None:
                content = Content(looks.copy())
                self._memory.keep(content)
                new.append((content, box))
            stood.append(Stood(content, box))
        self._read(new, ink.pixels)
        if not {id(one.content) for one in stood} <= self._decided:
            self._decide(stood, ink.rules)
        link(self._stood, stood)
        self._stood = stood
        return stood

    def settle(self) -> None:
        """Hide what is hidden of one piece in all that stood in its place as the same ink."""
        spread(self._memory)

    def _changed(self, grey: np.ndarray) -> np.ndarray | None:
        """Return the rows that differ from the frame last looked at; None where there was none like it."""
        if self._before is None or self._before.shape != grey.shape:
            return None
        return np.flatnonzero((np.abs(grey - self._before) > STILL).any(axis=1))

    def _ink_of(self, picture: Image.Image, rows: np.ndarray | None) -> Ink:
        """Return the writing; where little has changed, only there is it looked for anew."""
        height = picture.height
        if rows is None or self._ink is None or rows[-1] - rows[0] + 2 * MARGIN > MOSTLY * height:
            return ink_of(picture)
        top, bottom = max(0, int(rows[0]) - MARGIN), min(height, int(rows[-1]) + 1 + MARGIN)
        part = ink_of(picture.crop((0, top, picture.width, bottom)))
        first, last = max(0, int(rows[0]) - KEPT_MARGIN), min(height, int(rows[-1]) + 1 + KEPT_MARGIN)
        pixels, rules = self._ink.pixels.copy(), self._ink.rules.copy()
        pixels[first:last], rules[first:last] = (
            part.pixels[first - top : last - top],
            part.rules[first - top : last - top],
        )
        return Ink(pixels, rules)

    def _read(self, new: list[tuple[Content, Box]], ink: np.ndarray) -> None:
        """Read the new pieces; what gave no words is looked at once more, larger and as Russian only."""
        self._read_once(new, ink, ENLARGED, LANGUAGES)
        unread = [(content, box) for content, box in new if not content.words and box[2] - box[0] >= WORD_WIDTH]
        self._read_once(unread, ink, MORE_ENLARGED, SECOND)

    def _read_once(self, new: list[tuple[Content, Box]], ink: np.ndarray, scale: float, languages: str) -> None:
        """Read the pieces, set one below the other."""
        if not new:
            return
        width = max(right - left for _content, (left, _top, right, _bottom) in new) + 2 * ROOM
        height = sum(bottom - top + 2 * ROOM for _content, (_left, top, _right, bottom) in new)
        sheet = np.full((height, width), 255, np.uint8)
        places, at = [], 0
        for content, (left, top, right, bottom) in new:
            sheet[at + ROOM : at + ROOM + bottom - top, ROOM : ROOM + right - left] = ink[top:bottom, left:right]
            places.append((at, at + bottom - top + 2 * ROOM, content))
            at += bottom - top + 2 * ROOM
        for word in read(sheet, scale, languages=languages):
            content, start = next(
                (content, start) for start, end, content in reversed(places) if start <= max(word.middle, 0)
            )
            content.words.append(replace(word, x=word.x - ROOM, y=word.y - ROOM - start))

    def _decide(self, stood: list[Stood], rules: np.ndarray) -> None:
        """Find what is personal in the whole frame, and remember it with the pieces it belongs to."""
        self._decided = {id(one.content) for one in stood}
        words: list[Read] = []
        for one in stood:
            left, top = one.box[:2]
            words += [replace(word, x=word.x + left, y=word.y + top) for word in one.content.words]
        for spot in find(rows_of(words, rules), self._guard):
            for one in stood:
                remember(one, spot)


def remember(one: Stood, spot: Spot) -> bool:
    """Hide, of the piece, what the spot covers of it, wherever the piece goes; say whether it covers anything."""
    left, top, right, bottom = one.box
    inside = (
        int(max(spot.box[0], left)) - left, int(max(spot.box[1], top)) - top,
        int(min(spot.box[2] + 1, right)) - left, int(min(spot.box[3] + 1, bottom)) - top,
    )  # fmt: skip
    wide, high = inside[2] - inside[0], inside[3] - inside[1]
    if wide > 0 and high * 2 > min(bottom - top, spot.box[3] - spot.box[1]):
        # The whole height of the piece: half a letter can be read.
        one.content.hidden[inside[0], 0 if bottom - top < 2 * high + 4 else inside[1], inside[2], inside[3]] = (
            spot.label.value
        )
        return True
    return False
