"""A text as the detectors read it: folded, in small letters, cut into words and lines, with what must be left alone."""

from __future__ import annotations

import copy
import re
from functools import cached_property

from priyom.privacy.detectors.folding import Folded

WORD = re.compile(r"[^\W\d_]+(?:(?<=[А-Яа-яЁё])['`][А-Яа-яЁё]+)*")
# A space that got lost between a name and a patronymic: «ЭрнестГотлибович». Subjects of letters that were folded lose them.
GLUED = re.compile(r"(?:[А-ЯЁ][а-яё]{2,24}){1,2}[А-ЯЁ][а-яё]{1,14}(?:(?:[оеё]в|ь)ич|[оеё]вн|ичн)(?:[ауеыи]|[ео]м|ой)?")
HEADED = re.compile(r"ФИО[А-ЯЁ][а-яё]{2,30}")  # «ФИОПанин О.И.»
PART = re.compile(r"[А-ЯЁ][а-яё]+")
PARTED = re.compile(r"^(?:[А-ЯЁа-яё][а-яё]?['`’]|Мак|Мк|Де|Ди|Ла|Ле|Сен)[А-ЯЁ][а-яё]{2,20}$")  # «О'Нил», «МакКой»
# A number in which a scanner or a hurried hand wrote letters that look like digits.
MISREAD = re.compile(r"(?<![^\W_])(?=[oозlіiбs]{0,20}[0-9])(?=[0-9]{0,20}[oозlіiбs])[0-9oозlіiбs]{2,24}(?![^\W_])")
MISREAD_ALONE = re.compile(r"(?<=[0-9][ -])[ОOЗ]{1,2}(?![^\W_])")
SAME_DIGIT = str.maketrans("oозlіiбs", "00311165")
FIGURE = re.compile("[0-9]")
CAPITAL, TITLE, CAPS, SMALL, OTHER = "A", "Aa", "AA", "a", "aA"


class Word:
    """One word and its neighbourhood; `low` is in small letters with «е» for «ё»."""

    __slots__ = ("end", "gap", "low", "shape", "start", "text")

    def __init__(self, start: int, text: str, gap: str) -> None:
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.gap = gap  # what stands between the word before and this one
        self.low = text.lower().replace("ё", "е")
        self.shape = _shape(text)

    def __repr__(self) -> str:
        return f"<{self.shape} at {self.start}>"  # never the word itself: representations end in logs

    @property
    def is_capitalised(self) -> bool:
        return self.shape in {CAPITAL, TITLE, CAPS}


class Reading:
    """What all detectors share, made once a text."""

    def __init__(self, raw: str) -> None:
        self.folded = Folded(raw)
        self.text = self.folded.text
        self.low = self.text.lower()
        if len(self.low) != len(self.text):  # a few letters grow when made small
            self.low = "".join(char.lower() if len(char.lower()) == 1 else char for char in self.text)

    @cached_property
    def words(self) -> list[Word]:
        words: list[Word] = []
        place = 0
        for found in WORD.finditer(self.text):
            gap = self.text[place : found.start()]
            for start, part in _parts(found.group()):
                words.append(Word(found.start() + start, part, " " if start else gap))
            place = found.end()
        return words

    @cached_property
    def has_figures(self) -> bool:
        """Say whether there is a figure at all: most finders of numbers need not look where there is none."""
        return FIGURE.search(self.text) is not None

    def with_digits(self) -> Reading | None:
        """Return the text with digits for the letters that stand in their place; None when no number holds such letters."""
        low = MISREAD.sub(_in_digits, self.low)
        if low == self.low:
            return None
        low = MISREAD_ALONE.sub(
            _in_digits, "".join(new if new.isdigit() else old for new, old in zip(low, self.text, strict=True))
        )
        low = "".join(new if new.isdigit() else old for new, old in zip(low, self.low, strict=True))
        other = copy.copy(self)
        other.low = low
        other.text = "".join(new if new.isdigit() else old for new, old in zip(low, self.text, strict=True))
        return other

    def before(self, place: int, length: int) -> str:
        """Return what stands before the place in its line, in small letters."""
        start = max(0, place - length)
        return self.low[start:place].rpartition("\n")[2]

    def after(self, place: int, length: int) -> str:
        """Return what stands after the place in its line, in small letters."""
        return self.low[place : place + length].partition("\n")[0]


def _parts(word: str) -> list[tuple[int, str]]:
    """Return the words of one, each with its place in it; nearly always that is the word itself."""
    if not GLUED.fullmatch(word):
        return [(0, "ФИО"), (3, word[3:])] if HEADED.fullmatch(word) else [(0, word)]
    return [(part.start(), part.group()) for part in PART.finditer(word)]


def _in_digits(found: re.Match[str]) -> str:
    return found.group().lower().translate(SAME_DIGIT)


def _shape(text: str) -> str:
    if text.islower():
        return SMALL
    if len(text) == 1:
        return CAPITAL if text.isupper() else SMALL
    if text.isupper():
        return CAPS
    if PARTED.match(text):
        return TITLE
    return TITLE if text[0].isupper() and text[1:].islower() else OTHER
