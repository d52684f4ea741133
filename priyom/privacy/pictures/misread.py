"""What readers make of scans: words of labels with a wrong letter, signs of numbers that are none, names half read.

A paper is read worse than a screen, but it says in the same words whose a value is. So a number behind «epicrisis» is
hidden whatever stands between, and three names in a row are, when the last is a father's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.checks import digits_of, is_snils
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.layout import Row, Spot
from priyom.privacy.pictures.reading import Read

WORD = re.compile("[\u0400-\u04ff]{5,}")
NAME = re.compile("[\u0410-\u042f\u0401][\u0410-\u042f\u0401\u0430-\u044f\u0451-]+")
SIGN = re.compile(r"[^\w\s]{0,3}[\w]{0,2}[^\w\s]{0,2}")  # what was read instead of the sign of a number
RECORD = re.compile(r"\W{0,3}[\w]{0,2}[^\w\s]{0,2}\d{3,8}(?:[/-]\d{2,4})?\W{0,2}")
DATE = re.compile(r"\W?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\W?")
MOST_SIGNS, WIDE_GAP, FAR = 2, 2.0, 5.0  # heights of a word, the last two
BORN = re.compile(  # a month that nobody can read, in a date that is called a birth right behind
    "\\d{1,2} [\u0400-\u04ffa-z]{3,10} (?:18|19|20)\\d{2}(?=,? ?\u0433\\.? ?[\u0440p](?![\u0430-\u044f]))"
)
BEGUN = re.compile(
    r"\W?(\d{3})[ -](\d{3})[ -](\d{3})-?\W?"
)  # a number that a narrow column broke before its check digits
CHECK = re.compile(r"\W?(\d\d)\W?")
NEXT_LINE = 1.6  # heights of a word
PLUS = re.compile(r"(?<![^\s:(])[4tf](?=7[ (]{0,2}9\d{2}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2,3}(?!\d))")


def relabelled(text: str) -> str:
    """Return the text with the words of labels as they are written, and the plus of a telephone; its length stays."""
    return WORD.sub(lambda found: _as_label(found.group()), PLUS.sub("+", text))


def find_misread(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield numbers of records, births and full names that were read in part."""
    for row in rows:
        words = [word for cell in row.cells for word in cell.words]
        for place, word in enumerate(words):
            if (said := _plain(word.text)) in _content()["numbered"]:
                behind = words[place + 1 : place + 2 + MOST_SIGNS]
                if said in _content()["documents"]:  # in a list of them the next column is no number of theirs
                    behind = [one for one in behind if one.x - word.right <= FAR * word.height]
                yield from _record(behind)
            if place > 1 and _is_fathers(word.text, vocabulary) and _are_names(words[place - 2 : place + 1]):
                yield _over(Label.PERSON, words[place - 2 : place + 1])
        yield from _births(words)
    yield from _wrapped_numbers(rows)


def _wrapped_numbers(rows: Sequence[Row]) -> Iterator[Spot]:
    """Yield insurance numbers over two lines: those with right check digits, and what stands above or below them."""
    begun = [
        (words, _below(words, rows[number + 1 : number + 3]))
        for number, row in enumerate(rows)
        for words in _begun(row)
    ]
    proved = [
        words[0] for words, rest in begun if rest and is_snils(digits_of("".join(word.text for word in (*words, rest))))
    ]
    for words, rest in begun:
        if any(abs(words[0].x - other.x) <= other.height for other in proved):
            yield _over(Label.SNILS, words)
            if rest:
                yield _over(Label.SNILS, [rest])


def _begun(row: Row) -> Iterator[list[Read]]:
    for cell in row.cells:
        for size in (1, 3):
            for place in range(len(cell.words) - size + 1):
                words = cell.words[place : place + size]
                if BEGUN.fullmatch(" ".join(word.text for word in words)):
                    yield list(words)


def _below(words: Sequence[Read], rows: Sequence[Row]) -> Read | None:
    """Return the two digits that stand right below, where the number began."""
    first, all_of_them = words[0], (word for row in rows for cell in row.cells for word in cell.words)
    near = (word for word in all_of_them if abs(word.x - first.x) <= first.height and word.middle > first.middle)
    return next(
        (word for word in near if word.y - first.bottom < NEXT_LINE * first.height and CHECK.fullmatch(word.text)), None
    )


def _record(behind: Sequence[Read]) -> Iterator[Spot]:
    """Yield the number behind its word: right behind it, or behind something that may have been its sign."""
    for word in behind:
        if RECORD.fullmatch(word.text) and not DATE.fullmatch(word.text):
            yield _over(Label.MRN, [word])
            return
        if not SIGN.fullmatch(word.text) or word.text.islower():
            return


def _births(words: Sequence[Read]) -> Iterator[Spot]:
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += f"{word.text} "
    for found in BORN.finditer(text):
        inside = [word for word, start in zip(words, starts, strict=True) if found.start() <= start < found.end()]
        if inside:
            yield _over(Label.DOB, inside)


def _over(label: Label, words: Sequence[Read]) -> Spot:
    box = (
        min(word.x for word in words), min(word.y for word in words),
        max(word.right for word in words), max(word.bottom for word in words),
    )  # fmt: skip
    return Spot(label, box, 0.75)


def _is_fathers(text: str, vocabulary: Vocabulary) -> bool:
    word = text.strip(",.;:()")
    return bool(NAME.fullmatch(word)) and bool(vocabulary.about(word.lower().replace("\u0451", "\u0435")).patronymic)


def _are_names(words: Sequence[Read]) -> bool:
    """Say whether all but the last may be names, and no wide gap parts them: a surname may end as a father's name."""
    near = all(other.x - one.right <= WIDE_GAP * one.height for one, other in pairwise(words))
    return near and all(NAME.fullmatch(word.text.strip("(\u00ab")) for word in words[:-1])


def _plain(text: str) -> str:
    return relabelled(text).lower().replace("\u0451", "\u0435").strip(".,:;()")


def _as_label(word: str) -> str:
    """Return the word, or the label that differs from it by one letter."""
    low = word.lower()
    labels = _labels()
    if low in labels:
        return word
    for place in range(len(low)):
        meant = labels.get(f"{low[:place]}?{low[place + 1 :]}")
        if meant:
            letter = meant[place].upper() if word[place].isupper() else meant[place]
            return word[:place] + letter + word[place + 1 :]
    return word


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    """Return the labels, each by itself and with any one letter unread."""
    found: dict[str, str] = {}
    for word in _content()["labels"]:
        found[word] = word
        found |= {f"{word[:place]}?{word[place + 1 :]}": word for place in range(len(word))}
    return found


@lru_cache(maxsize=1)
def _content() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).with_name("data") / "misread.toml").read_text(encoding="utf-8"))
