"""Ends what lives but does nothing: frozen processes, and a web server that answers nobody.

A dead process is the supervisor's matter. Here are the others: one whose sign of life has not changed for a while, one
that somebody has stopped, and a web server that has neither answered us nor finished anybody's request for a minute.
A server that is merely overrun still finishes requests and is left alone.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from priyom.base.signs import SUFFIX
from priyom.base.supervisor import Child
from priyom.base.wording import say

SILENCE_SECONDS = 15.0
STANDSTILL_SECONDS = 5.0  # nobody looked for so long: then it was us, or the machine, that stood still
ASK_SECONDS = 5.0
NO_ANSWER_SECONDS = 60.0


class Watch:
    """Looks at the signs of the children's processes about once a second."""

    def __init__(self, folder: Path, children: list[Child], *, answers: Callable[[], bool]) -> None:
        self._folder = folder
        self._children = children
        self._web, self._answers = children[0], answers
        self._changed: dict[int, tuple[object, float]] = {}  # of a process: what was seen, since when
        self._looked = time.monotonic()
        self._asked = self._answered = time.monotonic()
        self._finished: list[str] = []

    def look(self) -> None:
        """End what has been still for too long."""
        moment = time.monotonic()
        if moment - self._looked > STANDSTILL_SECONDS:
            self._changed.clear()
            self._answered = moment
        self._look_at_signs(moment)
        self._look_at_stopped(moment)
        self._ask_the_web(moment)
        self._looked = time.monotonic()

    def _look_at_signs(self, moment: float) -> None:
        groups = {child.process.pid: child for child in self._children if child.process is not None}
        for path in self._folder.glob(f"*{SUFFIX}"):
            pid = int(path.stem)
            child = groups.get(_group_of(pid))
            if child is None:  # it ended, or was never ours
                path.unlink(missing_ok=True)
                self._changed.pop(pid, None)
                continue
            with suppress(FileNotFoundError):
                if self._still_for(pid, path.stat().st_mtime_ns, moment) > SILENCE_SECONDS:
                    self._end(child, pid)

    def _look_at_stopped(self, moment: float) -> None:
        for child in self._children:
            if child.process is None or not child.alive:
                continue
            pid = child.process.pid
            # Apart from the sign of the same process, which ends on its own account.
            if self._still_for(-pid, _is_stopped(pid) or moment, moment) > SILENCE_SECONDS:
                self._end(child, pid, everything=True)

    def _ask_the_web(self, moment: float) -> None:
        if not self._web.alive or moment - self._asked < ASK_SECONDS:
            return
        finished = [_read(path) for path in sorted(self._folder.glob(f"*{SUFFIX}"))]
        if finished != self._finished or self._answers():
            self._finished, self._answered = finished, time.monotonic()
        elif moment - self._answered > NO_ANSWER_SECONDS and self._web.process is not None:
            self._end(self._web, self._web.process.pid, everything=True)
            self._answered = moment
        self._asked = time.monotonic()

    def _still_for(self, key: int, seen: object, moment: float) -> float:
        before = self._changed.get(key)
        if before is None or before[0] != seen:
            self._changed[key] = (seen, moment)
            return 0.0
        return moment - before[1]

    def _end(self, child: Child, pid: int, *, everything: bool = False) -> None:
        told = say("{name}: process {pid} gives no sign of life and is ended", name=say(child.name), pid=pid)
        sys.stderr.write(f"priyom: {told}\n")
        for key in (pid, -pid):
            self._changed.pop(key, None)
        if everything:
            child.signal(signal.SIGKILL)
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _group_of(pid: int) -> int:
    """Every child leads a group of its own; a number that was given away again belongs to another one."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _is_stopped(pid: int) -> bool:
    return _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[:1] == ["T"]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
