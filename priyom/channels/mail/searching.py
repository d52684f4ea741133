"""Whether letters that are held sealed hold somebody's words: asked of a child that reads, says yes or no, and ends."""

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from priyom.base.children import run_child

CHILD = Path(__file__).with_name("searching_child.py")
AT_ONCE, MOST_OCTETS = 20, 16 * 1024 * 1024  # letters of one child, and how much they weigh
SECONDS, CHILD_SECONDS = 25, 15  # of a search in all, and of one child
MOST_ANSWER = 4096


def search_letters(
    letters: Iterable[bytes], words: Sequence[str], *, without_walls: bool = False
) -> Iterator[bool | None]:  # fmt: skip
    """Yield of each letter whether it holds one of the words; None where it could not be read, or time was over."""
    deadline = time.monotonic() + SECONDS
    for some in _portions(letters):
        yield from _search(some, words, deadline, without_walls=without_walls)


def _portions(letters: Iterable[bytes]) -> Iterator[list[bytes]]:
    held: list[bytes] = []
    for raw in letters:
        if held and (len(held) >= AT_ONCE or sum(map(len, held)) + len(raw) > MOST_OCTETS):
            yield held
            held = []
        held.append(raw)
    if held:
        yield held


def _search(
    some: Sequence[bytes], words: Sequence[str], deadline: float, *, without_walls: bool
) -> list[bool | None]:  # fmt: skip
    if time.monotonic() > deadline:
        return [None] * len(some)
    question = json.dumps({"words": list(words), "sizes": [len(raw) for raw in some]}).encode() + b"\n"
    # PRIVACY: neither a word nor a letter lies on a disk, or in what a process was called with.
    with os.fdopen(os.memfd_create("letters", os.MFD_CLOEXEC), "w+b") as given:
        given.writelines([question, *some])
        given.flush()
        os.lseek(given.fileno(), 0, os.SEEK_SET)
        walls = "unwalled" if without_walls else "walled"
        said = run_child(CHILD, walls, given=given, seconds=CHILD_SECONDS, most_bytes=MOST_ANSWER)
    try:
        found = json.loads(said.output) if said.status == 0 else None
    except ValueError:
        found = None
    if isinstance(found, list) and len(found) == len(some) and all(each in (True, False, None) for each in found):
        return found
    if len(some) == 1:
        return [None]
    # One of them took the child along: each by itself.
    return [each for raw in some for each in _search([raw], words, deadline, without_walls=without_walls)]
