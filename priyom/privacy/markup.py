"""Letters' HTML at the guard's door: read as a person reads it, masked in its words, its form kept.

«Ива<b>нов</b>» is one name: the words of all elements are one text, broken only where a browser breaks the line. What
comes back are the masked words in the old form.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from priyom.privacy.actions import Screened, Told, screen_together

LONGEST = 150_000  # characters of words: what is longer is read from the letter's text
BREAKS = frozenset({
    "address", "article", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "tfoot",
    "thead", "tr", "ul",
})  # fmt: skip
CELLS = frozenset({"td", "th"})
READ = ("href", "alt", "title", "abbr", "cite", "datetime", "summary")


@dataclass
class _Piece:
    """Words of an element, or a tag as it was written; of a tag, its attributes that hold words."""

    text: str = ""
    tag: str = ""
    name: str = ""
    attributes: list[tuple[str, str | None]] = field(default_factory=list)


def screen_markup(html: str, *, ticket: Told | None = None) -> str:
    """Return sanitised HTML as it may be kept; what is too long to be read is left out."""
    if not html.strip():
        return html
    pieces = _pieces(html)
    for piece in pieces:
        # No return stays: one before a break would be read as one sign with it, and every place behind it moves.
        piece.text = piece.text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    words = "".join(_words(pieces))
    if len(words) > LONGEST:
        return ""
    held = [value for piece in pieces for name, value in piece.attributes if name in READ and value]
    # The same words stand in the letter's plain text, where they are counted.
    story = screen_together([words, *held], ticket=ticket, is_counted=False)
    if all(not text.findings for text in story.texts):
        return html
    said, *values = story.texts
    masked = _laid_back(pieces, words, said)
    return _written(pieces, masked, iter([value.masked for value in values]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(_Piece(tag="<", name=tag, attributes=attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(_Piece(tag="</", name=tag))

    def handle_data(self, data: str) -> None:
        self.pieces.append(_Piece(text=data))


def _pieces(html: str) -> list[_Piece]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces  # comments, declarations and the like are not among them


def _words(pieces: list[_Piece]) -> Iterator[str]:
    """Yield the words, one item for each piece: a tag is the break that a reader sees there."""
    for piece in pieces:
        if not piece.tag:
            yield piece.text
        else:
            yield "\n" if piece.name in BREAKS else "\t" if piece.name in CELLS else ""


def _laid_back(pieces: list[_Piece], words: str, said: Screened) -> list[str]:
    """Return the masked words of each piece."""
    spans = [(found["start"], found["end"]) for found in said.findings]
    masks = [said.masked[found["mark_start"] : found["mark_end"]] for found in said.findings]
    return _spread(list(_words(pieces)), words, spans, masks)


def _spread(each: list[str], words: str, spans: list[tuple[int, int]], masks: list[str]) -> list[str]:
    """Put each mask where its span begins; what else the span covered is gone, whatever elements it ran through."""
    masked, begins, number = [], 0, 0
    for text in each:
        out, place, ends = [], begins, begins + len(text)
        while number < len(spans) and spans[number][0] < ends:
            start, end = spans[number]
            if start >= begins:
                out += [words[place:start], masks[number]]
            place = max(place, min(end, ends))
            if end > ends:
                break
            number += 1
        out.append(words[place:ends])
        masked.append("".join(out))
        begins = ends
    return masked


def _written(pieces: list[_Piece], masked: list[str], values: Iterator[str]) -> str:
    out = []
    for piece, text in zip(pieces, masked, strict=True):
        if not piece.tag:
            out.append(escape(text, quote=False))
        else:
            out.append(f"{piece.tag}{piece.name}{''.join(_attributes(piece, values))}>")
            out.append(escape(text.strip(), quote=False))  # a mask that began in a break
    return "".join(out)


def _attributes(piece: _Piece, values: Iterator[str]) -> Iterator[str]:
    for name, value in piece.attributes:
        if value is None:
            yield f" {name}"
        else:
            yield f' {name}="{escape(next(values) if name in READ and value else value)}"'
