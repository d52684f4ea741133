"""How likely each word is part of somebody's name: a small network over what is known of the word and of its neighbours.

Rules say what a name looks like; this weighs everything at once, and so knows «голубь» behind «кардиолог» from the bird. What it reads of a
word are facts (lists of names, dictionary, shape), what parts it from the word before, and where the word lies among the words of newspapers
(navec). Never the letters themselves, so a name nobody has met is read like any other. `bench/guard/training.py` makes the weights.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from priyom.privacy.detectors.honour import is_in_honour, is_never
from priyom.privacy.detectors.latin import best
from priyom.privacy.detectors.units import CAPITAL, CAPS, OTHER, SMALL, TITLE, Unit, is_person_word, starts_with
from priyom.privacy.detectors.vocabulary import Facts, Vocabulary, lists

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

WEIGHTS = Path(__file__).with_name("data") / "likelihood.npz"
HASHES = 2048
MEANING = 300  # numbers a word has in navec
MET, UNMET = 3, 0.6  # how usual a name must be, and what a Latin word that is none may be
KEPT, STRETCH = 30_000, 2_000  # rows of words kept; words read at once
NEAR, FURTHER = 4, 3  # words to either side that the two layers see
SHAPES = (CAPITAL, TITLE, CAPS, SMALL, OTHER)
LENGTHS = (2, 4, 7, 11)
STEPS = (1, 4, 6, 8, 10)
BEGINNINGS = ("person_before", "titles", "honour_before", "eponym_before", "person_after", "by_somebody", "stands_on")
WHOLE = ("called_at_home", "happened_to", "did", "first_or_word", "towns")
GAPS = (
    re.compile(r"^$"), re.compile(r"^ $"), re.compile(r"\n"), re.compile(r"\n\s*\n"), re.compile(r"[.!?…]"), re.compile(r","), re.compile(r"[:=]"),
    re.compile(r"[-–—]"), re.compile(r"[(\[]"), re.compile(r"[)\]]"), re.compile(r"[\"'«“„`]$"), re.compile(r"^[\"'»”`]"), re.compile(r"[/\\]"),
    re.compile(r"[|;^\t]"), re.compile(r"[<>{}&]"), re.compile(r"[0-9]"), re.compile(r"_"), re.compile(r"@"), re.compile(r"^\.$"), re.compile(r"№"),
)  # fmt: skip


def of_word(unit: Unit, vocabulary: Vocabulary) -> list[float]:
    """Return what is known of the word by itself; of one in Latin letters, what is known of its likeliest Russian spelling."""
    facts, low = unit.facts, unit.low
    if low.isascii() and len(low) > 1:
        facts = best(low, vocabulary)
    return [
        *(float(unit.shape == shape) for shape in SHAPES),
        float(low.isascii()),
        *(float(len(low) <= length) for length in LENGTHS),
        *(float(facts.first >= step) for step in STEPS),
        *(float(facts.surname >= step) for step in STEPS),
        *_flags(facts),
        float(bool(facts.first_lemma) and facts.first_lemma != low),
        float(bool(facts.lemma) and facts.lemma != low),
        float("-" in low),
        float(is_person_word(unit)),
        float(is_never(low, facts.lemma)),
        *(float(starts_with(low, name)) for name in BEGINNINGS),
        *(float(low in lists()[name]) for name in WHOLE),
    ]


def _flags(facts: Facts) -> list[float]:
    return [
        float(flag)
        for flag in (
            facts.patronymic, facts.is_common, facts.is_oblique, facts.is_known, facts.is_place, facts.is_verb, facts.is_noun,
            facts.is_somebody, facts.is_whose, facts.only_names, facts.shaped,
        )
    ]  # fmt: skip


ONE_DIGIT = str.maketrans("123456789", "0" * 9)  # which digit it is says nothing, and nobody's number is kept


@lru_cache(maxsize=5000)
def of_gap(gap: str) -> tuple[float, ...]:
    """Return what parts a word from the one before it."""
    return tuple(float(bool(pattern.search(gap))) for pattern in GAPS)


def of_text(units: list[Unit]) -> list[float]:
    """Return how the whole text is written: in small letters, in capitals, as a table."""
    count = max(1, len(units))
    return [
        sum(unit.shape == SMALL for unit in units) / count,
        sum(unit.shape == CAPS for unit in units) / count,
        sum(unit.low.isascii() for unit in units) / count,
        float(count <= 4),
    ]


def place_of(low: str) -> int:
    """Return where the network keeps what it has learned of this very word: names of fields, kinds of papers."""
    return crc32(low[:7].encode()) % HASHES


class Likelihood:
    """The network; `meaning` gives a word's place among the words of newspapers, or nothing."""

    def __init__(self, meaning: Any, vocabulary: Vocabulary) -> None:
        import numpy as np

        self._np, self._meaning, self._vocabulary = np, meaning, vocabulary
        with np.load(WEIGHTS) as kept:
            self._weights = {name: kept[name].astype(np.float32) for name in kept.files}
        self._words: dict[tuple[object, ...], tuple[Array, Array]] = {}
        self._names: list[tuple[object, ...]] = []  # keys of words that may be somebody's name
        vocabulary.also.append(self.forget)

    def of(self, units: list[Unit]) -> list[float]:
        """Return for each word how likely it belongs to a name, between 0 and 1; a long text is read in stretches that overlap."""
        whole, found = of_text(units), []
        for start in range(0, len(units), STRETCH):
            first, behind = max(0, start - NEAR - FURTHER), min(len(units), start + STRETCH + NEAR + FURTHER)
            answers = self._answers(units, range(first, behind), whole)
            found += answers[start - first : start - first + STRETCH]
        return found

    def _answers(self, units: list[Unit], stretch: range, whole: list[float]) -> list[float]:
        np, weights = self._np, self._weights
        places = np.array([[*of_place(units, place), *whole] for place in stretch], dtype=np.float32)
        words = [self._row(units[place]) for place in stretch]
        facts, learned = (np.array(rows, dtype=np.float32) for rows in zip(*words, strict=True))
        seen = np.concatenate([facts, places, learned], axis=1)  # in the order that it was trained with
        narrow = np.maximum(seen @ weights["w0"] + weights["b0"], 0)
        first = np.maximum(beside(np, narrow, NEAR) @ weights["w1"] + weights["b1"], 0)
        second = np.maximum(beside(np, first, FURTHER) @ weights["w2"] + weights["b2"], 0)
        sums = (second @ weights["w3"] + weights["b3"])[:, 0]
        chances = 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
        return [float(min(chances[at], self._most(units[place]))) for at, place in enumerate(stretch)]

    def _most(self, unit: Unit) -> float:
        """Return how likely a name the word can be at most: a Latin word is one by itself only if its Russian spelling is."""
        if not unit.low.isascii() or len(unit.low) == 1:
            return 1.0
        facts = best(unit.low, self._vocabulary)
        return 1.0 if max(facts.first, facts.surname) >= MET else UNMET

    def forget(self) -> None:
        """Keep nothing of words that may be somebody's name."""
        for key in self._names:
            self._words.pop(key, None)
        self._names.clear()

    def _row(self, unit: Unit) -> tuple[Array, Array]:
        key = (unit.low, unit.shape, unit.facts)
        row = self._words.get(key)
        if row is None:
            np, weights = self._np, self._weights
            met = self._meaning(unit.low)
            means = np.zeros(weights["wp"].shape[1], dtype=np.float32) if met is None else met @ weights["wp"]
            own = weights["wh"][place_of(unit.low)]
            row = (
                np.array([*of_word(unit, self._vocabulary), float(met is None)], dtype=np.float32),
                np.concatenate([means, own]),
            )
            if len(self._words) > KEPT:
                self._words.clear()
            self._words[key] = row
            if not self._vocabulary.keeps(unit.low):
                self._names.append(key)
        return row


def of_place(units: list[Unit], place: int) -> list[float]:
    """Return what is known of the word's place: what parts it from its neighbours, whether a street or «им.» stands before."""
    unit = units[place]
    return [
        *of_gap(unit.gap[-6:].translate(ONE_DIGIT)),
        *of_gap(unit.after[:6].translate(ONE_DIGIT)),
        float(unit.begins_sentence),
        float(is_in_honour(units, place)),
    ]


def beside(np: Any, rows: Array, reach: int) -> Array:
    """Return every row with its neighbours to both sides; beyond the ends is nothing."""
    count, width = rows.shape
    wide = np.zeros((count + 2 * reach, width), dtype=np.float32)
    wide[reach : reach + count] = rows
    return np.concatenate([wide[shift : shift + count] for shift in range(2 * reach + 1)], axis=1)
