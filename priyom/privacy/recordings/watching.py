"""Watches a recording frame by frame: reads what is new, decides, and remembers where every piece of writing stood."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from priyom.privacy.files import TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Spot, rows_of
from priyom.privacy.pictures.pieces import DARK, Box, pieces_of
from priyom.privacy.pictures.reading import LANGUAGES, SECOND, Read, read
from priyom.privacy.recordings.pieces import Content, Memory

ROOM = 6
ENLARGED, MORE_ENLARGED = 2.0, 3.0
WORD_WIDTH = 14  # pixels
STILL = 3  # grey levels: what changes less from frame to frame has not changed


@dataclass(frozen=True)
class Stood:
    """A piece of writing and where it stood in one frame."""

    content: Content
    box: Box


class Watcher:
    """Sees the frames in their order."""

    def __init__(self, guard: TextGuard) -> None:
        self._guard, self._memory = guard, Memory()
        self._before: np.ndarray | None = None
        self._stood: list[Stood] = []

    def see(self, picture: Image.Image) -> list[Stood]:
        """Return the pieces of writing in the frame; what is hidden of them may still grow until the last frame."""
        grey = np.asarray(picture.convert("L"), dtype=np.int16)
        before, self._before = self._before, grey
        if before is not None and before.shape == grey.shape and np.abs(grey - before).max() <= STILL:
            return self._stood
        ink = ink_of(picture)
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
        if new or [(id(one.content), one.box) for one in stood] != [(id(one.content), one.box) for one in self._stood]:
            self._decide(stood, ink.rules)
        self._stood = stood
        return stood

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
