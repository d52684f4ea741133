"""What people write in the years that are loaded: stories and frames from data/load, put together by chance. Pure.

A story knows a complaint and its end: what one asks back about it, why it happened, what helps. Its words stand in
slots, chosen once for each ticket, so that subject, answer and solution speak of the same document.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

FOLDER = Path(__file__).parents[1] / "data" / "load"
NOT_STORIES = {"calendar.toml", "frames.toml"}
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One thing that happens in hospitals again and again."""

    topic: str
    weight: float
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    asks: tuple[tuple[str, str], ...] = ()  # what support asks back, and what is answered
    notes: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()  # cause and remedy
    fields: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    impact: str = ""
    urgency: str = ""
    outside: str = ""  # who outside may have to answer, in words
    to: str = ""  # code of the team that often has to help


class Book:
    """All stories, the frames around them, and the slots in both."""

    def __init__(self) -> None:
        frames = tomllib.loads((FOLDER / "frames.toml").read_text(encoding="utf-8"))
        self.frames: dict[str, list[str]] = frames["frame"]
        self.slots: dict[str, _Slot] = {}
        for given in frames["slot"]:
            self._add(given)
        self.stories: list[Story] = []
        for path in sorted(FOLDER.glob("*.toml")):
            if path.name not in NOT_STORIES:
                self._read(tomllib.loads(path.read_text(encoding="utf-8")))
        self.weights = list(accumulate(story.weight for story in self.stories))

    def choose(self, chance: Random) -> Story:
        """Return a story, the frequent ones more often."""
        return chance.choices(self.stories, cum_weights=self.weights)[0]

    def tell(self, chance: Random, **known: Any) -> "Telling":
        """Begin to tell a ticket; ``known`` are slots whose words stand already."""
        return Telling(self, chance, known)

    def _read(self, data: dict[str, Any]) -> None:
        for given in data.get("slot", ()):
            self._add(given)
        for given in data["story"]:
            texts: dict[str, Any] = {key: tuple(tuple(each) if isinstance(each, list) else each for each in value)
                     for key, value in given.items() if isinstance(value, list)}  # fmt: skip
            plain = {key: value for key, value in given.items() if not isinstance(value, list | dict)}
            self.stories.append(Story(**plain, **texts, fields=tuple(given.get("fields", {}).items())))

    def _add(self, given: dict[str, Any]) -> None:
        slot = _Slot.of(given)
        for form in slot.forms:
            self.slots[form] = slot


@dataclass(frozen=True, slots=True)
class _Slot:
    """Words to choose from, each in the forms in which sentences need them; earlier ones are more frequent."""

    forms: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, given: dict[str, Any]) -> "_Slot":
        forms = tuple(given["forms"])
        rows = tuple((each,) * len(forms) if isinstance(each, str) else tuple(each) for each in given["words"])
        if any(len(row) != len(forms) for row in rows):
            raise ValueError(f"slot {forms[0]}: every word needs {len(forms)} forms")
        return cls(forms, rows, tuple(accumulate(1 / (place + 3) for place in range(len(rows)))))


class Telling(dict[str, Any]):
    """The words of one ticket: a slot that is asked for the first time is filled, and stays so."""

    def __init__(self, book: Book, chance: Random, known: dict[str, Any]) -> None:
        super().__init__(known)
        self.book, self.chance = book, chance

    def say(self, texts: Sequence[str]) -> str:
        """Return one of the texts with its slots filled, beginning with a capital."""
        text = self.chance.choice(texts).format_map(self)
        return text[:1].upper() + text[1:]

    def frame(self, name: str, **words: str) -> str:
        """Return one of the frames of this name around the words; ``{after_cause}`` is a cause amid a sentence."""
        for word, text in words.items():
            self[word] = text[:1].upper() + text[1:]
            # «РЭМД» keeps its capitals, «Сертификат» does not.
            self[f"after_{word}"] = text[:1].lower() + text[1:] if text[1:2].islower() else text
        return self.say(self.book.frames[name]).strip()

    def __missing__(self, name: str) -> str:
        maker = _MAKERS.get(name)
        if maker is not None:
            self[name] = value = maker(self.chance)
            return value
        slot = self.book.slots[name]
        row = self.chance.choices(slot.rows, cum_weights=slot.weights)[0]
        for form, word in zip(slot.forms, row, strict=True):
            self[form] = word.format_map(self) if "{" in word else word
        return self[name]


_MAKERS: dict[str, Callable[[Random], str]] = {
    "few": lambda chance: str(chance.randint(2, 9)),
    "some": lambda chance: str(chance.randint(10, 60)),
    "many": lambda chance: str(chance.randint(100, 3000)),
    "clock": lambda chance: f"{chance.randint(7, 17):02}:{chance.randint(0, 59):02}",
    "room": lambda chance: str(chance.randint(101, 420)),
    "uuid": lambda chance: str(UUID(int=chance.getrandbits(128), version=4)),
    "digits": lambda chance: f"{chance.randint(10**6, 10**7 - 1)}",
    "gtin": lambda chance: f"0460{chance.randint(10**9, 10**10 - 1)}",
    "edition": lambda chance: f"{chance.randint(2, 9)}.{chance.randint(1, 60)}",
}
