"""JSON and lines of JSON: strings and numbers are masked where they stand; the rest stays as it was written."""

from __future__ import annotations

import json
import re
from pathlib import Path

from priyom.privacy.documents.charsets import decode
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
    for found in TOKEN.finditer(text):
        between = text[place : found.start()]
        pieces.add(between)
        passage.say(between)
        passage.next_group()
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
        place = found.end()
    pieces.add(text[place:])
    passage.say(text[place:])
    graph.passage("file name").say(name)
    graph.settle()
    written = pieces.text
    again = TOKEN.sub(lambda found: found.group() if found["number"] else f'"{_words(found["string"])}"', written)
    return finish(graph, target, written, coding, reread=again)


def _words(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written


def _quoted(write: Write, before: str) -> Write:
    return lambda masked: write(json.dumps(masked, ensure_ascii="\\u" in before))
