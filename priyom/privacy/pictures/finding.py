"""Finds the places of personal data among rows of cells: by the text rules, by labels beside and above, by columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.births import NEWEST_YEAR
from priyom.privacy.files import TextGuard
from priyom.privacy.graph import Guard
from priyom.privacy.pictures.alignment import find_aligned
from priyom.privacy.pictures.columns import find_columns
from priyom.privacy.pictures.headings import fits
from priyom.privacy.pictures.layout import Cell, Row, Spot
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired

YEAR, HALF = re.compile("(?<![0-9])(?:18|19|20)[0-9]{2}"), 0.5
SURNAME_LENGTH = 4
Placed = tuple[int, int, Read]  # a word and where it begins and ends in the text of its row
BETWEEN_CELLS = " \u00a6 "  # a broken bar: no rule of texts takes it for part of a sentence, or for a table


def find(rows: Sequence[Row], guard: TextGuard) -> list[Spot]:
    """Return what must be painted over."""
    lines = [_line(row.cells) for row in rows]
    texts = [text for text, _words in lines]
    found = reader_of(guard.guard).find(texts, guard.rules)
    spots = [
        spot
        for (_text, words), spans in zip(lines, found, strict=True)
        for span in spans
        for spot in _spots(span, words)
    ]
    spots += [Spot(label, box, 0.9) for label, box in find_columns(rows, guard)]
    spots += _births_behind_names(rows, spots, guard)
    return spots + [Spot(label, box, 0.7) for label, box in find_aligned(rows, spots, guard)]


def _births_behind_names(rows: Sequence[Row], spots: Sequence[Spot], guard: TextGuard) -> Iterator[Spot]:
    """Yield the date in the cell behind somebody's name, unless it is too new to be a birth."""
    people = [spot for spot in spots if spot.label == Label.PERSON]
    for row in rows:
        for name, date in pairwise(row.cells):
            year = YEAR.search(date.text)
            if (
                year
                and int(year.group()) < NEWEST_YEAR
                and fits(Label.DOB, date.text, guard.guard.vocabulary)
                and any(spot.covers(name) >= HALF for spot in people)
            ):
                yield Spot(Label.DOB, (date.x, date.y, date.right, date.bottom), 0.85)


@lru_cache(maxsize=2)
def reader_of(guard: Guard) -> Guard:
    """Return the same guard without the model of names: it has read newspapers, and a screen is no sentence."""
    return Guard(lambda _text: [], guard.vocabulary)


def _line(cells: Sequence[Cell]) -> tuple[str, list[Placed]]:
    """Return the text of the cells and where each word stands in it."""
    text = ""
    words: list[Placed] = []
    for cell in cells:
        text += BETWEEN_CELLS if text else ""
        for number, word in enumerate(cell.words):
            text += " " if number else ""
            words.append((len(text), len(text) + len(word.text), word))
            text += word.text
    return repaired(text), words


def _spots(span: Span, words: Sequence[Placed]) -> Iterator[Spot]:
    """Yield one spot for the words of the span, cut where the span begins or ends inside a word."""
    inside = [(start, end, word) for start, end, word in words if start < span.end and span.start < end]
    if not inside:
        return
    if span.label == Label.PERSON:
        inside = _with_initials(inside, words)
        span = replace(span, end=max(span.end, inside[-1][1]))
    first_start, first_end, first = inside[0]
    last_start, last_end, last = inside[-1]
    left = first.x + first.width * max(0, span.start - first_start) / (first_end - first_start)
    right = last.right - last.width * max(0, last_end - span.end) / (last_end - last_start)
    top = min(word.y for _start, _end, word in inside)
    bottom = max(word.bottom for _start, _end, word in inside)
    yield Spot(span.label, (left, top, right, bottom), span.confidence)


def _with_initials(inside: list[Placed], words: Sequence[Placed]) -> list[Placed]:
    """Take along what stands right behind a surname and is too short to be a word: initials that were misread."""
    start, end, word = inside[-1]
    if len(inside) > 1 or len(word.text) < SURNAME_LENGTH:
        return inside
    behind = [placed for placed in words if placed[0] > start]
    for placed in behind[:2]:
        letters = [char for char in placed[2].text if char.isalpha()]
        if placed[0] != end + 1 or len(letters) > 2 or not any(char.isupper() for char in letters):  # noqa: PLR2004
            break
        inside, end = [*inside, placed], placed[1]
    return inside
