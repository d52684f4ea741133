"""What was surely found in one place of a screen, in its other places; and numbers that hang on somebody.

A surname from a column of names stands in the window's title as well; under somebody's name and birth stands the number
of a record, with nothing but a sign before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import fits, may_be_name
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired

NAME = re.compile("[\u0410-\u042f\u0401][\u0410-\u042f\u0401\u0430-\u044f\u0451]{3,}")
ENDING = 2  # letters that a case form may change
LONGEST_ENDING = 3
SURE, COVERED, WHOLE, FEWEST_DIGITS = 0.8, 0.6, 0.95, 7
NUMBER = re.compile(r"\W{0,3}(?:\u2116|N[eo\u00ba\u00b0]?|#)\W{0,2}\d{3,}(?:[/-]\d{2,})?\W{0,2}")
BEHIND_BIRTH = re.compile(
    r"[ \u00b7|,;*.-]{0,4}(?:(?:\u2116|N[eo]?|[\u0418\u0430-\u044fa-z/.]{2,4})\W{1,2})?"
    r"(?P<number>\d{3,}(?:[/-]\d{2,})?)\W{0,2}$"
)
FEWEST_ALIKE, LONGEST_PREFIX, MOST_NAMES = 3, 3, 4
NEAR, LINES = 1.8, 3  # heights of a line; lines below a name
DATE = re.compile(  # a line of a log begins with it, and its year may be misread
    r"\W?(?:\d{4}[-.][01]\d[-.][0-3]\d|20\d\d[01]\d[0-3]\d|[0-3]\d\.[01]\d\.20\d\d)\W?"
)
BAR = re.compile("[f\u0192\u017f][x\u0445]|=fx", re.IGNORECASE)
HIDES = frozenset({Label.PERSON, Label.DOB})


def find_elsewhere(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield the names and long numbers of the spots wherever else they are read."""
    stems: set[str] = set()
    numbers: dict[str, Label] = {}
    open_words: list[Read] = []
    lying = Spots(spots)
    for word in (word for row in rows for cell in row.cells for word in cell.words):
        over = lying.over(Cell([word]), COVERED)
        if over is None:
            open_words.append(word)
            continue
        if over.label == Label.PERSON and over.confidence >= SURE:
            stems |= {stem for name in NAME.findall(repaired(word.text)) if (stem := _stem(name, vocabulary))}
        digits = _digits(word.text)
        if len(digits) >= FEWEST_DIGITS and over.label not in HIDES and not DATE.fullmatch(word.text):
            numbers[digits] = over.label
    for word in open_words:
        box = word.x, word.y, word.right, word.bottom
        if _digits(word.text) in numbers:
            yield Spot(numbers[_digits(word.text)], box, 0.8)
        elif any(_stem(name, vocabulary) in stems for name in NAME.findall(repaired(word.text))):
            yield Spot(Label.PERSON, box, 0.75)


def find_numbers(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield what is a number with its sign under or beside somebody, and a number right behind a birth."""
    people = Spots(spot for spot in spots if spot.label in HIDES)
    births = Spots(spot for spot in spots if spot.label == Label.DOB)
    for number, row in enumerate(rows):
        for cell in row.cells:
            if NUMBER.fullmatch(cell.text) and _is_under(cell, rows[max(0, number - LINES) : number + 1], people):
                yield Spot(Label.MRN, (cell.x, cell.y, cell.right, cell.bottom), 0.75)
        for one, other in pairwise(word for cell in row.cells for word in cell.words):
            born, inside = (births.over(Cell([each]), COVERED) is not None for each in (one, other))
            if born and not inside and other.x - one.right <= NEAR * row.height:
                yield from _behind([word for cell in row.cells for word in cell.words if word.x >= other.x][:3])


def find_in_bar(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield the name in the bar of a sheet's formulas: it repeats the cell that is chosen among the people below."""
    if sum(spot.label == Label.PERSON for spot in spots) < FEWEST_ALIKE:
        return
    for row in rows:
        words = [word for cell in row.cells for word in cell.words]
        at = next((place for place, word in enumerate(words) if BAR.fullmatch(word.text)), len(words))
        value = Cell(words[at + 1 :])
        if 0 < len(value.words) <= MOST_NAMES and fits(Label.PERSON, value.text, vocabulary):
            yield Spot(Label.PERSON, (value.x, value.y, value.right, value.bottom), 0.7)


def find_repeated(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield who stands behind the same words as others: «09:00 Sizykh», «Next: Pen», where half are surely somebody."""
    groups: dict[str, list[Cell]] = {}
    lying = Spots(spot for spot in spots if spot.label == Label.PERSON)
    for row in rows:
        for cell in row.cells:
            prefix, words = _parted(cell)
            if prefix and words:
                groups.setdefault(prefix, []).append(Cell(words))
    for values in groups.values():
        known = [max((spot.covers(value) for spot in lying.near(value)), default=0.0) for value in values]
        sure = sum(covered >= COVERED for covered in known)
        if sure < FEWEST_ALIKE or sure < len(values) / 2:
            continue
        for value, covered in zip(values, known, strict=True):
            if covered < WHOLE and may_be_name(value.text, vocabulary) and not _digits(value.text):
                yield Spot(Label.PERSON, (value.x, value.y, value.right, value.bottom), 0.7)


def _parted(cell: Cell) -> tuple[str, list[Read]]:
    """Part the cell into the words before a name, with all digits alike, and what may be the name."""
    texts = [word.text for word in cell.words]
    start = next((place + 1 for place, text in enumerate(texts[:LONGEST_PREFIX]) if text.endswith(":")), 0)
    start = start or next((place for place, text in enumerate(texts) if text[0].isupper()), 0)
    end = next((place + 1 for place, text in enumerate(texts) if place >= start and text.endswith(",")), len(texts))
    end = next((place for place, text in enumerate(texts) if start < place < end and text[0].islower()), end)
    value = cell.words[start:end] if 0 < start < end <= start + MOST_NAMES else []
    return re.sub(r"\d+", "0", " ".join(texts[:start]).lower()), value


def _behind(words: Sequence[Read]) -> Iterator[Spot]:
    """Yield the number among the words behind a birth, when nothing but a sign stands before it."""
    for count in range(1, len(words) + 1):
        found = BEHIND_BIRTH.fullmatch(" ".join(word.text for word in words[:count]))
        if found:
            last = words[count - 1]
            yield Spot(Label.MRN, (last.x, last.y, last.right, last.bottom), 0.7)
            return


def _is_under(cell: Cell, rows: Sequence[Row], people: Spots) -> bool:
    """Say whether somebody stands right above, a few lines at most, or in the cell before."""
    height = cell.bottom - cell.y
    for row in rows:
        for other in row.cells:
            close = cell.y - other.bottom <= LINES * NEAR * height
            level = abs(other.y - cell.y) < height / 2 and other.right <= cell.x
            over = close and other.x < cell.right and cell.x < other.right and other is not cell
            if (over or (level and cell.x - other.right <= LINES * height)) and people.over(other, COVERED):
                return True
    return False


def _stem(name: str, vocabulary: Vocabulary) -> str:
    """Return what stays the same in the name's case forms; nothing for a word that is more than a name."""
    low = name.lower().replace("\u0451", "\u0435")
    if vocabulary.about(low).is_common:
        return ""
    return low[: max(4, len(low) - ENDING)]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
