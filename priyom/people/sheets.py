"""Tables as people bring them: any usual encoding and delimiter in; out, nothing that would run as a formula.

Pure: knows nothing of the database.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = (";", ",", "\t")
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 60_000
MAX_CELL = 2_000
# SECURITY: what a spreadsheet would run as a formula; the last is the full-width «=».
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")


class NotATable(ValueError):
    """The bytes are no table; ``reason`` is one of: empty, workbook, binary, large, broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sheet:
    """A table that has been read: the header, the rows with their line numbers, and how it was understood."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    delimiter: str


def decode(raw: bytes) -> str:
    """Return the text of the bytes: UTF-8, UTF-16 with its mark, else the Cyrillic code page of Windows."""
    if len(raw) > MAX_BYTES:
        raise NotATable("large")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotATable("workbook")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(raw, "utf-16")
    if b"\0" in raw:
        raise NotATable("binary")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(raw, "cp1251")


def read(text: str) -> Sheet:
    """Return the table that the text holds; the first line with words is its header."""
    if len(text) > MAX_BYTES:
        raise NotATable("large")
    if "\0" in text:
        raise NotATable("binary")
    text = text.removeprefix("\ufeff")
    delimiter = find_delimiter(text)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    lines = list(_lines(text, delimiter))
    if not lines:
        raise NotATable("empty")
    if len(lines) > MAX_ROWS + 1:
        raise NotATable("large")
    (_, header), *rows = lines
    return Sheet([cell.strip() for cell in header], rows, delimiter)


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells of equal number."""
    if text[:4].lower() == "sep=" and text[4:5] in DELIMITERS:
        return text[4]
    sample = [line for line in text[:20_000].splitlines() if line.strip()][:20]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _parsed("\n".join(sample), delimiter)]
        return (
            sum(1 for width in widths if width == widths[0]) if widths and widths[0] > 1 else 0,
            max(widths, default=0),
        )

    return max(DELIMITERS, key=score) if sample else DELIMITERS[0]


def safe(value: object) -> str:
    """Return the cell so that no spreadsheet runs it: an apostrophe before what looks like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def bare(cell: str) -> str:
    """Return the cell without the apostrophe of ``safe`` and without blanks around it."""
    text = cell.strip(" \u00a0")
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def write(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Return the lines of a table that opens with its columns apart in a Russian spreadsheet."""
    yield "\ufeff"
    yield _line(header)
    for row in rows:
        yield _line(row)


def _line(row: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([safe(cell) for cell in row])
    return out.getvalue()


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = _parsed(text, delimiter)
    while True:
        before = reader.line_num
        try:
            row = next(reader, None)
        except csv.Error as broken:
            raise NotATable("broken") from broken
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield before + 1, [bare(cell)[:MAX_CELL] for cell in row]


def _parsed(text: str, delimiter: str) -> "csv._reader":  # type: ignore[name-defined]
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as broken:
        raise NotATable("binary") from broken
