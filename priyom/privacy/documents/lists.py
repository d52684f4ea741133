"""Lists of choices and columns: where most are people by what they say, the others are, too.

«Назаров, Мудрый, Сорока» are three doctors to choose from, although two of the words alone say nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from priyom.privacy.detectors import Label, Span

FEWEST = 3
MOST_LEFT = 0.4  # of a list of people: so many may be nobody by themselves
MOST = 2_000  # items that are asked about once more
NAME = re.compile(
    "\\s*[\u0401\u0410-\u042f][\u0451\u0430-\u044f]{1,24}(?:-[\u0401\u0410-\u042f][\u0451\u0430-\u044f]{1,24})?\\s*"
)
BEFORE = "\u0432\u0440\u0430\u0447 "  # who follows that word is somebody, if the word can be a surname at all


class Item(Protocol):
    """A text with its place."""

    start: int
    text: str


class Finder(Protocol):
    """Who finds people in texts."""

    def find(self, texts: Sequence[str]) -> list[list[Span]]: ...


def completed(spans: list[Span], lists: Sequence[Sequence[Item]], guard: Finder) -> list[Span]:
    """Return the spans, and those of the items of a list of people that were no names by themselves."""
    starts = [span.start for span in spans]
    asked: list[Item] = []
    for items in lists:
        left = [item for item in items if not _is_person(item, spans, starts)]
        if len(items) >= FEWEST and MOST_LEFT * len(items) >= len(left):
            asked += [item for item in left if NAME.fullmatch(item.text)]
    if not asked or len(asked) > MOST:
        return spans
    more = []
    for item, found in zip(asked, guard.find([BEFORE + item.text.strip() for item in asked]), strict=True):
        start = item.start + len(item.text) - len(item.text.lstrip())
        more += [
            replace(span, start=start, end=start + len(item.text.strip()), confidence=0.75)
            for span in found
            if span.label == Label.PERSON and span.start == len(BEFORE)
        ]
    return sorted([*spans, *more])


def _is_person(item: Item, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    """Say whether a name begins the item and takes most of it."""
    begins = item.start + len(item.text) - len(item.text.lstrip())
    at = bisect_right(starts, begins) - 1
    if at < 0 or spans[at].label != Label.PERSON:
        return False
    return 2 * (min(spans[at].end, item.start + len(item.text)) - begins) > len(item.text.strip())
