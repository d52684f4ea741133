"""What a table would do: a row is new, changes something or nothing, or is wrong, with a sentence why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.translation import gettext as _

from priyom.people.imports.columns import COLUMNS
from priyom.people.sheets import Sheet


class Outcome(StrEnum):
    """What comes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass
class Row:
    """A line of the table on its way into the directory."""

    line: int
    cells: dict[str, str]
    title: str = ""
    outcome: Outcome = Outcome.UNCHANGED
    facts: dict[str, Any] = field(default_factory=dict)
    thing: Any = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # what, before, after
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, column: str, sentence: Any) -> None:
        """Say what is wrong with a cell; the first thing that is wrong counts."""
        self.errors.setdefault(column, str(sentence))
        self.outcome = Outcome.WRONG

    def note(self, label: Any, before: Any, after: Any) -> None:
        """Note that a field will change."""
        if before != after:
            self.changes.append((str(label), _shown(before), _shown(after)))

    def settle(self) -> None:
        """Decide the outcome of a row in which nothing is wrong."""
        if self.errors:
            self.outcome = Outcome.WRONG
        elif self.thing is None:
            self.outcome = Outcome.NEW
        else:
            self.outcome = Outcome.CHANGED if self.changes else Outcome.UNCHANGED


@dataclass
class Plan:
    """What the whole table would do."""

    kind: str
    rows: list[Row]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows come to which outcome."""
        counted = Counter(str(row.outcome) for row in self.rows)
        return {str(outcome): counted.get(outcome, 0) for outcome in Outcome}

    def of(self, outcome: Outcome) -> list[Row]:
        """Return the rows of one outcome."""
        return [row for row in self.rows if row.outcome == outcome]


def rows_of(kind: str, sheet: Sheet, columns: Mapping[str, int]) -> list[Row]:
    """Return the rows of the table with their cells named; a key is wrong from its second time on."""
    keys = [column.code for column in COLUMNS[kind] if column.is_key]
    rows: list[Row] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in sheet.rows:
        named = {code: cells[index] for code, index in columns.items() if index < len(cells)}
        row = Row(line=line, cells=named)
        for key in keys:
            value = named.get(key, "").lower()
            if value and (key, value) in seen:
                row.refuse(key, _("This stands in line %(line)s already.") % {"line": seen[key, value]})
            elif value:
                seen[key, value] = line
        rows.append(row)
    return rows


def need(row: Row, kind: str) -> None:
    """Refuse a new row that lacks what every new one must have."""
    for column in COLUMNS[kind]:
        if column.needed and not row.cells.get(column.code):
            row.refuse(column.code, _("A new row needs this."))


def take_texts(row: Row, model: type[Model], names: tuple[str, ...]) -> None:
    """Take the plain texts of a row that are not too long; an empty cell leaves what is there."""
    for name in names:
        cell = row.cells.get(name, "")
        if not cell:
            continue
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if limit is not None and len(cell) > limit:
            row.refuse(name, _("Longer than %(limit)s characters.") % {"limit": limit})
        else:
            row.facts[name] = cell


def take_zone(row: Row) -> None:
    """Take the time zone of a row, if the machine knows it."""
    cell = row.cells.get("timezone", "")
    if not cell:
        return
    try:
        ZoneInfo(cell)
    except (ValueError, LookupError, OSError):
        row.refuse("timezone", _("There is no such time zone. Write it like Europe/Moscow."))
    else:
        row.facts["timezone"] = cell


def note_changes(row: Row, model: type[Model]) -> None:
    """Keep of the facts those that differ from what is there, and note them."""
    if row.thing is None:
        return
    for name in list(row.facts):
        before = getattr(row.thing, name)
        if before == row.facts[name]:
            del row.facts[name]
        else:
            row.note(getattr(model._meta.get_field(name), "verbose_name", name), before, row.facts[name])


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
