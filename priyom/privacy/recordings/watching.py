"""Watches a recording frame by frame: reads what is new, decides, and remembers where every piece of writing stood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from priyom.privacy.files import Refused, TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import Ink
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.pieces import DARK, Box
from priyom.privacy.pictures.reading import LANGUAGES, SECOND, Read, read
from priyom.privacy.recordings.agreeing import is_unlikely, judge, lessen
from priyom.privacy.recordings.carrying import Look, look
from priyom.privacy.recordings.pieces import Content, Memory, bands_of, pieces_in, refuse_noise
from priyom.privacy.recordings.spreading import Stood, is_part, link, spread

ROOM = 6
ENLARGED, MORE_ENLARGED = 2.0, 3.0
WORD_WIDTH = 14  # pixels
SLIVER, AS_HIGH = 6, 1.4  # pixels; the line it is left of is so many times as high
BETWEEN = 0.8  # seconds: so often what is new is read and judged, as long as it stays


class Watcher:
    """Sees the frames in their order.

    What is new is read and judged a few times a second, and at the latest when it is about to go: a row that scrolls in
    is not read pixel by pixel. What goes on as part of something else is hidden with that (`spreading.py`).
    """

    def __init__(self, guard: TextGuard) -> None:
        self._guard, self._memory = guard, Memory()
        self._look: Look | None = None
        self._picture: Image.Image | None = None
        self._stood: list[Stood] = []
        self._went: list[Stood] = []
        self._bands: dict[bytes, list[tuple[Content, Box]]] = {}  # of the last frame, as they look
        self._decided: set[int] = set()  # the pieces that were last judged together
        self._decided_at = 0.0
        self._never: dict[int, Content] = {}  # the pieces that nobody has judged

    def see(self, picture: Image.Image, at: float = 0.0) -> list[Stood]:
        """Return the pieces of writing in the frame; what is hidden of them may still grow until the last frame.

        ``at``: when it is seen, in seconds.
        """
        now = self._look if picture is self._picture and self._look else look(picture, self._look)
        self._picture = picture
        if now is not self._look:
            stood = self._pieces(now.ink.pixels)
            link(self._stood, stood, self._went, now.grey.size)
            if self._is_going(stood):
                self._decide(at)
            self._look, self._stood = now, stood
        if not 0 <= at - self._decided_at < BETWEEN or not self._decided:
            self._decide_if_new(at)
        return self._stood

    @property
    def ink(self) -> Ink:
        """The ink of the last frame."""
        if self._look is None:
            raise Refused("unreadable")
        return self._look.ink

    def settle(self) -> None:
        """Hide what is hidden of one piece in all that stood in its place as the same ink; less where few asked."""
        self._decide_if_new(self._decided_at)
        vocabulary = self._guard.guard.vocabulary
        for content in self._memory:
            lessen(content, vocabulary)
        spread(self._memory, lambda content, box, asked: is_unlikely(content, box, asked, vocabulary))

    def _pieces(self, ink: np.ndarray) -> list[Stood]:
        """Return the pieces of writing, each with what is known of it; a band that only moved is not cut anew."""
        inked = np.less(ink, DARK)
        stood: list[Stood] = []
        before, self._bands = self._bands, {}
        for band in bands_of(inked):
            key = inked[band].tobytes()
            if key not in self._bands:
                self._bands[key] = before[key] if key in before else self._cut(ink[band], inked[band])
            stood += [
                Stood(content, (left, top + band.start, right, bottom + band.start))
                for content, (left, top, right, bottom) in self._bands[key]
            ]
            refuse_noise(len(stood))
        return stood

    def _cut(self, ink: np.ndarray, inked: np.ndarray) -> list[tuple[Content, Box]]:
        found = []
        for box in pieces_in(ink, 0):
            left, top, right, bottom = box
            looks = inked[top:bottom, left:right]
            content = self._memory.recall(looks)
            if content is None:
                content = Content(looks.copy())
                self._memory.keep(content)
                self._never[id(content)] = content
            found.append((content, box))
        return found

    def _is_going(self, stood: list[Stood]) -> bool:
        """Say whether something goes that nobody has judged, and is no part of what stays or was judged."""
        here = {id(one.content) for one in stood}
        gone = [content for key, content in self._never.items() if key not in here]
        for content in gone:
            if not _is_sliver(content) and not any(
                other is not content and self._goes_with(content, other, way, here) for other, *way in content.links
            ):
                return True
            del self._never[id(content)]
        return False

    def _goes_with(self, content: Content, other: Content, way: list[int], here: set[int]) -> bool:
        """Say whether it is a part of what is judged, or will be: what went unjudged itself vouches for nothing."""
        return (other.is_judged or id(other) in here) and is_part(content, other, way[0], way[1])

    def _decide_if_new(self, at: float) -> None:
        if self._look is not None and not {id(one.content) for one in self._stood} <= self._decided:
            self._decide(at)

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
        for content, _box in new:
            content.is_read = True

    def _decide(self, at: float) -> None:
        """Find what is personal in the whole frame, and remember it with the pieces it belongs to."""
        if self._look is None:
            return
        stood, ink = self._stood, self._look.ink
        fresh = {id(one.content): (one.content, one.box) for one in stood if not one.content.is_read}
        self._read(list(fresh.values()), ink.pixels)
        self._decided, self._decided_at = {id(one.content) for one in stood}, at
        for key in self._decided & self._never.keys():
            del self._never[key]
        words: list[Read] = []
        for one in stood:
            left, top = one.box[:2]
            words += [replace(word, x=word.x + left, y=word.y + top) for word in one.content.words]
        judge(stood, find(rows_of(words, ink.rules), self._guard))


def _is_sliver(content: Content) -> bool:
    """Say whether it is too narrow for a word, or what an edge leaves of a line: no reader makes anything of it."""
    height, width = content.looks.shape
    return width < WORD_WIDTH or (
        height <= SLIVER and any(other.looks.shape[0] >= AS_HIGH * height for other, *_way in content.links)
    )
