"""«Спасибо, помогло»: a letter that thanks and says nothing else does not reopen anything.

Conservative: every word must be known to belong to thanks; a question, a «but», a number or an unknown word makes it
more.
"""

import re
from functools import cache

from priyom.channels.mail.quoting import is_farewell, is_typed_on
from priyom.channels.mail.words import WORDS

MOST_WORDS = 25
MOST_LETTERS = 400
MOST_NAMES = 4
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SENTENCES = re.compile(r"[.!\n;]+")


def is_thanks(text: str) -> bool:
    """Say whether the fresh words of a letter are thanks and nothing else."""
    words, names = _said(text[: MOST_LETTERS * 20])
    if not words or len(words) > MOST_WORDS or "?" in text or sum(map(len, words)) > MOST_LETTERS:
        return False
    small = [word.lower() for word in words]
    if not any(word in _thanks() for word in small) or any(word in _more() for word in small):
        return False
    return len(names) <= MOST_NAMES and all(word in _beside() for word in small)


def _said(text: str) -> tuple[list[str], list[str]]:
    """Return the words before the signature, and the names called among them."""
    words: list[str] = []
    names: list[str] = []
    for line in text.splitlines():
        if line.strip() in {"--", "—"} or (words and is_farewell(line)):
            break
        if is_typed_on(line):
            continue
        for sentence in _SENTENCES.split(line):
            found = _WORD.findall(sentence)
            called = [word for word in found if _is_name(word) and word is not found[0]]
            # A name is called after thanks («Спасибо, Анна Петровна»), or stands on a line of its own below them.
            if found and called and not (_knows(found) or words):
                return [*words, *found], names
            if words and len(found) in {1, 2} and found == _WORD.findall(line) and all(map(_is_name, found)):
                called = found
            names += called
            words += [word for word in found if not any(word is each for each in called)]
    return words, names


def _knows(words: list[str]) -> bool:
    return any(word.lower() in _thanks() for word in words)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower() and word.isalpha() and word.lower() not in _beside()


@cache
def _thanks() -> frozenset[str]:
    return frozenset(WORDS["thanks"]["thanks"])


@cache
def _beside() -> frozenset[str]:
    return frozenset(WORDS["thanks"]["beside"]) | _thanks()


@cache
def _more() -> frozenset[str]:
    return frozenset(WORDS["thanks"]["more"])
