"""Names of files as they may be shown: no path, no control or direction marks, at most 120 characters."""

import unicodedata
from pathlib import PurePosixPath

MAX_LENGTH = 120
# Windows gives these names to devices, whatever the ending.
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def safe_name(name: str) -> str:
    """Return the last part of the name, neutralised."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    shown = " ".join(shown.split()).strip(". ") or "file"
    stem, dot, ending = shown.rpartition(".")
    if (stem or ending).lower() in DEVICES:
        shown = f"_{shown}"
    if len(shown) <= MAX_LENGTH:
        return shown
    keep = MAX_LENGTH - len(ending) - 1 if dot and len(ending) < 20 else MAX_LENGTH  # noqa: PLR2004
    return f"{shown[:keep]}.{ending}" if keep != MAX_LENGTH else shown[:keep]
