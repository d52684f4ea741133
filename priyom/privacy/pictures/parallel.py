"""What stands where others of its kind stand: numbers behind the same sign in many cells, names beside other names.

A reader that misreads «и/б» once in three cards leaves a third of the numbers without a word that tells what they are.
The other cards tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.usualness import FREQUENT, USUAL
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import RECIPE, exact_heading, fits, heading, is_machine, is_number
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired
from priyom.privacy.pictures.shapes import NEWEST_YEAR, YEAR, about

KINDS = (Label.MRN, Label.SNILS, Label.OMS, Label.PHONE, Label.PASSPORT)
FEWEST, ENOUGH, COVERED, TORN = 3, 0.34, 0.6, 2.6  # heights of a line between a name's words, the last
FEWEST_DIGITS, LONGEST_SIGN = 4, 5
DATE = re.compile(r"\W*\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}\W*")
IN_WORDS = re.compile("\\d{1,2} [\u0430-\u044f]{3,8} (?:19|20)\\d\\d\\W?")
NEAR_BIRTH, SURE = 2, 0.7  # words between a date and what else is somebody's
NEXT = 0.8  # heights of a line: a space
FEWEST_SIDES, ABOUT = 2, 2
FEWEST_OF_PHONE, MOST_OF_PHONE = 8, 12
TORN_PHONE = re.compile(r"\d[^\d\s]?\s?[-(){}\[\].,; ]+\d")  # digits that signs part
ENDS = re.compile("[.!?]$")  # of a sentence: behind it any word has a capital
TIME = re.compile(
    r"\d:\d\d|\d\d \d\d 20\d\d|20\d\d \d\d \d\d|\d\d 20\d\d \d\d|\d[./-]\d\d[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
)
VERSION = re.compile(r"\W?\d{1,3}\.\d{1,4}\.\d{1,4}(?:\.\d{1,6})?\W?")
LONG_WORD = re.compile("[\u0400-\u04ff]{4,}")
OPENED = re.compile(r"(?:[=:]|^)[\"'\u00ab\u201c]{1,2}(?P<value>[^\W\d][\w-]{3,})$")
QUOTES = "\"'\u00ab\u00bb\u201c\u201d,;"
WORD = re.compile("[\u0410-\u042f\u0401][\u0410-\u044f\u0451\u0401-]{2,}[,;.]?$")


def find_parallel(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield numbers where others are hidden, surnames beside first names and fathers' names, births beside phones."""
    lying = Spots(spots)
    with_phones = sum(spot.label == Label.PHONE for spot in spots) >= FEWEST
    for spot in _beside_others(rows, lying, vocabulary, with_phones=with_phones):
        lying.add(spot)  # what is found tells of what stands beside it
        yield spot


def _beside_others(rows: Sequence[Row], lying: Spots, vocabulary: Vocabulary, *, with_phones: bool) -> Iterator[Spot]:
    yield from _numbers(rows, lying, vocabulary)
    if with_phones:
        yield from _phones(rows, lying)
    for row in rows:
        yield from _side_by_side(row, lying)
        for one, other in pairwise(row.cells):
            if other.x - one.right <= TORN * row.height and len(one.words) == len(other.words) == 1:
                yield from _before_first_names(Cell([*one.words, *other.words]), lying, vocabulary)
        yield from _surnames(row, lying, vocabulary)
        for cell in row.cells:
            yield from _before_first_names(cell, lying, vocabulary)
            yield from _whole_names(cell, lying, vocabulary)
            yield from _before_fathers_names(cell, lying, vocabulary)
            yield from _behind_surnames(cell, lying, vocabulary)
            yield from _listed(cell, lying, vocabulary)
            yield from _misread_surname(cell, lying, vocabulary)
            yield from _births(cell, lying)


def _numbers(rows: Sequence[Row], spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield numbers at one place of cells that are alike, once a third of them are hidden as one kind."""
    groups: dict[tuple[int, str], list[tuple[Read, Label | None]]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            for place, word in enumerate(cell.words):
                if place and _is_number(word) and (sign := _sign(cell.words[place - 1].text)):
                    over = spots.over(Cell([word]), COVERED)
                    groups[place, sign].append((word, over.label if over else None))
    for words in groups.values():
        for kind in KINDS:
            known = sum(label == kind for _word, label in words)
            if known >= FEWEST and known >= ENOUGH * len(words):
                for word, label in words:
                    if label is None and fits(kind, word.text, vocabulary):
                        yield Spot(kind, (word.x, word.y, word.right, word.bottom), SURE)
                break


def _is_number(word: Read) -> bool:
    if DATE.match(word.text) or VERSION.fullmatch(word.text):
        return False
    digits = sum(char.isdigit() for char in word.text)
    return digits >= FEWEST_DIGITS and digits >= sum(char.isalnum() for char in word.text) - 1 and ":" not in word.text


def _sign(text: str) -> str:
    """Return what short signs before a number have in common, however they were read; a longer word as it stands."""
    if len(text) <= LONGEST_SIGN and not DATE.match(text) and not LONG_WORD.fullmatch(repaired(text)):
        return "short"
    return text.lower() if not text[0].isdigit() else ""


def _side_by_side(row: Row, spots: Spots) -> Iterator[Spot]:
    """Yield numbers in a row that has nothing but a label and numbers, one of which is hidden: records are compared."""
    values = row.cells[1:]
    if len(values) < FEWEST_SIDES or is_number(row.cells[0].text) or not all(is_number(cell.text) for cell in values):
        return
    labels = [over.label if (over := spots.over(cell, COVERED)) else None for cell in row.cells]
    if labels[0] is not None:
        return
    lengths = {label: _digits(cell.text) for cell, label in zip(row.cells, labels, strict=True) if label in KINDS}
    for cell, label in zip(values, labels[1:], strict=True):
        kind = next((kind for kind, length in lengths.items() if abs(length - _digits(cell.text)) <= ABOUT), None)
        if kind and label is None and _digits(cell.text) >= FEWEST_DIGITS:
            yield Spot(kind, (cell.x, cell.y, cell.right, cell.bottom), SURE)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _phones(rows: Sequence[Row], spots: Spots) -> Iterator[Spot]:
    """Yield what is as long as a phone's number and was badly read, where phones stand all over the picture."""
    for row in rows:
        for cell in row.cells:
            for run in _runs([word for word in cell.words if not _is_in(word, spots)]):
                text = " ".join(word.text for word in run)
                digits = sum(char.isdigit() for char in text)
                if FEWEST_OF_PHONE <= digits <= MOST_OF_PHONE and TORN_PHONE.search(text) and not _is_none(text):
                    place = Cell(run)
                    yield Spot(Label.PHONE, (place.x, place.y, place.right, place.bottom), SURE)


def _is_none(text: str) -> bool:
    """Say whether a time was read, or what a program is numbered by."""
    return (
        _is_week(text.split())
        or RECIPE.fullmatch(text) is not None
        or TIME.search(text) is not None
        or VERSION.fullmatch(text) is not None
    )


def _is_week(numbers: Sequence[str]) -> bool:
    """Say whether each number follows the one before: the days of a calendar."""
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers):  # noqa: PLR2004
        return False
    return all(int(other) - int(one) == 1 for one, other in pairwise(numbers))


def _runs(words: Sequence[Read]) -> Iterator[list[Read]]:
    """Yield words one behind the other that hold digits and no letters to speak of."""
    run: list[Read] = []
    for word in words:
        if _digits(word.text) * 2 >= len(word.text) and not DATE.match(word.text) and not is_machine(word.text):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _surnames(row: Row, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a surname in its own cell before a first name and a father's name in theirs, whatever word it is."""
    for place, cell in enumerate(row.cells[:-1]):
        behind = [word.text for other in row.cells[place + 1 : place + 3] for word in other.words][:2]
        facts = [about([text], vocabulary) for text in behind]
        named = len(facts) > 1 and facts[0].first >= USUAL and facts[1].patronymic
        last = cell.words[-1]
        if named and WORD.match(repaired(last.text)) and not _is_in(last, spots):
            yield Spot(Label.PERSON, (last.x, last.y, last.right, last.bottom), SURE)


def _before_first_names(cell: Cell, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield the surname before a first name, or the first name behind it, where only one of them is hidden."""
    for place, (word, behind) in enumerate(pairwise(cell.words)):
        hidden = _is_in(word, spots), _is_in(behind, spots)
        if (
            hidden[0] == hidden[1]
            or exact_heading(behind.text) is not None
            or not all(WORD.match(repaired(one.text)) for one in (word, behind))
        ):
            continue
        facts, first = about([word.text], vocabulary), about([behind.text], vocabulary)
        may_be = (facts.surname >= USUAL or facts.shaped or not facts.is_known) and not facts.is_verb
        inside = place > 0 and not ENDS.search(cell.words[place - 1].text) and heading(word.text) is None
        parted = word.text.endswith((",", ";", "."))
        if first.first >= USUAL and (may_be or inside) and not parted:
            one = behind if hidden[0] else word
            yield Spot(Label.PERSON, (one.x, one.y, one.right, one.bottom), SURE)
        elif hidden[1] and facts.first >= USUAL and (first.surname >= USUAL or first.shaped) and not parted:
            yield Spot(Label.PERSON, (word.x, word.y, word.right, word.bottom), SURE)


def _whole_names(cell: Cell, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a cell that is a usual first name and what may be a surname, though both be words like any other."""
    if len(cell.words) != 2 or not all(WORD.match(repaired(word.text)) for word in cell.words):  # noqa: PLR2004
        return
    for first, family in (cell.words, reversed(cell.words)):
        named, facts = about([first.text], vocabulary), about([family.text], vocabulary)
        may_be = facts.shaped and (facts.surname >= USUAL or _is_in(first, spots))
        if named.first >= FREQUENT and may_be and not facts.first and not _are_in(cell.words, spots):
            yield Spot(Label.PERSON, cell.edges, SURE)
            return


def _before_fathers_names(cell: Cell, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a cell's first word before a first name and a father's name: its capital was read as a small letter."""
    if len(cell.words) < 3 or _is_in(cell.words[0], spots):  # noqa: PLR2004
        return
    word, first, fathers = cell.words[:3]
    named = about([first.text], vocabulary).first >= USUAL and about([fathers.text], vocabulary).patronymic
    if named and LONG_WORD.fullmatch(repaired(word.text)) and heading(word.text) is None and _is_in(first, spots):
        yield Spot(Label.PERSON, (word.x, word.y, word.right, word.bottom), SURE)


def _behind_surnames(cell: Cell, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a first name right behind a hidden name that was put into another row: its letters stand a little lower."""
    word = cell.words[0]
    if _is_in(word, spots) or not WORD.match(repaired(word.text)) or about([word.text], vocabulary).first < FREQUENT:
        return
    reach = Cell([replace(word, x=word.x - NEXT * word.height, width=NEXT * word.height)])
    if any(spot.label == Label.PERSON and spot.covers(reach) > 0 for spot in spots.near(reach)):
        yield Spot(Label.PERSON, (word.x, word.y, word.right, word.bottom), SURE)


def _listed(cell: Cell, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield the surname behind somebody's initials and a comma, at the end of a line: the list goes on below."""
    if len(cell.words) > 1:
        before, last = cell.words[-2:]
        facts = about([last.text], vocabulary)
        may_be = facts.surname >= USUAL or facts.shaped or not facts.is_known
        if before.text.endswith(".,") and may_be and WORD.match(last.text) and _is_in(before, spots):
            yield Spot(Label.PERSON, (last.x, last.y, last.right, last.bottom), SURE)


def _misread_surname(cell: Cell, spots: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield what a key opens right before a first name and a father's name: in logs a surname is read as Latin."""
    for place, word in enumerate(cell.words[:-2]):
        opened = OPENED.search(word.text)
        first, fathers = (about([one.text.strip(QUOTES)], vocabulary) for one in cell.words[place + 1 : place + 3])
        if opened and first.first >= USUAL and fathers.patronymic and not _is_in(word, spots):
            left = word.x + word.width * opened.start("value") / len(word.text)
            yield Spot(Label.PERSON, (left, word.y, word.right, word.bottom), SURE)


def _births(cell: Cell, spots: Spots) -> Iterator[Spot]:
    """Yield an old date in one cell with somebody's number or name: in a talk nobody says «born» before it."""
    hidden = [_is_in(word, spots) for word in cell.words]
    for place, word in enumerate(cell.words):
        date = Cell(cell.words[place : place + 3] if place + 3 <= len(cell.words) else [word])
        date = date if IN_WORDS.fullmatch(date.text) else Cell([word])
        year = YEAR.search(date.text) if DATE.fullmatch(date.text) or len(date.words) > 1 else None
        near = hidden[max(0, place - NEAR_BIRTH) : place + len(date.words) + NEAR_BIRTH]
        if year and not hidden[place] and int(year.group()) < NEWEST_YEAR and any(near):
            yield Spot(Label.DOB, (date.x, date.y, date.right, date.bottom), SURE)


def _are_in(words: Sequence[Read], spots: Spots) -> bool:
    return all(_is_in(word, spots) for word in words)


def _is_in(word: Read, spots: Spots) -> bool:
    return spots.over(Cell([word]), COVERED) is not None
