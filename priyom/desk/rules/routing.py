"""From words to a topic, from a topic to a team. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from priyom.desk.rules import words

SUBJECT_LENGTH = 90
LOOKED_AT = 20_000  # characters; whoever pastes a whole log has said what it is about before
LEAST_POINTS = 1.0
STRONG = 3.0
CODE = 2.0  # how many times a decisive word an error code counts: no person says one by chance
SHORT_STEM = 3
_SAME = str.maketrans("\N{CYRILLIC SMALL LETTER IO}", "\N{CYRILLIC SMALL LETTER IE}")
_TOKEN = re.compile(r"[^\W_][\w-]*")
# The name of a refusal, not just of a sort of trouble that every system may report (INTERNAL_ERROR).
_CODE = re.compile(r"(?=[a-z0-9_]*[_0-9])(?![a-z]+_error\Z)[a-z0-9][a-z0-9_]{4,}")
_GREETING = re.compile(rf"^\s*(?:{'|'.join(words.load()['greetings'])})[\s,.!:;—-]*", re.IGNORECASE)


class TopicLike(Protocol):
    """What routing needs of a topic: a child's code begins with its parent's and a dot."""

    code: str
    words: list[str]
    strong: list[str]


T = TypeVar("T", bound=TopicLike)


def guess_topic(text: str, topics: Iterable[T], *, least: float = LEAST_POINTS) -> T | None:
    """Return the topic of which the text speaks, the finer one if the text is that clear, or None.

    A stem gives one point, one that decides three, and a decisive error code twice that, shared among the topics
    that have it: a word that everybody uses says little. A child's points count for its parent as well.
    """
    known = {topic.code: topic for topic in topics}
    spoken = _lexicon(tuple((code, tuple(topic.words), tuple(topic.strong)) for code, topic in known.items()))
    points = spoken.points_in(tokens_of(text[:LOOKED_AT]))
    best, best_points = None, 0.0
    for code, topic in known.items():
        if "." in code:
            continue
        children = spoken.children.get(code, ())
        total = points[code] + sum(points[child] for child in children)
        if total > best_points:
            finer = max(children, key=points.__getitem__, default=code)
            best, best_points = (known[finer] if points[finer] >= LEAST_POINTS else topic), total
    return best if best_points >= least else None


def team_for(topic: Any) -> Any:
    """Return who answers: the topic's team, else its parent's."""
    while topic is not None:
        if topic.team is not None:
            return topic.team
        topic = topic.parent
    return None


def subject_from(body: str) -> str:
    """Return the first sentence without the greeting, cut at a word: what a list shows of an unnamed ticket."""
    text = " ".join(body.split())
    rest = text
    while (shorter := _GREETING.sub("", rest, count=1)) != rest:
        rest = shorter
    sentence = re.split(r"(?<=[.!?…])\s", rest or text, maxsplit=1)[0]
    if len(sentence) <= SUBJECT_LENGTH:
        return sentence.rstrip(" .")
    return sentence[:SUBJECT_LENGTH].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def fold(text: str) -> str:
    """Return the text as it is compared: lower case, ё as е, single spaces."""
    return " ".join(text.lower().translate(_SAME).split())


def tokens_of(text: str) -> list[str]:
    """Return the words as they are compared, in their order."""
    return _TOKEN.findall(fold(text))


@dataclass(frozen=True, slots=True)
class _Stem:
    """A word that speaks for topics, or a phrase; and what it is worth to each of them."""

    parts: tuple[str, ...]
    worth: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The stems of all topics by their first word: a text has far fewer words than the topics have together."""

    codes: tuple[str, ...]
    children: dict[str, tuple[str, ...]]  # of each topic that stands by itself
    stems: dict[str, tuple[_Stem, ...]]
    lengths: tuple[int, ...]  # of those first words

    def points_in(self, tokens: Sequence[str]) -> dict[str, float]:
        """Return the points of each topic in a text; what is said twice counts once."""
        points = dict.fromkeys(self.codes, 0.0)
        ordered = sorted(set(tokens))
        begun = {token[:length] for token in ordered for length in self.lengths if length <= len(token)}
        for first in sorted(begun & self.stems.keys()):
            for stem in self.stems[first]:
                if _occurs(stem.parts, tokens, ordered):
                    for code, worth in stem.worth:
                        points[code] += worth
        return points


@lru_cache(maxsize=8)  # the taxonomy changes once a month
def _lexicon(topics: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> _Lexicon:
    """Return the lexicon of the topics, each given by its code, its words and those that decide."""
    families: dict[str, set[str]] = {}
    worth: dict[str, list[tuple[str, float]]] = {}
    for code, said, strong in topics:
        for word, is_strong in [(each, False) for each in said] + [(each, True) for each in strong]:
            stem = fold(word)
            families.setdefault(stem, set()).add(code.partition(".")[0])
            worth.setdefault(stem, []).append((code, _strength(stem) if is_strong else 1.0))
    stems: dict[str, list[_Stem]] = {}
    for stem, shares in worth.items():
        parts = tuple(stem.split())
        if parts:
            shared = tuple((code, points / len(families[stem])) for code, points in shares)
            stems.setdefault(parts[0], []).append(_Stem(parts, shared))
    return _Lexicon(
        codes=tuple(code for code, _said, _strong in topics),
        children={
            code: tuple(child for child, _said, _strong in topics if child.startswith(f"{code}."))
            for code, _said, _strong in topics
            if "." not in code
        },
        stems={first: tuple(found) for first, found in stems.items()},
        lengths=tuple(sorted({len(first) for first in stems})),
    )


def _strength(stem: str) -> float:
    return STRONG * CODE if _CODE.fullmatch(stem) else STRONG


def _occurs(parts: Sequence[str], tokens: Sequence[str], ordered: Sequence[str]) -> bool:
    """Say whether the stem begins a word of the text; the words of a phrase must follow one another."""
    if not all(_begins_a_token(part, ordered) for part in parts):
        return False
    starts = range(len(tokens) - len(parts) + 1)
    return len(parts) == 1 or any(all(tokens[at + n].startswith(part) for n, part in enumerate(parts)) for at in starts)


def _begins_a_token(stem: str, ordered: Sequence[str]) -> bool:
    """Say whether a token begins with the stem; a short one without a digit must be the whole token."""
    at = bisect_left(ordered, stem)
    if at == len(ordered):
        return False
    if len(stem) <= SHORT_STEM and not any(char.isdigit() for char in stem):
        return ordered[at] == stem
    return ordered[at].startswith(stem)
