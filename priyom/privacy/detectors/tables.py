"""Reads tables that were pasted as text: cells under a heading such as «ФИО», or beside it when the table stands upright."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.bridge import signs
from priyom.privacy.detectors.fields import label_of, value_of
from priyom.privacy.detectors.reading import Reading

TABLE_CELL = re.compile(r"[;\t|]")
RULER = re.compile(r"[ \t|+:=\u2500-\u257f-]{3,}\r?\n?")  # as databases draw it below the headings
FEWEST_COLUMNS, WIDEST_ROW = 2, 4000


def find_cells(reading: Reading) -> Iterator[Span]:
    """Yield the cells that stand under a heading such as «ФИО» or «Дата рождения»."""
    heads: dict[int, Label] = {}
    by = ""
    place = 0
    text = reading.text
    if "," not in text and not TABLE_CELL.search(text):
        return
    upright = False
    for line, following in pairwise([*text.splitlines(keepends=True), ""]):
        if RULER.fullmatch(line):
            place += len(line)
            continue
        if len(line) > WIDEST_ROW or (not TABLE_CELL.search(line) and not (by == "," and "," in line)):
            by = by if by == "," and "," in line else ""
            if not (by or line.count(",") >= FEWEST_COLUMNS):
                place += len(line)
                continue
        side = _side(line)
        if side and (upright or _side(following)):
            upright, by = True, ""
            label, start, end = side
            yield from value_of(text, place + start, place + end, label)
            place += len(line)
            continue
        upright = False
        found = _heads(line)
        if found:
            by, heads = found
        elif by and by in line:
            yield from _row(text, place, line, by, heads)
        else:
            by = ""
        place += len(line)


def _side(line: str) -> tuple[Label, int, int] | None:
    """Return what the second of two cells holds when the first says so: a table that stands upright."""
    found = SIDE.match(line) if len(line) <= WIDEST_ROW else None
    if not found:
        return None
    label = label_of(found["head"].strip()) or _head(found["head"].strip())
    if not label or label_of(found["value"].strip()) or _head(found["value"].strip()):
        return None
    return label, found.start("value"), found.end("value")


SIDE = re.compile(
    r"[ |]{0,3}(?P<head>[^\t;|:\n]{2,30}?)[ ]?[\t;|][ \t]{0,3}(?P<value>[^\t;|\r\n]{1,120}?)[ |]{0,3}\r?\n?$"
)


def _heads(line: str) -> tuple[str, dict[int, Label]] | None:
    by = next((char for char in "\t;|" if char in line), "," if line.count(",") >= FEWEST_COLUMNS else "")
    if not by:
        return None
    cells = [cell.strip(" \t\r\n\"'*") for cell in line.split(by)]
    if any(char.isdigit() for char in line) and sum(bool(label_of(cell)) for cell in cells) < 2:
        return None
    heads = {number: label for number, cell in enumerate(cells) if cell and (label := label_of(cell) or _head(cell))}
    return (by, heads) if len(heads) >= 2 or (heads and len(cells) <= 3) else None


HEADS = (
    (
        Label.PERSON,
        re.compile(
            r"^(?:ф\.? ?и\.? ?о\.?|фамилия.{0,20}|имя|отчество|пациент(?:ка)?|фио.{0,20}|врач|сотрудник|больной)$",
            re.IGNORECASE,
        ),
    ),
    (
        Label.DOB,
        re.compile(
            r"^(?:дата рожд.{0,16}|рожд(?:\.|ен(?:ие|ия))?|(?:дата )?р\.|родил(?:ся|ась)|д[./]? ?р\.?|год рожд.{0,16}|г[./]? ?р\.?)$",
            re.IGNORECASE,
        ),
    ),
    (Label.ADDRESS, re.compile(r"^адрес.{0,24}$", re.IGNORECASE)),
    (Label.PHONE, re.compile(r"^(?:телефон.{0,12}|тел\.?|моб\.?.{0,10}|контакт.{0,12})$", re.IGNORECASE)),
    (Label.SNILS, re.compile(r"^снилс.{0,12}$", re.IGNORECASE)),
    (Label.OMS, re.compile(r"^(?:полис.{0,12}|енп|№ полиса)$", re.IGNORECASE)),
    (
        Label.MRN,
        re.compile(
            rf"^(?:(?:№|номер|ном\.|n)? ?(?:(?:амб|мед|стац)[а-яё]{{0,13}}[. -]{{0,2}})?карт[аы]?(?: (?:пациента|больного|реб[её]нка|стационарного больного|амбулаторного больного))?|(?:№|номер|ном\.)? ?(?:иб|и/б|м/к|мк|а/к|истори[яи](?: (?:болезни|родов|развития))?)|амбулаторка|карточка(?: пациента)?|(?:id|ид\.?|код|идентификатор|номер|№)[ _]пациента|(?:patient|pat)[ _]?id|mrn|{signs('records')})$",
            re.IGNORECASE,
        ),
    ),
    (Label.PASSPORT, re.compile(r"^паспорт.{0,12}$", re.IGNORECASE)),
)


def _head(cell: str) -> Label | None:
    return next((label for label, pattern in HEADS if pattern.match(cell)), None)


def _row(text: str, place: int, line: str, by: str, heads: dict[int, Label]) -> Iterator[Span]:
    start = place
    for number, cell in enumerate(line.split(by)):
        label = heads.get(number)
        if label:
            end = start + len(cell.rstrip("\r\n"))
            if label == Label.PERSON and not re.match(r"^[\s\"']*[А-ЯЁа-яёA-Z]", cell):
                start += len(cell) + 1
                continue
            yield from value_of(text, start, end, label)
        start += len(cell) + 1
