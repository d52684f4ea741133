"""HTML to tokens and tokens to a balanced list of nodes: a linear scan that no markup makes slow, deep or wide.

This is not the sanitiser. It stands in front of it: whatever a stranger wrote, nh3 gets well-formed markup of known
tags, at most 200 deep, with a handful of attributes. What is nested deeper loses its tags and keeps its words.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from priyom.channels.mail.letter import MOST_ATTRIBUTES, MOST_HTML_DEPTH
from priyom.channels.mail.signs import harmless, one_line

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "big", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "legend", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
VOID = frozenset({"br", "hr", "img", "wbr"})
# Dropped with all that is inside, as are the next.
UNSEEN = frozenset({"template", "select", "datalist"})
# Of these the inside is not even markup.
RAW = frozenset({"script", "style", "title", "iframe", "noembed", "noframes", "noscript"})
RENAMED = {"font": "span", "strike": "s", "tt": "code", "big": "span", "listing": "pre", "xmp": "pre", "dir": "ul"}
CLOSES_PARAGRAPH = BLOCKS - {"caption", "tbody", "td", "tfoot", "th", "thead", "tr"}
# A start tag ends an open one of these, unless one of the fences stands between.
ENDS = {
    "li": ({"li"}, {"ul", "ol"}), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}), "td": ({"td", "th"}, {"tr", "table"}), "th": ({"td", "th"}, {"tr", "table"}),
    "tbody": ({"tbody", "thead", "tfoot"}, {"table"}), "a": ({"a"}, {"td", "th", "table"}),
}  # fmt: skip

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60}+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:([^\s/>=][^\s/>=]*+|=[^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?)?"
)
_BRACES = re.compile(r"([{}])")
MOST_STYLE = 200_000
_ONE_CLASS = re.compile(r"\s*+[a-zA-Z]*+\.([\w-]++)\s*+\Z")


@dataclass(slots=True)
class Node:
    """A start, an end, words or a void element; `tag` is "" for words."""

    tag: str = ""
    text: str = ""
    ends: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = -1  # of the readable text, for leaves


@dataclass(slots=True)
class Markup:
    """A balanced list of nodes, and what had to be left out."""

    nodes: list[Node] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    hidden_classes: set[str] = field(default_factory=set)


Token = tuple[str, str, dict[str, str] | None]  # kind: text, start, end, style · name or words · attributes


def tokens(text: str, notes: set[str]) -> Iterator[Token]:
    """Yield what the markup consists of; comments and declarations are dropped."""
    place, size, text_only = 0, len(text), False
    no_more: set[str] = set()  # ends that were searched for and are not there any more
    while place < size:
        at = text.find("<", place) if not text_only else -1
        if at < 0:
            yield "text", text[place:], None
            return
        if at > place:
            yield "text", text[place:at], None
        following = text[at + 1 : at + 2]
        if following in {"!", "?"}:
            place = _after_declaration(text, at, no_more)
            continue
        match = _TAG.match(text, at)
        if match is None:
            yield "text", "<", None
            place = at + 1
            continue
        attributes, place = _attributes(text, match.end(), notes)
        if place < 0:
            # No end anywhere behind: it was a «less than», and so is every later one.
            text_only, place = True, at
            continue
        name = match[2].lower()
        if name in RAW and not match[1]:
            inside, place = _raw(text, place, name, no_more)
            if name == "style":
                yield "style", inside, None
            continue
        yield ("end" if match[1] else "start"), name, attributes


def _after_declaration(text: str, at: int, no_more: set[str]) -> int:
    mark = "-->" if text.startswith("<!--", at) else ">"
    if mark == "-->" and text.startswith(("<!-->", "<!--->"), at):
        mark = ">"
    if mark in no_more:
        mark = ">"
    stop = text.find(mark, at + 2)
    if stop < 0 and mark == "-->":
        no_more.add(mark)
        mark, stop = ">", text.find(">", at)
    return len(text) if stop < 0 else stop + len(mark)


def _attributes(text: str, place: int, notes: set[str]) -> tuple[dict[str, str], int]:
    """Return the attributes and where the tag ends, −1 when it does not."""
    found: dict[str, str] = {}
    seen = 0
    while place < len(text):
        if text[place] == ">":
            return found, place + 1
        match = _ATTRIBUTE.match(text, place)
        if match is None or match.end() == place:
            place += 1
            continue
        place = match.end()
        if match[1] is None:
            continue
        seen += 1
        if seen > MOST_ATTRIBUTES:
            notes.add("html_attributes")
        elif (name := match[1].lower()) in KEPT and name not in found:
            found[name] = one_line(html.unescape(match[2] or match[3] or match[4] or ""))[0]
    return found, -1


KEPT = frozenset({
    "href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "start", "value", "type", "cite",
    "style", "class", "id", "align", "bgcolor", "background", "color", "hidden", "size", "face", "data-marker",
})  # fmt: skip


def _raw(text: str, place: int, name: str, no_more: set[str]) -> tuple[str, int]:
    """Return what is inside an element whose inside is no markup, and where its end tag begins.

    One that never ends is as good as not there: a browser would swallow the rest of the letter, we show it.
    """
    if name in no_more:
        return "", place
    match = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(text, place)
    if match is None:
        no_more.add(name)
        return "", place
    return text[place : match.start()], match.start()


def markup(text: str) -> Markup:
    """Return the balanced nodes of known tags; words in unseen elements are left out."""
    made, unclosed = _built(text, UNSEEN)
    return _built(text, UNSEEN - unclosed)[0] if unclosed else made


def _built(text: str, unseen: frozenset[str]) -> tuple[Markup, set[str]]:
    """Return the nodes, and which unseen elements were never closed and so have swallowed the rest."""
    made = Markup()
    builder = _Builder(made, unseen)
    for kind, value, attributes in tokens(text, made.notes):
        if kind == "text":
            builder.words(value)
        elif kind == "start":
            builder.start(RENAMED.get(value, value), attributes or {})
        elif kind == "end":
            builder.end(RENAMED.get(value, value))
        else:
            made.hidden_classes |= hidden_classes(value)
    builder.end_all()
    return made, set(builder.unseen)


class _Builder:
    def __init__(self, made: Markup, never_seen: frozenset[str]) -> None:
        self.made = made
        self.never_seen = never_seen
        self.stack: list[str] = []
        self.open: dict[str, int] = {}  # how many of each are open
        self.unseen: list[str] = []
        self.flattened: dict[str, int] = {}

    def words(self, text: str) -> None:
        if self.unseen or not text:
            return
        self.made.nodes.append(Node(text=harmless(html.unescape(text))[0]))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.unseen or tag in self.never_seen:
            if tag in self.never_seen and len(self.unseen) < MOST_HTML_DEPTH:
                self.unseen.append(tag)
            return
        if tag == "image":
            tag = "img"
        if tag in VOID:
            self.made.nodes.append(Node(tag, attributes=attributes))
            return
        if tag not in INLINE and tag not in BLOCKS:
            return
        self._make_room(tag)
        if len(self.stack) >= MOST_HTML_DEPTH:
            self.made.notes.add("html_too_deep")
            self.flattened[tag] = self.flattened.get(tag, 0) + 1
            if tag in BLOCKS:
                self.made.nodes.append(Node("br"))
            return
        self.stack.append(tag)
        self.open[tag] = self.open.get(tag, 0) + 1
        self.made.nodes.append(Node(tag, attributes=attributes))

    def _make_room(self, tag: str) -> None:
        """Close what the new element ends in every browser, so that the sanitiser need not mend anything."""
        if tag in CLOSES_PARAGRAPH and self.open.get("p"):
            self._close({"p"}, {"td", "th", "table", "blockquote", "li", "div"})
        if tag in ENDS:
            self._close(*ENDS[tag])

    def _close(self, wanted: set[str], fences: set[str]) -> None:
        if not any(self.open.get(each) for each in wanted):
            return
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place] in wanted:
                self._close_to(place)
                return
            if self.stack[place] in fences:
                return

    def _close_to(self, place: int) -> None:
        while len(self.stack) > place:
            tag = self.stack.pop()
            self.open[tag] -= 1
            self.made.nodes.append(Node(tag, ends=True))

    def end(self, tag: str) -> None:
        if self.unseen:
            if tag in self.unseen:
                del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]
            return
        if tag == "br":
            self.made.nodes.append(Node("br"))
        elif self.flattened.get(tag):
            self.flattened[tag] -= 1
        elif self.open.get(tag):
            self._close_to(len(self.stack) - 1 - self.stack[::-1].index(tag))

    def end_all(self) -> None:
        self._close_to(0)


def hidden_classes(style: str) -> set[str]:
    """Return the classes that a style sheet hides outright, outside any condition."""
    found: set[str] = set()
    selectors, depth, conditional = "", 0, 0
    for piece in _BRACES.split(_without_comments(style[:MOST_STYLE])):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth, conditional = max(0, depth - 1), conditional if depth > conditional else 0
        elif depth > 0 and not conditional:
            found |= _classes(selectors) if hides(piece) else set()
        elif not conditional:
            selectors, conditional = piece, depth + 1 if "@" in piece else 0
    return found


def _classes(selectors: str) -> set[str]:
    return {one[1] for each in selectors.split(",") if (one := _ONE_CLASS.match(each))}


def _without_comments(style: str) -> str:
    kept, place = [], 0
    while (at := style.find("/*", place)) >= 0:
        kept.append(style[place:at])
        stop = style.find("*/", at + 2)
        if stop < 0:
            return "".join(kept)
        place = stop + 2
    return "".join(kept) + style[place:]


_HIDING = re.compile(
    r"(?:\A|;)\s*+(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden|mso-hide\s*+:\s*+all"
    r"|opacity\s*+:\s*+0?\.?0*+\s*+(?:;|!|\Z)"
    r"|font-size\s*+:\s*+0*+(?:\.0*+)?(?:px|pt|em|rem|%)?\s*+(?:;|!|\Z)"
    r"|font-size\s*+:\s*+[01](?:\.\d++)?px\s*+(?:;|!|\Z)"
    r"|(?:-webkit-)?transform\s*+:[^;]{0,80}scale[xy]?\(\s*+0?\.?0*+\s*+[,)]"
    r"|(?:-webkit-)?transform\s*+:[^;]{0,80}translate[xy]?\(\s*+-(?:[5-9]\d\d|\d{4,}|100v[wh])"
    r"|(?:-webkit-)?clip-path\s*+:\s*+(?:inset\(\s*+(?:[5-9]\d|\d{3,})|(?:circle|ellipse)\(\s*+0)"
    r"|clip\s*+:\s*+rect\(\s*+[01](?:px)?[\s,]++[01](?:px)?[\s,]++[01](?:px)?[\s,]++[01](?:px)?\s*+\)"
    r"|filter\s*+:[^;]{0,80}opacity\(\s*+0?\.?0*+%?\s*+\)"
    r"|color\s*+:\s*+(?:transparent|(?:rgb|hsl)a?\((?:[^,;)]{1,12},){3}\s*+0?\.?0++%?\s*+\)"
    r"|(?:rgb|hsl)a?\([^,;/)]{1,40}/\s*+0?\.?0++%?\s*+\)))"
)
_NO_HEIGHT = re.compile(r"(?:\A|;)\s*+(?:max-)?(?:height|width)\s*+:\s*+0(?:px|pt|em)?\s*+(?:;|!|\Z)")
_AWAY = re.compile(r"(?:\A|;)\s*+(?:text-indent|left|top|margin-left)\s*+:\s*+-(?:[5-9]\d\d|\d{4,})")


def hides(style: str) -> bool:
    """Say whether the declarations make an element invisible."""
    style = _without_comments(style[:5000]).lower()
    if _HIDING.search(style):
        return True
    return bool(_AWAY.search(style) or (_NO_HEIGHT.search(style) and "overflow" in style and "hidden" in style))
