"""«How to ask well»: short texts beside the form, from a data file."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "guides.toml"


@dataclass(frozen=True)
class Guide:
    """A short text: paragraphs, and the items of its list."""

    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]


@lru_cache(maxsize=1)
def guides() -> tuple[Guide, ...]:
    """Return the shipped guides in their order."""
    return tuple(_guide(given) for given in tomllib.loads(FILE.read_text(encoding="utf-8"))["guide"])


def _guide(given: dict[str, str]) -> Guide:
    lines = [line.strip() for line in given["body"].splitlines() if line.strip()]
    return Guide(
        title=given["title"],
        paragraphs=tuple(line for line in lines if not line.startswith("— ")),
        items=tuple(line.removeprefix("— ") for line in lines if line.startswith("— ")),
    )
