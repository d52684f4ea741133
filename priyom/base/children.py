"""Starts a program of ours behind walls (`base.walls`) and reads its answer, no longer and no larger than allowed."""

import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

TOO_SLOW = -1
TOO_LARGE = -2
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child said; `status` is 0, its exit status, its signal as −1000 − n, or one of the two above."""

    status: int
    output: bytes = b""


def run_child(program: Path, *arguments: str, given: IO[bytes], seconds: float, most_bytes: int) -> Answer:
    """Run the program with the open file as its standard input; it is ended when it runs over."""
    child = subprocess.Popen(  # noqa: S603 - our own program, no shell; the file is only its input
        [sys.executable, "-I", str(program), *arguments],
        stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, close_fds=True,
    )  # fmt: skip
    try:
        return _listen(child, time.monotonic() + seconds, most_bytes)
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _listen(child: subprocess.Popen[bytes], deadline: float, most_bytes: int) -> Answer:
    pieces: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]
        while (left := deadline - time.monotonic()) > 0:
            if not waiting.select(left):
                break
            piece = os.read(child.stdout.fileno(), CHUNK)  # type: ignore[union-attr]
            if not piece:
                return _ended(child, deadline, b"".join(pieces))
            pieces.append(piece)
            size += len(piece)
            if size > most_bytes:
                return Answer(TOO_LARGE)
    return Answer(TOO_SLOW)


def _ended(child: subprocess.Popen[bytes], deadline: float, output: bytes) -> Answer:
    try:
        status = child.wait(max(deadline - time.monotonic(), 1.0))
    except subprocess.TimeoutExpired:
        return Answer(TOO_SLOW)
    return Answer(status if status >= 0 else status - 1000, output if status == 0 else b"")


def killed_by(status: int) -> int:
    """Return the signal that ended the child, 0 when none did."""
    return -status - 1000 if status <= -1000 else 0  # noqa: PLR2004
