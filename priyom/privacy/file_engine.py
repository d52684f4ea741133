"""The guard of files as a neighbour: a child of its own, so that a long recording never keeps a text waiting.

Fails closed: a child that is late, dead or unclear is a refusal, and a refused file leaves no target.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import select
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from priyom.privacy.by_hand import ByHand
from priyom.privacy.engine import CHUNK, Engine, GuardFailed, GuardLate, told
from priyom.privacy.files import FileReport, report_from
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules

SECONDS = 120.0
LARGEST_FILE = 256 * 1024 * 1024
Progress = Callable[[float], None]


class FileEngine(Engine):
    """Masks files, one at a time; also answers texts, as its child has everything loaded."""

    what = "files"

    def mask_file(
        self,
        source: Path,
        target: Path,
        *,
        name: str,
        people: People | None = None,
        rules: Rules | None = None,
        by_hand: ByHand | None = None,
        seconds: float = SECONDS,
        progress: Progress | None = None,
    ) -> FileReport:
        """Write the file masked to the target, in the same type; `people` learns whom it met.

        Whatever goes wrong here is a refusal; what ``progress`` raises goes on its way, and nothing is written then.
        ``by_hand``: what the author of a picture said about its boxes.
        """
        people = people or People(secrets.token_bytes(32))
        beside = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with source.open("rb") as given, open(_private(beside), "wb") as made:
                asked = {
                    "name": name, "rules": told(rules or Rules()), "by_hand": (by_hand or ByHand()).told(),
                    "sound": bool(rules and rules.sound),
                }  # fmt: skip
                report = self._mask_file(given, made, asked, people, seconds, progress)
            if report.status != "refused":
                beside.replace(target)
        except GuardLate:
            return FileReport("refused", reason="late")
        except (GuardFailed, OSError, EOFError, ValueError, KeyError, TypeError):
            return FileReport("refused", reason="guard_failed")
        else:
            return report
        finally:
            beside.unlink(missing_ok=True)

    def _mask_file(
        self,
        given: BinaryIO,
        made: BinaryIO,
        asked: dict[str, object],
        people: People,
        seconds: float,
        progress: Progress | None,
    ) -> FileReport:
        size = os.fstat(given.fileno()).st_size
        if size > LARGEST_FILE:
            return FileReport("refused", reason="too_large")
        with self._lock:
            self._asked += 1
            question: dict[str, object] = asked | {
                "id": self._asked, "op": "file", "size": size, "seconds": math.ceil(seconds),
                "key": people.key.hex(), "numbers": people.numbers, "patients": sorted(people.patients),
            }  # fmt: skip
            try:
                deadline = time.monotonic() + seconds
                if self._overdue_at is not None:
                    self._end()  # an answer that nobody waited for would be taken for this file's
                child = self._started()
                self._send(child, question, given, deadline)
                answer = self._final(child, deadline, progress)
                report = replace(report_from(answer["report"]), name=str(answer.get("name", "")))
                self._receive(child, made, int(answer["size"]), deadline)
            except BaseException:
                self._end()  # its pipe may hold half an answer: nobody reads it any more
                raise
        people.numbers.update(answer["numbers"])
        people.patients.update(answer["patients"])
        return report

    def _send(
        self, child: subprocess.Popen[bytes], question: dict[str, object], given: BinaryIO, deadline: float
    ) -> None:
        self._write(child, json.dumps(question).encode() + b"\n", deadline)
        left = int(question["size"])  # type: ignore[call-overload]
        while left:
            piece = given.read(min(left, CHUNK))
            if not piece:
                raise GuardFailed("the file ended early")
            self._write(child, piece, deadline)
            left -= len(piece)

    def _final(self, child: subprocess.Popen[bytes], deadline: float, progress: Progress | None) -> dict:
        while True:
            answer = json.loads(self._line(child, deadline))
            if answer.get("id") != self._asked:
                raise GuardFailed("an answer to another question")
            if "progress" not in answer:
                return answer
            if progress is not None:
                progress(float(answer["progress"]))

    def _receive(self, child: subprocess.Popen[bytes], made: BinaryIO, size: int, deadline: float) -> None:
        if not 0 <= size <= 2 * LARGEST_FILE or len(self._rest) > size:
            raise GuardFailed("an answer without an end")
        made.write(self._rest)
        left, self._rest = size - len(self._rest), b""
        pipe = child.stdout.fileno()  # type: ignore[union-attr]
        while left:
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise GuardLate
            piece = os.read(pipe, min(left, CHUNK))
            if not piece:
                raise EOFError
            made.write(piece)
            left -= len(piece)


def _private(path: Path) -> int:
    """Create the file for nobody else's eyes."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
