"""What somebody who searches has typed: words, codes, phrases, what must not occur, and what may have been meant. Pure.

Nothing typed is an operator of the database: everything but letters, digits and the joints of codes is dropped here.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

LONGEST = 200  # characters; said beside the field
MOST_TERMS = 24
LONGEST_CODE = 100  # as in the database's own reading of a text
LEAST_BEGINNING, LEAST_ALONE = 3, 2  # letters: two begin half of all words, which is much to look through beside others
LEAST_TYPO, SHORT = 4, 6  # letters: shorter words are not guessed at; below the other, one slip is all
LONGEST_ENDING = 4
MOST_SLIPS = 2
YO, YE = "\u0451", "\u0435"
_UNSEEN = dict.fromkeys((0, 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_HAS_UNSEEN = re.compile("[\0\u00ad\u200b-\u200d\u2060\ufeff]")
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212](?=\S))?"
    r"(?:[\"«“„](?P<phrase>[^\"«»“”„]*)[\"»”“]|(?P<bare>[^\s\"«»“”„]+))"
)
_TOKEN = re.compile(r"[^\W_]+(?:[._/\\:@+-]+[^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_LATIN_OR_DIGIT = re.compile(r"[0-9a-z]")
_LAYOUTS = Path(__file__).parents[1] / "data" / "layouts.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must occur, or with ``minus`` must not: words beside one another, or a code as it stands."""

    words: tuple[str, ...]
    is_code: bool = False
    minus: bool = False
    is_begun: bool = False  # the last word while somebody types: its beginning is enough


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, understood."""

    text: str
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Return what must occur; without any of it nothing can be found."""
        return tuple(term for term in self.terms if not term.minus)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """Return what must not occur."""
        return tuple(term for term in self.terms if term.minus)

    def begun(self) -> "Query":
        """Return the query with the last word or code as a beginning."""
        terms = list(self.terms)
        last = max((n for n, term in enumerate(terms) if not term.minus), default=None)
        if last is not None:
            terms[last] = _begun(terms[last], alone=len(terms) == 1)
        return replace(self, terms=tuple(terms))

    def loosened(self) -> "Query":
        """Return the query with codes taken by their parts, beside one another."""
        terms = (replace(term, words=words_of(" ".join(term.words)), is_code=False) for term in self.terms)
        return replace(self, terms=tuple(replace(term, is_begun=False) for term in terms))


def parse(text: str, *, typing: bool = False) -> Query:
    """Return what the text asks for; ``typing``: the last word may not be whole yet."""
    text = text[:LONGEST]
    found: list[Term] = []
    for piece in _PIECE.finditer(text):
        minus = piece["minus"] is not None
        if piece["phrase"] is not None:
            words = words_of(piece["phrase"])
            found += [Term(words, minus=minus)] if words else []
        else:
            found += _terms_of(piece["bare"], minus=minus)
    found = found[:MOST_TERMS]
    if typing and found and text[-1:] not in {" ", '"', "»", "”", "“"}:
        found[-1] = _begun(found[-1], alone=len(found) == 1)
    return Query(" ".join(text.split()), tuple(dict.fromkeys(found)))


def fold(text: str) -> str:
    """Return the text in the one spelling in which words are compared, as the database does it."""
    return seen(text).lower().replace(YO, YE)


def seen(text: str) -> str:
    """Return the text as it is seen: accents with their letters, nothing that has no width."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_UNSEEN) if _HAS_UNSEEN.search(text) else text


def letter_by_letter(text: str) -> str:
    """Return the text folded so that every letter keeps its place."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return folded.replace(YO, YE)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of the text, folded."""
    return tuple(_WORD.findall(fold(text)))


def _terms_of(bare: str, *, minus: bool) -> list[Term]:
    terms = []
    for token in _TOKEN.findall(fold(bare)):
        words = words_of(token)
        if len(words) > 1 and _LATIN_OR_DIGIT.search(token) and len(token) <= LONGEST_CODE:
            terms.append(Term((token,), is_code=True, minus=minus))
        elif minus:
            terms.append(Term(words, minus=True))
        else:
            terms += [Term((word,)) for word in words]
    return terms


def _begun(term: Term, *, alone: bool) -> Term:
    least = LEAST_ALONE if alone else LEAST_BEGINNING
    fits = not term.minus and len(term.words) == 1 and len(term.words[0]) >= least
    return replace(term, is_begun=True) if fits else term


# --- the wrong layout ------------------------------------------------------------------------------------


@cache
def _keys() -> tuple[dict[int, int], dict[int, int]]:
    table = tomllib.loads(_LAYOUTS.read_text(encoding="utf-8"))
    to_russian = str.maketrans(table["latin"], table["russian"])
    to_latin = str.maketrans(table["russian"], table["latin"])
    return to_russian, to_latin


def switched(text: str) -> list[str]:
    """Return what the same keys say in the other layout: the whole text, or only the words of one script."""
    to_russian, to_latin = _keys()
    tokens = fold_case(text).split()
    found = [
        " ".join(_retyped(token, to_russian) if _is_latin(token) else token for token in tokens),
        " ".join(_retyped(token, to_russian, trim=True) if _is_latin(token) else token for token in tokens),
        " ".join(_retyped(token, to_latin) if _is_russian(token) else token for token in tokens),
        " ".join(
            _retyped(token, to_latin if _is_russian(token) else to_russian if _is_latin(token) else {})
            for token in tokens
        ),
    ]
    asked = " ".join(tokens)
    return [variant for variant in dict.fromkeys(found) if variant != asked]


def fold_case(text: str) -> str:
    """Return the text in small letters, without what cannot be seen; the two letters E stay apart: each has its key."""
    return seen(text[:LONGEST]).lower()


def _retyped(token: str, keys: dict[int, int], *, trim: bool = False) -> str:
    bare = token.rstrip(",.;") if trim else token
    return bare.translate(keys) + token[len(bare) :]


def _is_latin(token: str) -> bool:
    return any("a" <= letter <= "z" for letter in token)


def _is_russian(token: str) -> bool:
    return any("\u0430" <= letter <= "\u0451" for letter in token)


# --- slips of the finger ---------------------------------------------------------------------------------


def nearest(stem: str, typed: str, known: Iterable[tuple[str, int]]) -> str | None:
    """Return the known word that was probably meant: the fewest slips away, then the one that occurs most."""
    if len(typed) < LEAST_TYPO:
        return None
    most = 1 if len(stem) < SHORT else MOST_SLIPS
    weighed = []
    for word, occurs in known:
        slips, is_cut = slips_between(stem, word, most), False
        if 0 <= len(typed) - len(word) <= LONGEST_ENDING:  # misspelt, a word may have been stemmed at another place
            at_another = slips_between(typed[: len(word)], word, most)
            slips, is_cut = (at_another, True) if at_another < slips else (slips, is_cut)
        if slips <= most:
            weighed.append((slips, is_cut, -occurs, word))
    return min(weighed)[-1] if weighed else None


def lengths_near(stem: str, typed: str) -> tuple[int, int]:
    """Return how short and how long a word can be that ``nearest`` would take for what was meant."""
    shortest = min(len(stem) - MOST_SLIPS, len(typed) - LONGEST_ENDING)
    return max(LEAST_TYPO, shortest), max(len(stem) + MOST_SLIPS, len(typed))


def slips_between(one: str, other: str, most: int) -> int:
    """Return how many slips part two words (a letter more, less, another, or two swapped); ``most`` + 1 means more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                slips = min(slips, last[j - 2] + 1)
            row.append(slips)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
