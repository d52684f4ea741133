"""The guard as a neighbour: one long-living child holds the dictionaries; web and worker stay small.

It is asked and answers in JSON lines. Fails closed: a child that is late, dead, too large or unclear in its
answer raises `GuardFailed`, and whoever asked keeps nothing. The child stands behind walls (`base.walls`): no network,
no files to write, no other program.

Whoever has little patience is told soon that there is no answer yet. The child goes on: what it says too late is
thrown away before the next question is put, and one that says nothing for as long as a question may take is replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from priyom.privacy.detectors import Label
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules

if TYPE_CHECKING:
    from priyom.privacy.graph import Guard

CHILD = Path(__file__).with_name("guard_child.py")
START_SECONDS = 30.0
SECONDS = 10.0
LARGEST_ANSWER = 32 * 1024 * 1024
CHUNK = 256 * 1024
# What the child may see of our surroundings: nothing but how many threads its arithmetic takes.
SURROUNDINGS = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


class GuardFailed(Exception):
    """The guard gave no answer; its message never holds the text that was asked about."""


class GuardLate(GuardFailed):
    """The time for the question is over; the child may still be at work."""

    def __init__(self) -> None:
        super().__init__("the guard is late")


@dataclass(frozen=True)
class Finding:
    """What was found: the kind, the place in the original, how sure, the place of its mark — never the value."""

    kind: str
    start: int
    end: int
    confidence: float
    mark_start: int = 0  # in the masked text
    mark_end: int = 0


@dataclass(frozen=True)
class Masked:
    """The texts as they may be kept, the findings of each in the same order, and the people with the new ones."""

    texts: list[str]
    findings: list[list[Finding]]
    people: People = field(repr=False)


def load_guard() -> Guard:
    """Load the dictionaries into this very process: for the command and the child, never for web or worker."""
    from priyom.privacy.detectors.likelihood import Likelihood
    from priyom.privacy.detectors.ner import meanings, model
    from priyom.privacy.detectors.vocabulary import Vocabulary
    from priyom.privacy.graph import Guard

    vocabulary = Vocabulary()
    return Guard(lambda text: model().people(text), vocabulary, Likelihood(meanings(), vocabulary).of)


class Engine:
    """Speaks with the child, one question at a time; starts it when first asked and again when it has died."""

    what = "texts"  # what the child loads beside the dictionaries

    def __init__(self, *, seconds: float = SECONDS, unwalled_is_fine: bool = False) -> None:
        self._seconds, self._walls = seconds, "unwalled" if unwalled_is_fine else "walled"
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._rest = b""
        self._asked = 0
        self._overdue_at: float | None = None  # when a question that nobody waits for ought to be answered
        self._waking: threading.Thread | None = None

    def mask(
        self, texts: Sequence[str], people: People, rules: Rules | None = None, *, patience: float | None = None
    ) -> Masked:
        """Return the texts masked; `GuardFailed` when that cannot be promised, or not within ``patience`` seconds."""
        question: dict[str, object] = {
            "texts": list(texts), "key": people.key.hex(), "numbers": people.numbers,
            "patients": sorted(people.patients), "rules": told(rules or Rules()),
        }  # fmt: skip
        until = None if patience is None else time.monotonic() + patience
        with self._held(until):
            if self._overdue_at is not None and self._overdue_at < time.monotonic():
                self._end()  # it has answered nobody for as long as a question may take
            answer = self._ask(question) if until is None else self._ask_soon(question, until)
        if answer.get("status") != "ok":
            raise GuardFailed(str(answer.get("status")))
        try:
            findings = [[Finding(*found) for found in text] for text in answer["findings"]]
            if not len(answer["texts"]) == len(findings) == len(texts):
                raise GuardFailed("an answer to something else")
            return Masked(answer["texts"], findings, People(people.key, answer["numbers"], set(answer["patients"])))
        except (KeyError, TypeError) as error:
            raise GuardFailed("an answer nobody understands") from error

    def start(self) -> None:
        """Start the child now, so that the first question does not wait for the dictionaries."""
        with self._lock:
            try:
                self._started()
            except BaseException:
                self._end()  # half started, it would answer the next question with what it says of itself
                raise

    def wake(self) -> None:
        """Start the child beside the work at hand, unless somebody is at it."""
        if self._waking is None or not self._waking.is_alive():
            self._waking = threading.Thread(target=self._start_in_peace, name="guard-wakes", daemon=True)
            self._waking.start()

    @property
    def pid(self) -> int:
        """The child's process; 0 when there is none."""
        return self._child.pid if self._child is not None else 0

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    @contextmanager
    def _held(self, until: float | None) -> Iterator[None]:
        # Who stands behind a slow question waits for as long as a start and a question may take, and no longer.
        wait = START_SECONDS + self._seconds if until is None else max(0.0, until - time.monotonic())
        if not self._lock.acquire(timeout=wait):
            raise GuardFailed("the guard is busy")
        try:
            yield
        finally:
            self._lock.release()

    def _start_in_peace(self) -> None:
        with contextlib.suppress(GuardFailed, OSError, EOFError):
            self.start()

    def _line_of(self, question: dict[str, object]) -> bytes:
        self._asked += 1
        question["id"] = self._asked
        return json.dumps(question, ensure_ascii=True).encode() + b"\n"

    def _ask_soon(self, question: dict[str, object], until: float) -> dict:
        """Ask a child that is there; a start, or a second try with a fresh one, would take too long."""
        child = self._child
        if child is None or child.poll() is not None:
            self.wake()
            raise GuardFailed("the guard is being started")
        try:
            return self._answered(child, self._line_of(question), until)
        except (OSError, EOFError, ValueError) as error:
            self._end()
            self.wake()
            raise GuardFailed("the guard's process has ended") from error

    def _ask(self, question: dict[str, object]) -> dict:
        line = self._line_of(question)
        for last in (False, True):
            try:
                child = self._started()
                return self._answered(child, line)
            except (
                OSError,
                EOFError,
                ValueError,
            ) as error:  # it has died meanwhile; the same question to a fresh one, once
                self._end()
                if last:
                    raise GuardFailed("the guard's process has ended") from error
            except GuardFailed:
                self._end()
                raise
        raise GuardFailed

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(CHILD), self._walls, self.what],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=SURROUNDINGS, close_fds=True,
        )  # fmt: skip
        if self._line(self._child, time.monotonic() + START_SECONDS) != b'{"status": "ready"}':
            raise GuardFailed("the guard did not start")
        return self._child

    def _answered(self, child: subprocess.Popen[bytes], line: bytes, until: float | None = None) -> dict:
        deadline = time.monotonic() + self._seconds
        end = min(deadline, until or deadline)
        if self._overdue_at is not None:  # the answer to somebody who is gone; only then the next question is put
            json.loads(self._line(child, end))
            self._overdue_at = None
        try:
            self._write(child, line, end)
        except GuardFailed:
            self._end()  # half a question stands in its pipe
            raise
        try:
            answer = json.loads(self._line(child, end))
        except GuardFailed:
            self._overdue_at = deadline
            raise
        if answer.get("id") != self._asked:
            self._end()  # out of step: every answer from now on would be somebody else's
            raise GuardFailed("an answer to another question")
        return answer

    def _write(self, child: subprocess.Popen[bytes], line: bytes, deadline: float) -> None:
        pipe = child.stdin.fileno()  # type: ignore[union-attr]
        os.set_blocking(pipe, False)
        left = memoryview(line)
        while left:
            if not select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))[1]:
                raise GuardLate
            left = left[os.write(pipe, left[:CHUNK]) :]

    def _line(self, child: subprocess.Popen[bytes], deadline: float) -> bytes:
        pipe = child.stdout.fileno()  # type: ignore[union-attr]
        pieces = [self._rest]
        size = len(self._rest)
        while b"\n" not in pieces[-1]:
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                self._rest = b"".join(pieces)
                raise GuardLate
            piece = os.read(pipe, CHUNK)
            if not piece:
                raise EOFError
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_ANSWER:
                raise GuardFailed("an answer without an end")
        line, _end, self._rest = b"".join(pieces).partition(b"\n")
        return line

    def _end(self) -> None:
        self._rest, self._overdue_at = b"", None
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not yet written goes nowhere
                    pipe.close()
        self._child = None


def told(rules: Rules) -> dict[str, list[str]]:
    """Return the rules as the child is told them."""
    return {
        "kinds": sorted(kind.value for kind in rules.kinds), "telephones": sorted(rules.telephones),
        "mailboxes": sorted(rules.mailboxes), "institutions": sorted(rules.institutions),
        "people": sorted(rules.people), "here": sorted(rules.here), "logins": sorted(rules.logins),
        "names": sorted(rules.names), "released": sorted(rules.released),
    }  # fmt: skip


def rules_from(told: dict[str, list[str]]) -> Rules:
    """Return the rules as the child was told them."""
    sets: dict[str, Any] = {name: frozenset(values) for name, values in told.items()}
    kinds = frozenset(Label(kind) for kind in sets.pop("kinds", frozenset(Label)))
    return Rules(kinds=kinds, **sets)
