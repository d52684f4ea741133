"""Puts right what readers of pictures confuse: letters among digits, digits among letters, Latin for Cyrillic.

Letter for letter, so that places in the text stay places of the words.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

TOKEN = re.compile(r"\S+")
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN = re.compile("[A-Za-z]")
PLAIN_LATIN = re.compile(r"https?|www|[@\\/_]|\.[a-z]{2,3}$")
FEWEST_DIGITS, MOSTLY = 3, 0.6


def repaired(text: str) -> str:
    """Return the text with each word in the alphabet that most of it is in; its length stays."""
    return TOKEN.sub(lambda found: _repaired(found.group()), text)


def _repaired(word: str) -> str:
    digits, letters = _tables()
    signs = [char for char in word if char.isalnum() or char in "|!"]
    count = sum(char.isdigit() for char in signs)
    if not signs:
        return word
    if count >= FEWEST_DIGITS and count >= MOSTLY * len(signs) and "@" not in word:
        return word.translate(digits)
    russian, latin = len(CYRILLIC.findall(word)), len(LATIN.findall(word))
    if PLAIN_LATIN.search(word) or russian + latin < FEWEST_DIGITS:
        return word
    if russian > latin and (latin or count):
        return word.translate(letters)
    return word


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, int], dict[int, int]]:
    content = tomllib.loads((Path(__file__).with_name("data") / "confused.toml").read_text(encoding="utf-8"))
    digits, letters = (str.maketrans(content[name]["from"], content[name]["to"]) for name in ("digits", "letters"))
    return digits, letters
