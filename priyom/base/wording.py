"""What the program says on a terminal, in English or Russian by the terminal's language.

Gettext is not there yet when these sentences are needed: the catalogues may not be compiled, Django may not
load. The English sentence is the key, the Russian one stands in `data/start.ru.toml`.
"""

from __future__ import annotations

import functools
import os
import tomllib
from pathlib import Path

CATALOGUE = Path(__file__).with_name("data") / "start.ru.toml"


class Refusal(Exception):
    """Priyom cannot do what was asked; the message says why and what to do."""

    def __init__(self, text: str, /, **facts: object) -> None:
        super().__init__(text)
        self.text = text
        self.facts = facts

    def __str__(self) -> str:
        return say(self.text, **self.facts)


def say(text: str, /, **facts: object) -> str:
    """The sentence in the terminal's language, with its facts filled in."""
    if speaks_russian():
        text = russian().get(text, text)
    return text.format(**facts) if facts else text


def speaks_russian() -> bool:
    """Whether the terminal asks for Russian; the first variable that is set decides, as usual on Unix."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return chosen.lower().startswith("ru")


@functools.cache
def russian() -> dict[str, str]:
    """English sentence → Russian sentence."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
