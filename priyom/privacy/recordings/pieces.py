"""Recognises a piece of writing that was seen before, wherever it has moved.

A list that scrolls brings one new row a step: only that is read. What was decided about a piece holds wherever and
whenever it appears again, so that a mask follows its content exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from priyom.privacy.pictures.pieces import Box
from priyom.privacy.pictures.reading import Read

ALIKE = 0.14  # share of the inked pixels that may differ: a codec wavers


@dataclass(eq=False)
class Content:
    """One piece of writing: how it looks, what it says and which parts of it must not be seen."""

    looks: np.ndarray
    words: list[Read] = field(default_factory=list)  # in the piece's own pixels
    is_read: bool = False
    hidden: dict[Box, str] = field(default_factory=dict)  # in the piece's own pixels, with the kind
    links: list[tuple[Content, int, int]] = field(default_factory=list)  # what was in its place, and how far aside

    def __repr__(self) -> str:
        return f"<writing {self.looks.shape}>"


class Memory:
    """All pieces of the recording so far."""

    def __init__(self) -> None:
        self._by_size: defaultdict[tuple[int, int], list[Content]] = defaultdict(list)

    def recall(self, looks: np.ndarray) -> Content | None:
        """Return the piece that looks like this, if it was seen before."""
        height, width = looks.shape
        inked = max(int(looks.sum()), 1)
        for other in self._by_size[height, width]:
            if np.count_nonzero(other.looks != looks) <= ALIKE * inked:
                return other
        return None

    def keep(self, content: Content) -> None:
        height, width = content.looks.shape
        self._by_size[height, width].append(content)

    def __iter__(self) -> Iterator[Content]:
        return chain.from_iterable(self._by_size.values())
