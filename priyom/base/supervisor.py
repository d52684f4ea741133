"""Child processes kept alive: forked from us, restarted when they die, ended with us.

A start that cannot succeed is given up aloud. What once worked is never given up: the disk will have room again, the
database will be back, and nobody should have to type a command at night.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Self

from priyom.base.forked import Forked
from priyom.base.wording import Refusal, say

LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 20.0
DEATHS_ALLOWED, WITHIN_SECONDS = 5, 60.0
FIRST_PAUSE = 0.5  # seconds before a dead child starts again; doubled with every death, up to eight
REMEMBERED_SECONDS = 600.0  # deaths longer ago do not slow the next start
TELL_AFTER_SECONDS, TELL_AGAIN_SECONDS = 15.0, 60.0


@dataclass
class Child:
    """One part of the product that must work as long as we do, in a process forked from ours."""

    name: str
    title: str  # what ``ps`` shows behind our own name
    work: Callable[[], int | None]
    process: Forked | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS_ALLOWED))
    start_at: float = 0.0

    def start(self) -> None:
        self.process = Forked(f"priyom {self.title}", self.work)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Reach the child and everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Runs children until a signal asks to stop."""

    def __init__(self, children: list[Child], *, tend: Callable[[], None] | None = None) -> None:
        self.children = children
        self.tend = tend or (lambda: None)  # called about once a second, for what is no child of ours
        self.stopping = False
        self.settled = False  # everything has worked once
        self._trouble_since: float | None = None
        self._told_at = -TELL_AGAIN_SECONDS

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def run(self) -> None:
        """Look after the children until somebody asks to stop."""
        looked = 0
        while not self.stopping:
            time.sleep(LOOK_SECONDS)
            self.look()
            looked += 1
            if looked % 5 == 0:
                self.tend_once()

    def look(self) -> None:
        """Bury the dead, and start them again after a pause that grows."""
        for child in self.children:
            if child.alive:
                continue
            if child.process is not None:
                self._bury(child)
            if time.monotonic() >= child.start_at and not self.stopping:
                self._start_again(child)

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 60.0) -> bool:
        """Wait until everything answers; False when somebody asked to stop meanwhile."""
        deadline = time.monotonic() + seconds
        pause = LOOK_SECONDS / 4
        while not self.stopping:
            if is_ready():
                self.settled = True
                return True
            self.look()
            if time.monotonic() > deadline:
                raise Refusal(
                    "the web server did not answer within {seconds} seconds; its messages stand above",
                    seconds=int(seconds),
                )
            time.sleep(pause)
            pause = min(pause * 1.1, 1.0)
        return False

    def stop(self) -> None:
        """End every child: ask, wait, insist."""
        for child in self.children:
            if child.alive:
                child.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(child.alive for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def tend_once(self) -> None:
        """Tend what is no child of ours; what fails is tried again next time, and said when it lasts."""
        try:
            self.tend()
        except (Refusal, OSError, subprocess.SubprocessError) as trouble:
            now = time.monotonic()
            self._trouble_since = self._trouble_since or now
            if now - self._trouble_since >= TELL_AFTER_SECONDS and now - self._told_at >= TELL_AGAIN_SECONDS:
                self._told_at = now
                sys.stderr.write(f"priyom: {trouble}\n")
        else:
            self._trouble_since = None

    def _bury(self, child: Child) -> None:
        code = child.process.returncode if child.process else 0
        child.signal(signal.SIGKILL)  # whatever the dead one left behind still holds the port
        child.process = None
        now = time.monotonic()
        while child.deaths and now - child.deaths[0] > REMEMBERED_SECONDS:
            child.deaths.popleft()
        child.deaths.append(now)
        hopeless = len(child.deaths) == DEATHS_ALLOWED and now - child.deaths[0] < WITHIN_SECONDS
        if hopeless and not self.settled:
            raise Refusal(
                "{name} died {times} times within a minute (last exit code {code}); its messages stand above",
                name=say(child.name),
                times=DEATHS_ALLOWED,
                code=code,
            )
        pause = FIRST_PAUSE * 2 ** (len(child.deaths) - 1)
        child.start_at = now + pause
        told = say(
            "{name} ended (exit code {code}) and starts again in {pause} s",
            name=say(child.name),
            code=code,
            pause=pause,
        )
        sys.stderr.write(f"priyom: {told}\n")

    def _start(self, child: Child) -> None:
        """Start a child, or say what the system has against it."""
        try:
            child.start()
        except OSError as error:
            raise Refusal(
                "{name} cannot be started now: {reason}", name=say(child.name), reason=error.strerror
            ) from None

    def _start_again(self, child: Child) -> None:
        """Start a child; a machine without room for one more process will have room again."""
        try:
            self._start(child)
        except Refusal as refusal:
            if not self.settled:
                raise
            child.start_at = time.monotonic() + TELL_AFTER_SECONDS
            sys.stderr.write(f"priyom: {refusal}\n")

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
