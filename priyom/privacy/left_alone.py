"""What is found and yet stays readable: one's own telephones, addresses, institutions and agents.

A surname alone is an agent's only where nothing says that a patient bears it as well: half a region is called Ivanov.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from priyom.privacy.detectors import Label, Span
from priyom.privacy.rules import Rules
from priyom.privacy.wording import follows_patient_word

YO, YE = "\u0451", "\u0435"
DIGITS_OF_TELEPHONE = 10
BEGINNING = 3  # letters that stay the same in every case form of a name
INITIAL = 2
LONGEST_LOGIN = 60
CALL = re.compile(r"(?<![\w.@/+-])@(?P<login>\w[\w.+-]*)")


class LeftAlone:
    """Asked of every span of one question; knows whom else the texts of the question name."""

    def __init__(self, rules: Rules, agents: frozenset[str], spans: Iterable[Span]) -> None:
        self._rules, self._agents = rules, agents
        names = (span.key.strip() for span in spans if span.label == Label.PERSON)
        self._others = {key.partition(" ")[0] for key in names if " " in key and key not in agents}

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where the text names an institution that is left readable, in order."""
        low = text.lower().replace(YO, YE)
        if not self._rules.institutions or len(low) != len(text):
            return []
        found = (
            match.span()
            for name in self._rules.institutions
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", low)
        )
        return sorted(found)

    def leaves(self, text: str, span: Span, places: Collection[tuple[int, int]] = ()) -> bool:
        """Say whether the span stays readable; `places` are those of institutions in the same text."""
        written = text[span.start : span.end]
        if self._rules.released and released_key(span.label.value, written) in self._rules.released:
            return True
        match span.label:
            case Label.PHONE:
                return telephone_key(written) in self._rules.telephones
            case Label.EMAIL:
                low = written.lower()
                return low in self._rules.mailboxes or f"@{low.rpartition('@')[2]}" in self._rules.mailboxes
            case Label.PERSON:
                is_ours = self._calls_agent(text, span) or self._is_agent(text, span)
                return is_ours or _lies_within(span, places) or self._is_addressed(text, span)
            case Label.ADDRESS:
                return _lies_within(span, places)
        return False

    def _is_agent(self, text: str, span: Span) -> bool:
        key = span.key.strip()
        if key not in self._agents or follows_patient_word(text, span.start):
            return False
        if " " not in key:
            return key not in self._others
        return self._names_agent(text[span.start : span.end])

    def _calls_agent(self, text: str, span: Span) -> bool:
        """Say whether it belongs to «@» and an agent's login, as a colleague is called in a note."""
        called = (found for found in CALL.finditer(text, max(0, span.start - LONGEST_LOGIN), span.end + LONGEST_LOGIN))
        return any(
            found.start("login") <= span.start and span.end <= found.end("login")
            and found["login"].rstrip(".-+").lower() in self._rules.logins
            for found in called
        )  # fmt: skip

    def _is_addressed(self, text: str, span: Span) -> bool:
        """Say whether it is the first name, with or without the patronymic, of who takes part in the ticket."""
        said = {word[:BEGINNING] for word in _words(text[span.start : span.end])}
        if follows_patient_word(text, span.start) or not said:
            return False
        return any(said <= {word[:BEGINNING] for word in _words(name)[1:]} for name in self._rules.here)

    def _names_agent(self, written: str) -> bool:
        """Say whether one and the same agent bears all the words: «Ivanov Alexey» is not the agent «Ivanova Anna»."""
        said = {word[:BEGINNING] for word in _words(written) if len(word) > INITIAL}
        return any(said <= {word[:BEGINNING] for word in _words(name)} for name in self._rules.people)


def released_key(kind: str, written: str) -> str:
    """Return the form in which words that their author released are known again."""
    return f"{kind}:{' '.join(written.split())}"


def keys_of_agent(key: str) -> set[str]:
    """Return the lemmas under which an agent is met: with all initials, with the first, by the surname alone."""
    surname, _space, initials = key.strip().partition(" ")
    return {key.strip(), surname} | ({f"{surname} {initials[0]}"} if initials else set())


def telephone_key(written: str) -> str:
    """Return the digits that tell one telephone from another, however it is written."""
    return "".join(char for char in written if char.isdigit())[-DIGITS_OF_TELEPHONE:]


def institution_key(written: str) -> str:
    """Return the name as it is looked for: in small letters, with single spaces."""
    return " ".join(written.lower().replace(YO, YE).split())


def _words(written: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", institution_key(written))


def _lies_within(span: Span, places: Collection[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in places)
