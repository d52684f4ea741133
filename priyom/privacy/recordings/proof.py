"""The leak proof of a recording: frames are read once more, whole, in another way than while watching.

Watching reads pieces of writing, each once, in two languages. Here whole frames are read as Russian only, before
anything is drawn: what is found is hidden with the pieces it stands on, wherever they go. Of the drawn recording the
same frames are looked at: whatever stands in them that was not read then is read now.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from PIL import Image

from priyom.privacy.files import Finding, Refused, TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import Ink, ink_of
from priyom.privacy.pictures.layout import Spot, rows_of
from priyom.privacy.pictures.pieces import DARK
from priyom.privacy.pictures.reading import SECOND, Read, read
from priyom.privacy.recordings.pieces import writing_in

SECONDS_BETWEEN, MOST_SAMPLES = 2.0, 40
ROOM = 2  # pixels around a mask: its edges are no writing
PAINTED, MOSTLY = 140, 0.95  # grey level; share of the mask's pixels that are darker where it was painted
BESIDE = 2  # pixels: so far a codec smears a letter
MOSTLY_OVER = 0.6  # of a word: what hangs out of a known one is read anew
NARROWEST, LOWEST = 10, 6  # pixels; what is smaller is no word


@dataclass(frozen=True)
class Sample:
    """The ink of one frame, packed: it waits until everything has been watched."""

    pixels: bytes
    rules: bytes
    shape: tuple[int, int]

    @classmethod
    def of(cls, ink: Ink) -> Sample:
        pixels, rules = zlib.compress(ink.pixels.tobytes(), 1), zlib.compress(np.packbits(ink.rules).tobytes(), 1)
        return cls(pixels, rules, (ink.pixels.shape[0], ink.pixels.shape[1]))

    @property
    def ink(self) -> Ink:
        height, width = self.shape
        pixels = np.frombuffer(zlib.decompress(self.pixels), np.uint8).reshape(self.shape)
        rules = np.unpackbits(np.frombuffer(zlib.decompress(self.rules), np.uint8), count=height * width)
        return Ink(pixels.copy(), rules.astype(bool).reshape(self.shape))


@dataclass(frozen=True)
class Known:
    """What is known of a frame: what is painted over in it, and which words in it surely are Latin."""

    masks: Sequence[Finding]
    latin: Sequence[Read]


class Samples:
    """Frames to be read: one every few seconds, and none twice that looks the same."""

    def __init__(self) -> None:
        self.kept: dict[int, Sample] = {}
        self._between, self._kept_at = SECONDS_BETWEEN, float("-inf")
        self._last: Ink | None = None

    def offer(self, number: int, at: float, ink: Ink) -> None:
        """Keep the frame if it is time; the longer the recording, the rarer."""
        if ink is self._last or 0 <= at - self._kept_at < self._between:
            return
        self._kept_at, self._last = at, ink
        self.kept[number] = Sample.of(ink)
        if len(self.kept) > MOST_SAMPLES:
            self.kept = {number: self.kept[number] for number in list(self.kept)[::2]}
            self._between *= 2


def returned(
    kept: Mapping[int, Sample], known: Sequence[Known], guard: TextGuard, shares: tuple[float, float]
) -> Iterator[tuple[int, Spot]]:
    """Yield what can still be found in these frames behind their masks."""
    for done, ((number, sample), here) in enumerate(zip(kept.items(), known, strict=True)):
        guard.progress(shares[0] + (shares[1] - shares[0]) * done / len(kept))
        for spot in _found(_behind(sample.ink, here.masks), here.latin, guard):
            yield number, spot


def drawn(
    target: Path, kept: Mapping[int, Sample], known: Sequence[Known], guard: TextGuard
) -> Iterator[tuple[int, Spot]]:
    """Yield what can be found in these frames of the masked recording, and was not there to be read before.

    A frame that is not there proves nothing: the recording is refused.
    """
    wanted = dict(zip(kept, known, strict=True))
    waiting = set(wanted)
    with av.open(str(target)) as opened:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        for number, frame in enumerate(opened.decode(stream)):
            if number in waiting:
                waiting.remove(number)
                picture, here = frame.to_image(threads=1), wanted[number]
                visible = _behind(ink_of(picture), _painted(picture, here.masks))
                if _is_more(visible.pixels, _behind(kept[number].ink, here.masks).pixels):
                    for spot in _found(visible, here.latin, guard):
                        yield number, spot
            if not waiting:
                return
    raise Refused("leak")


def _behind(ink: Ink, masks: Sequence[Finding]) -> Ink:
    """Return the ink without what the masks cover."""
    for mask in masks:
        if mask.box is not None:
            x, y, width, height = mask.box
            ink.pixels[max(0, y - ROOM) : y + height + ROOM, max(0, x - ROOM) : x + width + ROOM] = 255
    return ink


def _painted(picture: Image.Image, masks: Sequence[Finding]) -> list[Finding]:
    """Return those masks that are really there."""
    grey = np.asarray(picture.convert("L"))
    there = []
    for mask in masks:
        if mask.box is not None:
            x, y, width, height = mask.box
            if (grey[y : y + height, x : x + width] < PAINTED).mean() >= MOSTLY:
                there.append(mask)
    return there


def _is_more(pixels: np.ndarray, known: np.ndarray) -> bool:
    """Say whether there is writing where none was known."""
    near = known < DARK
    for axis in (0, 1):
        near = np.logical_or.reduce([np.roll(near, step, axis) for step in range(-BESIDE, BESIDE + 1)])
    rest = np.where(near, np.uint8(255), pixels)
    return any(box[2] - box[0] >= NARROWEST and box[3] - box[1] >= LOWEST for box in writing_in(rest))


def _found(ink: Ink, latin: Sequence[Read], guard: TextGuard) -> list[Spot]:
    """Return what can be found; Latin words stay as they were read: the second reader knows Russian only."""
    known = [word for word in latin if (_part(ink.pixels, word) < DARK).any()]
    fresh = [word for word in read(ink.pixels, languages=SECOND) if not any(_is_over(word, other) for other in known)]
    return find(rows_of([*known, *fresh], ink.rules), guard)


def _part(pixels: np.ndarray, word: Read) -> np.ndarray:
    return pixels[max(0, int(word.y)) : int(word.bottom) + 1, max(0, int(word.x)) : int(word.right) + 1]


def _is_over(one: Read, other: Read) -> bool:
    return min(one.right, other.right) - max(one.x, other.x) > MOSTLY_OVER * one.width and min(
        one.bottom, other.bottom
    ) - max(one.y, other.y) > MOSTLY_OVER * min(one.height, other.height)
