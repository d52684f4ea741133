"""Addresses that run over lines or that rules of texts saw in part: what hangs together with a hidden one is hidden.

A narrow column breaks an address in two; each half says by its own words what it is, once the other is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.headings import heading
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read

SAME_EDGE, LINE_GAP, COVERED, SURE = 10.0, 1.2, 0.6, 0.7
# Words that stand in addresses, with their points: region, town, village, street, house, block, flat.
MARK = re.compile(
    "(?:\u043e\u0431\u043b|\u043a\u0440\u0430\u0439|\u0440\u0435\u0441\u043f|\u0440-\u043d|\u0433|\u0441|\u043f\u043e\u0441|\u043f\u0433\u0442|\u0434\u0435\u0440|\u0443\u043b|\u043f\u0440-\u0442|\u043f\u0440-\u043a\u0442"
    "|\u043f\u0440\u043e\u0441\u043f|\u043f\u0435\u0440|\u043f\u043b|\u043d\u0430\u0431|\u043c\u043a\u0440|\u0448|\u0434|\u0434\u043e\u043c|\u043a\u043e\u0440\u043f|\u043a|\u0441\u0442\u0440|[\u043ak][\u0432\u0435be8]|\u043a\u043e\u043c\u043d)[.,]{1,2}$",
    re.IGNORECASE,
)
NUMBER = re.compile("\\d{1,3}[\u0430-\u044fa-z]?(?:/\\d{1,2})?[.,]?$")
GLUED = re.compile("[\u0433\u0441\u0434\u043f]\\.?[\u0410-\u044f\u0451]{4,}[.,]?$")  # a town with its sign in one word
FEWEST_MARKS, FARTHEST_MARK, FAR_WORDS = 2, 3, 3  # words
YEAR, BORN = re.compile("\u0433[.,]$"), re.compile("[\u0440p][.,]{1,2}$")


def find_rest_of_addresses(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the other words of an address in its cell, and its other line."""
    hidden = [
        spot for spot in spots if spot.label in {Label.ADDRESS, Label.DOB}
    ]  # a part with a year is read as a date
    known, lying = Spots(spot for spot in hidden if spot.label == Label.ADDRESS), Spots(hidden)
    for row in rows:
        for cell in row.cells:
            yield from _in_cell(cell, known)
    for row, below in pairwise(rows):
        for one in row.cells:
            for other in below.cells:
                if _is_next_line(one, other):
                    yield from _other_line(one, other, lying)
                    yield from _other_line(other, one, lying)
                    yield from _broken(one, other, known)


def _in_cell(cell: Cell, known: Spots) -> Iterator[Spot]:
    """Yield the house and the flat that were left behind or before."""
    inside = [place for place, word in enumerate(cell.words) if _is_in(word, known)]
    if not inside or len(inside) == len(cell.words):
        return
    ends = [place for place, other in pairwise([*inside, len(cell.words) + FAR_WORDS]) if other - place > FAR_WORDS]
    begin = inside[0]
    for end in ends:
        yield from _widened(cell, begin, end)
        begin = next((place for place in inside if place > end), end)


def _widened(cell: Cell, begin: int, end: int) -> Iterator[Spot]:
    """Yield the words of an address with those before and behind them that belong to it."""
    first, behind = begin, end + 1
    while behind < len(cell.words) and _belongs(cell.words[behind]):
        behind += 1
    while begin and _belongs(cell.words[begin - 1]):
        begin -= 1
    if begin == 1 and GLUED.match(cell.words[0].text):
        begin = 0
    if behind - begin > end + 1 - first:
        yield _spot(cell.words[begin:behind])


def _other_line(line: Cell, known: Cell, hidden: Spots) -> Iterator[Spot]:
    """Yield the line, when the one beside it is hidden and this one has words of an address."""
    if heading(line.text) is not None or not any(_is_in(word, hidden) for word in known.words):
        return
    words = [word for word, is_born in zip(line.words, _born(line), strict=True) if not is_born]
    marks = sum(MARK.match(word.text) is not None for word in words)
    places = [place for place, word in enumerate(line.words) if word in words and _belongs(word)]
    while len(places) > 1 and places[1] - places[0] > FARTHEST_MARK:
        places.pop(0)  # the number of the line itself
    if marks and len(places) >= FEWEST_MARKS:
        yield _spot(line.words[places[0] : places[-1] + 1])


def _born(line: Cell) -> list[bool]:
    """Say of each word whether it calls a date a birth: the year's letter is the town's as well."""
    pairs = [YEAR.match(one.text) and BORN.match(other.text) for one, other in pairwise([*line.words, line.words[-1]])]
    return [bool(pair or before) for pair, before in zip(pairs, [None, *pairs], strict=False)]


def _broken(line: Cell, below: Cell, known: Spots) -> Iterator[Spot]:
    """Yield the first word of the lower line, when the words before and behind it are hidden: a street of two words."""
    around = [line.words[-1], *below.words[1:2]]
    first = below.words[0]
    if len(around) > 1 and all(_is_in(word, known) for word in around) and not _is_in(first, known):
        yield _spot([first])


def _belongs(word: Read) -> bool:
    return MARK.match(word.text) is not None or NUMBER.match(word.text) is not None


def has_mark(cell: Cell) -> bool:
    """Say whether a word of addresses stands in the cell, with its point."""
    return any(MARK.match(word.text) for word in cell.words)


def _is_next_line(one: Cell, other: Cell) -> bool:
    return abs(one.x - other.x) <= SAME_EDGE and other.y - one.bottom <= LINE_GAP * (one.bottom - one.y)


def _is_in(word: Read, spots: Spots) -> bool:
    return spots.over(Cell([word]), COVERED) is not None


def _spot(words: Sequence[Read]) -> Spot:
    cell = Cell(list(words))
    return Spot(Label.ADDRESS, (cell.x, cell.y, cell.right, cell.bottom), SURE)
