"""What stands where others of its kind stand: numbers behind the same sign in many cells, names beside other names.

A reader that misreads «и/б» once in three cards leaves a third of the numbers without a word that tells what they are.
The other cards tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.births import NEWEST_YEAR
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.layout import Cell, Row, Spot
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired
from priyom.privacy.pictures.shapes import USUAL, YEAR, about

KINDS = (Label.MRN, Label.SNILS, Label.OMS, Label.PHONE, Label.PASSPORT)
FEWEST, ENOUGH, COVERED = 3, 0.34, 0.6
FEWEST_DIGITS, LONGEST_SIGN = 4, 5
DATE = re.compile(r"\W*\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}\W*")
NEAR_BIRTH, SURE = 2, 0.7  # words between a date and what else is somebody's
LONGEST_BETWEEN = 3
INITIALS = re.compile("[\u0410-\u042f\u0401]\\.[\u0410-\u042f\u0401]\\.,?")
WORD = re.compile("[\u0410-\u042f\u0401][\u0410-\u044f\u0451\u0401-]{2,}[,;.]?$")


def find_parallel(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield numbers where others are hidden, surnames beside first names and fathers' names, births beside phones."""
    yield from _numbers(rows, spots)
    for row in rows:
        yield from _surnames(row, spots, vocabulary)
        for cell in row.cells:
            yield from _births(cell, spots)


def _numbers(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield numbers at one place of cells that are alike, once a third of them are hidden as one kind."""
    groups: dict[tuple[int, str], list[tuple[Read, Label | None]]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            for place, word in enumerate(cell.words):
                if place and _is_number(word) and (sign := _sign(cell.words[place - 1].text)):
                    label = next((spot.label for spot in spots if spot.covers(Cell([word])) >= COVERED), None)
                    groups[place, sign].append((word, label))
    for words in groups.values():
        for kind in KINDS:
            known = sum(label == kind for _word, label in words)
            if known >= FEWEST and known >= ENOUGH * len(words):
                for word, label in words:
                    if label is None:
                        yield Spot(kind, (word.x, word.y, word.right, word.bottom), SURE)
                break


def _is_number(word: Read) -> bool:
    digits = sum(char.isdigit() for char in word.text)
    return digits >= FEWEST_DIGITS and digits >= sum(char.isalnum() for char in word.text) - 1 and ":" not in word.text


def _sign(text: str) -> str:
    """Return what short signs before a number have in common, however they were read; a longer word as it stands."""
    if len(text) <= LONGEST_SIGN and not DATE.match(text):
        return "short"
    return text.lower() if not text[0].isdigit() else ""


def _surnames(row: Row, spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a surname in its own cell before a first name and a father's name in theirs, whatever word it is."""
    for place, cell in enumerate(row.cells[:-1]):
        behind = [word.text for other in row.cells[place + 1 : place + 3] for word in other.words][:2]
        facts = [about([text], vocabulary) for text in behind]
        named = len(facts) > 1 and facts[0].first >= USUAL and facts[1].patronymic
        last = cell.words[-1]
        if named and WORD.match(repaired(last.text)) and not _is_in(last, spots):
            yield Spot(Label.PERSON, (last.x, last.y, last.right, last.bottom), SURE)


def _births(cell: Cell, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield an old date in one cell with somebody's number or name: in a talk nobody says «born» before it."""
    hidden = [_is_in(word, spots) for word in cell.words]
    for place, word in enumerate(cell.words):
        year = YEAR.search(word.text) if DATE.fullmatch(word.text) else None
        near = hidden[max(0, place - NEAR_BIRTH) : place + NEAR_BIRTH + 1]
        if year and not hidden[place] and int(year.group()) < NEWEST_YEAR and any(near):
            yield Spot(Label.DOB, (word.x, word.y, word.right, word.bottom), SURE)


def find_cut(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield initials right before a birth that is hidden: a window covers the surname, and they stand alone."""
    births = [spot for spot in spots if spot.label == Label.DOB]
    for row in rows:
        for cell in row.cells:
            at = next((place for place, word in enumerate(cell.words) if _is_in(word, births)), 0)
            for word in cell.words[max(0, at - LONGEST_BETWEEN) : at]:
                if INITIALS.fullmatch(word.text) and not _is_in(word, spots):
                    yield Spot(Label.PERSON, (word.x, word.y, word.right, word.bottom), SURE)


def _is_in(word: Read, spots: Sequence[Spot]) -> bool:
    return any(spot.covers(Cell([word])) >= COVERED for spot in spots)
