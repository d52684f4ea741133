"""The leak proof of a recording: frames of the result are read once more, whole, in another way than while watching.

Watching reads pieces of writing, each once, in two languages. Here whole frames of the masked recording are read as
Russian only. What is found then is remembered with the pieces it stands on, so that it is hidden wherever they go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from PIL import Image

from priyom.privacy.files import Finding, TextGuard
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Spot, rows_of
from priyom.privacy.pictures.reading import SECOND, read
from priyom.privacy.recordings.spreading import Stood

SECONDS_BETWEEN, MOST_SAMPLES = 2.0, 40
ROOM = 2  # pixels around a mask: its edges are no writing


def samples(seen: Sequence[Sequence[Stood]], seconds: float) -> list[int]:
    """Return the numbers of the frames to read: some every few seconds, and none twice that looks the same."""
    wanted = max(1, min(MOST_SAMPLES, round(seconds / SECONDS_BETWEEN), len(seen)))
    numbers = sorted({round(place) for place in np.linspace(0, len(seen) - 1, wanted + 1)})
    return [number for place, number in enumerate(numbers) if not place or seen[number] is not seen[numbers[place - 1]]]


def returned(
    target: Path, numbers: Sequence[int], masks: Sequence[Sequence[Finding]], guard: TextGuard
) -> Iterator[tuple[int, Spot]]:
    """Yield what can still be found in these frames of the masked recording."""
    wanted = dict(zip(numbers, masks, strict=True))
    with av.open(str(target)) as opened:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        for number, frame in enumerate(opened.decode(stream)):
            if number in wanted:
                for spot in _visible(frame.to_image(), wanted[number], guard):
                    yield number, spot
            if number >= max(numbers, default=0):
                return


def _visible(picture: Image.Image, masks: Sequence[Finding], guard: TextGuard) -> list[Spot]:
    ink = ink_of(picture)
    for mask in masks:
        if mask.box is not None:
            x, y, width, height = mask.box
            ink.pixels[max(0, y - ROOM) : y + height + ROOM, max(0, x - ROOM) : x + width + ROOM] = 255
    return find(rows_of(read(ink.pixels, languages=SECOND), ink.rules), guard)
