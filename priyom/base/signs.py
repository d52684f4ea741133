"""Signs of life: every process that serves keeps a small file fresh, so that the supervisor can tell busy from frozen.

The file is named for the process and holds how many pieces of work it has finished. What counts is that it changes,
not what a clock says: a machine that slept, or whose time was set, looks as alive as before.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BEAT_SECONDS = 2.0
SUFFIX = ".alive"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def folder_of(run_dir: Path) -> Path:
    """Return where the signs of a data folder lie."""
    return run_dir / "alive"


def is_watched() -> bool:
    """Whether a supervisor started this process and looks for its signs."""
    return os.environ.get("PRIYOM_STARTED_BY") == "serve"


class Sign:
    """The file of this process."""

    def __init__(self, run_dir: Path) -> None:
        folder = folder_of(run_dir)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{os.getpid()}{SUFFIX}"
        self._finished = itertools.count(1)
        self._last = 0

    def finished_one(self) -> None:
        """Count a piece of work; threads may call it at once."""
        self._last = next(self._finished)

    def give(self) -> None:
        """Freshen the file. A full disk must not make a living process look dead, so times come before contents."""
        with contextlib.suppress(OSError):
            self._path.touch(mode=0o600)
        with contextlib.suppress(OSError):
            self._path.write_text(str(self._last), encoding="ascii")

    def remove(self) -> None:
        """Leave no sign behind: this process ends on purpose."""
        self._path.unlink(missing_ok=True)


def watched(application: Wsgi, run_dir: Path) -> Wsgi:
    """Return the WSGI application that gives signs while its process lives and counts what it answers."""
    if not is_watched():
        return application
    sign = Sign(run_dir)
    sign.give()
    threading.Thread(target=_keep_giving, args=(sign,), name="sign-of-life", daemon=True).start()

    def counting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        finally:
            sign.finished_one()

    return counting


def _keep_giving(sign: Sign) -> None:
    while True:
        time.sleep(BEAT_SECONDS)
        sign.give()
