"""Tables: which cell stands under or beside which heading, so that a surname needs no capital and a date no «born»."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.fields import label_of
from priyom.privacy.documents.passages import FIELD_OF, GAP

LONGEST_HEADING = 60
YO, YE = "\u0451", "\u0435"
SURE = 2  # so many headings in one row make it a row of headings
WHO = "patient"  # a field that may hold a person: believed when the words are names
PAPER = "paper"  # a column of documents, some of which may be passports
ABOUT_PEOPLE = frozenset({WHO, FIELD_OF[Label.PERSON]})
NUMBERED = frozenset(FIELD_OF[one] for one in (Label.SNILS, Label.OMS, Label.PHONE, Label.PASSPORT, Label.MRN))
MOST_DIGITS = 4  # a heading with more is a value that says itself what it is: «passport 4511 123456»
LETTERS_APART = 3  # so many cells of one letter each in a row are the boxes of a form
MOST_TOLD = 4  # a cell with so many plain words is a sentence, whatever heading stands above it
PLAIN_WORD = re.compile(r"(?<![^\W_])[a-z\u0430-\u044f\u0451]{4,}")
TOLD = re.compile(r"[a-z\u0430-\u044f\u0451]{4}[.!?]\s*$")
SHORTENED = re.compile(r"(?<![^\W_])(?:[\u0430-\u044f]{1,3}\.|[\u0430-\u044f]{2,4}-[\u0430-\u044f]\b)", re.IGNORECASE)
OF_WHICH = re.compile(r"[^\W\d_] ?\(([^()]{2,30})\)[ :*]*$")
IN_BRACKETS = re.compile(r"\(.*\)")
PARTED = re.compile(r"\s*[/,;+]\s*")
COUNTED = re.compile(r"(.*[^\W\d]\.?) ?(?:\u2116 ?)?[1-9]")
PASSPORT = re.compile(r"\d\d[ -]?\d\d[ ,]{0,2}(?:\u2116|N|n)? ?\d{6}")
Row = Mapping[int, str]


def fields_of(rows: Sequence[Row]) -> dict[tuple[int, int], str]:
    """Return the field name of every cell (row, column) that a heading above or a label beside speaks of."""
    fields: dict[tuple[int, int], str] = {}
    above: dict[int, str] = {}
    brief = -1  # the row below which labels of a sentence say nothing any more
    heads = [_heads(row) for row in rows]
    for number, row in enumerate(rows):
        here = heads[number]
        above = {} if brief >= 0 and number > brief + 1 and not here else above
        here, below = _parted(row, here)
        fields |= _over(below, number, rows, heads)
        is_card = bool(here) and _is_card(
            row, here, heads[max(0, number - 1) : number] + heads[number + 1 : number + 2]
        )
        is_filled_in = len(above) >= SURE and _is_wide(row, here)
        is_card = is_card and not is_filled_in
        if here and not is_card:
            upper = _from_above(number, rows, heads)
            if len(here) >= SURE:
                above, brief = upper | here, number if _are_of_a_sentence(row, here) else -1
            elif not _has_digits(row, here):
                above, brief = upper | {column: _softer(name) for column, name in here.items()}, -1
            else:  # one cell of a list says «patient …» by itself: the others still stand under their headings
                fields |= _under(above, number, row, here)
        elif not here:
            fields |= _under(above, number, row, below)
        fields |= _beside(number, row, here, certain=is_card or (len(here) < SURE and not is_filled_in))
        if any(heads[at].keys() == here.keys() for at in (number - 1, number + 1) if 0 <= at < len(rows)):
            fields |= _lying(number, row, here)
    said = {place: rows[place[0]][place[1]] for place in fields}
    return {place: _sure(name, said[place]) for place, name in fields.items() if _may_be(name, said[place])}


def _from_above(number: int, rows: Sequence[Row], heads: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Return the headings of the row above that go on in this one: its cells under them are empty."""
    row, upper = rows[number], heads[number - 1] if number else {}
    if len(upper) < SURE or _has_digits(row, heads[number]):
        return {}
    return {column: name for column, name in upper.items() if not row.get(column, "").strip()}


def _are_of_a_sentence(row: Row, heads: Mapping[int, str]) -> bool:
    """Say whether the labels lead on to the next line, as in «lives at:», and head no column."""
    return all((said := row[column].strip())[:1].islower() and said.endswith(":") for column in heads)


def _parted(row: Row, heads: Mapping[int, str]) -> tuple[dict[int, str], dict[int, str]]:
    """Part headings from labels in brackets, which stand under the line that they speak of."""
    below = {column: name for column, name in heads.items() if IN_BRACKETS.fullmatch(row[column].strip())}
    return {column: name for column, name in heads.items() if column not in below}, below


def _over(
    below: Mapping[int, str], number: int, rows: Sequence[Row], heads: Sequence[Mapping[int, str]]
) -> dict[tuple[int, int], str]:
    """Return the cells right over labels that stand under their lines."""
    if not number:
        return {}
    row, other = rows[number - 1], heads[number - 1]
    return {(number - 1, at): name for at, name in below.items() if at not in other and row.get(at, "").strip()}


def _heads(row: Row) -> dict[int, str]:
    """Return the fields that the row's cells name; «document» beside a person is a passport, perhaps."""
    heads = {column: name for column, text in row.items() if (name := field_of(text))}
    if not ABOUT_PEOPLE.isdisjoint(heads.values()):
        heads |= {column: PAPER for column, text in row.items() if column not in heads and _is_paper(text)}
    return heads


def _may_be(name: str, text: str) -> bool:
    if _is_nothing(text) or (_is_told(text) if name == FIELD_OF[Label.ADDRESS] else is_sentence(text)):
        return False
    return name != PAPER or PASSPORT.fullmatch(text.strip()) is not None


def is_sentence(text: str) -> bool:
    """Say whether a cell tells something: its own words are read then, and its heading says nothing of them."""
    return text != text.lower() and len(PLAIN_WORD.findall(text)) >= MOST_TOLD


def _is_told(text: str) -> bool:
    """Say whether a cell of addresses holds a sentence: it ends as one does, and no part of it is cut short."""
    return TOLD.search(text) is not None and is_sentence(text) and not SHORTENED.search(text)


def _sure(name: str, text: str) -> str:
    """Return the field as it is told: somebody may stand in a column of telephones."""
    if name == FIELD_OF[Label.PHONE] and not any(char.isdigit() for char in text):
        return WHO
    return FIELD_OF[Label.PASSPORT] if name == PAPER else name


def _is_paper(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and re.fullmatch(_words()["PAPER"], _low(text)) is not None


def _under(above: Mapping[int, str], number: int, row: Row, heads: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """Return the cells of the row that stand under a heading and are none themselves."""
    return {
        (number, column): name for column, name in above.items() if column not in heads and row.get(column, "").strip()
    }


def gap_of(texts: Iterable[str]) -> str:
    """Return what stands between the cells of a row: those of a row of headings must not be read on into each other."""
    return f";{GAP}" if sum(bool(field_of(text)) for text in texts) >= SURE else GAP


def gaps_of(texts: Sequence[str]) -> list[str]:
    """Return what stands behind each cell of a row: what a sentence tells is not said of the cell before it."""
    usual = gap_of(texts)
    return [f".{GAP}" if is_sentence(text) else usual for text in texts[1:]] + [usual] * bool(texts)


def field_beside(label: str, value: str) -> str:
    """Return the field that a label gives to the one value beside it; empty where it is no label or no value."""
    return fields_of([{0: label, 1: value}]).get((0, 1), "") if field_of(label) else ""


def field_of(text: str) -> str:
    """Return the field that a heading names; empty for anything else."""
    if len(text) > LONGEST_HEADING or not any(char.isalpha() for char in text):
        return ""
    if sum(char.isdigit() for char in text) > MOST_DIGITS:
        return ""
    return _named_in_brackets(text) or _field_of(text) or _first_of(text) or _one_of_several(text)


def _one_of_several(text: str) -> str:
    """Return the field that a heading names with a number of its own: «card 1», «card 2»."""
    found = COUNTED.fullmatch(text.strip())
    return _field_of(found[1]) if found else ""


def _named_in_brackets(text: str) -> str:
    """Return the field of numbers that a heading of somebody names: «doctor (SNILS)»."""
    found = OF_WHICH.search(text)
    name = _field_of(found[1]) if found else ""
    return name if name in NUMBERED else ""


def _first_of(text: str) -> str:
    """Return the field of several things that a heading names: «age / born», «post, telephone», «patient, age»."""
    fields = [_field_of(part) for part in parts] if len(parts := PARTED.split(text)) > 1 else [""]
    if fields[0] in ABOUT_PEOPLE:
        return fields[0]
    return next((name for name in (FIELD_OF[Label.DOB], FIELD_OF[Label.PHONE]) if name in fields), "")


def _field_of(text: str) -> str:
    low = _low(text)
    for label, pattern in _headings():
        if pattern.fullmatch(low):
            return FIELD_OF.get(label, WHO) if label else WHO
    label = label_of(text.strip(" :*"))
    return FIELD_OF.get(label, "") if label else ""


def _low(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().replace(YO, YE)).strip(" \t:*.,-#()\u2116\u00a0")


def _is_card(row: Row, heads: Mapping[int, str], neighbours: Sequence[Mapping[int, str]]) -> bool:
    """Say whether labels and values take turns in the row: «Surname | … | Date of birth | …»."""
    filled = [column for column in sorted(row) if row[column].strip()]
    at = [filled.index(column) for column in heads]
    if len(filled) < 2 * len(at) or sorted(at) != list(range(at[0], at[0] + 2 * len(at), 2)):
        return False
    return (len(heads) >= SURE and _has_digits(row, heads)) or any(set(heads) & set(other) for other in neighbours)


def _is_wide(row: Row, heads: Mapping[int, str]) -> bool:
    """Say whether more stands in a row than labels and their values: «7 | Panina | doctor | ward 2 | 112-233-445»."""
    return sum(bool(text.strip()) for text in row.values()) > 2 * len(heads) + 1


def _beside(number: int, row: Row, heads: Mapping[int, str], *, certain: bool) -> dict[tuple[int, int], str]:
    """Return the cell to the right of each label."""
    filled = [column for column in sorted(row) if row[column].strip()]
    found = {}
    for here, there in pairwise(filled):
        if here in heads and there not in heads and certain:
            found[number, there] = _softer(heads[here])
    return found


def _lying(number: int, row: Row, heads: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """Return the cells of a table that lies on its side: a label first, then one value behind the other."""
    filled = [column for column in sorted(row) if row[column].strip()]
    if len(heads) != 1 or filled[0] not in heads:
        return {}
    name, values = heads[filled[0]], filled[1:]
    alike = {any(char.isdigit() for char in row[column]) for column in values if not _is_nothing(row[column])}
    if name == FIELD_OF[Label.ADDRESS] or alike != {name not in ABOUT_PEOPLE}:
        return {}
    return {(number, column): _softer(name) for column in values}


def _softer(name: str) -> str:
    return WHO if name == FIELD_OF[Label.PERSON] else name


def _has_digits(row: Row, heads: Mapping[int, str]) -> bool:
    return any(char.isdigit() for column, text in row.items() if column not in heads for char in text)


def _is_nothing(text: str) -> bool:
    low = text.lower().replace(YO, YE).strip(" .:-\u2014\u2013")
    return low in _words()["nothing"].split("|") or not low


def boxes_of(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return where cells of one letter each begin and end that are the boxes of one value."""
    single = "".join("x" if len(text.strip()) == 1 else " " for text in texts)
    return [run.span() for run in re.finditer(rf"x{{{LETTERS_APART},}}", single)]


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return tomllib.loads((Path(__file__).with_name("data") / "headings.ru.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _headings() -> list[tuple[Label | None, re.Pattern[str]]]:
    found: list[tuple[Label | None, re.Pattern[str]]] = []
    for name, pattern in _words().items():
        if name not in {"nothing", "PAPER"}:
            found.append((None if name == "WHO" else Label(name), re.compile(re.sub(r"\s*\n\s*", "", pattern))))
    return found
