"""Fields of a PDF form: what they are called says whose data stand in them, and is lost once the page is drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf

from priyom.privacy.documents.grids import field_of
from priyom.privacy.documents.passages import Passage

MOST_FIELDS, DEEPEST = 5_000, 8
NEVER_A_NAME = re.compile(r"[^\w]+")
LONGEST_NAME = 60


def read_fields(content: bytes, passage: Passage) -> None:
    """Let the detectors read every field with its name: what is found there is hidden wherever it is drawn."""
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            for name, value in _fields(opened):
                passage.say(f"<{name}>{value.translate({60: 32, 62: 32, 10: 32, 13: 32})}</{name}>\n")
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError):
        return  # pages are drawn all the same, and read as they are drawn


def _fields(opened: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    form = opened.Root.get("/AcroForm")
    waiting = [(field, "", 0) for field in (form.get("/Fields", []) if form is not None else [])]
    for _ in range(MOST_FIELDS):
        if not waiting:
            return
        field, above, depth = waiting.pop()
        own = str(field.get("/T", ""))
        hint = str(field.get("/TU", ""))
        name = field_of(own) or field_of(hint) or NEVER_A_NAME.sub("_", own)[:LONGEST_NAME] or above or "field"
        for value in {str(field[key]) for key in ("/V", "/DV") if isinstance(field.get(key), pikepdf.String)}:
            yield name, value
        if depth < DEEPEST:
            waiting += [(kid, name, depth + 1) for kid in field.get("/Kids", [])]
