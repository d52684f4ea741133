"""The safe way into a letter: read by a child process with limits, so that a hostile one takes only itself along.

What comes back is read as plain data (JSON and octets), never as objects, and its HTML is sanitised once more: whoever
takes the child over gains nothing.
"""

import json
import os
import signal
import tempfile
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from priyom.base.children import TOO_LARGE, TOO_SLOW, killed_by, run_child
from priyom.base.walls import NO_WALLS, OUT_OF_MEMORY
from priyom.channels.mail.html_safe import sanitised_again
from priyom.channels.mail.letter import (
    HOLDS,
    MOST_BYTES,
    NOTES,
    Address,
    Kind,
    Letter,
    LetterFile,
    OutlinePart,
    Report,
    Unreadable,
)  # fmt: skip

__all__ = ["WORTH_ANOTHER_TRY", "Unreadable", "open_letter"]

CHILD = Path(__file__).with_name("opening_child.py")
# Of the clock; the processor's own limits are far lower, so these count on a busy machine only.
SECONDS, QUICK_SECONDS = 40, 20
MOST_ANSWER = 4 * MOST_BYTES
# The other codes say the same of the same octets every time.
WORTH_ANOTHER_TRY = frozenset({"too_slow", "reader_failed", "no_walls"})


def open_letter(raw: bytes, *, without_walls: bool = False, quickly: bool = False) -> Letter:
    """Return the letter, or raise `Unreadable`; `without_walls` when an administrator knowingly allows it.

    `quickly`: with less time than a large letter may need, because others wait behind it.
    """
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_large")
    with _in_memory(raw) as given:
        walls = "unwalled" if without_walls else "walled"
        pace, seconds = ("quick", QUICK_SECONDS) if quickly else ("full", SECONDS)
        said = run_child(CHILD, walls, pace, given=given, seconds=seconds, most_bytes=MOST_ANSWER)
    if said.status != 0:
        raise Unreadable(_code(said.status))
    try:
        return _letter(said.output)
    except (ValueError, KeyError, TypeError) as fault:
        raise Unreadable("reader_failed") from fault


def _in_memory(raw: bytes) -> IO[bytes]:
    """Return an open file of the octets. PRIVACY: in memory only; a letter lies unsealed on no disk."""
    if hasattr(os, "memfd_create"):
        given: IO[bytes] = os.fdopen(os.memfd_create("letter"), "w+b")
    else:
        given = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - the caller closes it
    given.write(raw)
    given.flush()
    given.seek(0)
    os.lseek(given.fileno(), 0, os.SEEK_SET)
    return given


def _code(status: int) -> str:
    if status == TOO_SLOW or killed_by(status) in {signal.SIGXCPU, signal.SIGKILL}:
        return "too_slow"
    if status == OUT_OF_MEMORY:
        return "too_much_memory"
    if status == TOO_LARGE:
        return "too_large"
    return "no_walls" if status == NO_WALLS else "reader_failed"


def _letter(output: bytes) -> Letter:
    size, _line, rest = output.partition(b"\n")
    head = int(size)
    told: dict[str, Any] = json.loads(rest[:head])
    if set(told) != {each.name for each in fields(Letter)} or told["hold"] not in {"", *HOLDS}:
        raise ValueError("not what a reader says")
    told["files"] = _files(told["files"], memoryview(rest)[head:])
    for name in ("senders", "reply_to", "to", "cc"):
        told[name] = tuple(Address(**each) for each in told[name])
    for name in ("references", "delivered_to", "authentication_results", "received"):
        told[name] = tuple(str(each) for each in told[name])
    told["sender_header"] = Address(**told["sender_header"]) if told["sender_header"] else None
    told["report"] = Report(**told["report"]) if told["report"] else None
    told["outline"] = tuple(OutlinePart(**each) for each in told["outline"])
    told["notes"] = tuple(each for each in told["notes"] if each in NOTES)
    told["html"], told["quoted_html"] = sanitised_again(told["html"]), sanitised_again(told["quoted_html"])
    told["date"] = datetime.fromisoformat(told["date"]) if told["date"] else None
    told["kind"] = Kind(told["kind"])
    return Letter(**told)


def _files(told: list[dict[str, Any]], octets: memoryview) -> tuple[LetterFile, ...]:
    made, place = [], 0
    for each in told:
        size = each.pop("size")
        if size < 0 or place + size > len(octets):
            raise ValueError("a file that is not there")
        made.append(LetterFile(**each, data=bytes(octets[place : place + size])))
        place += size
    return tuple(made)
