"""How the columns of a ticket are written: once for a step, also when a fact of the step changes more of them.

A ticket stands in twenty indexes; written twice for one answer it would cost as much as the answer's words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from priyom.base.rows import update
from priyom.desk.models import Ticket

_HELD = "_columns_held"


@contextmanager
def writing(ticket: Ticket, **columns: Any) -> Iterator[None]:
    """Set the columns at once and write them when the block ends, with those that ``also_set`` adds within it."""
    outer: dict[str, None] | None = getattr(ticket, _HELD, None)
    held: dict[str, None] = {} if outer is None else outer
    held.update(dict.fromkeys(columns))
    for name, value in columns.items():
        setattr(ticket, name, value)
    setattr(ticket, _HELD, held)
    try:
        yield
    finally:
        if outer is None:
            delattr(ticket, _HELD)
    if outer is None:
        update(ticket, held)


def also_set(ticket: Ticket, **columns: Any) -> None:
    """Set columns without moving the revision: at once, or together with the step that is being written."""
    with writing(ticket, **columns):
        pass
