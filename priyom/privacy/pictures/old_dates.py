"""Dates that are births though no heading says so: old ones below a name, columns of years as far apart as people's.

Dates of visits, orders and papers lie close together; births of people lie decades apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.headings import dates_of_others, plain
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.numbered import (
    COVERED,
    FEWEST,
    MOSTLY,
    Token,
    columns_of,
    is_in_line,
    is_with_somebody,
    words_before,
)
from priyom.privacy.pictures.shapes import NEWEST_YEAR

DATE = re.compile(
    r"\W{0,2}(?:\d{1,2}[./-]\d{1,2}[./-](?P<year>(?:19|20)\d\d)|(?P<first>(?:19|20)\d\d)-\d\d-\d\d)\W{0,2}"
)
DECADES_APART, USUALLY_OLD, SURE = 25, 2012, 0.65


def find_old_dates(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the births among the dates that are open, or hidden as births already: those tell what a column holds."""
    lying = Spots(spots)
    people = Spots(spot for spot in spots if spot.label == Label.PERSON)
    dates = [
        Token(word, number, cell)
        for number, row in enumerate(rows)
        for cell in row.cells
        for place, word in enumerate(cell.words)
        if DATE.fullmatch(word.text)
        and ((over := lying.over(Cell([word]), COVERED)) is None or over.label == Label.DOB)
        and not dates_of_others().search(plain(words_before(cell, place)))
    ]
    yield from (_spot(date) for date in dates if _year(date) < NEWEST_YEAR and is_with_somebody(date, rows, people))
    for column in columns_of(dates):
        years = sorted(map(_year, column))
        apart = years[-1] - years[0] >= DECADES_APART and years[len(years) // 2] < USUALLY_OLD
        theirs = sum(is_in_line(rows[date.row], people) for date in column)
        if apart and len(column) >= FEWEST and theirs >= MOSTLY * len(column):
            yield from map(_spot, column)


def _year(date: Token) -> int:
    found = DATE.fullmatch(date.word.text)
    return int(found["year"] or found["first"]) if found else NEWEST_YEAR


def _spot(date: Token) -> Spot:
    return Spot(Label.DOB, (date.word.x, date.word.y, date.word.right, date.word.bottom), SURE)
