"""Pairs of JSON: an object that names a field in one member and holds its value in another.

`{"name": "Card no.", "value": "7713/24"}`, `{"type": {"text": "Card no."}, "value": "7713/24"}`: the key tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from priyom.privacy.detectors import Label
from priyom.privacy.documents.grids import field_beside, field_of
from priyom.privacy.documents.passages import FIELD_OF

NAMING = frozenset({
    "name", "label", "title", "caption", "key", "field", "fieldname", "field_name", "parameter", "param", "column",
    "question", "attribute", "property", "header", "type", "code", "coding", "system", "display", "displayname", "text",
    "\u0438\u043c\u044f", "\u043f\u043e\u043b\u0435", "\u043f\u0430\u0440\u0430\u043c\u0435\u0442\u0440",
    "\u043d\u0430\u0438\u043c\u0435\u043d\u043e\u0432\u0430\u043d\u0438\u0435",
})  # fmt: skip
HOLDING = re.compile(
    r"(?:value|val|answer|data|content|\u0437\u043d\u0430\u0447\u0435\u043d\u0438\u0435)"
    r"(?:string|text|date|datetime|number|s)?"
)
DEEPEST, MOST_HELD = 400, 20_000
# Whatever system counts them, the identifiers of a person's resource are that person's numbers.
RESOURCE, IDENTIFIER, FEWEST_DIGITS = "resourcetype", "identifier", 5
OF_SOMEBODY = frozenset({"patient", "practitioner", "person", "relatedperson"})


@dataclass(slots=True)
class Frame:
    """An object or a list that is open: under which key it stands, what it names, and which tokens are its values."""

    key: str
    kind: str = ""  # of the resource that it is or lies in
    named: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)


def names_of_pairs(tokens: Sequence[str], between: Sequence[str]) -> dict[int, str]:
    """Return the field of each token (its place) that another member of its object names.

    ``between``: what stands before each token, and what stands behind the last.
    """
    names: dict[int, str] = {}
    for frame in _frames(tokens, between):
        label = next((tokens[token] for token in frame.named if field_of(tokens[token])), "")
        for token in frame.held[:MOST_HELD] if label else ():
            if name := field_beside(label, tokens[token]):
                names[token] = name
        if frame.key == IDENTIFIER and frame.kind in OF_SOMEBODY:
            own = (token for token in frame.held if sum(map(str.isdigit, tokens[token])) >= FEWEST_DIGITS)
            names |= dict.fromkeys(own, FIELD_OF[Label.MRN]) | names
    return names


def _frames(tokens: Sequence[str], between: Sequence[str]) -> Iterator[Frame]:
    """Yield every object and list once it is shut; what it names it names for the object around it as well."""
    stack, key = [Frame("")], ""
    for token, gap in enumerate(between):
        for char in gap:
            if char in "{[" and len(stack) < DEEPEST:
                stack.append(Frame(key, stack[-1].kind if key == IDENTIFIER else ""))
            elif char in "}]" and len(stack) > 1:
                key = stack[-1].key if char == "}" else ""
                yield _shut(stack)
        if token == len(tokens):
            break
        if between[token + 1].lstrip().startswith(":"):
            key = tokens[token].lower()
        elif key == RESOURCE:
            stack[-1].kind = tokens[token].lower()
        elif key in NAMING:
            stack[-1].named.append(token)
        elif HOLDING.fullmatch(key):
            stack[-1].held.append(token)
    yield from stack


def _shut(stack: list[Frame]) -> Frame:
    """Take the innermost object off; what lies under a key that names or holds belongs to the object around it."""
    shut = stack.pop()
    if shut.key in NAMING:
        stack[-1].named += shut.named
    elif HOLDING.fullmatch(shut.key) and not shut.named:
        stack[-1].held += shut.held
    return shut
