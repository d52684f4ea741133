"""What stands beside somebody on a screen, and what readers misread there: births, initials, streets, tagged values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.births import NEWEST_YEAR
from priyom.privacy.detectors.vocabulary import Facts, Vocabulary
from priyom.privacy.pictures.headings import fits
from priyom.privacy.pictures.layout import Cell, Row, Spot

YEAR, HALF = re.compile("(?<![0-9])(?:18|19|20)[0-9]{2}"), 0.5
BELOW, ALIGNED = 1.6, 12.0  # heights of a line; pixels
USUAL = 5
SURNAME = re.compile(
    "[\u0410-\u042f\u0401][\u0430-\u044f\u0451]{2,}(?:-[\u0410-\u042f\u0401]?[\u0430-\u044f\u0451]+)?$"
)
INITIALS = re.compile(r"\W?[^\W_][.,]?[^\W_]?[.,]?$")  # one or two signs, with a point or a capital
# A date with any digits, as readers misread them, that is called a birth right behind.
CALLED_BIRTH = re.compile(
    "\\d[\\d ]?[./-] ?\\d[\\d ]?[./-] ?\\d(?: ?\\d){3}(?=,? ?\u0433\\.? ?\u0440(?![\u0430-\u044f]))"
)
BRACKETED = re.compile("(?<=[{(\\[])\\d{1,2}[ ./-][0-9\u0430-\u044f]{2,9}[ ./-](?:18|19|20)\\d{2}(?=[)}\\]])")
# «Town, Street 40-200» where nothing else says that it is an address.
STREET = re.compile(
    "(?P<town>[\u0410-\u042f][\u0430-\u044f-]{2,}), (?:[0-9]-\u044f )?(?:[0-9]{1,2} )?"
    "[\u0410-\u042f][\u0430-\u044f\u0451]+"
    "(?: [\u0410-\u042f][\u0430-\u044f\u0451]+)?,? [0-9]{1,3}[\u0430-\u044f]?[-/][0-9]{1,3}(?![0-9])"
)
# A name in quotes behind a field's sign, or in the brackets of a refusal.
QUOTED = re.compile(
    "(?:[=:] ?['\"\u2018\u2019\u201c\u00ab`]{1,2}|[\\[{])"
    "(?P<value>[\u0410-\u042f\u0401][\u0410-\u044f\u0451\u0401-]{2,})"
    "['\"\u2018\u2019\u201d\u00bb`\\]})]"
)
TAGGED = re.compile(
    r"<(?:\w{1,12}:)?(?:(?:last|first|middle|patient)_?)?"
    r"(?P<tag>family|given|fullname|(?<=[a-z_])name|surname|patronymic|birth_?(?:date|day|time)|snils|address|streetaddressline|phone|email)"
    r"[^<>]{0,40}>(?P<value>[^<>]{2,90})[<(]",
    re.IGNORECASE,
)
TAGS = {
    "bir": Label.DOB, "sni": Label.SNILS, "add": Label.ADDRESS, "str": Label.ADDRESS, "pho": Label.PHONE,
    "ema": Label.EMAIL,
}  # fmt: skip


def find_written(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Label, int, int]]:
    """Yield what the text of one row shows by its shape alone."""
    for found in CALLED_BIRTH.finditer(text):
        yield Label.DOB, *found.span()
    for found in BRACKETED.finditer(text):
        year = YEAR.search(found.group())
        if (
            year
            and int(year.group()) < NEWEST_YEAR
            and _about(text[: found.start() - 1].split()[-1:], vocabulary).is_name
        ):
            yield Label.DOB, *found.span()
    for found in STREET.finditer(text):
        if _about([found["town"]], vocabulary).is_place:
            yield Label.ADDRESS, *found.span()
    for found in QUOTED.finditer(text):
        facts = _about([found["value"]], vocabulary)
        if (facts.is_name or facts.shaped) and not (facts.is_common and max(facts.first, facts.surname) < USUAL):
            yield Label.PERSON, *found.span("value")
    for found in TAGGED.finditer(text):
        if any(char.isalnum() for char in found["value"]):
            yield TAGS.get(found["tag"][:3].lower(), Label.PERSON), *found.span("value")


def find_beside(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield births behind and below names, names in cells of their own, surnames whose initials were misread."""
    people = [spot for spot in spots if spot.label == Label.PERSON]
    for row in rows:
        for name, date in pairwise(row.cells):
            if _is_birth(date, vocabulary) and _is_hidden(name, people):
                yield Spot(Label.DOB, _box(date), 0.85)
        yield from _surnames(row, vocabulary)
    for row, below in pairwise(rows):
        for date in below.cells:
            above = _above(date, row)
            if above is not None and _is_birth(date, vocabulary) and _is_hidden(above, people):
                yield Spot(Label.DOB, _box(date), 0.8)


def _surnames(row: Row, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a surname with what was once initials: «3.3.» and the like."""
    for cell in row.cells:
        if _is_surname_and_first(cell, vocabulary):
            yield Spot(Label.PERSON, _box(cell), 0.8)
        for one, other in pairwise(cell.words):
            last = cell.words.index(other) == len(cell.words) - 1
            facts = _about([one.text], vocabulary)
            if (
                last
                and SURNAME.match(one.text)
                and INITIALS.match(other.text)
                and not other.text.isdigit()
                and (facts.surname >= USUAL or facts.shaped)
                and not (facts.is_common and facts.surname < USUAL)
            ):
                yield Spot(Label.PERSON, (one.x, min(one.y, other.y), other.right, max(one.bottom, other.bottom)), 0.7)


def _is_surname_and_first(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether the cell holds a surname and a first name and nothing else, as lists of people do."""
    words = [word.text for word in cell.words]
    if len(words) != 2 or not all(SURNAME.match(word) for word in words):  # noqa: PLR2004
        return False
    one, other = (_about([word], vocabulary) for word in words)
    return (other.first >= USUAL and one.is_name) or (one.first >= USUAL and other.surname >= USUAL)


def _above(cell: Cell, row: Row) -> Cell | None:
    if cell.y - row.bottom > BELOW * (cell.bottom - cell.y):
        return None
    return next((other for other in row.cells if abs(other.x - cell.x) <= ALIGNED), None)


def _is_birth(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether the cell is a date that is old enough to be a birth."""
    year = YEAR.search(cell.text)
    return year is not None and int(year.group()) < NEWEST_YEAR and fits(Label.DOB, cell.text, vocabulary)


def _is_hidden(cell: Cell, people: Sequence[Spot]) -> bool:
    return any(spot.covers(cell) >= HALF for spot in people)


def _box(cell: Cell) -> tuple[float, float, float, float]:
    return cell.x, cell.y, cell.right, cell.bottom


def _about(words: Sequence[str], vocabulary: Vocabulary) -> Facts:
    word = words[0].strip(",.;:") if words else ""
    return vocabulary.about(word.split("-")[0].lower().replace("\u0451", "\u0435"))
