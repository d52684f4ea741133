"""Finds whole names: a patronymic and what stands around it, and a first name beside a surname."""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.honour import PROCEDURE, is_in_honour, is_never, is_nobody
from priyom.privacy.detectors.units import SMALL, TITLE, Unit, is_person_word, starts_with
from priyom.privacy.detectors.usualness import EVERYDAY, FAMOUS, FREQUENT, HEARD, RARE, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import FOREIGN_PATRONYMIC, Facts

SHORT = 3


def find_full_names(units: list[Unit]) -> Iterator[tuple[int, int, Span]]:
    """Yield (first unit, unit behind the last, span) of every whole name."""
    taken = -1
    for place in range(len(units)):
        if place <= taken:
            continue
        found = _around_patronymic(units, place, taken) or _pair(units, place) or _mistyped(units, place)
        if found:
            first, behind = found
            taken = behind - 1
            yield first, behind, _span(units, first, behind)


def _span(units: list[Unit], first: int, behind: int) -> Span:
    """Make the span; its key is the surname's lemma and the initials of the rest."""
    members = units[first:behind]
    surname = max(
        members, key=lambda unit: (not unit.facts.patronymic, unit.facts.surname - unit.facts.first, unit.facts.shaped)
    )
    others = sorted((unit for unit in members if unit is not surname), key=lambda unit: unit.facts.patronymic)
    letters = "".join(unit.low[0] for unit in others if unit.low not in FOREIGN_PATRONYMIC)[:2]
    return Span(
        units[first].start, units[behind - 1].end, Label.PERSON, 0.99, f"{surname.facts.lemma or surname.low} {letters}"
    )


def _around_patronymic(units: list[Unit], place: int, taken: int) -> tuple[int, int] | None:
    unit = units[place]
    if not unit.facts.patronymic or not _may_be_patronymic(units, place):
        return None
    first = behind = place
    behind += 1
    lone = True
    father = unit.low in FOREIGN_PATRONYMIC  # «Али оглы»: the father's name stands before
    limit = 3 if father else 2
    while (
        first - 1 > taken
        and place - first < limit
        and units[first].follows
        and _may_be_part(units, first - 1, unit, first_name=place - first == limit - 2)
    ):
        first -= 1
        lone = False
    if place - first < limit and behind < len(units) and units[behind].follows:
        if unit.low not in FOREIGN_PATRONYMIC and units[behind].low in FOREIGN_PATRONYMIC:
            behind += 1
        elif _may_be_surname(units, behind, unit) and not units[behind].facts.patronymic:
            behind += 1
            lone = False
    if is_in_honour(units, first) or (lone and (is_nobody(units, place) or is_never(unit.low))):
        return None
    return first, behind


def _may_be_patronymic(units: list[Unit], place: int) -> bool:
    unit = units[place]
    if unit.low in FOREIGN_PATRONYMIC:
        return (bool(place) and units[place].follows) or unit.gap == "-"
    if unit.is_capitalised:
        return not unit.facts.is_common or (place > 0 and unit.follows and units[place - 1].facts.first >= WELL_KNOWN)
    return unit.shape == SMALL and not unit.facts.is_common


def _may_be_part(units: list[Unit], place: int, anchor: Unit, *, first_name: bool) -> bool:
    """Say whether the unit before a patronymic belongs to the name."""
    unit = units[place]
    facts = unit.facts
    if is_person_word(unit) and not (facts.first >= EVERYDAY or facts.surname >= EVERYDAY):
        return False
    if facts.is_common and (starts_with(unit.low, "eponym_before") or PROCEDURE.search(unit.low)):
        return False
    if anchor.is_capitalised:
        if not unit.is_capitalised or len(unit.low) < 2:
            return unit.shape == SMALL and facts.only_names
        if facts.first or facts.surname or facts.shaped or not facts.is_common:
            return True
        if first_name:  # «Окунев Мрак Ильич»: a slip inside a name that is whole otherwise
            before = units[place - 1] if place and unit.follows else None
            return before is not None and before.is_capitalised and before.facts.surname >= HEARD
        return facts.is_noun and not facts.is_verb and unit.low not in GREETINGS
    if unit.shape != SMALL:
        return unit.is_capitalised and (facts.is_name or not facts.is_known)
    if first_name:
        return facts.first >= HEARD or not facts.is_known
    if place and is_person_word(units[place - 1]) and unit.follows and facts.is_noun and not facts.is_verb:
        return True
    return facts.surname >= HEARD or (not facts.is_known and len(unit.low) > SHORT)


def _may_be_surname(units: list[Unit], place: int, anchor: Unit) -> bool:
    unit = units[place]
    facts = unit.facts
    if anchor.is_capitalised:
        return (
            unit.is_capitalised
            and not is_person_word(unit)
            and (
                facts.surname >= HEARD
                or (not facts.is_known and (facts.shaped or facts.surname > 0 or unit.shape == TITLE))
            )
        )
    if facts.is_common and unit.shape == SMALL and place > 1 and units[place - 2].facts.first >= WELL_KNOWN:
        return facts.surname >= WELL_KNOWN and facts.is_noun and not facts.is_place and not is_person_word(unit)
    return (
        unit.shape == SMALL
        and not facts.is_common
        and (facts.surname >= HEARD or (facts.shaped and not facts.is_known))
    )


def _pair(units: list[Unit], place: int) -> tuple[int, int] | None:
    """Return a first name beside a surname, in either order."""
    if place + 1 >= len(units) or not units[place + 1].follows or "\n" in units[place + 1].gap:
        return None
    one, two = units[place], units[place + 1]
    if _is_patronymic_only(one) or two.facts.patronymic or not (_is_pair(one, two) or _is_pair(two, one)):
        return None
    if is_nobody(units, place) and not (_is_of_an_institution(units, place) or _is_looked_up(units, place)):
        return None
    if one.low in GREETINGS or (is_never(one.low) and is_never(two.low)) or PROCEDURE.match(two.low):
        return None
    if one.facts.is_common and starts_with(one.low, "honour_before"):
        return None
    if is_person_word(one) and not one.facts.only_names:
        return None
    behind = place + 2
    if (
        behind < len(units)
        and units[behind].follows
        and units[behind].facts.patronymic
        and _may_be_patronymic(units, behind)
    ):
        return None  # the patronymic will take both
    return place, behind


def _is_of_an_institution(units: list[Unit], place: int) -> bool:
    """Say whether a name in the first case follows an institution in another: «главврач больницы Иван Петров»."""
    facts = units[place].facts
    named = facts.first >= EVERYDAY and (facts.only_names or facts.is_oblique) and facts.first_lemma == units[place].low
    return named and place > 0 and units[place].follows and units[place - 1].low in INSTITUTIONS


def _is_looked_up(units: list[Unit], place: int) -> bool:
    """Say whether a whole name follows where somebody was looked for: «в системе Успенская Варвара»."""
    looked = place > 1 and units[place - 1].low in LOOKED_IN and units[place - 2].low in {"в", "во"}
    return looked and units[place].follows and any(unit.facts.shaped for unit in units[place : place + 2])


LOOKED_IN = frozenset("системе базе программе мис рмис подсистеме сервисе регистре".split())
INSTITUTIONS = frozenset(
    "региона области района края города округа республики больницы поликлиники клиники центра диспансера роддома госпиталя филиала института "
    "университета академии компании фирмы фонда партии клуба театра завода музея отделения отдела села поселка парка модуля системы сервиса".split()
)
GREETINGS = frozenset(
    "уважаемая уважаемый дорогая дорогой добрый доброе спасибо здравствуйте коллега коллеги день утро вечер".split()
)


def _is_patronymic_only(unit: Unit) -> bool:
    return unit.facts.patronymic and unit.facts.surname < EVERYDAY


def _is_pair(first: Unit, surname: Unit) -> bool:
    """Say whether the two words are a first name and a surname, in this order."""
    given, family = first.facts, surname.facts
    if first.shape == surname.shape == "Aa" and _are_strange(given, family, surname.low):
        return True
    if first.is_capitalised and surname.is_capitalised:
        return _is_capitalised_pair(first, surname)
    return first.shape == SMALL == surname.shape and _is_small_pair(given, family)


def _is_capitalised_pair(first: Unit, surname: Unit) -> bool:
    given, family = first.facts, surname.facts
    if len(first.low) <= SHORT and first.shape == "AA" and surname.shape == "AA" and given.first < EVERYDAY:
        return False
    if given.first < WELL_KNOWN or (given.is_common and not given.only_names and given.first < EVERYDAY):
        return given.first >= RARE and not given.is_known and family.surname >= HEARD and not family.is_common
    if given.first >= EVERYDAY and (given.only_names or not given.is_known) and _stands_as_surname(surname):
        return not (family.is_place and not family.surname)
    if given.first >= EVERYDAY and not first.begins_sentence and _is_adjective(surname):
        return True
    plain = family.surname >= RARE and not family.is_common and not (family.is_place and not family.shaped)
    return plain or _is_usual_enough(given, family) or (not family.is_known and family.shaped)


def _stands_as_surname(surname: Unit) -> bool:
    """Say whether a word behind a sure first name may be the surname: no word for people, nor a sentence's first."""
    family = surname.facts
    begins_anew = family.is_common and surname.begins_sentence and family.surname < HEARD and not family.shaped
    is_possible = family.surname or family.shaped or (not family.is_known and len(surname.low) > SHORT)
    return bool(is_possible) and not is_person_word(surname) and not begins_anew


def _is_usual_enough(given: Facts, family: Facts) -> bool:
    """Say whether a surname that is a word as well is usual enough: the surer the first name, the less it takes."""
    is_sure = (given.only_names and given.first >= EVERYDAY) or given.first >= FAMOUS
    return family.is_common and family.surname >= (WELL_KNOWN if is_sure else EVERYDAY)


def _is_small_pair(given: Facts, family: Facts) -> bool:
    """Say the same of two words in small letters, where every word of the language has to be told apart."""
    return (
        given.first >= EVERYDAY
        and (not given.is_common or (given.is_oblique and family.only_names and family.surname > HEARD))
        and (not family.is_common or (family.shaped and family.surname >= FREQUENT))
        and ((family.surname >= HEARD and not family.is_place) or (family.shaped and not family.is_known))
    )


def _are_strange(given: Facts, family: Facts, low: str) -> bool:
    """Say whether no dictionary has either, and one ends as surnames do: «Чагдурова Сэсэг»."""
    return not (given.is_known or family.is_known) and family.shaped and bool(SURNAME_END.search(family.lemma or low))


SURNAME_END = re.compile(r"(?:[оеё]в|[сц]к(?:ий|ая)|ян|швили|дзе|енко|чук|[иы]х)$")


def _is_adjective(unit: Unit) -> bool:
    """Say whether it may be a surname such as «Речной» behind a first name."""
    ends = unit.low.endswith(("ой", "ый", "ий", "ая", "яя", "ого", "ому"))
    return ends and unit.shape == "Aa" and unit.follows and not unit.begins_sentence and not is_person_word(unit)


def _mistyped(units: list[Unit], place: int) -> tuple[int, int] | None:
    """Return surname, first name and a third word that only a slip keeps from being a patronymic."""
    if place + 2 >= len(units):
        return None
    one, two, three = units[place : place + 3]
    if not (two.follows and three.follows and one.shape == two.shape == three.shape):
        return None
    if (
        one.facts.is_common
        or three.facts.is_known
        or len(three.low) < 6
        or not three.low[-4:].translate(DROPPED).endswith(("вч", "чв", "вн", "нв", "чн"))
    ):
        return None
    return (place, place + 3) if two.facts.first >= HEARD and (one.facts.is_name or not one.facts.is_known) else None


DROPPED = str.maketrans("", "", "аоиеыуюя")
