"""Which columns a table of each kind may have, and how they are recognised by what people call them."""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from priyom.people.names import folded

DATA = Path(__file__).resolve().parent.parent / "data" / "import.toml"


@dataclass(frozen=True)
class Column:
    """A column of a table: the field it fills, its name on screen, and whether a new row needs it."""

    code: str
    label: str | Promise
    is_key: bool = False
    needed: bool = False


COLUMNS: dict[str, tuple[Column, ...]] = {
    "regions": (
        Column("code", _("code"), is_key=True),
        Column("name", _("name"), needed=True),
        Column("timezone", _("time zone"), needed=True),
        Column("is_active", _("in use")),
    ),
    "organisations": (
        Column("code", _("code"), is_key=True),
        Column("name", _("full name"), needed=True),
        Column("short_name", _("short name")),
        Column("kind", _("kind")),
        Column("region", _("region"), needed=True),
        Column("parent", _("belongs to")),
        Column("oid", _("OID in the federal register")),
        Column("timezone", _("time zone")),
        Column("phone", _("phone")),
        Column("address", _("address")),
        Column("headcount", _("how many people work there")),
        Column("domains", _("mail domains")),
    ),
    "people": (
        Column("login", _("login"), is_key=True),
        Column("email", _("e-mail"), is_key=True),
        Column("full_name", _("full name of a person")),
        Column("last_name", _("last name")),
        Column("first_name", _("first name")),
        Column("middle_name", _("patronymic")),
        Column("position", _("position")),
        Column("phone", _("phone")),
        Column("timezone", _("time zone")),
        Column("organisation", _("organisation"), needed=True),
        Column("role", _("role")),
    ),
    "days": (
        Column("calendar", _("calendar (code)"), needed=True),
        Column("date", _("date"), needed=True),
        Column("kind", _("what differs")),
        Column("hours", _("hours")),
        Column("name", _("why")),
    ),
}


@functools.cache
def words() -> dict[str, Any]:
    """Return what tables call their columns and values."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def match_columns(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Return which column of the table fills which field, as far as the header says."""
    named = {folded(cell): index for index, cell in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for column in COLUMNS[kind]:
        names = [folded(str(column.label)), column.code, *map(folded, words()[kind][column.code])]
        index = next((named[name] for name in names if name in named), None)
        if index is not None and index not in found.values():
            found[column.code] = index
    return found


def value_of(field: str, cell: str, labels: Mapping[str, Any]) -> str | None:
    """Return the value that a cell means, by its code, its name on screen, or another usual word."""
    said = folded(cell)
    for value, usual in words()["values"][field].items():
        if said in {value, folded(str(labels.get(value, value))), *map(folded, usual)}:
            return str(value)
    return None
