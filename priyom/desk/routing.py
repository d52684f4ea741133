"""From words to a topic, from a topic to a team. Pure."""

import re
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from priyom.desk import words

SUBJECT_LENGTH = 90
_CODE = re.compile(r"[A-Z0-9_]{4,}|0x[0-9a-f]{6,8}", re.IGNORECASE)
_GREETING = re.compile(rf"^\s*(?:{'|'.join(words.load()['greetings'])})[\s,.!:;—-]*", re.IGNORECASE)


class TopicLike(Protocol):
    """What routing needs of a topic."""

    code: str
    words: list[str]


T = TypeVar("T", bound=TopicLike)


def guess_topic(text: str, topics: Iterable[T]) -> T | None:
    """Return the topic whose words weigh most in the text, or None; a longer word says more, a code most."""
    folded = fold(text)
    best, best_score = None, 0.0
    for topic in topics:
        score = sum(_weight(word) for word in topic.words if fold(word) in folded)
        if score > best_score:
            best, best_score = topic, score
    return best


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
    return " ".join(text.lower().replace("ё", "е").split())


def _weight(word: str) -> float:
    return len(word) ** 0.5 * (3.0 if _CODE.fullmatch(word) else 1.0)
