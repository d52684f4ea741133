"""Reads one letter. Run as a program of its own, never imported: a hostile letter takes only itself along.

Takes the octets from standard input; answers with the length of a line of JSON, the line, and the files' octets behind
it. Everything it needs is loaded before the walls go up, nothing afterwards.
"""

import gc
import json
import os
import sys
import unicodedata  # noqa: F401 - urllib asks for it only when it meets a strange host, behind the walls
from dataclasses import asdict, replace
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3]))  # a program of its own does not know where the product lies

from priyom.base.walls import NO_WALLS, OUT_OF_MEMORY, Limits, stand_behind_walls
from priyom.channels.mail import charsets
from priyom.channels.mail.letter import Letter, Unreadable
from priyom.channels.mail.reading import read

LIMITS = Limits(memory=1024 * 1024 * 1024, cpu_seconds=8)
QUICK = replace(LIMITS, cpu_seconds=3)
REFUSED = 5


def main() -> int:
    """Read the letter and return the exit status."""
    charsets.load()
    gc.disable()  # one letter and the end: what is not needed any more goes with the process
    limits = QUICK if sys.argv[2] == "quick" else LIMITS
    if not stand_behind_walls(limits, unwalled_is_fine=sys.argv[1] == "unwalled"):
        return NO_WALLS
    try:
        with os.fdopen(0, "rb") as given:
            letter = read(given.read())
        answer(letter)
    except MemoryError:
        return OUT_OF_MEMORY
    except Unreadable:
        return REFUSED
    return 0


def answer(letter: Letter) -> None:
    """Write the letter for the parent: words as JSON, octets as they are."""
    told = asdict(letter)
    octets = [file.pop("data") for file in told["files"]]
    for file, data in zip(told["files"], octets, strict=True):
        file["size"] = len(data)
    told["date"] = letter.date.isoformat() if letter.date else None
    head = json.dumps(told).encode()
    out = sys.stdout.buffer
    out.write(f"{len(head)}\n".encode() + head)
    for data in octets:
        out.write(data)
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
