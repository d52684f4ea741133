"""Lines whose fields a sign parts, as in an exported file: what the first line calls personal is hidden in others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import fits, heading, is_empty

SIGNS = (";", "|", "\t", ",")
FEWEST_FIELDS, FEWEST_HEADS = 4, 2
TELLING = re.compile("[\u0410-\u042f][\u0430-\u044f]{2,}|\\d{5,}")  # what looks like a name or a number
Field = tuple[int, int]  # where it begins and ends in the line


def find_separated(texts: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, Label, Field]]:
    """Yield the number of the line, the kind and the place of each field under a personal head."""
    for sign in SIGNS:
        heads: list[Label | None] = []
        for number, text in enumerate(texts):
            fields = _fields(text, sign)
            if len(fields) < FEWEST_FIELDS:
                heads = heads if number and text.count(sign) else []
                continue
            named = [heading(text[start:end]) for start, end in fields]
            if sum(label is not None for label in named) >= FEWEST_HEADS:
                heads = named
                continue
            if heads:
                for label, field in _under(heads, fields, text, vocabulary):
                    yield number, label, field


def _under(
    heads: Sequence[Label | None], fields: Sequence[Field], text: str, vocabulary: Vocabulary
) -> Iterator[tuple[Label, Field]]:
    """Yield the fields by their place; where a sign was misread and places moved, all that may be somebody's."""
    if len(fields) == len(heads):
        pairs = zip(heads, fields, strict=True)
        for label, field in pairs:
            value = text[slice(*field)]
            if (label and not is_empty(value)) or (label is None and fits(Label.PERSON, value, vocabulary)):
                yield label or Label.PERSON, field
        return
    kinds = list(dict.fromkeys(label for label in heads if label))
    for field in fields:
        value = text[slice(*field)]
        fitting = next((label for label in kinds if fits(label, value, vocabulary)), None)
        if fitting or TELLING.search(value):
            yield fitting or kinds[0], field


def _fields(text: str, sign: str) -> list[Field]:
    """Return the fields without the spaces around them; the bar between cells parts nothing."""
    found = re.finditer(rf"[^{re.escape(sign)}]+", text)
    stripped = [
        (one.start() + len(one.group()) - len(one.group().lstrip()), one.start() + len(one.group().rstrip()))
        for one in found
    ]
    return [(start, end) for start, end in stripped if start < end]
