"""Where else somebody's data may stand than in the stocks: names of files, drafts, addresses, files of their tickets.

Rooms above name theirs in a module `subject_places`. What is looked for lives in memory only.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

from priyom.privacy.rescreening.stocks import Texts


@dataclass(frozen=True)
class Asked:
    """What is looked for: words as they were typed, and the tickets that are about the person."""

    words: tuple[str, ...]
    tickets: tuple[int, ...] = ()  # numbers

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds the words; nothing when only tickets were named."""
        longest_first = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(re.escape(word) for word in longest_first) or r"(?!)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A place that is looked through in a way of its own; one without ``destroy`` is only told of."""

    name: str
    label: Any
    find: Callable[[Asked], int]
    destroy: Callable[[Asked], int] | None = None


_places: dict[str, Place] = {}
_columns: dict[str, tuple[Any, Texts]] = {}


def is_place(place: Place) -> None:
    """Register a place."""
    _places[place.name] = place


def is_searched(name: str, label: Any, model: type[Model], fields: Sequence[str]) -> None:
    """Register columns that hold people's data by right, such as an address: searched, never masked."""
    _columns[name] = (label, Texts(model, fields))


def places() -> list[Place]:
    """Return the places that are looked through in a way of their own."""
    autodiscover_modules("subject_places")
    return list(_places.values())


def columns() -> dict[str, tuple[Any, Texts]]:
    """Return the columns that are searched beside the stocks: name → label, columns."""
    autodiscover_modules("subject_places")
    return dict(_columns)
