"""The two files that a command names: whether one can be read and the other written, before the guard is asked."""

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG

NO_SOURCE, CANNOT_WRITE = "no_source", "cannot_write"
NO_NAME = (OSError, ValueError)  # not there; a name with a NUL, or one that is too long


def unusable(source: Path, target: Path, report: Path | None = None) -> str:
    """Return why nothing can be read or written here, as a code; empty when all can."""
    if not _is_there(source):
        return NO_SOURCE
    written = [path for path in (target, report) if path is not None]
    return "" if all(map(is_free, written)) else CANNOT_WRITE


def is_free(path: Path) -> bool:
    """Return whether a file of that name can be written."""
    folder = path.parent
    try:
        is_folder = S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        is_folder = False
    except NO_NAME:
        return False
    return not is_folder and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _is_there(path: Path) -> bool:
    try:
        return S_ISREG(path.stat().st_mode) and os.access(path, os.R_OK)
    except NO_NAME:
        return False
