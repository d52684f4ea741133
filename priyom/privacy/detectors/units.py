"""The words of a text as the detector of names sees them: double names joined, each with its facts and its place."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from priyom.privacy.detectors.reading import CAPITAL, CAPS, OTHER, SMALL, TITLE, Reading, Word
from priyom.privacy.detectors.usualness import SELDOM, USUAL, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import LONGEST_WORD, NOTHING, Facts, Vocabulary, lists

SPACE = re.compile(r"^(?:[ \t]{1,3}|[ \t]{0,3}\r?\n[ \t>]{0,8}|_{1,2})$")
STAYS = re.compile(r"^[ \t_]{0,3}(?:[:=\-(\[<{«\"'№|]?[ \t\"'«(\[<{]{0,3})$")
SENTENCE_END = re.compile(r"[.!?…;:]\s|\n\s*[-*•>\d]*|^$")
EXACT_UP_TO, LONGEST_BEGINNING = 3, 14
RATHER_A_NAME = 9
JOINED_SMALL = frozenset("оглы кызы гызы заде бек хан ага оол ооль апа жан улу уулу паша".split())


class Unit:
    """One word, or a double name with its hyphen."""

    __slots__ = ("after", "end", "facts", "gap", "low", "shape", "start")

    def __init__(self, word: Word, facts: Facts) -> None:
        self.start, self.end, self.low, self.shape, self.gap = word.start, word.end, word.low, word.shape, word.gap
        self.facts = facts
        self.after = ""  # the gap behind it

    @property
    def is_capitalised(self) -> bool:
        return self.shape in {TITLE, CAPS}

    @property
    def is_initial(self) -> bool:
        return self.shape == CAPITAL

    @property
    def follows(self) -> bool:
        """Say whether only a space parts it from the unit before."""
        return self.gap == " " or bool(SPACE.match(self.gap))  # nearly always it is one blank

    @property
    def begins_sentence(self) -> bool:
        return self.gap != " " and bool(not self.gap or SENTENCE_END.search(self.gap))

    @property
    def looks_foreign(self) -> bool:
        """Say whether neither the dictionary nor its ending make it a word."""
        return not self.facts.is_known


def units_of(reading: Reading, vocabulary: Vocabulary) -> list[Unit]:
    """Return the Russian words of the text; Latin ones stand among them without facts."""
    units: list[Unit] = []
    for word in reading.words:
        facts = vocabulary.about(word.low)
        if facts.is_oblique and word.is_capitalised and max(facts.surname, facts.first) >= RATHER_A_NAME:
            facts = replace(facts, is_common=False)
        if facts.is_oblique and facts.shaped and facts.surname >= WELL_KNOWN and _stands_out(word):
            facts = replace(facts, is_common=False)
        if units and word.gap == "-" and _join(units[-1], word, facts, vocabulary):
            continue
        units.append(Unit(word, facts))
    for unit, following in pairwise(units):
        unit.after = following.gap
    return units


def _stands_out(word: Word) -> bool:
    """Say whether it has a capital although no sentence begins: «у Лядова», not «Часов на приём»."""
    return word.shape == TITLE and bool(word.gap) and not SENTENCE_END.search(word.gap)


def _join(unit: Unit, word: Word, facts: Facts, vocabulary: Vocabulary) -> bool:
    """Make «Салтыков-Щедрин» one unit; «врач-Иванов» and «и-ко» stay two."""
    capitals = unit.is_capitalised and (word.is_capitalised or word.low in JOINED_SMALL)
    known = (unit.facts.surname >= SELDOM, facts.surname >= SELDOM)
    small = unit.shape == SMALL == word.shape and any(known) and (all(known) or (unit.facts.shaped and facts.shaped))
    if not (capitals or small) or len(word.text) == 1:
        return False
    common = unit.facts.is_common and facts.is_common
    if is_person_word(unit) and not unit.facts.is_name:
        return False
    both = replace(
        unit.facts,
        first=max(unit.facts.first, facts.first),
        surname=max(unit.facts.surname, facts.surname),
        is_common=common,
        is_known=unit.facts.is_known and facts.is_known,
        is_place=unit.facts.is_place or facts.is_place or _is_town(unit, word, vocabulary),
        only_names=unit.facts.only_names or facts.only_names,
        shaped=unit.facts.shaped or facts.shaped,
        patronymic=unit.facts.patronymic or facts.patronymic,
        lemma=f"{unit.facts.lemma or unit.low}-{facts.lemma or word.low}",
    )
    unit.facts, unit.end, unit.low = both, word.end, f"{unit.low}-{word.low}"
    return True


def _is_town(unit: Unit, word: Word, vocabulary: Vocabulary) -> bool:
    """Say whether both together are a place: «Тель-Авив». Long rows are not asked about: answers are kept."""
    whole = f"{unit.low}-{word.low}"
    return len(whole) <= LONGEST_WORD and vocabulary.about(whole).is_place


# Professions of two parts: «рентгенлаборант», «гастрохирург», «врач-нейрофизиолог».
PROFESSION = re.compile(
    r"[а-я]{3}-?(?:лаборант|терапевт|хирург|педиатр|ортопед|анестезист|инженер|техник|физиолог|патолог|онколог|невролог|аллерголог|регистратор|медсестр)(?:ка|[аеуы]|ом|ой|ки|ке|ку)?$"
)


def is_person_word(unit: Unit) -> bool:
    """Say whether the word is «врач», «пациент» and the like, not a surname that begins so («Логинова»)."""
    facts = unit.facts
    if facts.shaped and not facts.is_known and (unit.low not in lists()["person_before"]):
        return False  # «Мамытов» is nobody's mother
    if PROFESSION.search(unit.low):
        return facts.surname < USUAL
    return starts_with(unit.low, "person_before") and (facts.is_common or facts.surname < USUAL)


def starts_with(low: str, name: str) -> bool:
    """Say whether the word begins like one of the list; short entries and those with «=» must be the whole word."""
    whole, beginnings = _entries()[name]
    return low in whole or low.startswith(beginnings.get(low[: EXACT_UP_TO + 1], ()))


@lru_cache(maxsize=1)
def _entries() -> dict[str, tuple[frozenset[str], dict[str, tuple[str, ...]]]]:
    """Return of each list the words that must be whole, and the beginnings by their first letters."""
    found = {}
    for name, known in lists().items():
        beginnings: dict[str, list[str]] = {}
        for entry in known:
            if EXACT_UP_TO < len(entry) <= LONGEST_BEGINNING:
                beginnings.setdefault(entry[: EXACT_UP_TO + 1], []).append(entry)
        whole = known | {entry[1:] for entry in known if entry.startswith("=")}
        found[name] = (whole, {first: tuple(entries) for first, entries in beginnings.items()})
    return found


CASE_END = re.compile(r"(?<=[а-я]{3})(?:ом|ем|ым|ой|ей|[аеуыюяи])$")


def is_form_of_known(unit: Unit, known: set[str]) -> bool:
    """Say whether it is a case form of a known surname that no dictionary has: «Макрона»."""
    ending = CASE_END.search(unit.low) if unit.shape == TITLE and not unit.facts.only_names else None
    return ending is not None and any(unit.low[: ending.start()] + first in known for first in ("", "а", "я", "й", "ь"))


__all__ = [
    "CAPITAL",
    "CAPS",
    "NOTHING",
    "OTHER",
    "SMALL",
    "STAYS",
    "TITLE",
    "Unit",
    "is_form_of_known",
    "is_person_word",
    "starts_with",
    "units_of",
]
