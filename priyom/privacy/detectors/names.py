"""Finds people's names of every kind in one text: whole, with initials, alone — and asks the model where rules are in doubt."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.believed import is_believed, is_only_a_word, is_whole
from priyom.privacy.detectors.cues import find_beside, find_cued_names, find_in_columns, find_slips, is_called_at_home
from priyom.privacy.detectors.full_names import find_full_names
from priyom.privacy.detectors.honour import is_a_sign, is_never, is_shortened
from priyom.privacy.detectors.initials import Initials, with_initials, with_short_names
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.standing_alone import Verdict, verdict
from priyom.privacy.detectors.units import TITLE, Unit, units_of
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.detectors.weighing import weighed

Ask = Callable[[str], list[tuple[int, int]]]
Weigh = Callable[[list[Unit]], list[float]]


class Names:
    """Finds names; `ask` is the model of names, or something that finds nothing; `weigh` says how likely each word is a name."""

    def __init__(self, vocabulary: Vocabulary, ask: Ask, weigh: Weigh | None = None) -> None:
        self.vocabulary, self._ask, self._weigh = vocabulary, ask, weigh

    def find(self, reading: Reading) -> tuple[list[Unit], list[Span]]:
        """Return the text's words and the names among them."""
        units = units_of(reading, self.vocabulary)
        spans = list(self._found(reading, units))
        if self._weigh:
            spans = list(weighed(units, spans, self._weigh(units)))
        spans = list(with_initials(reading, list(_without_headings(reading, spans)), self.vocabulary))
        return units, list(with_short_names(reading, spans))

    def _found(self, reading: Reading, units: list[Unit]) -> Iterator[Span]:
        taken: set[int] = set()
        for first, behind, span in find_full_names(units):
            taken.update(range(first, behind))
            yield span
        by_start = {unit.start: number for number, unit in enumerate(units)}
        for span in Initials(reading, units, self.vocabulary):
            taken.update(by_start[place] for place in range(span.start, span.end) if place in by_start)
            yield span
        doubtful: list[int] = []
        yield from _standing_alone(units, taken, doubtful)
        for first, behind, span in _around(reading, units, taken):
            taken.update(range(first, behind))
            yield span
        doubtful = [place for place in doubtful if place not in taken]
        if doubtful:
            yield from self._asked(reading, units, doubtful, taken)

    def _asked(self, reading: Reading, units: list[Unit], doubtful: list[int], taken: set[int]) -> Iterator[Span]:
        """Ask the model about the lines where rules are in doubt; capitals are made small for it."""
        people = []
        for start, end in _lines(reading.text, [units[place].start for place in doubtful]):
            piece = reading.text[start:end]
            people += [(start + a, start + b) for a, b in self._ask(_as_written(piece))]
        for start, end in people:
            inside = _inside(units, start, end)
            while len(inside) > 1 and is_only_a_word(units[inside[0]]):
                del inside[0]
            if len(inside) > 1 and is_whole(units, inside):
                good = inside
            elif any(is_never(units[place].low, units[place].facts.lemma) for place in inside):
                good = []
            else:
                good = [place for place in inside if place in taken or is_believed(units, place, len(inside))]
            if good and any(place not in taken for place in good):
                first, last = units[good[0]], units[good[-1]]
                sure = 0.95 if good == inside and any(place in taken for place in inside) else 0.7
                yield Span(first.start, last.end, Label.PERSON, sure, last.facts.lemma or last.low)


HEADING = re.compile(
    r"(?<![а-яё])ф\. ?и\. ?о(?:\. ?|(?![а-яё]))"
)  # «Ф.И.О.»: letters and dots as of somebody's initials


def _without_headings(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Give «Ф.И.О.» back where a name took it along."""
    headings = [found.span() for found in HEADING.finditer(reading.low)]
    for span in spans:
        start = max((end for begins, end in headings if begins <= span.start < end), default=span.start)
        if start < span.end:
            yield replace(span, start=start)


def _standing_alone(units: list[Unit], taken: set[int], doubtful: list[int]) -> Iterator[Span]:
    """Yield the words that are names by themselves; note those that the model must be asked about."""
    for place, unit in enumerate(units):
        if place in taken:
            continue
        if is_a_sign(units, place) or is_shortened(units, place):
            continue
        said = Verdict.YES if is_called_at_home(unit) else verdict(units, place)
        if said == Verdict.YES:
            taken.add(place)
            yield Span(unit.start, unit.end, Label.PERSON, 0.85, unit.facts.lemma or unit.low)
        elif said == Verdict.PERHAPS or _is_odd(unit):
            doubtful.append(place)


def _around(reading: Reading, units: list[Unit], taken: set[int]) -> Iterator[tuple[int, int, Span]]:
    yield from find_cued_names(reading, units, taken)
    for _ in range(2):  # a part found makes its neighbour a part, too
        yield from list(find_beside(units, taken))
    yield from find_in_columns(units, taken)
    yield from find_slips(units, taken)


def _is_odd(unit: Unit) -> bool:
    """Say whether a capital stands where a usual word would have none: worth a question to the model."""
    return unit.shape == TITLE and not unit.begins_sentence and unit.facts.is_noun and unit.follows


def _lines(text: str, places: list[int]) -> list[tuple[int, int]]:
    """Return the lines that hold the places, neighbours joined."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place < found[-1][1]:
            continue
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        found.append((start, end))
    return found


def _as_written(piece: str) -> str:
    """Write long words in capitals with one capital: the model has read newspapers only."""
    return re.sub(r"[А-ЯЁ]{4,}", lambda found: found.group().capitalize(), piece)


def _inside(units: list[Unit], start: int, end: int) -> list[int]:
    first = bisect_left(units, start, key=lambda unit: unit.start)
    found = []
    while first < len(units) and units[first].end <= end:
        found.append(first)
        first += 1
    return found
