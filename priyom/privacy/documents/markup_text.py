"""XML files and pages of HTML: elements, attributes and comments are read as text, and written back as markup."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import lxml.html
from lxml import etree

from priyom.privacy.documents.charsets import Coding, decode
from priyom.privacy.documents.embedded import Pictures
from priyom.privacy.documents.flat import VOCABULARIES, Flat
from priyom.privacy.documents.markup import (
    DEEPEST,
    MOST_ELEMENTS,
    TELLING,
    Node,
    Vocabulary,
    attribute_of,
    local,
    own_text,
    parse,
    read,
    tail_of,
)
from priyom.privacy.documents.passages import CELL_BREAKS, Graph, Passage, Write
from priyom.privacy.documents.proof import prove
from priyom.privacy.files import FileReport, Refused, TextGuard

BLOCKS = """
    p div li h1 h2 h3 h4 h5 h6 dt dd caption title option button label pre blockquote section article header footer main
    body td th legend figcaption address summary center
    nav aside form fieldset textarea details dialog dl ul ol select search hgroup figure menu
"""
BOXES = "span b strong i em u a small big font label input output var data time mark code kbd samp cite"
PAGE = Vocabulary(
    frozenset(BLOCKS.split()), frozenset({"table"}), frozenset({"tr"}), frozenset({"td", "th"}), frozenset({"br"}),
    boxes=frozenset(BOXES.split()),
)  # fmt: skip
RUNNING = frozenset(
    {"script", "noscript", "iframe", "object", "embed", "applet", "svg", "template", "frame", "frameset", "base"}
)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
# What is not shut ends with its line or with the style, as browsers read it; so nothing is ever looked through twice.
SAID_IN_STYLE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|/\*.*?(?:\*/|\Z)", re.DOTALL)
CARRIED_IN_STYLE = re.compile(r"\bdata:[^\"')\s]*", re.IGNORECASE)  # a picture that nobody has read
PICTURE = re.compile(r"data:image/[a-z0-9.+\-]{1,20};base64,(.*)", re.DOTALL)
SPEAKING_FIRST = ("root", "code", "type", "name", "key", "id")  # attributes that say what the others hold


def mask_xml(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask an XML file."""
    root = parse(source.read_bytes(), with_comments=True)
    graph = Graph(guard)
    flat = Flat(root, graph) if root.tag in VOCABULARIES else None
    if flat is None:
        Mirror(graph.passage("text")).element(root, 0)
    graph.passage("file name").say(name)
    graph.settle()
    if flat:
        flat.finish()
    coding = root.getroottree().docinfo.encoding or "UTF-8"
    return _finish(graph, target, etree.tostring(root, encoding=coding, xml_declaration=True))


class Mirror:
    """Shows an XML tree to the detectors as the text that it was: names of elements say what stands in them."""

    def __init__(self, passage: Passage) -> None:
        self.passage, self.left = passage, MOST_ELEMENTS

    def element(self, node: Node, depth: int) -> None:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            raise Refused("too_deep" if depth > DEEPEST else "too_large")
        if not isinstance(node.tag, str):
            self._text(*own_text(node))
            self.passage.say("\n")
            return
        name = local(node)
        self._opened(node, name)
        self._text(*own_text(node))
        for child in node:
            self.element(child, depth + 1)
            self._text(*tail_of(child))
        self.passage.say(f"</{name}>")

    def _opened(self, node: Node, name: str) -> None:
        self.passage.say(f"<{name}")
        for attribute in sorted(node.attrib, key=lambda one: (_plain(one) not in SPEAKING_FIRST, one)):
            value = node.get(attribute, "")
            self.passage.say(f' {_plain(attribute)}="')
            self.passage.next_group()
            self.passage.take(
                value, attribute_of(node, attribute), shown=value.translate(CELL_BREAKS).replace('"', "'")
            )
            self.passage.say('"')
        self.passage.say(">")

    def _text(self, text: str, write: Write) -> None:
        self.passage.next_group()
        self.passage.take(text, write, shown=text.replace("<", "\u2039").replace(">", "\u203a"))


def _plain(name: str) -> str:
    return name.rpartition("}")[2]


def mask_html(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a page of HTML; what runs or is fetched from elsewhere goes."""
    content = source.read_bytes()
    text, coding = _page(content)
    graph = Graph(guard)
    masked = html_masked(text, graph, coding.name, name)
    return _finish(graph, target, coding.mark + masked)


def html_masked(text: str, graph: Graph, coding: str, name: str) -> bytes:
    """Return the page masked, in its coding."""
    parser = lxml.html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("unreadable") from error
    _without_what_runs(root)
    pictures = _Inline(root)
    read(root, graph.passage("page"), PAGE, lambda node: local(node) == "style")
    graph.passage("file name").say(name)
    graph.settle()
    pictures.mask(graph)
    doctype = "<!DOCTYPE html>" if re.match(r"\s*<!doctype", text, re.IGNORECASE) else None
    return lxml.html.tostring(root, encoding=coding, doctype=doctype, include_meta_content_type=True)


class _Inline:
    """Pictures that a page carries in its addresses: aside while the page is read."""

    def __init__(self, root: Node) -> None:
        self.found: list[tuple[Node, str, str]] = []
        for node in root.iter():
            for name, value in list(node.attrib.items()) if isinstance(node.tag, str) else ():
                if value.lstrip().startswith("data:"):
                    self.found.append((node, name, value.strip()))
                    node.set(name, "")

    def mask(self, graph: Graph) -> None:
        pictures = Pictures(graph)
        for node, name, value in self.found:
            picture = PICTURE.match(value)
            if picture is None:
                graph.note("REMOVED", "embedded")
                continue
            try:
                content = base64.b64decode(re.sub(r"\s|%0A", "", picture[1]), validate=True)
            except ValueError:
                continue
            masked, ending = pictures.masked(content, "picture")
            kind = "jpeg" if ending == "jpg" else "png"
            node.set(name, f"data:image/{kind};base64,{base64.b64encode(masked).decode()}")


def _without_what_runs(root: Node) -> None:
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        if local(node) == "style":  # it can write words on the page, and nobody reads on
            node.text = CARRIED_IN_STYLE.sub("", SAID_IN_STYLE.sub(_said_in_style, node.text or ""))
        if style := node.get("style"):
            node.set("style", CARRIED_IN_STYLE.sub("", style))
        if local(node) in RUNNING:
            node.drop_tree()
            continue
        for name in list(node.attrib):
            if name.lower().startswith("on") or name.lower() in {"srcset", "srcdoc", "ping"}:
                del node.attrib[name]


def _said_in_style(said: re.Match[str]) -> str:
    words = said.group()
    if words.startswith("/*"):
        return ""
    return "''" if "\\" in words or TELLING.search(words) else words


def _page(content: bytes) -> tuple[str, Coding]:
    told = CHARSET.search(content[:4096])
    if told and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(told[1].decode("ascii")), Coding(told[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


def _finish(graph: Graph, target: Path, content: bytes) -> FileReport:
    prove(graph.values, [content])
    target.write_bytes(content)
    return FileReport("masked" if graph.findings else "clean", findings=tuple(graph.findings))
