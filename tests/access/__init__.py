"""The access table: every address × every person → the expected answer. One file of rows per area.

A row names an address by its URL name; `of` gives its arguments, where a word such as "ticket" stands for that
object's number. `nobody` is signed out; `others` is everybody of the cast whom the row does not name.
"""

from dataclasses import dataclass, field
from typing import Any

PEOPLE = (
    "anna",
    "boris",
    "pavel",
    "marina",
    "adam",
    "oleg",
    "zoya",
    "yakov",
    "igor",
    "galina",
    "stranger",
    "strange_agent",
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    name: str
    of: dict[str, Any]
    expected: dict[str, int]
    data: dict[str, Any] = field(default_factory=dict)


def row(method, name, of=None, data=None, **expected):
    """Write a line: ``row("GET", "desk:ticket", {"number": "ticket"}, anna=200, …, others=404, nobody=302)``."""
    return Row(method, name, of or {}, expected, data or {})
