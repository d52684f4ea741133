"""In which alphabet of single octets a Russian text is written: it has five, and nothing in the octets says which.

The letters tell: in a wrong alphabet the commonest become rare ones, capitals stand behind small letters, and signs
within words. What else may come (UTF-8, wide letters, labels) is the reader's own business: letters and files differ.
"""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

LETTERS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "data" / "russian_letters.toml").read_text(encoding="utf-8")
)
OF_DOS = "cp855"  # of Bulgarians and Serbs, and of a few Russian programs before 866 came: in files, never in letters
RUSSIAN = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")  # by Python's names for them
# How common each is in letters: what a few letters cannot decide.
COMMON = {"cp1251": 0.5, "koi8-r": 0.4, "cp866": 0.0, "iso8859-5": -0.2, "mac-cyrillic": -0.3, "cp855": -0.6}
TWINS = {"cp1251", "mac-cyrillic"}  # small letters but one are the same in both
# What tells the twins apart: an octet beside small letters that is a letter there in one of them and none in the other.
# Each list leaves out what the other one has for quotes, dashes and blanks, which stand before small letters, too.
OF_TWINS = {
    "mac-cyrillic": re.compile(
        rb"(?<![\x80-\x9f\xe0-\xff])[\x80-\x83\x86-\x90\x92\x94\x98-\x9f](?=[\xe0-\xfe])"  # a capital
        rb"|(?<![\x80-\x9f\xe0-\xff])\x91(?=[\xdf-\xfe]+[^\xdf-\xfe\x92])"  # a quote there, but it does not end
        rb"|(?<=[\xe0-\xfe])[\xde\xdf](?![\xc0-\xdf])"  # the last letter of the alphabet, the one with two dots
        rb"|(?<=[\xe0-\xfe])\xc8(?![\xc0-\xff])"  # a quote that ends
    ),
    "cp1251": re.compile(
        rb"(?<![\xc0-\xff])[\xc0-\xc6\xcb-\xcf\xd6\xd8-\xdb](?=[\xe0-\xfe])"
        rb"|(?<=[\xe0-\xfe])[\xff\xb8]|\xff(?=[\xe0-\xfe])"
    ),
}
# Vowels of other Slavs in windows-1251.
OTHER_SLAVS = re.compile(rb"(?<=[\xe0-\xfe])[\xb3\xbc\xbf]|[\xb3\xbc\xbf](?=[\xe0-\xfe])")
# A text in capitals alone is rarer than any other, but only so much: what its letters say outweighs it from a line on.
CAPITAL, ALL_CAPITALS = 0.6, 6.0
# Latin and Russian letters side by side: so it is not Russian but French or German, or not this charset.
MIXED = re.compile("[A-Za-z][\u0400-\u045f]|[\u0400-\u045f][A-Za-z]")
CASE_TURNS = re.compile("[\u0430-\u044f\u0451][\u0410-\u042f]")
HIGH = re.compile(rb"[\x80-\xff]")


@cache
def _weights() -> dict[str, float]:
    """Return the weights of letters from +2 (the commonest) to about -1; capitals a little less."""
    letters = LETTERS["by_frequency"]
    small = {letter: 2.0 - 3.0 * place / len(letters) for place, letter in enumerate(letters)}
    return small | {letter.upper(): weight - CAPITAL for letter, weight in small.items()}


def russianness(text: str) -> float:
    """Return how Russian the letters beyond ASCII are, on average; more than zero is likely."""
    weights, total = _weights(), 0.0
    letters = {letter: times for letter, times in Counter(text).items() if letter > "\x7f"}
    seen = sum(letters.values())
    if not seen:
        return 0.0
    given_back = 0.0 if any(letter.islower() for letter in letters) else max(0.0, CAPITAL - ALL_CAPITALS / seen)
    for letter, times in letters.items():
        weight = weights.get(letter)
        total += times * (_weight_of_sign(letter) if weight is None else weight + given_back)
    return (total - 3.0 * len(CASE_TURNS.findall(text)) - 4.0 * len(MIXED.findall(text))) / seen


def doubt(sample: bytes) -> float:
    """Return how much the habit of senders counts: much with five letters, little with fifty."""
    return 8.0 / (8.0 + len(HIGH.findall(sample)))


def most_russian(sample: bytes, among: tuple[str, ...] = RUSSIAN) -> tuple[str, float]:
    """Return the charset in which the octets are the most Russian, and how much."""
    habit = doubt(sample)
    worth = {each: russianness(sample.decode(each, "replace")) + COMMON[each] * habit for each in among}
    best = max(worth, key=worth.__getitem__)
    return (twin(sample) or best) if best in TWINS else best, worth[best]


def twin(sample: bytes) -> str:
    """Return which of the two alphabets it is that have nearly all small letters in common, "" when nothing tells."""
    if OTHER_SLAVS.search(sample):
        return "cp1251"
    witnesses = {charset: len(found.findall(sample)) for charset, found in OF_TWINS.items()}
    most = max(witnesses, key=witnesses.__getitem__)
    return most if witnesses[most] > sum(witnesses.values()) / 2 else ""


def _weight_of_sign(letter: str) -> float:
    if letter in LETTERS["usual_signs"]:
        return 0.5
    if "\u2500" <= letter <= "\u259f":
        return 0.0  # frames of tables printed in DOS
    return -4.0 if letter == "\ufffd" or letter < "\xa0" else -2.5
