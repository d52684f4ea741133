"""One text, easier to read: invisible marks gone, look-alike letters in their own alphabet, and the way back.

People paste soft hyphens, no-break spaces and Latin letters inside Russian words; a reader does not see the difference,
so the guard must not either. Positions in the folded text lead back to the original.
"""

import re
from bisect import bisect_left, bisect_right
from unicodedata import normalize

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0300-\u036f]+"
)
COMPOSED = {("и", "\u0306"): "й", ("И", "\u0306"): "Й", ("е", "\u0308"): "ё", ("Е", "\u0308"): "Ё"}
SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
# «Trần Thị Mai», «Müller»: Latin letters with marks, each as wide without them.
UNMARKED = {
    code: base
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := normalize("NFD", chr(code))[0]).isascii() and base.isalpha()
} | {0x110: "D", 0x111: "d", 0xD8: "O", 0xF8: "o", 0x141: "L", 0x142: "l", 0x131: "i"}
SAME_WIDTH = str.maketrans(
    dict.fromkeys(SPACES, " ")
    | dict.fromkeys(DASHES, "-")
    | {chr(code): base for code, base in UNMARKED.items()}
    | {chr(0xFF01 + place): chr(0x21 + place) for place in range(94)}
    | {chr(code): str(int(chr(code))) for code in range(0x660, 0x10000) if chr(code).isdecimal()}  # «١١٢-٢٣٣-…»
    | {
        "\u2116": "№",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2044": "/",
        "\u2215": "/",
        "\u00ba": "°",
        "\u00b7": ".",
        "\u2219": ".",
    }
)
LATIN_IN_RUSSIAN = str.maketrans("ABCEHKMOPTXYaceopxyi", "АВСЕНКМОРТХУасеорхуи")
LONE_RETURN = re.compile(r"\r(?!\n)")  # how HL7 ends its lines
MIXED = re.compile(r"(?:[A-Za-z]{1,40}[А-Яа-яЁё]|[А-Яа-яЁё]{1,40}[A-Za-z])[A-Za-zА-Яа-яЁё]{0,40}")
FOLDED_LATIN = frozenset("ABCEHKMOPTXYaceopxy")


class Folded:
    """The folded text and the positions of the original."""

    __slots__ = ("_cuts", "_shifts", "text")

    def __init__(self, raw: str) -> None:
        self._cuts: list[int] = []  # positions in the folded text from which on more of the original was left out
        self._shifts: list[int] = []
        text = self._visible(raw) if INVISIBLE.search(raw) else raw
        text = LONE_RETURN.sub("\n", text.translate(SAME_WIDTH))
        self.text = MIXED.sub(_one_alphabet, text)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where the stretch stands in the original; marks inside it belong to it."""
        if not self._cuts:
            return start, end
        before = bisect_right(self._cuts, start)
        inside = bisect_left(self._cuts, end)
        return (
            start + (self._shifts[before - 1] if before else 0),
            end + (self._shifts[inside - 1] if inside else 0),
        )

    def _visible(self, raw: str) -> str:
        pieces: list[str] = []
        length = dropped = place = 0
        for found in INVISIBLE.finditer(raw):
            piece = raw[place : found.start()]
            if piece and (whole := COMPOSED.get((piece[-1], found.group()[0]))):
                piece = piece[:-1] + whole
            pieces.append(piece)
            length += len(piece)
            dropped += found.end() - found.start()
            self._cuts.append(length)
            self._shifts.append(dropped)
            place = found.end()
        pieces.append(raw[place:])
        return "".join(pieces)


def _one_alphabet(found: re.Match[str]) -> str:
    """Write a word of two alphabets in one, when its Latin letters are those that look Russian."""
    word = found.group()
    latin = {char for char in word if char.isascii()}
    return word.translate(LATIN_IN_RUSSIAN) if latin <= FOLDED_LATIN else word
