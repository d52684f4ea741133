"""The words of the language in which people write to us, read from a data file. Pure."""

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "words.toml"


def load() -> dict[str, Any]:
    """Return the word lists by name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
