"""Weighs what the rules of names have found against how likely each word is a name (`likelihood.py`).

The network adds what no rule knows and takes away what a rule of little weight only guessed. What stands in full (surname, first name and
patronymic; initials) it may only trim: such a name is hidden whatever stands around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.cues import PATIENTS, RESPECT
from priyom.privacy.detectors.honour import (
    is_a_sign,
    is_an_eponym,
    is_device,
    is_in_a_firm,
    is_in_honour,
    is_never,
    is_nobody,
    is_shortened,
)
from priyom.privacy.detectors.units import CAPITAL, CAPS, SMALL, TITLE, Unit, is_person_word
from priyom.privacy.detectors.usualness import EVERYDAY, HEARD, RARE, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import lists

SURE = 0.95  # rules that are as sure as this are only trimmed
HARDLY = 0.015  # under this a guess is dropped, and a word at the edge of a name given back
# Over these a word is a name: one that lists have, any, a word like any other; one beside a name, one that stands as names do.
LISTED, LIKELY, PLAIN, BESIDE, ALIKE = 0.5, 0.7, 0.9, 0.4, 0.25
ADDED, BEYOND_DOUBT = 0.75, 0.95
SHORTEST_SMALL, SHORTEST = 3, 2
SHORTEST_CAPS = 4


def weighed(units: list[Unit], spans: Sequence[Span], chances: Sequence[float]) -> Iterator[Span]:
    """Yield the spans that stand the test, trimmed, and those that the rules have missed."""
    starts = [unit.start for unit in units]
    taken: set[int] = set()
    for span in spans:
        inside = _inside(units, starts, span)
        kept = _kept(units, span, inside, chances)
        if not kept:
            continue
        taken.update(kept)
        if kept == inside:
            yield span
        else:
            yield Span(units[kept[0]].start, units[kept[-1]].end, span.label, span.confidence, span.key)
    yield from _added(units, taken, chances)


def _inside(units: list[Unit], starts: list[int], span: Span) -> list[int]:
    first = bisect_left(starts, span.start)
    found = []
    while first < len(units) and units[first].start < span.end:
        found.append(first)
        first += 1
    return found


def _kept(units: list[Unit], span: Span, inside: list[int], chances: Sequence[float]) -> list[int]:
    """Return the words of the span that stay in it."""
    if not inside or len(inside) == 1:
        doubted = span.confidence < SURE and inside and chances[inside[0]] < _least(units[inside[0]])
        return [] if doubted else inside
    if span.confidence < SURE and max(chances[place] for place in inside) < HARDLY:
        return []
    kept = list(inside)
    while len(kept) > 1 and _is_word(units[kept[0]], chances[kept[0]]):
        del kept[0]
    while len(kept) > 1 and _is_word(units[kept[-1]], chances[kept[-1]]):
        del kept[-1]
    return kept


def _least(unit: Unit) -> float:
    """Return how likely a lone word must be to stay: a surname that is no word may be less so."""
    facts = unit.facts
    many = facts.surname >= (EVERYDAY if facts.is_known else RARE)
    plain = facts.shaped and many and not (facts.is_common or facts.is_place)
    return HARDLY / 10 if plain and unit.shape == TITLE else HARDLY


def _is_word(unit: Unit, chance: float) -> bool:
    """Say whether a rule took the word beside a name along: «НАЙДЕН ЗАСТРАХОВАННЫЙ ЦЫБИКОВ БАИР»."""
    if _is_neuter(unit):
        return True
    if chance >= HARDLY or unit.after.startswith(".") or unit.gap.startswith("."):
        return False
    letter = unit.shape == CAPITAL and unit.low in {"и", "в", "с", "к", "о", "у", "а"}
    facts = unit.facts
    listed = facts.only_names or facts.first >= WELL_KNOWN or (facts.shaped and facts.surname >= HEARD)
    return letter or (facts.is_common and not listed)


def _added(units: list[Unit], taken: set[int], chances: Sequence[float]) -> Iterator[Span]:
    """Yield the rows of words that only the network takes for names."""
    wanted = {place for place, chance in enumerate(chances) if place not in taken and _is_added(units, place, chance)}
    for _ in range(2):  # initials and further names beside one
        named = taken | wanted
        wanted |= {place for place in range(len(units)) if _goes_along(units, place, chances, named)}
    wanted |= set(_alike(units, taken | wanted, chances))
    for first in sorted(wanted):
        if first - 1 in wanted and _is_next(units[first]):
            continue
        last = first
        while last + 1 in wanted and _is_next(units[last + 1]):
            last += 1
        key = units[first].facts.lemma or units[first].low
        yield Span(units[first].start, units[last].end, Label.PERSON, ADDED, key)


def _is_added(units: list[Unit], place: int, chance: float) -> bool:
    unit = units[place]
    facts = unit.facts
    listed = (
        unit.shape == TITLE and max(facts.first, facts.surname) >= WELL_KNOWN and (facts.shaped or facts.only_names)
    )
    if chance < (LISTED if listed else LIKELY) or (chance < PLAIN and is_nobody(units, place)):
        return False
    if _is_a_thing(units, place, chance):
        return False
    if unit.is_initial:
        return chance >= PLAIN and unit.after.startswith(".")
    if unit.shape == SMALL:
        return _is_added_small(unit, chance) and not _is_a_feeling(units, place)
    if unit.shape == CAPS and len(unit.low) < SHORTEST_CAPS and max(facts.surname, facts.first) < RARE:
        return False  # «БУ РК»
    if unit.shape == CAPS and not (facts.surname or facts.first) and facts.is_known:
        return False
    if len(unit.low) < SHORTEST or unit.shape not in {TITLE, CAPS}:
        return False
    if unit.begins_sentence and not facts.is_known and not facts.shaped and max(facts.first, facts.surname) < RARE:
        return unit.low.isascii()  # «Токены протухли»
    return chance >= PLAIN or not facts.is_common or not unit.begins_sentence


def _is_a_thing(units: list[Unit], place: int, chance: float) -> bool:
    """Say whether lists or neighbours speak against a person; «пациентка Волга» is one all the same."""
    unit, facts = units[place], units[place].facts
    if is_never(unit.low, facts.lemma) and not (chance >= BEYOND_DOUBT and _is_of_a_patient(units, place)):
        return True
    if is_device(unit.low) or _is_neuter(unit) or (is_person_word(unit) and not facts.only_names):
        return True
    if _is_a_label(unit):
        return True
    if is_a_sign(units, place) or is_shortened(units, place):
        return True
    if facts.is_place and max(facts.first, facts.surname) < RARE:
        return True
    nobody = is_in_a_firm(units, place) or is_in_honour(units, place) or is_an_eponym(units, place)
    return nobody or _is_an_attribute(units, place)


def _is_of_a_patient(units: list[Unit], place: int) -> bool:
    unit = units[place]
    russian = unit.shape == TITLE and len(unit.low) >= SHORTEST_CAPS and not unit.low.isascii()
    return russian and place > 0 and unit.follows and units[place - 1].low in PATIENTS


def _is_an_attribute(units: list[Unit], place: int) -> bool:
    """Say whether it is an adjective that no list has as a name, its noun behind it: «Резервная линия»."""
    unit, facts = units[place], units[place].facts
    after = units[place + 1] if place + 1 < len(units) else None
    if not facts.is_common or max(facts.first, facts.surname) > HEARD or not unit.low.endswith(ADJECTIVE):
        return False
    if place and is_person_word(units[place - 1]) and unit.follows:
        return False
    noun = after is not None and after.follows and after.shape == SMALL and after.facts.is_noun
    if after is None or not noun or after.facts.is_verb:
        return False
    return not is_person_word(after) or after.low.endswith(("ия", "ии", "ию"))  # «Первая хирургия»


NEUTER = ("ое", "ее")
SHUT_BEFORE, SHUT_BEHIND = re.compile(r"[/>|\"] ?$"), re.compile(r" ?[/<|\"]")
ADJECTIVE = ("ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ой")


def _is_added_small(unit: Unit, chance: float) -> bool:
    facts = unit.facts
    named = max(facts.first, facts.surname) >= HEARD
    if len(unit.low) < SHORTEST_SMALL or not (named or not facts.is_known):
        return False
    return chance >= PLAIN or (named and not (facts.is_common or facts.is_verb))


def _is_a_feeling(units: list[Unit], place: int) -> bool:
    """Say whether it is a word like any other that is a first name as well, beside no surname: «с уважением и надеждой»."""
    unit, facts = units[place], units[place].facts
    if not facts.is_common or {unit.low, facts.first_lemma}.isdisjoint(lists()["first_or_word"]):
        return False
    beside = [units[place - 1]] if place and unit.follows else []
    beside += [units[place + 1]] if place + 1 < len(units) and units[place + 1].follows else []
    return not any(other.facts.patronymic or (other.facts.shaped and other.facts.surname >= RARE) for other in beside)


def _goes_along(units: list[Unit], place: int, chances: Sequence[float], named: set[int]) -> bool:
    """Say whether the word stands right beside a name and is its letter, a word of respect, or rather likely a name itself."""
    unit = units[place]
    before = place - 1 in named and _is_next(unit)
    behind = place + 1 in named and _is_next(units[place + 1]) and "\n" not in units[place + 1].gap
    if place in named or not (before or behind):
        return False
    if unit.is_initial and unit.after.startswith("."):
        return chances[place] >= HARDLY and not (unit.low == "s" and place and units[place - 1].low == "p")  # «P.S.»
    if before and (unit.low in RESPECT or (len(unit.low) == 1 and unit.low.isascii() and unit.gap in {".", "_"})):
        return True
    if not (unit.is_capitalised or unit.is_initial) or _is_no_part(unit):
        return False
    doubted = is_never(unit.low, unit.facts.lemma) and unit.facts.first < WELL_KNOWN  # «Лада» is a first name as well
    return chances[place] >= BESIDE and not doubted


def _is_no_part(unit: Unit) -> bool:
    """Say whether it is a word for people («медбрат»), whatever stands beside it."""
    facts = unit.facts
    somebody = facts.is_somebody and not facts.only_names and max(facts.first, facts.surname) < HEARD
    return somebody or is_person_word(unit) or is_device(unit.low) or _is_neuter(unit)


def _alike(units: list[Unit], named: set[int], chances: Sequence[float]) -> Iterator[int]:
    """Yield words that stand as names stand elsewhere in the text: in a roster, a column, a row of fields."""
    frames = {frame for place in named for frame in _frames(units[place])}
    for place, unit in enumerate(units) if frames else ():
        if place in named or chances[place] < ALIKE or unit.shape != TITLE or frames.isdisjoint(_frames(unit)):
            continue
        if _is_a_label(unit) or (_is_borne_by_nobody(unit) and chances[place] < BEYOND_DOUBT):
            continue
        if not (is_never(unit.low, unit.facts.lemma) or is_person_word(unit) or unit.facts.is_verb):
            yield place


def _is_a_label(unit: Unit) -> bool:
    """Say whether a plain word stands alone among labels and values: «<td>Анамнез</td>», «Главная / Картотека / …»."""
    return _is_borne_by_nobody(unit) and bool(SHUT_BEFORE.search(unit.gap) and SHUT_BEHIND.match(unit.after))


def _is_neuter(unit: Unit) -> bool:
    """Say whether it is an adjective that nobody is called by: «Сопровождает: Панина Ольга⏎Рабочее место …»."""
    return unit.low.endswith(NEUTER) and _is_borne_by_nobody(unit)


def _is_borne_by_nobody(unit: Unit) -> bool:
    """Say whether it is a word like any other that no list has as a name."""
    return unit.facts.is_common and max(unit.facts.first, unit.facts.surname) < RARE


def _frames(unit: Unit) -> set[tuple[str, str]]:
    """Return what stands around the word, numbers made alike; before it alone where that is more than a comma."""
    before, after = (NUMBER.sub("0", gap.replace("\n", "¶"))[-6:].strip() for gap in (unit.gap, unit.after[:6]))
    found = {(before, after)} if before and after else set()
    return found | {(before, "")} if before.strip(",. ") else found


NUMBER = re.compile("[0-9]+")


def _is_next(unit: Unit) -> bool:
    """Say whether a space or the dot of an initial parts it from the word before."""
    return unit.follows or unit.gap in {".", ". "}
