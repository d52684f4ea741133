"""Columns of JSON: lists of one length that stand under a list of headings, as interfaces send tables.

`{"columns": ["last_name", "phone"], "rows": [["…", "…"], …]}`: what a value is, only its place in its list tells.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from priyom.privacy.documents.grids import TOLD, fields_of, is_sentence

FEWEST = 3  # values in a list: two may be a pair of anything
OTHERS = r"(?:null|true|false|-?[0-9.eE+-]{1,24})"  # what stands between the tokens of a list and is none itself
OPENED = re.compile(rf"\[(?P<before>(?:\s{{0,80}}{OTHERS}?\s{{0,80}},){{0,40}}\s{{0,80}})$")
GOES_ON = re.compile(rf"\s{{0,80}}(?:,\s{{0,80}}{OTHERS}?\s{{0,80}}){{0,40}},\s{{0,80}}")
CLOSED = re.compile(rf"(?:\s{{0,80}},\s{{0,80}}{OTHERS})*\s{{0,80}}\]")


def names_of_columns(tokens: Sequence[str], between: Sequence[str]) -> dict[int, str]:
    """Return the heading of each token (its place) that stands in a list under a list of headings.

    ``between``: what stands before each token, and what stands behind the last.
    """
    lists: defaultdict[int, list[dict[int, int]]] = defaultdict(list)
    for row, width in _lists(between):
        if width >= FEWEST:
            lists[width].append(row)
    names: dict[int, str] = {}
    for every in lists.values():
        rows = [row for row in every if not _is_told([tokens[token] for token in row.values()])]
        fields = fields_of([{column: tokens[token] for column, token in row.items()} for row in rows])
        names |= {rows[number][column]: name for (number, column), name in fields.items()}
    return names


def _is_told(cells: Sequence[str]) -> bool:
    """Say whether a list tells something line by line, as a log does: it is as long as a row by chance."""
    return 2 * sum(is_sentence(cell) or TOLD.search(cell) is not None for cell in cells) >= len(cells)


def _lists(between: Sequence[str]) -> list[tuple[dict[int, int], int]]:
    """Return the lists that hold nothing but values: which token stands at which place, and how long each list is."""
    found: list[tuple[dict[int, int], int]] = []
    row: dict[int, int] | None = None
    column = 0
    for token, gap in enumerate(between):
        if row is not None and GOES_ON.fullmatch(gap):
            column += gap.count(",")
        else:
            closed = CLOSED.match(gap) if row is not None else None
            if row and closed:
                found.append((row, column + 1 + closed.group().count(",")))
            opened = OPENED.search(gap)
            row, column = ({}, opened["before"].count(",")) if opened else (None, 0)
        if row is not None and token + 1 < len(between):
            row[column] = token
    return found
