"""Plain texts and logs: masked as one passage, in the coding they came in."""

from __future__ import annotations

import re
from pathlib import Path

from priyom.privacy.detectors.codes import plainly
from priyom.privacy.documents.charsets import Coding, decode
from priyom.privacy.documents.passages import Graph, Write
from priyom.privacy.documents.proof import prove_texts
from priyom.privacy.files import FileReport, TextGuard

CARD = re.compile(r"\s*BEGIN:(?:VCARD|VCALENDAR)\b", re.IGNORECASE)  # lines broken anywhere, signs struck
FOLDED, ESCAPED = re.compile(r"\r?\n[ \t]"), re.compile(r"\\([,;nN])")


def mask_text(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a text or a log."""
    text, coding = decode(source.read_bytes())
    graph = Graph(guard)
    is_card = CARD.match(text) is not None
    text = FOLDED.sub("", text) if is_card else text
    kept = Kept(text)
    shown = ESCAPED.sub(lambda found: " " + (" " if found[1] in "nN" else found[1]), text) if is_card else None
    graph.passage("text").take(text, kept.write, shown=shown)
    graph.passage("file name").say(name)
    graph.settle()
    return finish(graph, target, kept.text, coding)


class Kept:
    """A text that a passage may write once."""

    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, text: str) -> None:
        """Take the masked text."""
        self.text = text


class Pieces:
    """A file as a row of pieces, some of which are masked; joined again they are the file."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def add(self, text: str) -> Write:
        """Add a piece; return what replaces it."""
        self.pieces.append(text)
        number = len(self.pieces) - 1

        def write(masked: str) -> None:
            self.pieces[number] = masked

        return write

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def finish(graph: Graph, target: Path, text: str, coding: Coding, *, reread: str | None = None) -> FileReport:
    """Prove that nothing returns in what is written, read again from its octets; write it."""
    content = coding.encode(text)
    again = content[len(coding.mark) :].decode(coding.name)
    said = again if reread is None else reread
    prove_texts(graph.values, [said, plainly(said)])
    target.write_bytes(content)
    return FileReport("masked" if graph.findings else "clean", findings=tuple(graph.findings))
