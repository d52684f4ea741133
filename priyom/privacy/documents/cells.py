"""What a cell of a workbook shows: texts, numbers that are policies and telephones, dates that are kept as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from priyom.privacy.documents.markup import Node, local

BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
DAY_AND_YEAR = re.compile(r"d.*[my]|[my].*d|yy.*m|m.*yy|[\u0434\u0433]", re.IGNORECASE)
EXCEL_BEGINS, MAC_BEGINS = date(1899, 12, 30), date(1904, 1, 1)
LAST_SERIAL = 2_958_465
MOST_DIGITS = 20
PLAIN_SERIAL, YEAR = re.compile(r"[1-9]\d{2,4}"), re.compile(r"(?:19|20)\d\d")
PLAIN = re.compile(r"^[0-9]{1,20}$")


class Styles:
    """Which styles of cells show a number as a date."""

    def __init__(self, root: Node | None, *, mac: bool = False) -> None:
        self._begins = MAC_BEGINS if mac else EXCEL_BEGINS
        self._dates: list[bool] = []
        if root is None:
            return
        formats = {node.get("numFmtId"): node.get("formatCode", "") for node in root.iter() if local(node) == "numFmt"}
        for node in root.iter():
            if local(node) == "cellXfs":
                self._dates = [_is_date(xf.get("numFmtId", "0"), formats) for xf in node if local(xf) == "xf"]

    def shown(self, number: str, style: str | None) -> str:
        """Return the number as a person reads it; dates with their points, whole numbers with all their digits."""
        try:
            value = Decimal(number.strip())
        except InvalidOperation:
            return number
        if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
            return number
        if self._is_date(style) and 0 < value < LAST_SERIAL:
            return f"{self._begins + timedelta(days=int(value)):%d.%m.%Y}"
        return str(int(value)) if value == value.to_integral_value() else format(value, "f")

    def born(self, number: str) -> str:
        """Return a number under a heading of births as a day, whatever its style says; a year stays one."""
        if PLAIN_SERIAL.fullmatch(number) and not YEAR.fullmatch(number):
            return f"{self._begins + timedelta(days=int(number)):%d.%m.%Y}"
        return number

    def _is_date(self, style: str | None) -> bool:
        return bool(style and style.isdigit() and int(style) < len(self._dates) and self._dates[int(style)])


def _is_date(number: str, formats: dict[str | None, str]) -> bool:
    if number in formats:
        return bool(DAY_AND_YEAR.search(QUOTED.sub("", formats[number])))
    return number.isdigit() and int(number) in BUILT_IN_DATES


def column_of(reference: str, fallback: int) -> int:
    """Return the number of the column of «AB12»; the next one when a cell names none."""
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    if not letters:
        return fallback
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return number


def texts_of(node: Node) -> list[Node]:
    """Return the `t` elements of a rich text, without how it is read aloud."""
    found: list[Node] = []
    for child in node:
        name = local(child)
        if name == "t":
            found.append(child)
        elif name == "r":
            found += [part for part in child if local(part) == "t"]
    return found


def joined(parts: Sequence[Node]) -> str:
    """Return the words of a rich text."""
    return "".join(part.text or "" for part in parts)
