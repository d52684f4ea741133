"""Finds personal data in everything that belongs together: texts, cells, labels and file names of one ticket.

What is surely somebody's name in one place is hidden in all places and in every case form. Knows neither the database
nor files: whoever reads a document hands its pieces in and gets places back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.addresses import find_addresses
from priyom.privacy.detectors.birthplaces import find_birthplaces
from priyom.privacy.detectors.births import (
    find_birthdays,
    find_births,
    find_births_after_names,
    find_births_in_brackets,
    find_old_dates,
    find_short_births,
)
from priyom.privacy.detectors.bound import find_bound
from priyom.privacy.detectors.contacts import find_behind_names, find_contacts
from priyom.privacy.detectors.fields import element_names, find_fields
from priyom.privacy.detectors.further import find_alike, find_births_beside, find_further
from priyom.privacy.detectors.honour import is_never, is_nobody
from priyom.privacy.detectors.identifiers import find_identifiers, find_numbers_in_a_row
from priyom.privacy.detectors.labels import Labels
from priyom.privacy.detectors.latin import find_latin_names
from priyom.privacy.detectors.latin_addresses import find_latin_addresses
from priyom.privacy.detectors.names import Ask, Names, Weigh
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.records import find_numbers_of_a_list, find_records_of_people, find_referrals
from priyom.privacy.detectors.rows import find_beside_numbers, find_in_rows, is_an_adjective, was_born
from priyom.privacy.detectors.signs import find_behind_signs, find_years_of_the_aged
from priyom.privacy.detectors.spoken import find_spoken, find_spoken_years
from priyom.privacy.detectors.tables import find_cells
from priyom.privacy.detectors.typed import find_typed
from priyom.privacy.detectors.unfolding import Unfolded
from priyom.privacy.detectors.units import CAPS, SMALL, TITLE, Unit, is_form_of_known, is_person_word, starts_with
from priyom.privacy.detectors.usualness import FREQUENT, SELDOM, USUAL
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.left_alone import LeftAlone, keys_of_agent
from priyom.privacy.rules import Rules
from priyom.privacy.wording import pattern_of_people

MARKS = re.compile(pattern_of_people())
SURE_NAME = 0.95
LONGEST_TEXT = 2_000_000  # characters; beyond that nobody promises anything, so it is refused
ONE_PERSON = re.compile(r"^(?:[ \t]{0,2}\r?\n?[ \t]{0,2}|\^{1,2}|_)$")


class TooLong(ValueError):
    """The text is longer than the guard takes."""


@dataclass
class Piece:
    """One text of the graph while it is read."""

    reading: Reading
    labels: Labels
    units: list[Unit] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


class Guard:
    """All detectors together, with their dictionaries loaded."""

    def __init__(self, ask: Ask, vocabulary: Vocabulary | None = None, weigh: Weigh | None = None) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self._names = Names(self.vocabulary, ask, weigh)
        self._keys: dict[frozenset[str], frozenset[str]] = {}

    def find(self, texts: Sequence[str], rules: Rules | None = None) -> list[list[Span]]:
        """Return the places of personal data in each text, in order and without overlaps."""
        rules = rules or Rules()
        if sum(map(len, texts)) > LONGEST_TEXT:
            raise TooLong
        unfolded = [Unfolded(text) for text in texts]
        pieces = [self._piece(each.text) for each in unfolded]
        known = _surely_known(pieces) | {name.lower() for name in rules.names}
        for piece in pieces:
            piece.spans += _again(piece, known)
            piece.spans += _the_same(piece)
        left_alone = LeftAlone(rules, self._keys_of(rules.people), (span for each in pieces for span in each.spans))
        return [each.back(_settled(piece, rules, left_alone)) for each, piece in zip(unfolded, pieces, strict=True)]

    def forget(self) -> None:
        """Keep nothing of the texts that were read; whoever lives on after an answer calls it."""
        self.vocabulary.forget()

    def _piece(self, text: str) -> Piece:
        reading = Reading(text)
        piece = Piece(reading, Labels(reading))
        piece.units, names = self._names.find(reading)
        piece.spans = [
            *names,
            *find_fields(reading, self.vocabulary),
            *find_bound(reading),
            *find_typed(reading),
            *find_cells(reading),
            *find_latin_names(reading, self.vocabulary),
            *_numbers(reading, piece.labels),
            *find_births_in_brackets(reading),
            *find_spoken(reading, piece.labels),
            *find_addresses(reading, self.vocabulary),
            *find_birthplaces(reading),
            *find_latin_addresses(reading),
        ]
        for find in FURTHER:
            piece.spans += list(find(piece))  # whole before it is added: what is found now must not be gone through
        return piece

    def _keys_of(self, people: frozenset[str]) -> frozenset[str]:
        """Return the lemmas of the people's names; lists change seldom, so the last are kept."""
        if people not in self._keys:
            spans = [span for name in people for span in self._names.find(Reading(name))[1]]
            self._keys = {people: frozenset(key for span in spans for key in keys_of_agent(span.key))}
        return self._keys[people]


def _numbers(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield numbers and dates; those that a scanner read with letters in them, too."""
    for read in filter(None, (reading, reading.with_digits())):
        yield from find_identifiers(read, labels)
        yield from find_contacts(read, labels)
        yield from find_births(read, labels)
        yield from find_short_births(read, labels)
        yield from find_birthdays(read, labels)


def _settled(piece: Piece, rules: Rules, left_alone: LeftAlone) -> list[Span]:
    reading = piece.reading
    places = left_alone.places(reading.text)
    piece.spans = list(_beside_marks(piece.spans, reading.text))
    if elements := element_names(reading.text):
        piece.spans = [span for span in piece.spans if span.label != Label.PERSON or not _is_inside(span, elements)]
    return [
        Span(*reading.folded.original(span.start, span.end), span.label, span.confidence, span.key)
        for span in settle(piece.spans, reading.text)
        if span.label in rules.kinds and not left_alone.leaves(reading.text, span, places)
    ]


def _is_inside(span: Span, places: list[tuple[int, int]]) -> bool:
    number = bisect_left(places, (span.start + 1,)) - 1
    return number >= 0 and span.end <= places[number][1]


def _beside_marks(spans: list[Span], text: str) -> Iterator[Span]:
    """Leave marks of people alone: a quoted reply holds them, and «[Patient 1]» is nobody's name."""
    marks = [Span(*found.span(), Label.PERSON) for found in MARKS.finditer(text)] if "[" in text else []
    if not marks:
        yield from spans
        return
    for span in spans:
        yield from _uncovered(span, marks)


def settle(spans: Iterable[Span], text: str) -> list[Span]:
    """Let no two spans overlap: the surer keeps its place, and what sticks out of the other stays hidden, too."""
    kept: list[Span] = []  # always in order and apart
    for span in sorted(set(spans), key=lambda span: (-_weight(span), span.start, RANK[span.label], span.key)):
        for piece in list(_uncovered(span, kept)):
            if any(char.isalnum() for char in text[piece.start : piece.end]):
                insort(kept, piece)
    return list(_joined(kept, text))


# Which label stays where two mean the same place as surely: what has a check before what any number may be.
LAST = (Label.PHONE, Label.MRN)
RANK = {label: rank for rank, label in enumerate([label for label in Label if label not in LAST] + list(LAST))}


def _weight(span: Span) -> float:
    """Whole things before their parts: an address holds a surname, an e-mail address a name."""
    length = min(span.end - span.start, 400) / 1000
    return span.confidence + length + (1 if span.label in {Label.ADDRESS, Label.EMAIL} else 0)


def _uncovered(span: Span, kept: list[Span]) -> Iterator[Span]:
    """Yield what of the span no other span covers yet."""
    place = span.start
    number = bisect_left(kept, span.start, key=lambda other: other.end)
    while number < len(kept) and kept[number].start < span.end:
        if place < kept[number].start:
            yield Span(place, kept[number].start, span.label, span.confidence, span.key)
        place = max(place, kept[number].end)
        number += 1
    if place == span.start:
        yield span
    elif place < span.end:
        yield Span(place, span.end, span.label, span.confidence, span.key)


def _joined(spans: list[Span], text: str) -> Iterator[Span]:
    """Make one span of the parts of one name."""
    before: Span | None = None
    for span in spans:
        if before and before.label == span.label == Label.PERSON and ONE_PERSON.match(text[before.end : span.start]):
            key = max(before.key, span.key, key=len)
            before = Span(before.start, span.end, Label.PERSON, max(before.confidence, span.confidence), key)
            continue
        if before:
            yield before
        before = span
    if before:
        yield before


def _surely_known(pieces: list[Piece]) -> set[str]:
    """Return the surnames that are certain somewhere: with a patronymic or initials, or in a field of their own."""
    known = set()
    for piece in pieces:
        for span in piece.spans:
            if span.label == Label.PERSON and span.confidence >= SURE_NAME and span.key:
                known.add(span.key.partition(" ")[0])
    return {name for name in known if len(name) > 2}  # noqa: PLR2004


def _before_births(piece: Piece) -> Iterator[Span]:
    """Yield a capitalised word right before a birth: «Рис (1960 г. р.)» is nobody's dinner."""
    by_end = {unit.end: unit for unit in piece.units}
    for span in piece.spans:
        if span.label != Label.DOB or span.confidence < 1:
            continue
        born = was_born(piece.reading.low, span.start)
        start = max(0, born - 4)
        unit = by_end.get(start + len(piece.reading.text[start:born].rstrip(" ,(-")))
        if unit and unit.shape == CAPS and is_never(unit.low):
            continue  # «в СФР 12.06.1987»
        if unit and unit.is_capitalised and not is_person_word(unit) and not starts_with(unit.low, "titles"):
            facts = unit.facts
            if facts.surname or (not facts.is_common and (facts.is_name or not facts.is_known)):
                yield Span(unit.start, unit.end, Label.PERSON, 0.8, facts.lemma or unit.low)


def _before_telephones(piece: Piece) -> Iterator[Span]:
    """Yield a name right before a telephone: «Аркадий, 8 942 128-62-84», «Мюллер — +7 942 …»."""
    by_end = {unit.end: unit for unit in piece.units}
    for span in piece.spans:
        if span.label != Label.PHONE:
            continue
        start = max(0, span.start - 3)
        unit = by_end.get(start + len(piece.reading.text[start : span.start].rstrip(" ,:(-")))
        if unit is None or unit.shape != TITLE or is_never(unit.low) or is_person_word(unit):
            continue
        facts = unit.facts
        family = facts.surname >= USUAL and not facts.is_place and not is_an_adjective(unit)
        named = (family and (not unit.follows or not unit.gap)) or (facts.first >= USUAL and not facts.is_common)
        if facts.first >= FREQUENT or (named and piece.reading.text[span.start : span.start + 2] in MOBILE):
            yield Span(unit.start, unit.end, Label.PERSON, LIKELY_NAME, unit.facts.lemma or unit.low)


# What is known only by what was found before it, in this order: each reads the spans of all above it.
FURTHER: tuple[Callable[[Piece], Iterable[Span]], ...] = (
    lambda piece: find_births_after_names(piece.reading, piece.spans),
    lambda piece: find_spoken_years(piece.reading, piece.spans),
    # Names that a birth or a telephone gives away; they need the births above.
    _before_births,
    _before_telephones,
    lambda piece: find_in_rows(piece.reading, piece.units, piece.spans),
    # What stands behind a name, or behind what is the same person's; all names are known by now but those of lists.
    lambda piece: find_behind_names(piece.reading, piece.spans),
    lambda piece: find_numbers_in_a_row(piece.reading, piece.spans),
    lambda piece: find_old_dates(piece.reading, piece.spans),
    lambda piece: find_years_of_the_aged(piece.reading, piece.spans),
    lambda piece: find_beside_numbers(piece.units, piece.spans, piece.reading.text),
    # Numbers that only somebody beside them makes anybody's.
    lambda piece: find_numbers_of_a_list(piece.reading, piece.spans),
    lambda piece: find_referrals(piece.reading, piece.labels, piece.spans),
    lambda piece: find_records_of_people(piece.reading, piece.labels, piece.spans),
    lambda piece: find_behind_signs(piece.reading, piece.labels, piece.spans),
    # Last, more of the same: what goes on in a row, is as long, or is the other of two.
    lambda piece: find_further(piece.reading, piece.spans),
    lambda piece: find_alike(piece.reading, piece.spans),
    lambda piece: find_births_beside(piece.reading, piece.spans),
)


def _again(piece: Piece, known: set[str]) -> Iterator[Span]:
    """Yield every further mention of a known surname, in any case form."""
    if not known:
        return
    for place, unit in enumerate(piece.units):
        facts = unit.facts
        if not (unit.low in known or facts.lemma in known or is_form_of_known(unit, known)):
            continue
        if is_never(unit.low) or is_nobody(piece.units, place) or (unit.shape == SMALL and facts.is_common):
            continue
        if facts.is_common and facts.surname < SELDOM and (unit.begins_sentence or unit.shape != TITLE):
            continue
        yield Span(unit.start, unit.end, Label.PERSON, 0.8, facts.lemma or unit.low)


MOBILE = frozenset({"89", "8 ", "8(", "8-", "+7"})
LIKELY_NAME = 0.7


def _the_same(piece: Piece) -> Iterator[Span]:
    """Yield the same surname in the same form, where it has been taken for one once: «Иванова (пост) и Иванова (…)»."""
    by_start = {unit.start: unit for unit in piece.units}
    alone = [
        by_start.get(span.start)
        for span in piece.spans
        if span.label == Label.PERSON and span.confidence >= LIKELY_NAME
    ]
    usual = {
        unit.low for unit in alone if unit and unit.facts.shaped and unit.facts.surname >= USUAL and unit.is_capitalised
    }
    for place, unit in enumerate(piece.units) if usual else ():
        if unit.low in usual and unit.is_capitalised and not is_nobody(piece.units, place) and not is_never(unit.low):
            yield Span(unit.start, unit.end, Label.PERSON, LIKELY_NAME, unit.facts.lemma or unit.low)


Find = Callable[[Sequence[str]], list[list[Span]]]
