"""The Russian and English words that letters are recognised by, from the room's data file."""

import tomllib
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "data" / "letters.toml"
WORDS: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
