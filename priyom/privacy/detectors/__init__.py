"""What personal data look like: detectors of identifiers, names and addresses in Russian texts.

Each detector reads a `Reading` and yields `Span`s, never raises, whatever the text, and takes time in proportion to its
length. `Guard` in `priyom.privacy.graph` asks them all and joins the answers.

What a text says:
    codes · unfolding   words written in codes are read as what they mean, and hidden where they were written
    folding · reading   invisible marks and look-alike letters gone; words, lines and their neighbours
    labels · bridge     what the words beside a number call it, and what may stand between the two
    checks              check digits, and numbers that nobody has

Names, asked by `names`:
    gazetteer · parquet · vocabulary · usualness · units
                        what is known of one word, and how usual a name it is; `honour`: names that are nobody here
    full_names · initials · latin · cues · standing_alone
                        how a name is written: whole, with initials, in Latin letters, told by its surroundings, alone
    ner · believed · likelihood · weighing
                        what the model and the small network say, and how much of it is believed

Numbers, dates and places:
    identifiers · papers · records · contacts · births
    addresses · birthplaces · latin_addresses
    spoken · signs · told · further
                        dictated, behind a grammar of signs, right behind their words, in a row behind one word

What is laid out:
    fields · typed · bound · tables · rows
                        what programs write, with the kind in a field of its own or apart from its statement, pasted tables, rows
                        under no heading
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
