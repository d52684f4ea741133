"""HTML nodes to readable lines, as a careful person would type them: lists, tables, quotes, links with their target.

Every leaf learns the line it stands on, so that whoever tells fresh lines from quoted ones has told the nodes too.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from priyom.channels.mail.html_tokens import BLOCKS, Markup, Node, hides

# What a line is by the markup alone.
SAYS_WHO = "says_who"  # «on … wrote:»
BELOW_IS_OLD = "below_is_old"
SIGNATURE = "signature"

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WHITE = re.compile(r"(?:#fff(?:fff)?(?:ff)?|white|rgba?\(\s*+255\s*+,\s*+255\s*+,\s*+255\s*+(?:,[^)]{0,10})?\))\s*+\Z")
_COLOUR = re.compile(r"(?:\A|;)\s*+color\s*+:\s*+([^;!]{1,60})")
_BACKGROUND = re.compile(r"(?:\A|;)\s*+background(?:-color|-image)?\s*+:\s*+([^;!]{1,60})")
_NO_MARGIN = re.compile(r"(?:\A|;)\s*+margin(?:-bottom)?\s*+:\s*+0")
_ADDRESS = re.compile(r"(?:https?://|www\.|ftp://)?([\w\-]+(?:\.[\w\-]+)+)(?::\d+)?(?:[/?#]\S*)?\Z", re.IGNORECASE)
_ENDINGS = re.compile(r"\.(?:html?|pdf|docx?|xlsx?|png|jpe?g|zip|txt|xml|exe|csv)\Z", re.IGNORECASE)
SAYS_WHO_CLASSES = {"gmail_attr", "moz-cite-prefix", "yahoo_quote_header", "cite-prefix", "protonmail_quote_header"}
OLD_CLASSES = {"outlookmessageheader", "ms-outlook-mobile-reference-message", "zimbra_quote", "yahoo_quoted"}
OLD_IDS = {"divrplyfwdmsg", "appendonsend", "zwchr", "stopspelling", "mail-editor-reference-message-container"}
SIGNATURE_CLASSES = {"gmail_signature", "moz-signature", "ms-outlook-mobile-signature"}
LONGEST_LINK = 300
LONGEST_ALT = 200


@dataclass(slots=True)
class Lines:
    """The readable text, line by line."""

    lines: list[str] = field(default_factory=list)
    hints: dict[int, str] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    has_picture: bool = False


@dataclass(slots=True)
class _Frame:
    """What an open element means for what is inside it."""

    tag: str
    quoted: int = 0
    pre: bool = False
    hidden: bool = False
    painted: bool = False  # some background is set, so white letters may be meant to be read
    counter: int = 0  # of a numbered list; −1 for bullets
    cells: int = 0
    href: str = ""
    since: int = 0  # length of the link's words so far, as a mark
    plain: bool = False  # a paragraph with no room below


def without_hidden(made: Markup) -> list[Node]:
    """Return the nodes without the elements that the sender made invisible."""
    kept: list[Node] = []
    frames: list[_Frame] = []
    for node in made.nodes:
        outer = frames[-1] if frames else _Frame("")
        if node.tag and not node.ends:
            frame = _Frame(node.tag, hidden=outer.hidden, painted=outer.painted)
            if not outer.hidden:
                _look_at(node, frame, made.hidden_classes)
            if frame.hidden:
                made.notes.add("html_hidden_removed")
            else:
                kept.append(node)
            if not _is_void(node):
                frames.append(frame)
        elif node.ends:
            if not frames.pop().hidden:
                kept.append(node)
        elif not outer.hidden:
            kept.append(node)
    return kept


def _is_void(node: Node) -> bool:
    return node.tag in {"br", "hr", "img", "wbr"}


def _look_at(node: Node, frame: _Frame, hidden_classes: set[str]) -> None:
    style = node.attributes.get("style", "")
    frame.painted |= bool({"bgcolor", "background"} & node.attributes.keys())
    small = style.lower()
    if "background" in small and (match := _BACKGROUND.search(small)):
        frame.painted |= not (match[1].strip() in {"none", "transparent", "inherit"} or _WHITE.match(match[1].strip()))
    colour = node.attributes.get("color", "").lower()
    if "color" in small and (match := _COLOUR.search(small)):
        colour = match[1].strip()
    frame.hidden = (
        "hidden" in node.attributes
        or (bool(style) and hides(style))
        or bool(hidden_classes.intersection(node.attributes.get("class", "").split()))
        or (not frame.painted and bool(colour) and bool(_WHITE.match(colour)))
        or (
            node.tag == "img"
            and node.attributes.get("width") in {"0", "1"}
            and node.attributes.get("height") in {"0", "1"}
        )
    )


def readable(nodes: list[Node], pictures: dict[str, str]) -> Lines:
    """Return the lines of the text; each leaf's `line` is set on the way. `pictures` names files by content id."""
    writer = _Writer(pictures)
    for node in nodes:
        if not node.tag:
            writer.words(node)
        elif node.ends:
            writer.leave(node)
        else:
            writer.enter(node)
    return writer.finish()


class _Writer:
    def __init__(self, pictures: dict[str, str]) -> None:
        self.pictures = pictures
        self.made = Lines()
        self.frames = [_Frame("")]
        self.line: list[str] = []
        self.begun = False  # something but a prefix stands on the line
        self.gap = False  # a blank before the next word
        self.room = False  # an empty line before the next line
        self.prefix = ""
        self.separator = ""

    @property
    def number(self) -> int:
        return len(self.made.lines)

    def words(self, node: Node) -> None:
        frame = self.frames[-1]
        if frame.pre and "\n" in node.text:
            self._preformatted(node)
            return
        text = node.text if frame.pre else _BLANKS.sub(" ", node.text)
        if not text.strip(" "):
            self.gap = self.gap or (self.begun and bool(text))
            node.line = max(0, self.number if self.begun else self.number - 1)
            return
        if not frame.pre:
            self.gap = self.gap or text.startswith(" ")
            ends_blank, text = text.endswith(" "), text.strip(" ")
        self._begin()
        node.line = self.number
        self.line.append((" " if self.gap and self.begun else "") + text.replace("\xa0", " "))
        self.begun, self.gap = True, not frame.pre and ends_blank

    def _preformatted(self, node: Node) -> None:
        node.line = self.number if self.begun else self.number + self.room
        first, *others = node.text.split("\n")
        self._begin()
        self.line.append(first)
        self.begun = True
        for other in others:
            self._break(force=True)
            self._begin()
            self.line.append(other)
            self.begun = bool(other)

    def enter(self, node: Node) -> None:
        outer = self.frames[-1]
        if node.tag in {"br", "hr", "img", "wbr"}:
            self._void(node)
            return
        frame = _Frame(node.tag, outer.quoted, outer.pre or node.tag == "pre")
        self._open(node, frame)
        self.frames.append(frame)
        self._hint(node)

    def _open(self, node: Node, frame: _Frame) -> None:
        tag = node.tag
        if tag in {"td", "th"}:
            self._cell()
            return
        if tag == "a":
            frame.href = node.attributes.get("href", "").strip()
            frame.since = len(self.line)
        if tag not in BLOCKS:
            return
        self._break()
        frame.plain = bool(
            "msonormal" in node.attributes.get("class", "").lower()
            or _NO_MARGIN.search(node.attributes.get("style", "").lower())
            or (tag in {"ul", "ol"} and any(each.tag == "li" for each in self.frames[-3:]))
        )
        if tag in ROOMY and not frame.plain:
            self._room()
        if tag == "blockquote":
            frame.quoted += 1
        elif tag == "ol":
            frame.counter = _number(node.attributes.get("start", "1")) - 1
        elif tag == "ul":
            frame.counter = -1
        elif tag == "li":
            self._bullet()

    def _cell(self) -> None:
        row = next((each for each in reversed(self.frames) if each.tag in {"tr", "table"}), None)
        if row is not None and row.tag == "tr":
            row.cells += 1
            if row.cells > 1 and self.begun:
                self.separator = " | "

    def _bullet(self) -> None:
        lists = [each for each in self.frames if each.tag in {"ul", "ol"}]
        if not lists or lists[-1].tag == "ul":
            mark = "- "
        else:
            lists[-1].counter += 1
            mark = f"{lists[-1].counter}. "
        self.prefix = "  " * min(len(lists) - 1, 10) + mark if lists else mark

    def _hint(self, node: Node) -> None:
        if not node.attributes:
            return
        classes = set(node.attributes.get("class", "").lower().split())
        identity = node.attributes.get("id", "").lower().removeprefix("x_")
        classes |= {each.removeprefix("x_") for each in classes}
        hint = ""
        if classes & SAYS_WHO_CLASSES:
            hint = SAYS_WHO
        elif classes & OLD_CLASSES or identity in OLD_IDS or node.attributes.get("data-marker") == "__DIVIDER__":
            hint = BELOW_IS_OLD
        elif classes & SIGNATURE_CLASSES:
            hint = SIGNATURE
        if hint:
            self._break()
            self.made.hints.setdefault(self.number + (1 if self.room else 0), hint)

    def leave(self, node: Node) -> None:
        frame = self.frames.pop()
        if node.tag == "a":
            self._target(frame)
        if node.tag in {"td", "th"} or node.tag not in BLOCKS:
            return
        self._break()
        if node.tag in ROOMY and not frame.plain:
            self._room()
        if node.tag == "li":
            self.prefix = ""

    def _target(self, frame: _Frame) -> None:
        href = frame.href
        words = "".join(self.line[frame.since :]).strip()
        if (
            not href
            or len(href) > LONGEST_LINK
            or not href.lower().startswith(("http://", "https://", "mailto:", "tel:"))
        ):
            return
        target = href.removeprefix("mailto:").removeprefix("tel:")
        same = {target.lower(), target.lower().rstrip("/"), target.partition("://")[2].lower().rstrip("/")}
        if words and words.lower().rstrip("/") not in same and target.partition("?")[0].lower() not in words.lower():
            self.line.append(f" <{target}>")

    def _void(self, node: Node) -> None:
        node.line = max(0, self.number if self.begun else self.number - 1)
        if node.tag == "img":
            self._picture(node)
        elif node.tag == "br":
            node.line = self.number
            self.room = self.room and self.begun
            self._break(force=True)
        elif node.tag == "hr":
            self._break()
            self._begin()
            node.line = self.number
            self._hint(node)
            self.line.append(RULE)
            self.begun = True
            self._break()

    def _picture(self, node: Node) -> None:
        source = node.attributes.get("src", "")
        self.made.has_picture = self.made.has_picture or bool(source)
        alt = _BLANKS.sub(" ", node.attributes.get("alt", "")).strip()[:LONGEST_ALT]
        if not alt and source.lower().startswith("cid:"):
            alt = self.pictures.get(source[4:].strip("<> ").lower(), "")
        if alt:
            self._begin()
            self.line.append((" " if self.gap and self.begun else "") + f"[{alt}]")
            self.begun, self.gap, node.line = True, False, self.number

    def _begin(self) -> None:
        if self.begun:
            if self.separator:
                self.line.append(self.separator)
                self.gap = False
            self.separator = ""
            return
        if self.room:
            self.room = False
            self.made.lines.append(self._quotes().rstrip() if self._quotes() else "")
        self.separator = ""
        self.line.append(self._quotes() + self.prefix)
        self.prefix = " " * len(self.prefix) if self.prefix.strip() else self.prefix
        self.gap = False

    def _quotes(self) -> str:
        return "> " * min(self.frames[-1].quoted, 20)

    def _room(self) -> None:
        self.room = self.room or bool(self.made.lines and self.made.lines[-1].strip("> "))

    def _break(self, *, force: bool = False) -> None:
        if self.begun or (force and (self.made.lines or self.line)):
            if not self.line:
                self.line.append(self._quotes())
            self.made.lines.append("".join(self.line).rstrip())
        self.line = []
        self.begun = self.gap = False
        self.separator = ""

    def finish(self) -> Lines:
        self._break()
        return self.made


ROOMY = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "dl"})
RULE = "-" * 20


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004


def lies(words: str, href: str) -> str:
    """Return the host that a link really leads to when its words name another one or its address hides it; else ""."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").lower()
    except ValueError:
        return href[:LONGEST_LINK]
    if parts.scheme.lower() not in {"http", "https"}:
        return ""
    if "@" in parts.netloc or "xn--" in host or not host.isascii():
        return host
    words = words.strip().strip("<>()[].,;«»\"'")
    match = _ADDRESS.match(words) if len(words) <= LONGEST_LINK else None
    if match is None or _ENDINGS.search(match[1]):
        return ""
    named = match[1].lower().removeprefix("www.")
    return "" if host.removeprefix("www.") == named else host
