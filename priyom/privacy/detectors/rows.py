"""Finds names in rows of cells that stand under no heading: the cell with one surname beside somebody's telephone or birth.

A row of a table that holds a number of a person's own is about that person, so a capitalised word alone in a cell, which lists know
as a surname, is taken for one there, though in a sentence it would be a season or a bird.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.honour import is_never
from priyom.privacy.detectors.reading import SMALL, TITLE, Reading
from priyom.privacy.detectors.units import Unit, is_person_word, starts_with
from priyom.privacy.detectors.usualness import HEARD

ROW = re.compile(r"^(?=[^\n]{3,400}$)[^\n|\t;]{0,80}[|\t;][^\n]*$", re.MULTILINE)
CELL = re.compile(r"(?:^|(?<=[|\t;]))[ \t\"']{0,4}(?P<word>[^\W\d_]{2,24})[ \t\"']{0,4}(?=[|\t;]|$)", re.MULTILINE)
OWN = frozenset(
    {Label.DOB, Label.SNILS, Label.OMS, Label.PHONE, Label.ADDRESS, Label.PASSPORT, Label.MRN, Label.SICK_LEAVE}
)


def find_in_rows(reading: Reading, units: list[Unit], spans: list[Span]) -> Iterator[Span]:
    """Yield the surnames that stand alone in cells beside what is somebody's own."""
    own = sorted(span.start for span in spans if span.label in OWN)
    people = sorted(span.start for span in spans if span.label == Label.PERSON)
    by_start = {unit.start: unit for unit in units} if own else {}
    for row in ROW.finditer(reading.text) if own else ():
        if not _within(own, row) or _within(people, row):
            continue  # about nobody, or named already
        cells = [by_start.get(row.start() + cell.start("word")) for cell in CELL.finditer(row.group())]
        for unit in cells:
            if unit and _is_surname(unit):
                yield Span(unit.start, unit.end, Label.PERSON, 0.7, unit.facts.lemma or unit.low)
                break


def find_beside_numbers(units: list[Unit], spans: list[Span], text: str) -> Iterator[Span]:
    """Yield surnames right behind somebody's number, whole names before a birth or a telephone, and small ones that «и» joins."""
    numbers = {span.end for span in spans if span.label in OWN}
    dated_or_called = {span.start for span in spans if span.label in {Label.DOB, Label.PHONE}}
    people = {span.start for span in spans if span.label == Label.PERSON}
    for unit, following in pairwise([*units, None]):
        if unit is None or (unit.facts.is_place and unit.facts.surname <= HEARD):
            continue
        behind = (numbers and _is_behind(unit, numbers, text)) or _lies_in_a_ward(unit, text)
        joined = AND.match(text, unit.end) if unit.shape == SMALL and _is_shaped(unit) else None
        named = (
            following
            and not dated_or_called.isdisjoint((following.end + 1, following.end + 2))
            and following.gap == " "
            and _are_a_name(unit, following)
        )
        if behind or (joined and joined.end() in people):
            end = unit.end
        elif named and following:
            end = following.end
        else:
            continue
        if not is_never(unit.low):
            yield Span(unit.start, end, Label.PERSON, 0.7, unit.facts.lemma or unit.low)


def _is_behind(unit: Unit, numbers: set[int], text: str) -> bool:
    """Say whether a number stands right before the word and nothing follows it: «ИБ 192651 Панин», «… (панин)»."""
    between = BEHIND.search(text, max(0, unit.start - 12), unit.start)
    if not between or between.start() not in numbers or not ENDED.match(text, unit.end):
        return False
    if unit.shape == TITLE:
        return _is_surname(unit) or _is_shaped(unit, common=True) or (unit.facts.shaped and unit.looks_foreign)
    return unit.shape == SMALL and _is_shaped(unit, common=between.group() == " (")


def _lies_in_a_ward(unit: Unit, text: str) -> bool:
    """Say whether a surname's ward stands in brackets behind it: «Хромова (палата 4)»."""
    return unit.shape == TITLE and _is_shaped(unit) and unit.facts.surname >= HEARD and bool(WARD.match(text, unit.end))


WARD = re.compile(r",? \(?(?:палата|пал\.|койка) ?№? ?[0-9]")


def _is_shaped(unit: Unit, *, common: bool = False) -> bool:
    facts = unit.facts
    return facts.shaped and facts.surname > 0 and (common or not facts.is_common)


def _are_a_name(one: Unit, two: Unit) -> bool:
    """Say whether two words may be a surname and a first name: with capitals only such as are hardly anything else."""
    if one.shape != two.shape or one.shape not in {SMALL, TITLE}:
        return False
    if one.shape == TITLE:
        named = any(
            a.facts.surname >= HEARD and b.facts.only_names and b.facts.first >= HEARD
            for a, b in ((one, two), (two, one))
        )
        return named and not (is_person_word(one) or is_person_word(two))
    return any(
        a.facts.first >= 1 and b.facts.surname >= 1 and (not a.facts.is_common or _is_shaped(b))
        for a, b in ((one, two), (two, one))
    )


BEHIND = re.compile(r"(?: \(|[,;|]? ?(?:(?:оба|обе|у|по|—|-) )?|[;|])$")
ENDED = re.compile(r"[),;.|]|\s*(?:\n|$)| не(?![а-яё])")
AND = re.compile(r" и ")


def _within(places: list[int], row: re.Match[str]) -> bool:
    number = bisect_left(places, row.start())
    return number < len(places) and places[number] < row.end()


def _is_surname(unit: Unit) -> bool:
    facts = unit.facts
    named = max(facts.surname, facts.first) >= HEARD and not facts.is_place
    nobody = (
        is_never(unit.low, facts.lemma)
        or starts_with(unit.low, "titles")
        or is_person_word(unit)
        or is_an_adjective(unit)
    )
    return unit.shape == TITLE and named and not nobody


def is_an_adjective(unit: Unit) -> bool:
    """Say whether it is a word such as «скорая» before a telephone: a service, though a surname as well."""
    return unit.facts.is_common and unit.low.endswith("ая")


def was_born(low: str, place: int) -> int:
    """Return where «родилась» begins before a birth, or the birth itself: «Разият родилась 27 сентября»."""
    found = BORN.search(low, max(0, place - 16), place)
    return found.start() if found else place


BORN = re.compile(r" родил(?:ась|ся|ся в|ась в) $")
