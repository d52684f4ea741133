"""JSON and lines of JSON: strings and numbers are masked where they stand; the rest stays as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from priyom.privacy.documents.charsets import decode
from priyom.privacy.documents.json_columns import names_of_columns
from priyom.privacy.documents.json_pairs import names_of_pairs
from priyom.privacy.documents.passages import Graph, Write
from priyom.privacy.documents.texts import Pieces, finish
from priyom.privacy.files import FileReport, TextGuard

TOKEN = re.compile(r'"(?P<string>(?:[^"\\\n]|\\.)*)"|(?P<number>-?[0-9]{4,30})(?![0-9.eE])')
SHOWN = str.maketrans({'"': "'", "\n": " ", "\r": " ", "\t": " "})


def mask_json(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a JSON text."""
    text, coding = decode(source.read_bytes())
    graph, pieces = Graph(guard), Pieces()
    passage = graph.passage("text")
    place = 0
    found_all = list(TOKEN.finditer(text))
    names = _names(text, found_all)
    for number, found in enumerate(found_all):
        between = text[place : found.start()]
        pieces.add(between)
        passage.say(between)
        passage.next_group()
        if name_here := names.get(number):
            passage.say(f"<{name_here}>")
        if found["number"]:
            write = pieces.add(found["number"])
            passage.say('"')
            passage.take(found["number"], lambda masked, write=write: write(f'"{masked}"'), whole=True)
            passage.say('"')
        else:
            words = _words(found["string"])
            passage.say('"')
            passage.take(words, _quoted(pieces.add(found.group()), found["string"]), shown=words.translate(SHOWN))
            passage.say('"')
        if name_here:
            passage.say(f"</{name_here}>")
        place = found.end()
    pieces.add(text[place:])
    passage.say(text[place:])
    graph.passage("file name").say(name)
    graph.settle()
    written = pieces.text
    again = TOKEN.sub(lambda found: found.group() if found["number"] else f'"{_words(found["string"])}"', written)
    return finish(graph, target, written, coding, reread=again)


def _names(text: str, found: Sequence[re.Match[str]]) -> dict[int, str]:
    """Return what tokens are by the headings over them or the names beside them, by their places."""
    edges = [0, *(one.end() for one in found)]
    between = [text[edge : one.start()] for edge, one in zip(edges, found, strict=False)]
    tokens = [one["number"] or _words(one["string"]) for one in found]
    between.append(text[edges[-1] :])
    return names_of_columns(tokens, between) | names_of_pairs(tokens, between)


def _words(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written


def _quoted(write: Write, before: str) -> Write:
    return lambda masked: write(json.dumps(masked, ensure_ascii="\\u" in before))
