"""Puts right what readers of pictures confuse: letters among digits, digits among letters, Latin for Cyrillic.

Letter for letter, so that places in the text stay places of the words.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from priyom.privacy.pictures.misread import relabelled

TOKEN = re.compile(r"[^\s^~*]+")  # «MR~072-361-634», «Ivanov^Ivan»: each by itself
THREE = re.compile(
    "(?<=[\u0430-\u044f] )3(?=[.,] ?[\u0410-\u042fA-Z][.,]?(?: |$))|(?<= [\u0410-\u042fA-Z][.,])3(?=[.,]?(?: |$))"
)
BORN = re.compile("(?<=[0-9]{4} )[\u0433\u0442r][.,]? ?[\u0440p][.,]?(?=[ ,;]|$)")
INITIAL = re.compile("(?<![^ ])([0-9\u0410-\u042fA-Z])([.,] ?)([0-9\u0410-\u042fA-Z])(?=[.,])")
SHORT_BORN, LONG_BORN = "\u0433.\u0440.", "\u0433. \u0440."
SIGN = re.compile("(?<![^ ])N[eo\u00ba\u00b0](?= ?[0-9\u0410-\u042fA-Z])")  # of a number
LOOKS = str.maketrans(
    "acekopxyABCEHKMOPTX",
    "\u0430\u0441\u0435\u043a\u043e\u0440\u0445\u0443\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425",
)
SHORT = re.compile(
    "(?<![^ ,])[acekopxyABCEHKMOPTX](?=\\. ?[\u0410-\u042f][\u0430-\u044f])"
)  # «c. Borki» in the wrong alphabet
ZE = "\u0417"  # the letter that looks like a three
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN = re.compile("[A-Za-z]")
PLAIN_LATIN = re.compile(r"https?|www|[@\\/_]|\.[a-z]{2,3}$")
BRACES = re.compile(r"[{(\[](?P<code>\d{3,5})[})\]](?=[ -]?\d{2,3}[ -]?\d\d)")  # around the code of a town
KEY = re.compile(r"[A-Za-z_.]{2,}[=:]")
SERVICE = re.compile("\\W?[AB\u0410\u0412]\\d\\d\\.\\d{2,3}\\.\\d{3}(?:\\.\\d{3})?\\W?")  # the code of one
FEWEST_DIGITS, MOSTLY = 3, 0.6


@lru_cache(maxsize=4096)  # the same cell is asked about many times
def repaired(text: str) -> str:
    """Return the text with each word in the alphabet that most of it is in; its length stays."""
    text = SHORT.sub(lambda found: found.group().translate(LOOKS), SIGN.sub("\u2116 ", text))
    text = INITIAL.sub(_initials, TOKEN.sub(lambda found: _repaired(found.group()), text))
    text = relabelled(BRACES.sub(lambda found: f"({found['code']})", text))
    return BORN.sub(_born, THREE.sub(ZE, text))


def _initials(found: re.Match[str]) -> str:
    """Write two initials in Cyrillic, when one of them or the dots between say that they are no number."""
    one, between, two = found.groups()
    if one.isdigit() and two.isdigit():
        return found.group()
    letters = _tables()[1]
    return one.translate(letters) + between.replace(",", ".") + two.translate(letters)


def _born(found: re.Match[str]) -> str:
    """Write what stands behind a date in the words that call it a birth, as long as it was."""
    length = len(found.group())
    return {2: SHORT_BORN.replace(".", ""), 3: SHORT_BORN[:3], 4: SHORT_BORN, 5: LONG_BORN}.get(length, found.group())


def _repaired(word: str) -> str:
    key = KEY.match(word)
    if key:
        return key.group() + _repaired(word[key.end() :])  # «snils=123»: the digits say nothing about their name
    digits, letters = _tables()
    signs = [char for char in word if char.isalnum() or char in "|!"]
    count = sum(char.isdigit() for char in signs)
    if not signs or SERVICE.fullmatch(word):
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
