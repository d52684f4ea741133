"""The one source of time.

The database's clock counts, not the application server's: its time is read once a minute and carried on by the
monotonic counter, so a jump of the server's wall clock changes nothing and a call costs no query.
"""

import threading
import time
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

RESYNC_SECONDS = 60.0
LOOKS, QUICK = 4, 0.005  # what a busy machine takes for a look would be an error of the clock: the quickest counts

_override: ContextVar[datetime | None] = ContextVar("clock_override", default=None)
_lock = threading.Lock()
_base: tuple[datetime, float] | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _override.get() or running()


def running() -> datetime:
    """Return the present moment also while ``now`` stands still: for how long people rested, not for what is due."""
    base = _base
    if base is None or time.monotonic() - base[1] > RESYNC_SECONDS:
        base = _read_database_clock()
    return base[0] + timedelta(seconds=time.monotonic() - base[1])


def set_now(moment: datetime | None) -> None:
    """Stop the clock at a moment, or let it run again with None. For tests and for filling a demo desk."""
    _override.set(moment)


def _read_database_clock() -> tuple[datetime, float]:
    global _base  # noqa: PLW0603 - one clock per process is the point
    with connection.cursor() as cursor:
        best = _looked_at(cursor)
        for _again in range(LOOKS - 1):
            if best[0] < QUICK:
                break
            best = min(best, _looked_at(cursor))
    with _lock:
        _base = best[1:]
        return _base


def _looked_at(cursor: Any) -> tuple[float, datetime, float]:
    """Return how long a look took, what it saw and when: in the middle of it, as nearly as one can know."""
    began = time.monotonic()
    cursor.execute("SELECT clock_timestamp()")
    moment = cursor.fetchone()[0].astimezone(UTC)
    took = time.monotonic() - began
    return took, moment, began + took / 2
