"""Which letters have left and are not marked yet, on this machine's disk: a line for each row.

Between the relay's «250» and our commit lies up to a second in which a process or its database may die. Whoever sends
next marks what stands here before anything else leaves, so only a letter whose line was not written yet leaves twice.
Numbers of rows and moments, nothing of what letters say. Lines survive the death of processes, not that of the machine.
"""

import contextlib
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

Departure = tuple[int, datetime]  # the row, and when its letter was handed over
# Whole or nothing: half a number would be another letter's.
_LINE = re.compile(r"^(\d{1,18}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?[+-]\d\d:\d\d)\n", re.ASCII | re.MULTILINE)


def note(departures: Iterable[Departure]) -> None:
    """Write down what has just left. A full disk keeps no letter from leaving."""
    lines = "".join(f"{pk} {moment.isoformat()}\n" for pk, moment in departures)
    lines = f"\n{lines}"  # what a full disk cut off before them must not run into them
    with contextlib.suppress(OSError):
        handle = os.open(_place(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(lines)


def noted() -> list[Departure]:
    """Return what was written down and never forgotten: by a process that died in between. Torn lines are left out."""
    try:
        lines = _place().read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return [(int(pk), at) for pk, moment in _LINE.findall(lines) if (at := _read(moment)) is not None]


def forget() -> None:
    """What was written down is marked, and committed."""
    with contextlib.suppress(OSError):
        _place().unlink(missing_ok=True)


def _read(moment: str) -> datetime | None:
    """Return the moment; None when its figures are none, as a broken disk may leave them: post must go on."""
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        return None


def _place() -> Path:
    # Named for the database: several may be served, one after the other, from one folder.
    return settings.PRIYOM.run_dir / f"departed-{connection.settings_dict['NAME']}"
