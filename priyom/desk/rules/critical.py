"""Whether a text shows a critical sign of the contract: in whatever order and form people write it. Pure.

A sign only proposes; a person confirms. So what is doubtful fires, and what is denied, supposed, over or one person's
own does not: «nobody could sign in yesterday, now it works», «it is not critical», «so that nobody could sign in».
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from priyom.desk.rules.routing import LOOKED_AT, fold

FILE = Path(__file__).parents[1] / "data" / "critical.toml"
WHOLE = 3  # letters: up to so many a word of the lists is the whole word
STEM, LONGEST_ENDING = 4, 4  # two words are one when they share so much, and differ in no more than an ending
SYSTEM, INSIDE = "system", "inside the system"
APART = 6  # how many other words may stand between the words of a phrase
_SENTENCE = re.compile(r"(?<=[.!?;\u2026])\s+|\n+")
_PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[,:()\u2013\u2014]")
_HOURS = re.compile(r"\b\w{1,2} \d{1,2}(?:[:.]\d{2})? \w{2} \d{1,2}(?:[:.]\d{2})?\b")  # from ten to eleven: it is over


class SignLike(Protocol):
    """What the comparison needs of a sign: the customer's words, how people write it, and about which topics it is."""

    @property
    def text(self) -> str: ...
    @property
    def phrases(self) -> tuple[str, ...]: ...
    @property
    def topics(self) -> tuple[str, ...]: ...


S = TypeVar("S", bound=SignLike)


@dataclass(frozen=True, slots=True)
class Found(Generic[S]):
    """A sign that the text shows, and as which of its phrases."""

    sign: S
    phrase: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word that counts: what it stands for, whether it is denied, and where it stands."""

    stands_for: str
    denied: bool
    at: int


@dataclass(frozen=True, slots=True)
class Span:
    """Where the words of a phrase stand in a sentence."""

    first: int
    last: int


def critical_sign(text: str, signs: Iterable[S], *, topic: str = "") -> Found[S] | None:
    """Return the first sign that the text shows, or None. A sign with topics is about these and what is below them."""
    text = fold_lines(text[:LOOKED_AT])
    if _says_harmless(text):
        return None
    sentences = [pieces_of(sentence) for sentence in _SENTENCE.split(text)]
    for sign in signs:
        if topic and sign.topics and not any(topic == code or topic.startswith(f"{code}.") for code in sign.topics):
            continue
        for phrase in dict.fromkeys((*sign.phrases, sign.text)):
            if _shows(sentences, phrase):
                return Found(sign, phrase)
    return None


def fold_lines(text: str) -> str:
    """Return the text as it is compared, its lines kept: each may be a sentence without a full stop."""
    return "\n".join(fold(line) for line in text.splitlines())


def pieces_of(sentence: str) -> list[str]:
    """Return words and the marks that part them."""
    return _PIECE.findall(sentence)


def _shows(sentences: Sequence[list[str]], phrase: str) -> bool:
    """Say whether one of the sentences says the phrase, of now and in earnest."""
    wanted, denied = _phrase(fold(phrase))
    if not wanted:
        return False
    for number, pieces in enumerate(sentences):
        span = _find(read(pieces), wanted, denied=denied)
        if span and _is_meant(pieces, span) and not _is_over(sentences, number, span):
            return True
    return False


@lru_cache(maxsize=2000)  # the same few phrases are asked for with every text
def _phrase(phrase: str) -> tuple[frozenset[str], bool]:
    words, modal = read(pieces_of(phrase))
    denied = sum(word.denied for word in words) + len(modal)
    return frozenset(word.stands_for for word in words if not _begins(word.stands_for, "empty")), bool(denied)


Reading = tuple[list[Word], list[int]]


def read(pieces: Sequence[str]) -> Reading:
    """Return the words with what each stands for and whether it is denied, and where «cannot» stands."""
    words: list[Word] = []
    modal: list[int] = []
    pending = False
    for at, piece in enumerate(pieces):
        if not piece[0].isalnum():
            pending = False
        elif piece in _list("not"):
            pending = True
        elif _begins(piece, "cannot"):
            modal.append(at)
        elif _begins(piece, "can"):
            if pending:
                modal.append(at)
            pending = False
        else:
            stands_for, is_down = _meaning(piece)
            if stands_for == SYSTEM and at and pieces[at - 1] in _list("inside"):
                stands_for = INSIDE
            words.append(Word(stands_for, pending != is_down, at))
            # «It does not [in our hospital] work»: little words do not take the denial away.
            pending = pending and _begins(piece, "empty")
    return words, modal


def _find(reading: Reading, wanted: frozenset[str], *, denied: bool) -> Span | None:
    """Return where all the wanted words stand near one another, denied as the phrase is."""
    words, modal = reading
    near = [word for word in words if any(_same(word.stands_for, one) for one in wanted)]
    for start, first in enumerate(near):
        some = [word for word in near[start:] if word.at - first.at < len(wanted) + APART]
        if not all(any(_same(word.stands_for, one) for word in some) for one in wanted):
            continue
        last = max(word.at for word in some)
        cannot = any(first.at - 3 <= at <= last + 2 for at in modal)
        if (cannot or any(word.denied for word in some)) == denied:
            return Span(first.at, last)
    return None


def _is_meant(pieces: Sequence[str], span: Span) -> bool:
    """Say whether nothing before or in it makes it a supposition or a question whether."""
    return not any(piece in _list("supposed") for piece in pieces[: span.last + 2])


def _is_over(sentences: Sequence[list[str]], number: int, span: Span) -> bool:
    """Say whether the text says that it has passed."""
    pieces = sentences[number]
    clause = " ".join(_clause(pieces, span))
    is_past = _has(clause, "past") and not _has(clause, "present")
    was = any(_begins(piece, "was") for piece in _clause(pieces, span)) and not _has(" ".join(pieces), "present")
    if was or (is_past and _HOURS.search(clause)):
        return True
    after = [pieces[span.last + 1 :], *sentences[number + 1 :]]
    before = [*sentences[:number], pieces[: span.first]]
    return _recovered(after) or (is_past and _recovered(before))


def _recovered(sentences: Iterable[Sequence[str]]) -> bool:
    return any(_works_again(clause) for pieces in sentences for clause in _clauses(pieces))


def _works_again(clause: Sequence[str]) -> bool:
    """Say whether the clause says that it works now: not «not yet», not «only one of us»."""
    said = " ".join(clause)
    denies = any(piece in _list("not") for piece in clause)
    if denies or _has(said, "partly"):
        return False
    if _has(said, "recovered"):
        return True
    words, modal = read(clause)
    does = any(word.stands_for in {"work", "enter", "send"} and not word.denied for word in words)
    return does and not modal and _has(said, "now_it_does")


def _clause(pieces: Sequence[str], span: Span) -> Sequence[str]:
    """Return what stands between the marks around the span."""
    marks = [at for at, piece in enumerate(pieces) if not piece[0].isalnum()]
    begins = max((at + 1 for at in marks if at < span.first), default=0)
    return pieces[begins : min((at for at in marks if at > span.last), default=len(pieces))]


def _clauses(pieces: Sequence[str]) -> list[list[str]]:
    clauses: list[list[str]] = [[]]
    for piece in pieces:
        if piece[0].isalnum():
            clauses[-1].append(piece)
        else:
            clauses.append([])
    return [clause for clause in clauses if clause]


def _says_harmless(text: str) -> bool:
    """Say whether the text calls itself harmless, or one person's trouble, or speaks of a test."""
    flat = " ".join(text.split())
    found = _pattern("harmless").finditer(flat)
    return any(flat[: one.start()].rstrip().rpartition(" ")[2] not in _list("unless") for one in found)


def _has(text: str, name: str) -> bool:
    """Say whether a word of the list begins a word of the text."""
    return _pattern(name).search(text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(one)}" + ("" if len(one) > WHOLE else r"\b") for one in _list(name)))


def _begins(word: str, name: str) -> bool:
    """Say whether the word begins with one of the list."""
    return any(word == one if len(one) <= WHOLE else word.startswith(one) for one in _list(name))


@lru_cache(maxsize=20_000)
def _meaning(word: str) -> tuple[str, bool]:
    """Return what the word stands for, and whether it says that this does not work."""
    for group in _lists()["down"]:
        if _begins(word, f"down.{group}"):
            return group, True
    for group in _lists()["same"]:
        if _begins(word, f"same.{group}"):
            return group, False
    return word, False


@lru_cache(maxsize=20_000)
def _same(one: str, other: str) -> bool:
    """Say whether two words are forms of one."""
    if one == other:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= STEM and max(len(one), len(other)) - shared <= LONGEST_ENDING


@cache
def _list(name: str) -> tuple[str, ...]:
    found: Any = _lists()
    for part in name.split("."):
        found = found[part]
    return tuple(found)


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
