"""Which lists can be taken away. A room registers its own: who may, what narrows it, its columns and its rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.people.models import User


@dataclass(frozen=True)
class Column:
    """A column: its name in data, its heading on paper, and the words for its values, if they are codes."""

    code: str
    label: Any
    words: Callable[[], Mapping[Any, Any]] | None = None


@dataclass(frozen=True)
class Table:
    """A list that can be taken away."""

    kind: str
    label: Any
    scope: str  # that a key needs for it
    may: Callable[[User], bool]
    read: Callable[[Mapping[str, Any]], dict[str, Any]]  # filters as they were asked → as they are kept
    columns: tuple[Column, ...]
    rows: Callable[[User, dict[str, Any]], Iterator[Sequence[Any]]]  # only what the person may see


_tables: dict[str, Table] = {}


def register_table(table: Table) -> None:
    """Let a list be taken away."""
    _tables[table.kind] = table


def tables() -> list[Table]:
    """Return every list that can be taken away."""
    return list(_tables.values())


def table_of(kind: str) -> Table:
    """Return the list of this kind, or refuse."""
    if kind not in _tables:
        sentence = _("There is no such list.")
        raise Invalid(sentence, errors={"kind": [sentence]})
    return _tables[kind]
