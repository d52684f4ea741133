"""Which words are surnames, first names and patronymics, and how usual each is: eight octets a name, none in clear.

The names come from the wheel of russiannames (BSD-3), read once when the environment is made (`bin/environment.sh`);
where that was not done they are read at the start, a few seconds later.
"""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from array import array
from bisect import bisect_left
from hashlib import blake2b
from pathlib import Path

from priyom.privacy.detectors.parquet import columns

SURNAME, FIRST, PATRONYMIC = 1, 2, 4
KINDS = (("surnames", SURNAME, 4), ("names", FIRST, 8), ("midnames", PATRONYMIC, 12))
FORMAT = 2
LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя-'’`")
SHORTEST = 2


class Gazetteer:
    """Asks for one word at a time; a word is looked up in small letters with «е» for «ё»."""

    def __init__(self, rows: array[int]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __bytes__(self) -> bytes:
        return self._rows.tobytes()

    def about(self, word: str) -> int:
        """Return what is known of the word: kinds in the low bits, usualness (0…15) by kind above them; or 0."""
        key = _key(word)
        place = bisect_left(self._rows, key)
        if place < len(self._rows) and self._rows[place] >> 16 == key >> 16:
            return self._rows[place] & 0xFFFF
        return 0


def usualness(about: int, kind: int) -> int:
    """Return how often the name was met as this kind: the logarithm to base 2, at most 15."""
    shift = {SURNAME: 4, FIRST: 8, PATRONYMIC: 12}[kind]
    return about >> shift & 15 if about & kind else 0


def load() -> Gazetteer:
    """Return the names, from the file made with the environment, or made now."""
    kept = _place()
    rows: array[int] = array("Q")
    try:
        rows.frombytes(kept.read_bytes())
        if sys.byteorder == "big":
            rows.byteswap()
        return Gazetteer(rows)
    except (OSError, ValueError):
        return Gazetteer(_compiled())


def _key(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest, "big") << 16


def _compiled() -> array[int]:
    known: dict[int, int] = {}
    for name, kind, shift in KINDS:
        for texts, counts in columns(_data() / f"{name}.parquet", "text", "count"):
            for text, count in zip(texts, counts, strict=True):
                word = bytes(text or b"").decode("utf-8", "replace").strip().lower().replace("ё", "е")
                if len(word) < SHORTEST or not LETTERS.issuperset(word):
                    continue
                key, usual = _key(word), min(int(count or 1).bit_length(), 15)
                before = known.get(key, 0)
                known[key] = before & ~(15 << shift) | kind | max(usual, before >> shift & 15) << shift
    return array("Q", sorted(key | about for key, about in known.items()))


def _data() -> Path:
    found = importlib.util.find_spec("russiannames")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("russiannames")
    return Path(found.submodule_search_locations[0]) / "data"


def _place() -> Path:
    return Path(sysconfig.get_path("purelib")) / f"priyom-names-{FORMAT}.bin"


def main() -> int:
    """Write the names where the guard looks for them."""
    rows = _compiled()
    if sys.byteorder == "big":
        rows.byteswap()
    kept = _place()
    written = kept.with_suffix(".new")
    written.write_bytes(rows.tobytes())
    written.replace(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
