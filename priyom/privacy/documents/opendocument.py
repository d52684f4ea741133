"""ODT, ODS, ODP: every XML part read as people see it, values of cells beside their texts, everything else left out."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from priyom.privacy.documents.authors import Authors
from priyom.privacy.documents.embedded import Pictures
from priyom.privacy.documents.markup import OPEN_DOCUMENT, Node, local, parse, read, serialise
from priyom.privacy.documents.packages import pack, read_members, reread
from priyom.privacy.documents.passages import Graph
from priyom.privacy.documents.proof import prove
from priyom.privacy.files import FileReport, Refused, TextGuard

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
KEPT = re.compile(r"(?:Object [0-9]{1,4}/)?(?:content|styles|meta)\.xml$|mimetype$|META-INF/manifest\.xml$")
PICTURES = re.compile(r"(?:Object [0-9]{1,4}/)?(?:Pictures|media)/[^/]{1,200}$")
REMOVED = frozenset(
    {"scripts", "event-listeners", "forms", "tracked-changes-ignored", "binary-data", "plugin", "applet", "object-ole"}
)
VALUES = frozenset(
    {"value", "date-value", "string-value", "time-value", "boolean-value", "formula", "value-type", "currency"}
)
SHOWN_VALUES = frozenset({"value", "date-value", "string-value"})
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
KINDS = {"content": "body", "styles": "styles", "meta": "properties"}
FEWEST_DIGITS, MOST_DIGITS = 6, 20


def mask_open_document(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a package of OpenDocument."""
    graph = Graph(guard)
    written = OpenPackage(read_members(source), graph).masked(name)
    prove(graph.values, reread(written))
    target.write_bytes(written)
    return FileReport("masked" if graph.findings else "clean", findings=tuple(graph.findings))


class OpenPackage:
    """The members of one file while it is masked."""

    def __init__(self, members: dict[str, bytes], graph: Graph) -> None:
        self.members, self.graph = members, graph
        self.roots: dict[str, Node] = {}
        self.cells: list[tuple[Node, str]] = []

    def masked(self, name: str) -> bytes:
        """Return the package masked."""
        if CONTENT not in self.members or MANIFEST not in self.members:
            raise Refused("unreadable")
        authors = Authors(self.graph)
        for part in list(self.members):
            if not KEPT.match(part) and not PICTURES.match(part):
                self._leave_out(part)
            elif part.endswith(".xml"):
                self.roots[part] = parse(self.members[part])
        if b"encryption-data" in self.members[MANIFEST]:
            raise Refused("encrypted")
        for part, root in self.roots.items():
            if part != MANIFEST:
                self.cells += prepared(root)
                authors.take(root)
                kind = KINDS.get(part.rpartition("/")[2].removesuffix(".xml"), "other")
                read(root, self.graph.passage(kind), OPEN_DOCUMENT)
        self.graph.passage("file name").say(name)
        self.graph.settle()
        authors.hide()
        forget_changed(self.cells)
        return self._packed()

    def _leave_out(self, part: str) -> None:
        del self.members[part]
        if not part.startswith(("Configurations2/", "Thumbnails/", "settings.xml", "manifest.rdf", "layout-cache")):
            self.graph.note("REMOVED", "embedded")

    def _packed(self) -> bytes:
        pictures = Pictures(self.graph)
        renamed: dict[str, str] = {}
        made: dict[str, bytes] = {}
        for part, content in self.members.items():
            if PICTURES.match(part):
                folder = part.rpartition("/")[0]
                picture, ending = pictures.masked(content, "picture")
                renamed[part] = f"{folder}/{len(renamed) + 1}.{ending}"
                made[renamed[part]] = picture
            elif part not in self.roots:
                made[part] = content
        self._rewrite(renamed)
        for part, root in self.roots.items():
            made[part] = serialise(root)
        first = {"mimetype": made.pop("mimetype")} if "mimetype" in made else {}
        return pack(first | made)

    def _rewrite(self, renamed: dict[str, str]) -> None:
        for root in self.roots.values():
            for node in list(root.iter()):
                for name, value in node.attrib.items():
                    if name.endswith("}href") and value.removeprefix("./") in renamed:
                        node.set(name, renamed[value.removeprefix("./")])
        for entry in list(self.roots[MANIFEST]):
            name = next((attribute for attribute in entry.attrib if attribute.endswith("full-path")), "")
            path = entry.get(name, "")
            if path in renamed:
                entry.set(name, renamed[path])
                kind = next((attribute for attribute in entry.attrib if attribute.endswith("media-type")), name)
                entry.set(kind, "image/jpeg" if renamed[path].endswith("jpg") else "image/png")
            elif path != "/" and path not in self.members and not any(part.startswith(path) for part in self.members):
                self.roots[MANIFEST].remove(entry)


def prepared(root: Node) -> list[tuple[Node, str]]:
    """Take out what runs, let cells of numbers show all their digits; return the cells and what they say now."""
    cells = []
    for node in list(root.iter()):
        if local(node) in REMOVED and node.getparent() is not None:
            node.getparent().remove(node)
        elif local(node) == "table-cell":
            _show_number(node)
            cells.append((node, _said(node)))
    return cells


def forget_changed(cells: list[tuple[Node, str]]) -> None:
    """Take the values away of cells of which something was hidden."""
    for cell, before in cells:
        if _said(cell) != before:
            _forget_value(cell)


def _said(cell: Node) -> str:
    return "\n".join([*cell.itertext(), *(value for name, value in cell.attrib.items() if _plain(name) in VALUES)])


def _show_number(cell: Node) -> None:
    """Write a long number out: «1,23E+15» hides a policy; a value without words stands under its heading, too."""
    value = next((value for name, value in cell.attrib.items() if _plain(name) == "value"), "")
    paragraph = next((child for child in cell if local(child) == "p"), None)
    if paragraph is None:
        _show_value(cell)
        return
    try:
        number = Decimal(value) if value else None
    except InvalidOperation:
        return
    if (
        number is None
        or not number.is_finite()
        or not FEWEST_DIGITS <= number.adjusted() < MOST_DIGITS
        or number != int(number)
    ):
        return
    shown = "".join(char for char in "".join(paragraph.itertext()) if char.isdigit())
    if str(int(number)) not in shown:
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.text = str(int(number))


def _show_value(cell: Node) -> None:
    """Write what a cell is worth into it: programs show it as soon as they open the table."""
    said = next((value for name, value in cell.attrib.items() if _plain(name) in SHOWN_VALUES), "")
    if sum(char.isalnum() for char in said) > FEWEST_DIGITS and TEXT in cell.nsmap.values():
        paragraph = cell.makeelement(f"{{{TEXT}}}p", {})
        paragraph.text = said.removesuffix(".0")
        cell.insert(0, paragraph)


def _forget_value(cell: Node) -> None:
    """What was hidden in a cell's text must not stay as its value."""
    space = ""
    for name in list(cell.attrib):
        if _plain(name) in VALUES and not name.endswith("}value-type"):
            del cell.attrib[name]
        elif name.endswith("}value-type"):
            space = name
    if space:
        cell.set(space, "string")


def _plain(name: str) -> str:
    return name.rpartition("}")[2]
