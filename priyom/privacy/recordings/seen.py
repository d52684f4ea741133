"""Remembers where every piece of writing stood in each frame, packed: minutes that scroll are millions of places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from priyom.privacy.files import Refused
from priyom.privacy.pictures.pieces import Box
from priyom.privacy.pictures.reading import Read, is_latin
from priyom.privacy.recordings.pieces import Content
from priyom.privacy.recordings.spreading import Stood

PLACE = np.dtype([("content", np.int32), ("box", np.int16, 4)])
MOST_PLACES = 12_000_000  # of 12 octets each: 600 pieces in every frame of five minutes at 60 frames a second


class Seen:
    """The frames in their order; those that look the same share what is known of them."""

    def __init__(self) -> None:
        self._contents: list[Content] = []
        self._numbers: dict[int, int] = {}
        self._frames: list[np.ndarray] = []
        self._last: Sequence[Stood] | None = None
        self._places = 0

    def __len__(self) -> int:
        return len(self._frames)

    def append(self, stood: Sequence[Stood]) -> None:
        """Take the next frame in: the very same list, where nothing has changed."""
        if stood is not self._last:
            self._last = stood
            self._places += len(stood)
            if self._places > MOST_PLACES:
                raise Refused("too_large")
            self._frames.append(self._packed(stood))
        else:
            self._frames.append(self._frames[-1])

    def __getitem__(self, number: int) -> list[Stood]:
        return [Stood(content, box) for content, box in self.places(number)]

    def places(self, number: int) -> Iterator[tuple[Content, Box]]:
        """Yield what stood in the frame, and where."""
        frame = self._frames[number]
        for content, box in zip(frame["content"].tolist(), frame["box"].tolist(), strict=True):
            yield self._contents[content], tuple(box)

    def latin(self, number: int) -> list[Read]:
        """Return the words of the frame that surely are Latin, where they stood."""
        return [
            replace(word, x=word.x + box[0], y=word.y + box[1])
            for content, box in self.places(number)
            for word in content.words
            if is_latin(word)
        ]

    def is_as(self, number: int, other: int) -> bool:
        """Say whether both frames look the same."""
        return self._frames[number] is self._frames[other]

    def add(self, number: int, stood: Stood) -> None:
        """Let it stand in the frame, and in all that look the same."""
        known, more = self._frames[number], self._packed([stood])
        together = np.concatenate((known, more))
        self._frames = [together if frame is known else frame for frame in self._frames]

    def _packed(self, stood: Sequence[Stood]) -> np.ndarray:
        frame = np.empty(len(stood), PLACE)
        if stood:
            frame["content"] = [self._number_of(one.content) for one in stood]
            frame["box"] = [one.box for one in stood]
        return frame

    def _number_of(self, content: Content) -> int:
        number = self._numbers.setdefault(id(content), len(self._contents))
        if number == len(self._contents):
            self._contents.append(content)
        return number
