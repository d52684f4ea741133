"""Decides what of the model's answers is believed: it has read newspapers, and takes drugs, programs and headings for people."""

from __future__ import annotations

from priyom.privacy.detectors.full_names import GREETINGS, INSTITUTIONS
from priyom.privacy.detectors.honour import is_device, is_never, is_nobody
from priyom.privacy.detectors.units import CAPS, OTHER, SMALL, TITLE, Unit, is_person_word, starts_with
from priyom.privacy.detectors.usualness import RARE, USUAL

LONG_CAPS, SURE, SYLLABLE = 3, 4, 3
ADJECTIVE = ("ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие")
OF_SYSTEMS = frozenset(
    "работает открывается запускается грузит грузится виснет зависает падает лежит обновился обновилась тормозит ставится".split()
)


def is_believed(units: list[Unit], place: int, together: int) -> bool:
    unit, facts = units[place], units[place].facts
    if unit.shape in {SMALL, OTHER} or is_never(unit.low, facts.lemma) or is_nobody(units, place):
        return False
    if together == 1 and not facts.is_name and _is_prescribed(units, place):
        return False
    if "'" in unit.low and unit.shape == TITLE:
        return True
    if unit.shape == CAPS and len(unit.low) <= LONG_CAPS:
        return False
    if is_person_word(unit) and not facts.only_names:
        return False
    following = units[place + 1] if place + 1 < len(units) else None
    beside = following if following is not None and following.follows else None
    acts = beside is not None and starts_with(beside.low, "person_after")
    if facts.is_common:
        if place and unit.follows and _is_heading(units[place - 1]):
            return False  # «Приёмный Покой»
        likely = (facts.surname >= USUAL or facts.first >= USUAL) and not facts.is_place
        return likely and (acts or not unit.begins_sentence)
    if facts.is_place and ("-" in unit.low or (together == 1 and max(facts.surname, facts.first) < SURE)):
        return False
    if together > 1 or acts or max(facts.surname, facts.first) > 3:
        begins = unit.begins_sentence or (place > 0 and units[place - 1].begins_sentence and unit.follows)
        return facts.is_name or (not facts.is_known and unit.shape == TITLE and (acts or not begins))
    verb = beside is not None and beside.facts.is_verb and beside.low not in OF_SYSTEMS
    return unit.shape == TITLE and not facts.is_known and (verb or facts.shaped) and not unit.begins_sentence


def is_whole(units: list[Unit], inside: list[int]) -> bool:
    """Say whether several words together may be a name, whatever each of them is: «Цзян Вэй», «Жоау да Силва»."""
    words = [units[place] for place in inside]
    first, last = words[0], words[-1]
    if first.shape != TITLE or last.shape != TITLE or any(not unit.follows or "\t" in unit.gap for unit in words[1:]):
        return False
    parts = [unit for unit in words if unit.low not in PARTICLES]
    if any(unit.shape != TITLE or is_never(unit.low, unit.facts.lemma) or is_person_word(unit) for unit in parts):
        return False
    named_after = starts_with(first.low, "eponym_before") or starts_with(first.low, "honour_before")
    if _is_thing(first) or is_device(first.low) or (first.facts.is_common and named_after):
        return False
    return not is_nobody(units, inside[0]) or _is_of_an_institution(units, inside[0])


PARTICLES = frozenset("да де дель дю ди ван фон дер ден аль эль бен ибн ла ле и".split())


def _is_prescribed(units: list[Unit], place: int) -> bool:
    """Say whether a dose or a way to take a medicine stands near: «Реамберин внутривенно»."""
    return any(unit.low in DOSES for unit in units[place + 1 : place + 5])


DOSES = frozenset(
    "мг мл мкг ед таб табл таблетки капс капсулы капли внутривенно внутримышечно подкожно капельно перорально амп ампулы сироп спрей мазь гель доза дозы курсом".split()
)


def _is_thing(unit: Unit) -> bool:
    """Say whether the dictionary has it in its first form, and no list of names has it."""
    facts = unit.facts
    named = facts.first or facts.surname or len(unit.low) <= SYLLABLE
    return facts.is_common and not facts.is_oblique and not named


def _is_of_an_institution(units: list[Unit], place: int) -> bool:
    return place > 0 and units[place].follows and units[place - 1].low in INSTITUTIONS


def is_only_a_word(unit: Unit) -> bool:
    """Say whether the model took the beginning of a sentence along: «Скажите Ренату»."""
    facts = unit.facts
    if facts.is_somebody and unit.begins_sentence and max(facts.first, facts.surname) < SURE:
        return True
    if unit.low in GREETINGS or starts_with(unit.low, "titles"):
        return True
    return unit.begins_sentence and facts.is_known and not (facts.first or facts.only_names or facts.surname >= RARE)


def _is_heading(unit: Unit) -> bool:
    return unit.shape == TITLE and not unit.begins_sentence and unit.low.endswith(ADJECTIVE)
