"""The one place where a stranger's HTML becomes ours: nodes written anew, then nh3 with lists of our own.

SECURITY: nothing is fetched, ever: a picture is either a file of the same letter (`cid:`) or has no source. No style,
no class, no id, no attribute that a script of ours could listen to. A link shows where it leads when its words lie.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import nh3

from priyom.channels.mail.html_lines import lies
from priyom.channels.mail.html_tokens import VOID, Node
from priyom.channels.mail.letter import MOST_HTML_DEPTH

TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "blockquote", "br", "caption", "center", "cite",
    "code", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section",
    "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    "var", "wbr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt", "width", "height"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    "ol": {"start"}, "li": {"value"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel", "cid"}
LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:")
MOST_SPAN = 100
MOST_PIXELS = 4000
LONGEST_HREF = 2000
MOST_MARKUP = 8 * 1024 * 1024  # of what was written anew: the HTML of a letter, with its entities written out
_CONTENT_ID = re.compile(r"cid:[^\s<>\"'&]{1,200}\Z", re.IGNORECASE)
_DATA_PICTURE = re.compile(
    r"data:(image/(?:png|jpe?g|gif|webp|bmp))(?:;[\w\-]{1,30}=[\w\-]{1,30})?;base64,", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([a-zA-Z]{1,20})")
_BLANK = re.compile(r"[\s\x00-\x20]+")


@dataclass(slots=True)
class Safe:
    """HTML that may be shown, and what was done to it."""

    html: str
    notes: set[str] = field(default_factory=set)


def sanitised(markup: str) -> str:
    """Return what nh3 leaves of the markup by our lists. Everything that is shown has come through here."""
    return nh3.clean(
        markup,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        url_schemes=SCHEMES,
    ).strip()


def sanitised_again(markup: str) -> str:
    """Return what may be shown of markup that a child process calls sanitised; nothing when it cannot have been.

    SECURITY: whoever takes the child over speaks in its name. Length and depth are looked at first, since nh3 needs
    minutes for what is nested deeply.
    """
    if len(markup) > MOST_MARKUP or _depth(markup) > MOST_HTML_DEPTH:
        return ""
    return sanitised(markup)


def _depth(markup: str) -> int:
    deepest = depth = 0
    for tag in _TAG.finditer(markup):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2].lower() not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        plain = _BLANK.sub("", value)
        return plain if plain.lower().startswith(LINK_SCHEMES) and len(plain) <= LONGEST_HREF else None
    if name == "src":
        return value if tag == "img" and _CONTENT_ID.match(value) else None
    if name == "rel":
        return value  # our own, from link_rel; a sender's is not in the lists
    if name == "alt":
        return value[:200]
    most = MOST_PIXELS if tag == "img" else MOST_SPAN if tag in {"td", "th"} else 1_000_000
    return value if value.isascii() and value.isdigit() and int(value[:9]) <= most and len(value) <= 7 else None  # noqa: PLR2004


def written(nodes: Sequence[Node], wanted: Callable[[Node], bool]) -> Safe:
    """Return safe HTML of the leaves that are wanted, in the elements that they stand in."""
    notes: set[str] = set()
    keeps = _elements_with(nodes, wanted)
    parts: list[str] = []
    opened: list[tuple[Node, bool, int]] = []
    for place, node in enumerate(nodes):
        if not node.tag:
            if wanted(node):
                parts.append(html.escape(node.text))
        elif node.tag in VOID:
            if wanted(node):
                parts.append(_start(node, notes))
        elif not node.ends:
            kept = keeps[place]
            opened.append((node, kept, len(parts)))
            if kept:
                parts.append(_start(node, notes))
        else:
            begun, kept, since = opened.pop()
            if kept:
                parts.append(f"</{node.tag}>{_target(begun, parts, since, notes)}")
    return Safe(sanitised("".join(parts)), notes)


def _elements_with(nodes: Sequence[Node], wanted: Callable[[Node], bool]) -> list[bool]:
    """Say of each start whether anything wanted stands inside; cells stay, or a table would lose its columns."""
    keeps = [False] * len(nodes)
    opened: list[tuple[int, bool]] = []
    for place, node in enumerate(nodes):
        if node.ends:
            start, has = opened.pop()
            keeps[start] = has
            if has and opened:
                opened[-1] = (opened[-1][0], True)
        elif node.tag and node.tag not in VOID:
            opened.append((place, False))
        elif opened and wanted(node) and (node.tag or node.text.strip(" \t\r\n")):
            opened[-1] = (opened[-1][0], True)
    _keep_cells(nodes, keeps)
    return keeps


def _keep_cells(nodes: Sequence[Node], keeps: list[bool]) -> None:
    rows: list[bool] = []
    for place, node in enumerate(nodes):
        if node.tag == "tr":
            if node.ends:
                rows.pop()
            else:
                rows.append(keeps[place])
        elif node.tag in {"td", "th"} and not node.ends and rows and rows[-1]:
            keeps[place] = True


def _start(node: Node, notes: set[str]) -> str:
    wanted = ATTRIBUTES.get(node.tag, ())
    given = {name: value for name, value in node.attributes.items() if name in wanted}
    source = given.get("src", "")
    if source and not _CONTENT_ID.match(source):
        notes.add("html_remote_blocked")
        del given["src"]
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in given.items())
    return f"<{node.tag}{attributes}>"


def _target(link: Node, parts: list[str], since: int, notes: set[str]) -> str:
    if link.tag != "a" or "href" not in link.attributes:
        return ""
    words = html.unescape(re.sub(r"<[^<>]*>", "", "".join(parts[since + 1 :][:200])))
    host = lies(words, _BLANK.sub("", link.attributes["href"]))
    if not host:
        return ""
    notes.add("html_link_lies")
    return html.escape(f" [{host}]")


def data_picture(source: str) -> tuple[str, str]:
    """Return the type and the base64 of a picture that stands in the markup itself, ("", "") of anything else."""
    match = _DATA_PICTURE.match(source)
    return (match[1].lower(), source[match.end() :]) if match else ("", "")
