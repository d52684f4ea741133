"""The closed list of placeholders in a canned answer, filled in one pass. No template engine. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NAMES = ("requester_name", "ticket_number", "organisation", "agent_name", "due", "version")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]{0,39})\}")


@dataclass(frozen=True)
class Filled:
    """The text with what is known filled in, and the names of what is not."""

    text: str
    gaps: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Fill the placeholders; one without a value stays as it is written and is named among the gaps."""
    gaps: list[str] = []

    def put(found: re.Match[str]) -> str:
        # SECURITY: one pass. A value that itself holds braces stays text and is never filled again.
        name = found.group(1)
        if name not in NAMES:
            return found.group()
        value = values.get(name, "")
        if not value:
            gaps.append(name)
            return found.group()
        return value

    text = _PLACEHOLDER.sub(put, text)
    return Filled(text, tuple(dict.fromkeys(gaps)))


def gaps_in(text: str) -> list[str]:
    """Return the placeholders that nobody has filled in."""
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name in NAMES))


def unknown_in(text: str) -> list[str]:
    """Return what looks like a placeholder and is none."""
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name not in NAMES))
