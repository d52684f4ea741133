"""Translations: every room has its catalogue, and it is compiled when it is newer than its compiled form."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def catalogue_files() -> list[Path]:
    """Return the .po file of every room and language."""
    return sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_catalogues() -> list[Path]:
    """Compile what is stale; return the files written."""
    written = []
    for source in catalogue_files():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text)
        part = target.with_suffix(f".{os.getpid()}.mo")  # RACE: several programs may start at once
        with part.open("wb") as compiled:
            write_mo(compiled, catalogue)
        part.replace(target)
        written.append(target)
    return written
