"""What was found must not return: the values of one document, held in memory only, looked for in everything it became.

Values are compared as rows of words and numbers, so that «112-233-445 95», «112 233 445 95» and 11223344595 are one.
A word that stands alone is left to the graph, which knows when it is nobody's name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from priyom.privacy.detectors import Label
from priyom.privacy.files import Refused

TOKEN = re.compile(r"[^\W_]+")
FEWEST_DIGITS, FEWEST_LETTERS = 6, 4
SURE_DIGITS = 9  # a shorter bare number may stand in a file for something else, such as a width
CODECS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251")
YO, YE = "\u0451", "\u0435"
TAG = re.compile(r"<[^<>]*>")


class Values:
    """The values found in one document; representations show none of them."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], set[tuple[tuple[str, ...], Label]]] = defaultdict(
            set
        )  # by two words: «8» begins many
        self._numbers: dict[str, Label] = {}

    def __repr__(self) -> str:
        return f"<{len(self._rows)} values>"

    def add(self, value: str, label: Label) -> None:
        """Remember a value when it is telling enough to be looked for elsewhere."""
        row = _row(value)
        digits = "".join(char for char in value if char.isdigit())
        letters = sum(char.isalpha() for char in value)
        if len(row) > 1 and (len(digits) >= FEWEST_DIGITS or letters >= FEWEST_LETTERS):
            self._rows[row[0], row[1]].add((row, label))
        if len(digits) >= FEWEST_DIGITS and not letters:
            self._numbers[digits] = label

    def forget(self, value: str) -> None:
        """Let a value return that its author called nobody's data."""
        row, digits = _row(value), "".join(char for char in value if char.isdigit())
        self._numbers.pop(digits, None)
        if row[1:]:
            begun = row[0], row[1]
            self._rows[begun] = {known for known in self._rows[begun] if known[0] != row}

    def places(self, text: str) -> list[tuple[int, int, Label]]:
        """Return where the values stand in a text, in order of their beginnings."""
        return list(self._places(text, FEWEST_DIGITS))

    def return_in(self, text: str) -> bool:
        """Say whether any value stands in what was read from the result."""
        return next(self._places(text, SURE_DIGITS), None) is not None

    def _places(self, text: str, digits: int) -> Iterator[tuple[int, int, Label]]:
        if not self._rows and not self._numbers:
            return
        words = [(found.group().lower().replace(YO, YE), *found.span()) for found in TOKEN.finditer(text)]
        for number, (word, start, end) in enumerate(words):
            if word in self._numbers and len(word) >= digits:
                yield start, end, self._numbers[word]
            following = words[number + 1][0] if number + 1 < len(words) else ""
            for row, label in self._rows.get((word, following), ()):
                last = number + len(row) - 1
                if last < len(words) and all(words[number + at][0] == row[at] for at in range(len(row))):
                    yield from _near(start, words[last][2], row, label)


def _row(value: str) -> tuple[str, ...]:
    return tuple(found.group().lower().replace(YO, YE) for found in TOKEN.finditer(value))


def _near(start: int, end: int, row: tuple[str, ...], label: Label) -> Iterator[tuple[int, int, Label]]:
    """Yield the place unless its words lie far apart: then they belong to different things."""
    if end - start <= 2 * sum(map(len, row)) + 8:
        yield start, end, label


def prove(values: Values, parts: Iterator[bytes] | list[bytes]) -> None:
    """Read the raw octets of every part in every usual coding; refuse when a value returns."""
    for part in parts:
        for codec in CODECS:
            text = part.decode(codec, "ignore")
            if values.return_in(text) or ("<" in text and values.return_in(TAG.sub("", text))):
                raise Refused("leak")


def prove_texts(values: Values, texts: Iterator[str] | list[str]) -> None:
    """The same for texts that another reader took out of the result."""
    if any(values.return_in(text) for text in texts):
        raise Refused("leak")
