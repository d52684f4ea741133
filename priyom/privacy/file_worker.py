"""One file, one process: forked from the guard's child with everything loaded, gone when the file is done.

The bytes live in memory of this process's own (`memfd`), never on a disk. What a hostile file breaks is broken here
only; the child that was forked from watches, hands the result out and goes on.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import resource
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from priyom.privacy.by_hand import ByHand
from priyom.privacy.detectors import Label, Span
from priyom.privacy.files import Refused, TextGuard, mask_with, sniff
from priyom.privacy.graph import SURE_NAME, Guard
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules

PR_SET_PDEATHSIG = 1
SHORTEST_INITIAL = 2
CPU_SECONDS = 20  # of a picture or a document, however long one would wait for it
CPU_OF_A_SECOND = 6  # of a recording, which may always take what a picture may
LEFT_OVER = {-signal.SIGXCPU: "too_slow", -signal.SIGKILL: "too_slow", -signal.SIGXFSZ: "too_large"}


def mask_apart(
    guard: Guard, given: int, people: People, rules: Rules, *, name: str, seconds: int, say: Callable[[float], None],
    by_hand: ByHand | None = None,
) -> tuple[dict, int]:  # fmt: skip
    """Mask the file behind the descriptor in a process of its own; return the answer and the result's descriptor."""
    made = os.memfd_create("masked")
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        _work(guard, given, made, tell, people, rules, name=name, seconds=seconds, by_hand=by_hand)
    os.close(tell)
    answer: dict = {}
    with os.fdopen(hear, "rb") as lines:
        for line in lines:
            answer = json.loads(line)
            if "progress" in answer:
                say(answer["progress"])
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != 0 or "report" not in answer:
        reason = LEFT_OVER.get(status, "unreadable")
        answer = {"report": {"status": "refused", "media_type": "", "reason": reason, "findings": []}}
    return answer, made


def _work(
    guard: Guard, given: int, made: int, tell: int, people: People, rules: Rules, *, name: str, seconds: int,
    by_hand: ByHand | None,
) -> None:  # fmt: skip
    """Do it and end; never returns into the caller's code, whatever happens."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_CPU, (min(CPU_SECONDS, seconds), seconds + 2))
        _grant(given, name, seconds)
        learning = Learning(guard, people, rules, lambda share: _tell(tell, {"progress": round(share, 3)}), by_hand)
        report = _report(learning, given, made, name)
        told: dict[str, object] = {"report": report, "name": learning.masked_name(name)}
        answer = told | {"numbers": people.numbers, "patients": sorted(people.patients)}
        _tell(tell, answer)
        status = 0
    finally:
        os._exit(status)


def _grant(given: int, name: str, seconds: int) -> None:
    """Give a recording its length's share; until that is known it has no more than a document."""
    source = Path(f"/proc/self/fd/{given}")
    if sniff(source, name).startswith("video/"):
        from priyom.privacy.recordings.length import length_of

        allowed = max(CPU_SECONDS, math.ceil(CPU_OF_A_SECOND * length_of(source)))
        resource.setrlimit(resource.RLIMIT_CPU, (min(allowed, seconds), seconds + 2))


class Learning(TextGuard):
    """A guard that learns the surnames in a file, for its name: «Стриж.docx» alone may be a bird."""

    surnames: frozenset[str] = frozenset()

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find, and learn from what was found."""
        found = super().find(texts)
        sure = (one for spans in found for one in spans if one.label == Label.PERSON and one.confidence >= SURE_NAME)
        self.surnames |= {name for one in sure if len(name := one.key.partition(" ")[0]) > SHORTEST_INITIAL}
        return found

    def masked_name(self, name: str) -> str:
        """Return the name of the file as it may be kept now; empty where it may stay."""
        if not self.surnames:
            return ""
        knowing = TextGuard(self.guard, self.people, replace(self.rules, names=self.rules.names | self.surnames))
        masked = knowing.mask([name])[0][0]
        return masked if masked != name else ""


def _report(guard: TextGuard, given: int, made: int, name: str) -> dict[str, object]:
    source, target = Path(f"/proc/self/fd/{given}"), Path(f"/proc/self/fd/{made}")
    try:
        return mask_with(source, target, name=name, guard=guard).told()
    except Refused as refused:
        return {"status": "refused", "media_type": "", "reason": refused.reason, "findings": []}


def _tell(tell: int, answer: dict[str, object]) -> None:
    left = memoryview(json.dumps(answer).encode() + b"\n")
    while left:
        left = left[os.write(tell, left) :]
