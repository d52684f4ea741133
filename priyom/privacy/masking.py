"""Puts a mask in the place of every span: the kind stays readable and, where harmless, the shape; the value does not.

Pure: the caller brings the spans and the numbers that people already have in the ticket.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from priyom.privacy.detectors import Label, Span

HIDDEN = "*"
KEEP_LAST = {Label.SNILS: 2, Label.OMS: 2, Label.PHONE: 2, Label.CARD: 4}
FEWEST_DIGITS_TO_KEEP = 10
LOOKED_BACK = 40
BORN = re.compile(r"\s*-?[^\W\d]{1,5}\.?\s?[^\W\d]{1,8}\.?$")  # the words after a year or a date that call it a birth
SEPARATORS = frozenset(" -./()+№#:,\t")


@dataclass
class People:
    """Who is who in one ticket: a keyed digest of the lemmas leads to a number, so that no name is kept.

    The key is the ticket's own and lives outside the database; `numbers` may be kept beside the ticket.
    """

    key: bytes
    numbers: dict[str, int] = field(default_factory=dict)
    patients: set[int] = field(default_factory=set)

    def number_of(self, lemmas: str, *, is_patient: bool = False) -> int:
        """Return the person's number; a surname alone belongs to whoever bears it in this ticket."""
        surname, _space, initials = lemmas.partition(" ")
        whole, short = self._digest(f"{surname} {initials}".strip()), self._digest(surname)
        number = self.numbers.get(whole)
        if number is None:
            number = (
                self.numbers.get(short) if not initials or self._digest(f"{surname} ?") not in self.numbers else None
            )
        if number is None:
            number = max(self.numbers.values(), default=0) + 1
        self.numbers.setdefault(whole, number)
        self.numbers.setdefault(short, number)
        if initials:
            self.numbers.setdefault(self._digest(f"{surname} ?"), number)
        if is_patient:
            self.patients.add(number)
        return number

    def _digest(self, lemmas: str) -> str:
        return hmac.new(self.key, lemmas.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:20]


def mask(text: str, spans: Sequence[Span], people: People) -> str:
    """Return the text with every span hidden; what stands outside of spans is untouched."""
    pieces: list[str] = []
    place = 0
    for span in sorted(spans):
        start = max(span.start, place)
        if start >= span.end:
            continue
        pieces += [
            text[place:start],
            _hidden(text, Span(start, span.end, span.label, span.confidence, span.key), people),
        ]
        place = span.end
    return "".join([*pieces, text[place:]])


def _hidden(text: str, span: Span, people: People) -> str:
    written = text[span.start : span.end]
    if span.label == Label.PERSON:
        return _person(text, span, people)
    if span.label == Label.EMAIL:
        return HIDDEN * 3 + "@" + written.rpartition("@")[2]
    if span.label == Label.ADDRESS:
        return _words()[Label.ADDRESS]
    if span.label == Label.MRN:
        return _words()[Label.MRN]
    if span.label == Label.DOB:
        date = BORN.sub("", written)
        return shape_of(date, 0) + written[len(date) :]
    return shape_of(written, KEEP_LAST.get(span.label, 0))


def shape_of(written: str, keep_last: int) -> str:
    """Return stars for letters and digits; separators stay, and the last digits when there are enough of them."""
    digits = [place for place, char in enumerate(written) if char.isdigit()]
    kept = set(digits[-keep_last:]) if keep_last and len(digits) >= FEWEST_DIGITS_TO_KEEP else set()
    return "".join(char if place in kept or char in SEPARATORS else HIDDEN for place, char in enumerate(written))


def _person(text: str, span: Span, people: People) -> str:
    is_patient = follows_patient_word(text, span.start)
    lemmas = span.key or text[span.start : span.end].lower()
    number = people.number_of(lemmas, is_patient=is_patient)
    kind = "PATIENT" if number in people.patients else "PERSON"
    return _words()[kind].format(n=number)


def follows_patient_word(text: str, place: int) -> bool:
    """Say whether a word shortly before the place says that a patient is meant."""
    before = text[max(0, place - LOOKED_BACK) : place].lower().rpartition("\n")[2]
    return any(word.startswith(_patient_words()) for word in re.findall(r"\w+", before)[-3:])


def pattern_of_marks() -> str:
    """Return what finds the marks that stand in texts: each begins and ends with a bracket."""
    marks = (mark for name, mark in _words().items() if name != "patient_words")
    return "|".join(re.escape(mark).replace(r"\{n\}", r"\d{1,4}") for mark in marks)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return tomllib.loads((Path(__file__).with_name("data") / "masks.ru.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _patient_words() -> tuple[str, ...]:
    return tuple(_words()["patient_words"].split())
