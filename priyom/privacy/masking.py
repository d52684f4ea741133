"""Puts a mask in the place of every span: the kind stays readable and, where harmless, the shape; the value does not.

Pure: the caller brings the spans and the numbers that people already have in the ticket.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.codes import coded_in
from priyom.privacy.detectors.papers import NAMING
from priyom.privacy.wording import (
    MOST_SHORT,
    Before,
    has_role,
    is_listed,
    is_said,
    is_said_right_before,
    means_patient,
    words,
)

HIDDEN = "*"
KEEP_LAST = {Label.SNILS: 2, Label.OMS: 2, Label.PHONE: 2, Label.CARD: 4}
FEWEST_DIGITS_TO_KEEP = 10
BORN = re.compile(r"\s*-?[^\W\d]{1,5}\.?\s?[^\W\d]{1,8}\.?$")  # the words after a year or a date that call it a birth
BEGINNING = 3  # letters that stay the same in every case form of a name
CAPITALISED = re.compile(r"[^\W\d_](?<=[A-Z\u0401\u0410-\u042f])[^\W\d_]*(?:-[^\W\d_]+)?")
MAILBOX = re.compile(r"[^@\s]+(?P<domain>@(?:[\w-]+\.)+[\w-]{2,})")
SEPARATORS = frozenset(" -./()+№#:,\t")


@dataclass
class People:
    """Who is who in one ticket: a keyed digest of the lemmas leads to a number, so that no name is kept.

    The key is the ticket's own and lives outside the database; `numbers` may be kept beside the ticket.
    """

    key: bytes
    numbers: dict[str, int] = field(default_factory=dict)
    patients: set[int] = field(default_factory=set)

    def number_of(self, lemmas: str) -> int:
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
        return number

    def _digest(self, lemmas: str) -> str:
        return hmac.new(self.key, lemmas.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:20]


@dataclass(frozen=True)
class Marked:
    """A masked text, and where in it stands what each span has become, in the order of the sorted spans."""

    text: str
    places: tuple[tuple[int, int], ...]


def mask(text: str, spans: Sequence[Span], people: People) -> str:
    """Return a piece of a document with every span hidden; what stands outside of spans is untouched.

    Cells and fields have their headings: a shape alone is enough there.
    """
    return mask_all([text], [spans], people, say_kinds=False)[0]


def mask_all(
    texts: Sequence[str], found: Sequence[Sequence[Span]], people: People, *, say_kinds: bool = True
) -> list[str]:
    """Return the texts of one story masked."""
    return [marked.text for marked in mark_all(texts, found, people, say_kinds=say_kinds)]


def mark_all(
    texts: Sequence[str], found: Sequence[Sequence[Span]], people: People, *, say_kinds: bool = True
) -> list[Marked]:
    """Return the texts of one story masked. Who is a patient is settled before the first mark is written.

    Somebody who bears a mark already keeps it: the same person is called the same all through the ticket.
    """
    marked = set(people.numbers.values())
    for text, spans in zip(texts, found, strict=True):
        _meet(text, spans, people, marked)
    return [_masked(text, spans, people, say_kinds=say_kinds) for text, spans in zip(texts, found, strict=True)]


def _meet(text: str, spans: Sequence[Span], people: People, marked: set[int]) -> None:
    """Give everybody in the text a number, and see who of the new ones is a patient."""
    before: Before = None
    for span in sorted(span for span in spans if span.label == Label.PERSON):
        number = people.number_of(_lemmas(text, span))
        is_patient = means_patient(text, span.start) or bool(before and before[1] and is_listed(text, before[0], span))
        if is_patient and number not in marked:
            people.patients.add(number)
        before = span, is_patient


def _masked(text: str, spans: Sequence[Span], people: People, *, say_kinds: bool) -> Marked:
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    place = written = 0
    before: Before = None
    for span in sorted(spans):
        start = max(span.start, place)
        if start >= span.end:
            places.append((written, written))
            continue
        here = replace(span, start=start)
        is_named = _is_named(text, here, before, say_kinds=say_kinds)
        mark = _hidden(text, here, people, is_named=is_named)
        if mark.startswith("[") and text[start - 1 : start] == "[" and text[span.end : span.end + 1] == "]":
            mark = mark[1:-1]  # a register's own brackets around the value: they do for the mark as well
        pieces += [text[place:start], mark]
        written += start - place + len(mark)
        places.append((written - len(mark), written))
        place, before = span.end, (here, is_named)
    return Marked("".join([*pieces, text[place:]]), tuple(places))


def _is_named(text: str, span: Span, before: Before, *, say_kinds: bool) -> bool:
    """Say whether the text names the value: a number by its kind, a person by a word that says who it is."""
    if span.label == Label.PERSON:
        return has_role(text, span, before)
    return not say_kinds or is_said(text, span, before)


def _hidden(text: str, span: Span, people: People, *, is_named: bool) -> str:
    """Return what stands for the value: its shape where that is harmless, its kind where nothing near says it."""
    written = text[span.start : span.end]
    if span.label != Label.PERSON and next(coded_in(written), None):
        return words()["SAID"] if is_named else f"[{words()['names'].get(span.label.value, span.label.value)}]"
    match span.label:
        case Label.PERSON:
            return _person(text, span, people, is_named=is_named)
        case Label.EMAIL:
            whole = MAILBOX.fullmatch(
                written
            )  # not «anna at mail dot ru», nor a name in a messenger: nothing of those is harmless
            return HIDDEN * 3 + whole["domain"] if whole else shape_of(written, 0)
        case Label.ADDRESS | Label.MRN:
            return words()["SAID" if is_said_right_before(text, span) else span.label.value]
        case Label.DOB:
            return _birth(written, is_named=is_named)
    return _named(span.label, shape_of(written, KEEP_LAST.get(span.label, 0)), is_named=is_named)


def _birth(written: str, *, is_named: bool) -> str:
    date = BORN.sub("", written)
    if any(char.isalpha() for char in date):  # «12 May 1980» as stars would be a row of stars
        is_named = is_named or len(date) < len(written)
        return str(words()["DATE" if is_named else "BIRTH"]) + written[len(date) :]
    return _named(Label.DOB, shape_of(date, 0), is_named=is_named or len(date) < len(written)) + written[len(date) :]


def _named(label: Label, shape: str, *, is_named: bool) -> str:
    return shape if is_named else f"[{words()['names'].get(label.value, label.value)} {shape}]"


def shape_of(written: str, keep_last: int) -> str:
    """Return stars for letters and digits; separators stay, and the last digits when there are enough of them."""
    digits = [place for place, char in enumerate(written) if char.isdigit()]
    kept = set(digits[-keep_last:]) if keep_last and len(digits) >= FEWEST_DIGITS_TO_KEEP else set()
    kept.update(place for word in NAMING.finditer(written) for place in range(*word.span()))
    return "".join(char if place in kept or char in SEPARATORS else HIDDEN for place, char in enumerate(written))


def _person(text: str, span: Span, people: People, *, is_named: bool) -> str:
    number = people.number_of(_lemmas(text, span))
    if is_named and number <= MOST_SHORT:
        return str(words()["NUMBER"]).format(n=number)
    return str(words()["PATIENT" if number in people.patients else "PERSON"]).format(n=number)


def _lemmas(text: str, span: Span) -> str:
    """Return the lemmas by which the person is known; a first name that no dictionary has lends its letter."""
    written = text[span.start : span.end]
    if not span.key or " " in span.key:
        return span.key or written.lower()
    others = [word for word in CAPITALISED.findall(written) if word[:BEGINNING].lower() != span.key[:BEGINNING]]
    return f"{span.key} {others[0][0].lower()}" if others and len(written.split()) > 1 else span.key
