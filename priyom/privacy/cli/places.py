"""The two files that a command names: whether one can be read and the other written, before the guard is asked."""

import os
from pathlib import Path

NO_SOURCE, CANNOT_WRITE = "no_source", "cannot_write"


def unusable(source: Path, target: Path, report: Path | None = None) -> str:
    """Return why nothing can be read or written here, as a code; empty when all can."""
    try:
        if not (source.is_file() and os.access(source, os.R_OK)):
            return NO_SOURCE
        written = [path for path in (target, report) if path is not None]
        return "" if all(map(is_free, written)) else CANNOT_WRITE
    except (OSError, ValueError):  # a name with a NUL, or one that is too long
        return NO_SOURCE


def is_free(path: Path) -> bool:
    """Return whether a file of that name can be written."""
    folder = path.parent
    return not path.is_dir() and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
