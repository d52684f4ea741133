"""Weighs what the rules of names have found against how likely each word is a name (`likelihood.py`).

The network adds what no rule knows and takes away what a rule of little weight only guessed. What stands in full (surname, first name and
patronymic; initials) it may only trim: such a name is hidden whatever stands around it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.honour import is_never, is_nobody
from priyom.privacy.detectors.units import CAPITAL, CAPS, SMALL, TITLE, Unit, is_person_word

SURE = 0.95  # rules that are as sure as this are only trimmed
HARDLY, SCARCELY = (
    0.04,
    0.02,
)  # under this a guess of the model or of a rule is dropped; under this a word at the edge of a name
LIKELY, PLAIN, BESIDE = 0.75, 0.9, 0.4  # over this a word is a name; over this a word like any other; beside a name
ADDED = 0.75
SHORTEST_SMALL, SHORTEST = 3, 2
USUAL = 4


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
        doubted = span.confidence < SURE and inside and chances[inside[0]] < HARDLY
        return [] if doubted else inside
    if span.confidence < SURE and max(chances[place] for place in inside) < HARDLY:
        return []
    kept = list(inside)
    while len(kept) > 1 and _is_word(units[kept[0]], chances[kept[0]]):
        del kept[0]
    while len(kept) > 1 and _is_word(units[kept[-1]], chances[kept[-1]]):
        del kept[-1]
    return kept


def _is_word(unit: Unit, chance: float) -> bool:
    """Say whether a rule took the word beside a name along: «НАЙДЕН ЗАСТРАХОВАННЫЙ ЦЫБИКОВ БАИР»."""
    if chance >= SCARCELY or unit.after.startswith("."):
        return False
    return (unit.facts.is_common and not unit.facts.only_names) or (
        unit.shape == CAPITAL and unit.low in {"и", "в", "с", "к", "о", "у", "а"}
    )


def _added(units: list[Unit], taken: set[int], chances: Sequence[float]) -> Iterator[Span]:
    """Yield the rows of words that only the network takes for names."""
    wanted = {place for place, chance in enumerate(chances) if place not in taken and _is_added(units, place, chance)}
    for _ in range(2):  # initials and further names beside one
        named = taken | wanted
        wanted |= {place for place in range(len(units)) if _goes_along(units, place, chances, named)}
    for first in sorted(wanted):
        if first - 1 in wanted and _is_next(units[first]):
            continue
        last = first
        while last + 1 in wanted and _is_next(units[last + 1]):
            last += 1
        key = units[first].facts.lemma or units[first].low
        yield Span(units[first].start, units[last].end, Label.PERSON, ADDED, key)


def _is_added(units: list[Unit], place: int, chance: float) -> bool:
    if chance < LIKELY:
        return False
    unit = units[place]
    facts = unit.facts
    if is_never(unit.low, facts.lemma) or (is_person_word(unit) and not facts.only_names):
        return False
    if chance < PLAIN and is_nobody(units, place):
        return False
    if unit.is_initial:
        return chance >= PLAIN and unit.after.startswith(".")
    if unit.shape == SMALL:
        named = max(facts.first, facts.surname) >= USUAL
        plain = facts.is_common or facts.is_verb
        return (
            len(unit.low) >= SHORTEST_SMALL
            and ((named and not plain) or chance >= PLAIN)
            and (named or not facts.is_known)
        )
    if unit.shape == CAPS and not (facts.surname or facts.first) and (facts.is_known or len(unit.low) < 4):
        return False
    if len(unit.low) < SHORTEST or unit.shape not in {TITLE, CAPS}:
        return False
    return chance >= PLAIN or not facts.is_common or not unit.begins_sentence


def _goes_along(units: list[Unit], place: int, chances: Sequence[float], named: set[int]) -> bool:
    """Say whether the word is rather likely a name, has a capital, and stands right beside a name."""
    unit = units[place]
    capital = unit.is_capitalised or unit.is_initial
    if (
        place in named
        or chances[place] < BESIDE
        or not capital
        or is_never(unit.low, unit.facts.lemma)
        or is_person_word(unit)
    ):
        return False
    return (place - 1 in named and _is_next(unit)) or (place + 1 in named and _is_next(units[place + 1]))


def _is_next(unit: Unit) -> bool:
    """Say whether a space or the dot of an initial parts it from the word before."""
    return unit.follows or unit.gap in {".", ". "}
