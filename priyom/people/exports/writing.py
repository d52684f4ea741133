"""Rows into a file, one after the other, so that memory does not grow with their number.

SECURITY: in a workbook every text is written as a text and none becomes a formula, a number or a link; in CSV what a
spreadsheet would run gets an apostrophe (``sheets.safe``).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.people.exports.tables import Column
from priyom.people.models.exports import Export
from priyom.people.sheets import write as csv_lines

LONGEST_CELL = 32_767  # what a workbook holds
WIDTH = 18  # characters
PLAIN = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}  # fmt: skip
Writer = Callable[[Path, Sequence[Column], Iterable[Sequence[Any]]], None]


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table that opens with its columns apart in a Russian spreadsheet, in words."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in csv_lines([column.label for column in columns], in_words(columns, rows, moments=_moment)):
            file.write(line)


def write_xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    """Write a workbook with one sheet, in words; numbers and moments stay what they are."""
    import xlsxwriter  # megabytes that few ever ask for

    book = xlsxwriter.Workbook(str(path), PLAIN | {"tmpdir": str(path.parent)})
    sheet = book.add_worksheet(_("Table"))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, WIDTH)
    bold = book.add_format({"bold": True})
    for at, column in enumerate(columns):
        sheet.write_string(0, at, str(column.label), bold)
    for number, row in enumerate(in_words(columns, rows, moments=_without_zone), 1):
        for at, value in enumerate(row):
            _put(sheet, number, at, value)
    book.close()


def write_json(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    """Write an array of objects, in codes and with moments in UTC: for programs."""
    names = [column.code for column in columns]
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, row in enumerate(rows):
            file.write(",\n" if number else "\n")
            json.dump(dict(zip(names, map(_plain, row), strict=True)), file, ensure_ascii=False)
        file.write("\n]\n")


WRITERS: dict[str, Writer] = {
    Export.Format.CSV: write_csv, Export.Format.XLSX: write_xlsx, Export.Format.JSON: write_json,
}  # fmt: skip


def in_words(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, moments: Callable[[datetime], Any]
) -> Iterator[list[Any]]:
    """Return the rows as people read them: words for codes, moments in the reader's own time."""
    words = [{key: str(text) for key, text in column.words().items()} if column.words else {} for column in columns]
    for row in rows:
        yield [
            moments(value) if isinstance(value, datetime) else known.get(value, value)
            for value, known in zip(row, words, strict=True)
        ]


def _put(sheet: Any, row: int, at: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, at, value)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value)[:LONGEST_CELL])


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def _without_zone(value: datetime) -> datetime:
    return timezone.localtime(value).replace(tzinfo=None)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
