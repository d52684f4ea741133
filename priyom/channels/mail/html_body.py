"""One HTML body read: its readable lines, which of them are old, and safe HTML of both halves."""

import binascii
import html
from collections.abc import Sequence
from dataclasses import dataclass, field

from priyom.channels.mail.html_lines import Lines, readable, without_hidden
from priyom.channels.mail.html_safe import data_picture, sanitised, written
from priyom.channels.mail.html_tokens import Node, markup
from priyom.channels.mail.letter import MOST_HTML
from priyom.channels.mail.names import ENDINGS

SMALLEST_PICTURE = 100  # octets; less is a spacer
MOST_PICTURES = 50


@dataclass(slots=True)
class Picture:
    """A picture that stood in the markup as data."""

    content_id: str
    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class HtmlBody:
    """What a body in HTML says; `is_shown` is False when it is too large to be shown with its form."""

    source: str
    nodes: list[Node]
    text: Lines
    pictures: list[Picture] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    is_shown: bool = True

    def half(self, old: Sequence[bool], *, wanted: bool) -> str:
        """Return safe HTML of the old lines, or of the fresh ones."""
        if not self.is_shown or wanted not in old:
            return ""
        last = len(old) - 1

        def is_wanted(node: Node) -> bool:
            return (last >= 0 and old[min(max(node.line, 0), last)]) == wanted

        safe = written(self.nodes, is_wanted)
        self.notes |= safe.notes
        return safe.html


def read_html(source: str, names: dict[str, str]) -> HtmlBody:
    """Return the body; of one that is too large only the beginning's words."""
    too_large = len(source) > MOST_HTML
    made = markup(source[:MOST_HTML])
    nodes = without_hidden(made)
    pictures = _pictures(nodes, len(names))
    text = readable(nodes, names | {each.content_id.lower(): each.name for each in pictures})
    notes = made.notes | text.notes | ({"html_too_large"} if too_large else set())
    return HtmlBody(source, nodes, text, pictures, notes, is_shown=not too_large)


def _pictures(nodes: list[Node], taken: int) -> list[Picture]:
    """Turn pictures written as data into files of the letter: a pasted screen is often the whole question."""
    found: list[Picture] = []
    for node in nodes:
        source = node.attributes.get("src", "") if node.tag == "img" else ""
        if source[:5].lower() != "data:":
            continue
        kind, encoded = data_picture(source)
        data = _octets(encoded) if kind and len(found) < MOST_PICTURES else b""
        if len(data) < SMALLEST_PICTURE:
            del node.attributes["src"]
            continue
        place = taken + len(found) + 1
        picture = Picture(f"data-{place}@letter", f"image-{place}.{ENDINGS.get(kind, 'png')}", kind, data)
        node.attributes["src"] = f"cid:{picture.content_id}"
        found.append(picture)
    return found


def _octets(encoded: str) -> bytes:
    clean = "".join(encoded.split()).rstrip("=")
    try:
        return binascii.a2b_base64(clean[: len(clean) - (len(clean) % 4 == 1)] + "=" * (-len(clean) % 4))
    except (binascii.Error, ValueError):
        return b""


def as_html(text: str) -> str:
    """Return plain text as HTML, for a letter whose other parts have a form."""
    paragraphs = [each for each in text.split("\n\n") if each.strip()]
    return sanitised("".join(f"<p>{html.escape(each.strip()).replace(chr(10), '<br>')}</p>" for each in paragraphs))
