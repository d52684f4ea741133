"""What of a cell is the value: a name without the age behind it, a number without the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import exact_heading, has_word, is_number, is_other_word
from priyom.privacy.pictures.layout import Cell
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.shapes import YEAR

Box = tuple[float, float, float, float]
Found = tuple[Label, Box]
AGE = re.compile(  # behind a name: years, months
    "(?<=\\S) \\(?\\d{1,3} ?"
    "(?:[\u043bn\u043f](?:\u0435\u0442)?|\u0433(?:\u043e\u0434\u0430?)?|\u043c(?:\u0435\u0441)?)[.)]{0,2}$"
)
DATE_AND_AGE = re.compile(r"(?P<date>\W?\d\d[./-]\d\d[./-](?:19|20)\d\d)(?:,|(?= [(\[])) [(\[]?\d{1,3}\D{0,12}")
DIGITS = re.compile(r"\d")
CUT = re.compile("[^\\W\\d_](?:\\.{2,}|\u2026)$")  # the rest of a name that a narrow column cut
ABBREVIATION = re.compile("[A-Z\u0410-\u042f]{2,3}")
FEWEST_OF_NUMBER, FEWEST_OF_SOMEBODYS = 3, 5  # digits: of any number behind a name, of one that is no room's
FEWEST_OF_PHONE = 10
NUMERIC = frozenset(
    {
        Label.SICK_LEAVE,
        Label.BIRTH_CERT,
        Label.DOB,
        Label.SNILS,
        Label.OMS,
        Label.PHONE,
        Label.PASSPORT,
        Label.MRN,
        Label.INN,
    }
)


def box_of(cell: Cell) -> Box:
    """Return the cell's place."""
    return cell.x, cell.y, cell.right, cell.bottom


def value_of(label: Label, cell: Cell, vocabulary: Vocabulary) -> Cell:
    """Return what of the cell is the value: of a name the words that may be one, without an age and words around."""
    if label == Label.DOB and (date := _date_before_age(cell)):
        return date
    if label in NUMERIC and label != Label.BIRTH_CERT and (label != Label.DOB or YEAR.search(cell.text)):
        return without_words_around(cell)
    if label != Label.PERSON:
        return cell
    words = without_labels(_without_age(cell).words)
    other = [
        not CUT.search(word.text) and (is_other_word(word.text, vocabulary) or _calls(place, words, vocabulary))
        for place, word in enumerate(words)
    ]
    if any(DIGITS.search(word.text) for word in words) and not any(
        has_word(word.text) and not known for word, known in zip(words, other, strict=True)
    ):
        return without_words_around(Cell(words))  # a birth with the sex behind it
    if all(other) or not any(word.text[0].isupper() for word, known in zip(words, other, strict=True) if not known):
        return Cell(words)  # in small letters a name may be a word like any other
    return Cell(words[other.index(False) : len(other) - other[::-1].index(False)])


def _date_before_age(cell: Cell) -> Cell | None:
    """Return the date where how old somebody is stands behind it: «01.02.1970 (56)», «01.02.1970, 56»."""
    found = DATE_AND_AGE.fullmatch(cell.text)
    return Cell(cell.words[: len(found["date"].split())]) if found else None


def without_labels(words: Sequence[Read]) -> list[Read]:
    """Return the words of a name without what calls the number behind it: «Ivanova Anna INN»."""
    kept = len(words)
    while kept > 1 and exact_heading(words[kept - 1].text) not in {None, Label.PERSON}:
        kept -= 1
    return list(words[:kept])


def _calls(place: int, words: Sequence[Read], vocabulary: Vocabulary) -> bool:
    """Say whether capitals behind a number call the next one: «01.02.1970, HC 1234-26»."""
    text = words[place].text
    behind = any(DIGITS.search(word.text) for word in words[:place])
    return behind and ABBREVIATION.fullmatch(text) is not None and not vocabulary.about(text.lower()).is_name


def parted_name(cell: Cell) -> tuple[Cell, Cell | None]:
    """Part a name from the number behind it: a parent's telephone, a patient's record."""
    ends = (
        place
        for place, word in enumerate(cell.words)
        if place and len(DIGITS.findall(word.text)) >= FEWEST_OF_NUMBER and is_number(word.text)
    )
    end = next(ends, len(cell.words))
    while (
        end > 1
        and end < len(cell.words)
        and not has_word(cell.words[end - 1].text)
        and DIGITS.search(cell.words[end - 1].text)
    ):
        end -= 1  # the eight before a telephone's code
    return Cell(cell.words[:end]), Cell(cell.words[end:]) if end < len(cell.words) else None


def number_behind(cell: Cell) -> Found | None:
    """Return the number that a name's rest begins with; a room's has fewer digits than anybody's."""
    number = Cell(list(takewhile(lambda word: not has_word(word.text), cell.words)))
    digits = len(DIGITS.findall(number.text)) if number.words else 0
    if digits < FEWEST_OF_SOMEBODYS:
        return None
    return Label.PHONE if digits >= FEWEST_OF_PHONE else Label.MRN, box_of(number)


def without_words_around(cell: Cell) -> Cell:
    """Return a number without the words before and behind it."""
    numbers = [place for place, word in enumerate(cell.words) if any(char.isdigit() for char in word.text)]
    if not numbers:
        return cell
    before, behind = cell.words[: numbers[0]], cell.words[numbers[-1] + 1 :]
    first = numbers[0] if all(map(_is_around, before)) else 0
    last = numbers[-1] + 1 if all(map(_is_around, behind)) else len(cell.words)
    return Cell(cell.words[first:last])


def _is_around(word: Read) -> bool:
    """Say whether it is a word or a sign alone: one letter may be a piece of the number."""
    return has_word(word.text) or not any(char.isalnum() for char in word.text)


def _without_age(cell: Cell) -> Cell:
    """Return the name alone, where an age stands behind it in its cell."""
    found = AGE.search(cell.text)
    return Cell(cell.words[: len(cell.text[: found.start()].split())]) if found and found.start() else cell
