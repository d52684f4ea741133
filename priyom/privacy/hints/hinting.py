"""What the guard will hide in a text that is still being written, finding by finding. Nothing of it is kept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.conf import settings

from priyom.people.models import Organisation, User
from priyom.privacy.actions import the_guard
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.decided.words import kept_of, name_of
from priyom.privacy.engine import Finding, GuardFailed
from priyom.privacy.hints.releasing import may_release
from priyom.privacy.left_alone import released_key
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules

LONGEST = 8_000  # characters that are looked at while one types; all of it is looked at when it is sent
MOST = 30
NAME = 200  # characters


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


def hints_for(
    text: str, *, by: User, organisation: Organisation | None = None, released: Collection[str] = (), here: str = ""
) -> list[Hint]:
    """Return what will be hidden, each stretch once; nothing when the guard is off or cannot say just now.

    ``here``: the full name of who asked, as the form knows it; a letter to them begins with it and keeps it.
    """
    text = text.replace("\0", "").replace("\r\n", "\n")[:LONGEST]
    if settings.PRIYOM.guard == "off" or not text.strip():
        return []
    try:
        masked = the_guard().mask(
            [text], People(secrets.token_bytes(32)), _rules(organisation or by.organisation, here)
        )
    except GuardFailed:
        return []  # it is checked again when it is sent, and then nothing is kept without an answer
    hints: dict[str, Hint] = {}
    for found, becomes in _masks(text, masked.texts[0], masked.findings[0]):
        hint = _hint(text[found.start : found.end], found.kind, becomes, by, released)
        earlier = hints[hint.value].places if hint.value in hints else ()
        hints[hint.value] = replace(hint, places=(*earlier, (found.start, found.end)))
    return list(hints.values())[:MOST]


def _rules(organisation: Organisation | None, here: str) -> Rules:
    rules = rules_for(organisation)
    named = frozenset({" ".join(here.split())[:NAME]} - {""})
    return replace(rules, people=rules.people | named, here=named)


def _hint(written: str, kind: str, becomes: str, by: User, released: Collection[str]) -> Hint:
    value = f"{kind}:{written}"
    return Hint(
        kind, name_of(kind), kept_of(kind), written, becomes.strip("[]"), value, may_release(kind, written, by),
        released_key(kind, written) in {released_key(*each.split(":", 1)) for each in released if ":" in each},
    )  # fmt: skip


def _masks(text: str, masked: str, findings: list[Finding]) -> list[tuple[Finding, str]]:
    """Return each finding with its mask: what stands between them is the same in both texts."""
    found, place, at = [], 0, 0
    for finding in findings:
        at += finding.start - place
        in_brackets = (
            text[max(0, finding.start - 1) : finding.start] == "[" and text[finding.end : finding.end + 1] == "]"
        )
        end = _end_of_mask(masked, at - in_brackets, text[finding.start : finding.end], finding.kind) - in_brackets
        found.append((finding, masked[at:end]))
        place, at = finding.end, end
    return found


def _end_of_mask(masked: str, at: int, written: str, kind: str) -> int:
    if masked[at : at + 1] == "[":
        return masked.find("]", at) + 1
    if kind == "EMAIL":
        return at + len("***@") + len(written.rpartition("@")[2])
    return at + len(written)
