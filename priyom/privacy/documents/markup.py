"""XML as strangers send it: parsed without entities, document types and network; and read as people see it.

One walk serves every vocabulary that has paragraphs and tables (WordprocessingML, DrawingML, OpenDocument, XHTML):
words split over runs are one text, cells of a row stand on one line, and their headings are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any
from urllib.parse import unquote

from lxml import etree

from priyom.privacy.documents.grids import (
    IN_BRACKETS,
    boxes_of,
    field_beside,
    field_of,
    fields_of,
    gaps_of,
    is_sentence,
)
from priyom.privacy.documents.lists import FEWEST
from priyom.privacy.documents.markup_runs import Run, is_code_torn, says, spread
from priyom.privacy.documents.passages import Passage, Segment, Write
from priyom.privacy.files import Refused

DEEPEST = 220
MOST_ELEMENTS = 1_500_000
TELLING = re.compile(r"[\u0400-\u04ff]{2}|@|[0-9][0-9 ()\-]{7,}[0-9]|%D0|%D1", re.IGNORECASE)
DAY = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)")  # a birth, perhaps
DELETED, INSERTED = "deleted", "inserted"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WIDTHS, WIDEST = frozenset({"number-columns-repeated", "number-columns-spanned", "colspan"}), 20_000
PROPERTIES = frozenset({"property", "user-defined"})
TOLD_TO_FIELDS = frozenset({"instrText", "delInstrText"})
OF_NAMED = frozenset({"value", "content", "val", "placeholder"})  # what the attribute `name` beside them says they are
PLAIN_NAMES = frozenset({"class", "srcdoc", "cell", "style"})
SAYING, LONGEST_SAYING = re.compile(r"[\u0400-\u04ff]{2}|[0-9](?:[^0-9]{0,3}[0-9]){4}"), 200
MOST_HELD, LONGEST_NUMBER = 200, 8
PAIR, MOST_PIECES = 2, 12  # blocks that are a label and its value, texts of one of them
LINKS = frozenset({"href", "src", "action", "Target"})
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.\-]{1,20}:|//|\\\\|[^?]*\?", re.IGNORECASE)
NOWHERE = "https://removed.invalid/"
PLAIN_ADDRESS = re.compile(r"https?://[^\s?#@]{1,300}(?:#[\w\-]{0,40})?")
Node = Any  # an element of lxml, which tells no types
Cells = dict[int, list[tuple[str, Write]]]  # by their columns


@dataclass(frozen=True)
class Vocabulary:
    """Which elements of a format are paragraphs, tables, breaks — by local name."""

    paragraphs: frozenset[str]
    tables: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()  # lies inside a paragraph and is no part of its words
    deleted: frozenset[str] = frozenset()
    inserted: frozenset[str] = frozenset()
    boxes: frozenset[str] = frozenset()  # elements that styles set apart, though nothing stands between them


OFFICE = Vocabulary(
    frozenset({"p", "comment", "si", "definedName", "pt", "oddHeader", "oddFooter"}), frozenset({"tbl"}),
    frozenset({"tr"}), frozenset({"tc"}), frozenset({"tab", "ptab", "br", "cr", "noBreakHyphen"}),
    frozenset({"drawing", "pict", "object", "AlternateContent", "instrText", "delInstrText"}),
    frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"}),
)  # fmt: skip
OPEN_DOCUMENT = Vocabulary(
    frozenset({"p", "h", "creator", "date"}), frozenset({"table"}), frozenset({"table-row"}),
    frozenset({"table-cell", "covered-table-cell"}), frozenset({"tab", "line-break", "s"}),
    frozenset({"annotation", "frame", "note"}),
)  # fmt: skip


def parse(content: bytes, *, with_comments: bool = False) -> Node:
    """Return the root; `Refused` for what is no well-formed XML or brings a document type of its own."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=not with_comments, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("unreadable") from error
    if root is None:
        raise Refused("unreadable")
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("document_type")
    return root


def serialise(root: Node) -> bytes:
    """Return the part as Office writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(node: Node) -> str:
    """Return the name without its namespace."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def read(root: Node, passage: Passage, vocabulary: Vocabulary, skip: Callable[[Node], bool] | None = None) -> None:
    """Hand every text and every telling attribute below the root to the passage."""
    Walk(passage, vocabulary, skip or (lambda _node: False)).block(root, 0)
    read_attributes(root, passage, skip or (lambda _node: False))


class Walk:
    """Reads one tree in the order of the file."""

    def __init__(self, passage: Passage, vocabulary: Vocabulary, skip: Callable[[Node], bool]) -> None:
        self.passage, self.words, self.skip = passage, vocabulary, skip
        self.left = MOST_ELEMENTS

    def block(self, node: Node, depth: int, called: str = "") -> None:
        """Read what is no paragraph: texts of its own, each on a line, and all that lies in it.

        `called` is the field that the element above names, as properties do: name="..." beside the value.
        """
        self._count(depth)
        if not isinstance(node.tag, str) or self.skip(node):
            return
        name = local(node)
        if name in self.words.tables:
            self._table(node, depth)
        elif name in self.words.paragraphs:
            self._paragraph(node, depth)
        elif name == "sdt" and (field := control_of(node)):
            inner: list[Node] = []
            self.passage.cell(self._cell(node, depth, inner), field_name=field)
            self.passage.say("\n")
            for child in inner:
                self.block(child, depth + 1)
        else:
            named = name_of(node)
            self._line(*own_text(node), named or called)
            if name in PROPERTIES and not named:
                self.passage.say(title_of(node))
            alike: dict[str, list[Segment]] = {}
            for child in node:
                before = len(self.passage.segments)
                self.block(child, depth + 1, named)
                if len(self.passage.segments) == before + 1:
                    alike.setdefault(local(child), []).append(self.passage.segments[-1])
                self._line(*tail_of(child))
            self.passage.lists += [items for items in alike.values() if len(items) >= FEWEST]

    def _line(self, text: str, write: Write, called: str = "") -> None:
        if text.strip():
            self.passage.cell([(text, write)], field_name=called)
            self.passage.say("\n")

    def _paragraph(self, node: Node, depth: int) -> None:
        inner: list[Node] = []
        if field := under_line(node) or (self.words.boxes and behind_label(node)):
            self.passage.cell(self._cell(node, depth, inner), field_name=field)
            self.passage.say("\n")
            self._apart(inner, depth)
            return
        runs = list(self._runs(node, depth, inner, ""))
        self.passage.next_group()
        self._take([run for run in runs if run.state != DELETED])
        self.passage.say(
            "\n\n" if under_line(node.getprevious()) else "\n"
        )  # such a label says nothing of what follows
        if any(run.state == DELETED for run in runs):  # the paragraph once more as it was before
            before = (run for run in runs if run.state != INSERTED)
            for is_deleted, together in groupby(before, key=lambda run: run.state == DELETED):
                if is_deleted:
                    self._take(list(together))
                else:
                    self.passage.say("".join(run.text for run in together))
            self.passage.say("\n")
        self.passage.next_group()
        self._apart(inner, depth)  # a text box stands apart from the paragraph that carries it

    def _apart(self, inner: list[Node], depth: int) -> None:
        """Read what lies inside a paragraph and is none of its words; what one field is told may be split."""
        for _owner, together in groupby(inner, key=_Torn()):
            nodes = list(together)
            if len(nodes) == 1:
                self.block(nodes[0], depth + 1)
                continue
            self.passage.next_group()
            self._take([Run(*own_text(node)) for node in nodes])
            self.passage.say("\n")
            self.passage.next_group()

    def _take(self, runs: list[Run]) -> None:
        """Take the runs one by one, or as one where a code goes over several."""
        if is_code_torn(runs):
            self.passage.take("".join(run.text for run in runs), spread(runs))
            return
        for run in runs:
            if run.write:
                self.passage.take(run.text, run.write)
            else:
                self.passage.say(run.text)

    def _runs(self, node: Node, depth: int, inner: list[Node], state: str) -> Iterator[Run]:
        self._count(depth)
        name = local(node)
        state = DELETED if name in self.words.deleted else INSERTED if name in self.words.inserted else state
        text, write = own_text(node)
        if text:
            yield Run(text, write, state)
        for child in node:
            name = local(child)
            if not name or self.skip(child):
                pass
            elif name in self.words.paragraphs or name in self.words.tables or name in self.words.apart:
                inner.append(child)
            elif name in self.words.breaks and not child.text:
                yield Run("\t" if name in {"tab", "ptab"} else " ", None, state)
            else:
                before, behind = around_box(child) if name in self.words.boxes else ("", "")
                yield from (Run(before, None) for _ in before[:1])
                yield from self._runs(child, depth + 1, inner, state)
                yield from (Run(behind, None) for _ in behind[:1])
            tail, write = tail_of(child)
            if tail:
                yield Run(tail, write, state)

    def _table(self, node: Node, depth: int) -> None:
        inner: list[Node] = []
        held: dict[int, int] = {}  # a column -> how many rows a cell from above still takes of it
        rows = [self._cells(row, depth, inner, held) for row in self._rows(node)]
        boxes = [_boxed(row) for row in rows]
        shown = [_shown(row, boxed) for row, boxed in zip(rows, boxes, strict=True)]
        fields = fields_of(shown)
        for number, row in enumerate(rows):
            gaps = gaps_of(list(shown[number].values()))
            for (column, cell), gap in zip(row.items(), gaps, strict=True):
                between = "" if column in boxes[number] else " "
                self.passage.cell(cell, field_name=fields.get((number, column), ""), between=between)
                self.passage.say(gap)
            self.passage.say("\n")
        self._apart(inner, depth)

    def _rows(self, table: Node) -> list[Node]:
        return [row for row in table.iter() if local(row) in self.words.rows and above(row, self.words.tables) is table]

    def _cells(self, row: Node, depth: int, inner: list[Node], held: dict[int, int]) -> Cells:
        found: Cells = {}
        column = 0
        taken = {place for place, rows in held.items() if rows > 0}
        for place in taken:
            held[place] -= 1
        for cell in row.iter():
            if local(cell) in self.words.cells and above(cell, self.words.rows) is row:
                while column in taken:
                    column += 1
                found[column] = self._cell(cell, depth, inner)
                width, rows = width_of(cell), number_of(cell.get("rowspan"))
                held |= dict.fromkeys(range(column, column + min(width, MOST_HELD)), rows - 1) if rows > 1 else {}
                column += width
        return found

    def _cell(self, cell: Node, depth: int, inner: list[Node]) -> list[tuple[str, Write]]:
        """Return a paragraph of a cell as one piece: its first run takes what is written back."""
        pieces: list[tuple[str, Write]] = []
        pending = [cell]
        while pending:
            node = pending.pop(0)
            nested: list[Node] = []
            runs = list(self._runs(node, depth + 1, nested, ""))
            now, before = ([run for run in runs if (run.state == DELETED) is gone] for gone in (False, True))
            pieces += [("".join(run.text for run in some), spread(some)) for some in (now, before) if says(some)]
            pending = [child for child in nested if local(child) in self.words.paragraphs] + pending
            inner += [child for child in nested if local(child) not in self.words.paragraphs]
        return pieces

    def _count(self, depth: int) -> None:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            raise Refused("too_deep" if depth > DEEPEST else "too_large")


def _shown(row: Cells, boxed: set[int]) -> dict[int, str]:
    return {at: ("" if at in boxed else " ").join(text for text, _ in cell) for at, cell in row.items()}


def _boxed(row: Cells) -> set[int]:
    """Make one cell of those that hold a letter each, and return where such cells are now."""
    columns, found = list(row), set()
    for start, end in boxes_of(["".join(text for text, _ in cell) for cell in row.values()]):
        first, *others = columns[start:end]
        row[first] = [piece for column in (first, *others) for piece in row[column]]
        for column in others:
            del row[column]
        found.add(first)
    return found


class _Torn:
    """Numbers the nodes so that pieces of what one field is told, which stand in runs side by side, share a number."""

    def __init__(self) -> None:
        self.number = 0
        self.last: Node | None = None

    def __call__(self, node: Node) -> int:
        last, self.last = self.last, node if local(node) in TOLD_TO_FIELDS else None
        if last is None or self.last is None or node.getparent().getprevious() is not last.getparent():
            self.number += 1
        return self.number


def title_of(node: Node) -> str:
    """Return the name that somebody gave a property, as the words before its value."""
    return next((f"{value}: " for name, value in node.attrib.items() if name.rpartition("}")[2] == "name"), "")


def name_of(node: Node) -> str:
    """Return the field that the element's own name says, when it has one: «name» of a property."""
    said = next((value for name, value in node.attrib.items() if name.rpartition("}")[2] == "name"), "")
    return field_of(said) if said else ""


def control_of(node: Node) -> str:
    """Return the field that a control of a form is for, by its title or its tag."""
    said = (
        [part for part in node[0] if local(part) in {"alias", "tag"}] if len(node) and local(node[0]) == "sdtPr" else []
    )
    return next((field for part in said for value in part.attrib.values() if (field := field_of(value))), "")


def under_line(node: Node | None) -> str:
    """Return the field that the next paragraph names in brackets: a label in small letters under a line to fill."""
    if node is None:
        return ""
    below = node.getnext()
    if below is None or below.tag != node.tag:
        return ""
    label = "".join(below.itertext()).strip()
    told = len(label) > LONGEST_SAYING or not IN_BRACKETS.fullmatch(label) or is_sentence("".join(node.itertext()))
    return "" if told else field_of(label)


def behind_label(node: Node) -> str:
    """Return the field of a block that stands second of two, or as a definition, behind a block that is a label."""
    before, parent = node.getprevious(), node.getparent()
    if before is None or parent is None or (before.tail or "").strip():
        return ""
    paired = (local(before), local(node)) == ("dt", "dd") or (len(parent) == PAIR and not (parent.text or "").strip())
    return field_beside(brief(before), brief(node)) if paired else ""


def around_box(node: Node) -> tuple[str, str]:
    """Return what is read before and behind an element that styles set apart from the one before: «Phone»«35-14-18»."""
    before = node.getprevious()
    if before is None or not isinstance(before.tag, str) or (before.tail or "").strip():
        return "", ""
    said, here = brief(before), brief(node)
    if field := field_beside(said, here):
        return f"<{field}>", f"</{field}>"
    torn = not before.tail and said[-1:].islower() and here[:1].isupper()
    return (" ", "") if torn else ("", "")


def brief(node: Node) -> str:
    """Return what an element says, when it says little: a label, one value."""
    said = list(islice(node.itertext(), MOST_PIECES))
    text = "".join(said)
    return text if len(said) < MOST_PIECES and len(text) <= LONGEST_SAYING else ""


def above(node: Node, names: frozenset[str]) -> Node | None:
    """Return the nearest element above that bears one of the names."""
    return next((parent for parent in node.iterancestors() if local(parent) in names), None)


def width_of(cell: Node) -> int:
    """Return how many columns a cell takes."""
    told = next((cell.get(name) for name in cell.attrib if name.rpartition("}")[2] in WIDTHS), None)
    if told is None and len(cell) and local(cell[0]) == "tcPr":
        told = next((value for part in cell[0] if local(part) == "gridSpan" for value in part.attrib.values()), None)
    return number_of(told)


def number_of(told: str | None) -> int:
    """Return how many columns or rows an attribute tells of."""
    return max(1, min(int(told), WIDEST)) if told and told.isdecimal() and len(told) < LONGEST_NUMBER else 1


def settle_link(address: str, write: Write, passage: Passage) -> None:
    """Let an address elsewhere stay only when it is plain and names nobody: no questions, mailboxes and folders."""
    plain = unquote(address)
    if not PLAIN_ADDRESS.fullmatch(plain):
        write(NOWHERE)
        return
    passage.next_group()
    passage.take(plain, lambda _text: write(NOWHERE))
    passage.say("\n")


def read_attributes(root: Node, passage: Passage, skip: Callable[[Node], bool]) -> None:
    """Hand every attribute to the passage that could hold words or long numbers, each on a line."""
    alike: dict[tuple[Node, str, str], list[Segment]] = {}
    for node in root.iter():
        if not isinstance(node.tag, str) or skip(node):
            continue
        named = name_of(node)
        for name, value in node.attrib.items():
            if ELSEWHERE.match(value) and name.rpartition("}")[2] in LINKS:
                settle_link(value, attribute_of(node, name), passage)
            elif field := field_said(name, value, named):
                passage.cell([(value, attribute_of(node, name))], field_name=field)
                passage.say("\n")
            elif TELLING.search(value) or DAY.search(value):
                passage.next_group()
                before = len(passage.segments)
                passage.take(value, attribute_of(node, name))
                if len(passage.segments) == before + 1:
                    alike.setdefault((node.getparent(), local(node), name), []).append(passage.segments[-1])
                passage.say("\n")
    passage.lists += [items for items in alike.values() if len(items) >= FEWEST]


def field_said(name: str, value: str, named: str) -> str:
    """Return the field that an attribute's own name says («data-dob»), or that the attribute `name` beside it says."""
    if not SAYING.search(value) or len(value) > LONGEST_SAYING:
        return ""
    if name.rpartition("}")[2] in OF_NAMED:
        return named
    return "" if "}" in name or name in PLAIN_NAMES else field_of(name.removeprefix("data-"))


def own_text(node: Node) -> tuple[str, Write]:
    """Return the text before the first child, and what replaces it."""

    def write(text: str) -> None:
        node.text = text
        if local(node) in {"t", "delText"} and text != text.strip():
            node.set(SPACE, "preserve")

    return node.text or "", write


def tail_of(node: Node) -> tuple[str, Write]:
    """Return the text behind the element, and what replaces it."""
    return node.tail or "", lambda text: setattr(node, "tail", text)


def attribute_of(node: Node, name: str) -> Write:
    """Return what replaces an attribute."""
    return lambda text: node.set(name, text)
