"""Looks for words in letters that are held sealed. Run as a program of its own, never imported, like the reader.

Takes a line of JSON (words, sizes of the letters) and the letters' octets behind it; answers with a JSON list: of each
letter whether it holds one of the words, null where it cannot be read. Nothing that was read leaves it.
"""

import json
import os
import sys
import unicodedata  # noqa: F401 - urllib asks for it only when it meets a strange host, behind the walls
from collections.abc import Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3]))  # a program of its own does not know where the product lies

from priyom.base.walls import NO_WALLS, OUT_OF_MEMORY, Limits, stand_behind_walls
from priyom.channels.mail import charsets
from priyom.channels.mail.letter import Letter, Unreadable
from priyom.channels.mail.reading import read

LIMITS = Limits(memory=1024 * 1024 * 1024, cpu_seconds=20)
PLAIN = ("utf-8", "cp1251", "koi8-r")
YO, YE = "\N{CYRILLIC SMALL LETTER IO}", "\N{CYRILLIC SMALL LETTER IE}"


def main() -> int:
    """Look through the letters and return the exit status."""
    charsets.load()
    if not stand_behind_walls(LIMITS, unwalled_is_fine=sys.argv[1] == "unwalled"):
        return NO_WALLS
    try:
        with os.fdopen(0, "rb") as given:
            asked = json.loads(given.readline())
            words = [_folded(word) for word in asked["words"]]
            found = [_holds(given.read(size), words) for size in asked["sizes"]]
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    return 0


def _holds(raw: bytes, words: list[str]) -> bool | None:
    try:
        said = _folded(" ".join(_texts(read(raw))))
    except Unreadable:
        # Nobody could read it as a letter; what stands there in plain writing is found all the same.
        plain = (_folded(raw.decode(charset, "replace")) for charset in PLAIN)
        return True if any(word in said for said in plain for word in words) else None
    return any(word in said for word in words)


def _texts(letter: Letter) -> Iterator[str]:
    yield from (letter.subject, letter.text, letter.quoted, letter.html, letter.quoted_html)
    for one in (*letter.senders, *letter.reply_to, *letter.to, *letter.cc):
        yield from (one.name, one.address)
    yield from (file.name for file in letter.files)


def _folded(text: str) -> str:
    return " ".join(text.lower().replace(YO, YE).split())


if __name__ == "__main__":
    sys.exit(main())
