"""CSV in every dialect: cells are masked where they stand, under their headings; separators, quotes and lines stay."""

from __future__ import annotations

import re
from pathlib import Path

from priyom.privacy.detectors.codes import ENTITY
from priyom.privacy.documents.charsets import decode
from priyom.privacy.documents.grids import fields_of, gaps_of
from priyom.privacy.documents.passages import Graph, Write, refuse_long
from priyom.privacy.documents.texts import Pieces, finish
from priyom.privacy.files import FileReport, Refused, TextGuard

SEPARATORS = ";,\t|"
LOOKED_AT = 40  # lines
MOST_CELLS = 400_000
SIGN = (
    rf"{ENTITY}|&(?:quot|amp|apos|[lg]t|[lr]aquo|[lrb]dquo|[lr]squo|hellip|bull|middot|deg|sect|num|semi|colon|comma);"
)
WHOLE_ENTITY = re.compile(SIGN)
QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def mask_table(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a table of text."""
    text, coding = decode(source.read_bytes())
    refuse_long(len(text))
    graph, pieces = Graph(guard), Pieces()
    by = separator_of(text)
    rows = cells_of(text, by, pieces)
    fields = fields_of([{at: content for at, (content, _write) in enumerate(row)} for row in rows])
    passage = graph.passage("table")
    for number, row in enumerate(rows):
        gaps = gaps_of([content for content, _write in row])
        for at, (cell, gap) in enumerate(zip(row, gaps, strict=True)):
            passage.cell([cell], field_name=fields.get((number, at), ""))
            passage.say(gap)
        passage.say("\n")
    graph.passage("file name").say(name)
    graph.settle()
    return finish(graph, target, pieces.text, coding)


def separator_of(text: str) -> str:
    """Return what parts the cells: what most lines have equally often."""
    lines = [WHOLE_ENTITY.sub("", QUOTED.sub("", line)) for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    if lines and re.fullmatch(r"sep=.", lines[0]):
        return lines[0][-1]

    def agreement(by: str) -> tuple[int, int]:
        counts = [line.count(by) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0), usual

    return max(SEPARATORS, key=agreement)


def cells_of(text: str, by: str, pieces: Pieces) -> list[list[tuple[str, Write]]]:
    """Return the cells of each line with what replaces them; every character goes into the pieces in its order."""
    rows: list[list[tuple[str, Write]]] = [[]]
    bare = re.compile(rf"(?:{SIGN}|[^{re.escape(by)}\r\n])*+")  # an entity ends with what may part the cells
    place, count = 0, 0
    while place < len(text):
        count += 1
        if count > MOST_CELLS:
            raise Refused("too_large")
        found = QUOTED.match(text, place)
        if found and (found.end() == len(text) or text[found.end()] in by + "\r\n"):
            pieces.add('"')
            rows[-1].append((found[1], pieces.add(found[1])))
            pieces.add('"')
            place = found.end()
        else:
            cell = bare.match(text, place)
            content = cell.group() if cell else ""
            rows[-1].append((content, _quoting(pieces.add(content), by)))
            place += len(content)
        place = _separator(text, place, by, pieces, rows)
    return rows


def _separator(text: str, place: int, by: str, pieces: Pieces, rows: list[list[tuple[str, Write]]]) -> int:
    if place >= len(text):
        return place
    if text[place] == by:
        pieces.add(by)
        return place + 1
    line_end = re.compile(r"\r\n|\r|\n").match(text, place)
    if line_end:
        pieces.add(line_end.group())
        rows.append([])
        return line_end.end()
    return place


def _quoting(write: Write, by: str) -> Write:
    """A mask with a separator in it must not become two cells."""
    return lambda text: write(f'"{text}"' if by in WHOLE_ENTITY.sub("", text) else text)
