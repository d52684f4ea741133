"""What the guard will hide in a text that is still being written, finding by finding. Nothing of it is kept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from priyom.people.models import Organisation, User
from priyom.privacy.actions import the_guard
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.decided.words import kept_of, name_of
from priyom.privacy.engine import GuardFailed
from priyom.privacy.hints.releasing import may_release
from priyom.privacy.left_alone import released_key
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules
from priyom.privacy.waiting import patience

LONGEST = 8_000  # characters that are looked at while one types; all of it is looked at when it is sent
MOST = 30
NAME = 200  # characters
NO_BRACKETS = str.maketrans("", "", "[]")


@dataclass(frozen=True)
class Hint:
    """One finding: what was written, what will stand there instead, and whether its author may release it."""

    kind: str
    name: str
    kept: str
    written: str
    becomes: str
    value: str
    may_release: bool
    is_released: bool
    places: tuple[tuple[int, int], ...] = ()  # where it stands in the text, in characters

    @property
    def times(self) -> int:
        """How often it stands in the text."""
        return len(self.places)


@dataclass(frozen=True)
class Looked:
    """A text that is still being written, as it would be kept, and what is hidden in it then, each stretch once."""

    masked: str = ""
    hints: tuple[Hint, ...] = ()


def hints_for(text: str, **how: Any) -> list[Hint]:
    """Return what will be hidden in the beginning of a text, as `look_at` finds it."""
    return list(look_at(text[:LONGEST], **how).hints[:MOST])


def look_at(
    text: str, *, by: User, organisation: Organisation | None = None, released: Collection[str] = (), here: str = ""
) -> Looked:
    """Return what will become of a text; nothing when the guard is off or cannot say just now.

    ``here``: the full name of who asked, as the form knows it; a letter to them begins with it and keeps it.
    """
    text = text.replace("\0", "").replace("\r\n", "\n")
    if settings.PRIYOM.guard == "off" or not text.strip():
        return Looked()
    try:
        masked = the_guard().mask(
            [text], People(secrets.token_bytes(32)), _rules(organisation or by.organisation, here),
            patience=patience(),
        )  # fmt: skip
    except GuardFailed:
        return Looked()  # it is checked again when it is sent, and then nothing is kept without an answer
    hints: dict[str, Hint] = {}
    for found in masked.findings[0]:
        becomes = masked.texts[0][found.mark_start : found.mark_end]
        hint = _hint(text[found.start : found.end], found.kind, becomes, by, released)
        earlier = hints[hint.value].places if hint.value in hints else ()
        hints[hint.value] = replace(hint, places=(*earlier, (found.start, found.end)))
    return Looked(masked.texts[0], tuple(hints.values()))


def _rules(organisation: Organisation | None, here: str) -> Rules:
    rules = rules_for(organisation)
    named = frozenset({" ".join(here.split())[:NAME]} - {""})
    return replace(rules, people=rules.people | named, here=named)


def _hint(written: str, kind: str, becomes: str, by: User, released: Collection[str]) -> Hint:
    value = f"{kind}:{written}"
    return Hint(
        kind, name_of(kind), kept_of(kind), written, becomes.translate(NO_BRACKETS), value,
        may_release(kind, written, by),
        released_key(kind, written) in {released_key(*each.split(":", 1)) for each in released if ":" in each},
    )  # fmt: skip
