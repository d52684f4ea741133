"""Whether somebody waits for what is being done: a person before a form, a program at the API.

For them the guard has a moment and no more (``guard_patience_ms``); what it cannot say by then is accepted sealed.
Whatever runs without a request, a worker or a command, has the patience that a guard may need.
"""

from contextvars import ContextVar
from typing import Any

from django.conf import settings

_waits: ContextVar[bool] = ContextVar("somebody_waits", default=False)
NAME_SECONDS = 1.0  # for the name of a file: without an answer only its ending is kept


def begin(**_signal: Any) -> None:
    """Somebody asked: a request has begun."""
    _waits.set(True)


def end(**_signal: Any) -> None:
    """The request is answered."""
    _waits.set(False)


def patience() -> float | None:
    """Return for how many seconds the guard may think about a text; None: as long as it needs."""
    return settings.PRIYOM.guard_patience_ms / 1000 if _waits.get() else None


def patience_for_name() -> float | None:
    """Return for how long it may think about the name of a file."""
    found = patience()
    return None if found is None else max(found, NAME_SECONDS)
