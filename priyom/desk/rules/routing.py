"""From words to a topic, from a topic to a team. Pure."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
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
    tokens = tokens_of(text[:LOOKED_AT])
    ordered = sorted(set(tokens))
    shared = Counter(
        stem for _family, stem in {(code.partition(".")[0], s) for code, t in known.items() for s in _stems(t)}
    )
    points = {code: _points(topic, tokens, ordered, shared) for code, topic in known.items()}
    best, best_points = None, 0.0
    for code, topic in known.items():
        if "." in code:
            continue
        children = [child for child in known if child.startswith(f"{code}.")]
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


@lru_cache(maxsize=10_000)  # the same few thousand stems are asked for with every text
def _stem(word: str) -> str:
    return fold(word)


def _stems(topic: TopicLike) -> list[str]:
    return [_stem(word) for word in (*topic.words, *topic.strong)]


def _points(topic: TopicLike, tokens: Sequence[str], ordered: Sequence[str], shared: Counter[str]) -> float:
    said = sum(1 / shared[stem] for stem in map(_stem, topic.words) if _occurs(stem, tokens, ordered))
    decided = sum(_strength(stem) / shared[stem] for stem in map(_stem, topic.strong) if _occurs(stem, tokens, ordered))
    return said + decided


def _strength(stem: str) -> float:
    return STRONG * CODE if _CODE.fullmatch(stem) else STRONG


def _occurs(stem: str, tokens: Sequence[str], ordered: Sequence[str]) -> bool:
    """Say whether the stem begins a word of the text; the words of a phrase must follow one another."""
    parts = stem.split()
    if not parts or not all(_begins_a_token(part, ordered) for part in parts):
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
