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
    if report is not None and not may_report(report, source, target):
        return CANNOT_WRITE
    return "" if is_free(target) and _is_no_device(target) else CANNOT_WRITE


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


def may_report(report: Path, source: Path, target: Path) -> bool:
    """Return whether the report can be written without writing over what was given or what was made."""
    return is_free(report) and not any(_is_same(report, path) for path in (source, target))


def _is_there(path: Path) -> bool:
    try:
        return S_ISREG(path.stat().st_mode) and os.access(path, os.R_OK)
    except NO_NAME:
        return False


def _is_no_device(path: Path) -> bool:
    """Return whether nothing but a file is there: what is made takes its place, and a pipe would be gone."""
    return not path.exists() or path.is_file()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except NO_NAME:  # one of them is not there yet
        return os.path.realpath(one) == os.path.realpath(other)
