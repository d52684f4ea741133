"""What personal data look like: detectors of identifiers, names and addresses in Russian texts.

Each detector reads a `Reading` and yields `Span`s. `Guard` in `priyom.privacy.graph` asks them all and joins the answers.
What stands in codes (`codes`) is read as the words it means (`unfolding`), and hidden where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from priyom.privacy.detectors.reading import Reading


class Label(StrEnum):
    """The kinds of personal data; the words are part of the report's format."""

    PERSON = "PERSON"
    SNILS = "SNILS"
    OMS = "OMS"
    PASSPORT = "PASSPORT"
    BIRTH_CERT = "BIRTH_CERT"
    DOCUMENT = "DOCUMENT"
    DOB = "DOB"
    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    MRN = "MRN"
    INN = "INN"
    CARD = "CARD"
    ACCOUNT = "ACCOUNT"
    SICK_LEAVE = "SICK_LEAVE"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text that holds personal data: characters from `start` up to, not including, `end`.

    `confidence` is 0…1, 1.0 where nothing is in doubt; where spans overlap, the surer one keeps its place. `key` holds
    the lemmas of a name, surname first, and never leaves the guard.
    """

    start: int
    end: int
    label: Label
    confidence: float = 1.0
    key: str = ""


class Detector(Protocol):
    """Finds places in one text; never raises, whatever the text, and takes time in proportion to its length."""

    def __call__(self, reading: Reading) -> Iterator[Span]: ...
