"""What is read at every step and changed once a month is kept in memory, as of a stamp that every change moves.

The stamp is a random value in a row of its own, moved by triggers in the transaction of the change: whoever writes,
and however, every process reads afresh from the next request on. A change that is rolled back moves nothing.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from priyom.base.prepared import ask
from priyom.base.requests import once_per_request

Kept = TypeVar("Kept")
_kept: dict[str, tuple[UUID, Any]] = {}


def kept(name: str, load: Callable[[], Kept]) -> Kept:
    """Return what ``load`` gives, from memory while the stamp stands. Whoever gets it must not change it."""
    # RACE: the stamp is read first. What is loaded may be newer than it, never older.
    value = once_per_request(f"stamp:{name}", lambda: _value_of(name))
    known = _kept.get(name)
    if known is not None and known[0] == value:
        return known[1]
    loaded = load()
    if value is not None:
        _kept[name] = (value, loaded)
    return loaded


def _value_of(name: str) -> UUID | None:
    return next((value for (value,) in ask("SELECT value FROM base_stamp WHERE name = %s", [name])), None)
