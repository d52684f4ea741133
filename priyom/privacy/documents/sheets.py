"""Sheets of a workbook as tables: cells under their headings, whatever they are kept as, formulas, names of sheets.

A formula that speaks of somebody goes, its result stays masked; a text shared by cells is masked for all of them.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from priyom.privacy.detectors import Label
from priyom.privacy.documents.cells import Styles, column_of, joined, texts_of
from priyom.privacy.documents.grids import boxes_of, fields_of, gaps_of
from priyom.privacy.documents.markup import OFFICE, SPACE, Node, attribute_of, local, read
from priyom.privacy.documents.passages import FIELD_OF, Graph, Passage, Segment, Write
from priyom.privacy.documents.texts import Pieces
from priyom.privacy.files import Refused

MOST_CELLS = 400_000
SHORTEST_NUMBER = 5  # a shorter one is somebody's only under a heading
WORKSHEET = re.compile(r"xl/(?:work|dialog|macro)sheets/[^/]+\.xml$", re.IGNORECASE)
CONSTANT = re.compile(r"\"([^\"\n]{0,60}[\u0400-\u04ff]{3}[^\"\n]{0,60})\"")
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
PRINTED = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
PRINT_CODE = re.compile(r"(&(?:[A-JL-Z+]|\"[^\"]*\"|[0-9]{1,3}|K[0-9A-Fa-f+\-]{5,6}))")
MASKS = re.compile(r"\[[^\[\]]{1,30}\]|\*")


@dataclass(eq=False)
class Cell:
    """One cell: what it shows, and where that is kept."""

    node: Node
    text: str
    write: Write
    whole: bool
    column: int
    boxes: list[Cell] = field(default_factory=list)  # the others of a form with a box for each letter


class Book:
    """Reads the sheets of one workbook into the graph."""

    def __init__(self, roots: dict[str, Node], graph: Graph) -> None:
        self.roots, self.graph = roots, graph
        workbook = roots["xl/workbook.xml"]
        mac = any(node.get("date1904") in {"1", "true"} for node in _all(workbook, "workbookPr"))
        self.styles = Styles(roots.get("xl/styles.xml"), mac=mac)
        self.shared = [node for node in roots.get("xl/sharedStrings.xml", []) if local(node) == "si"]
        self.shared_parts = [texts_of(node) for node in self.shared]
        self.shown = [joined(parts) for parts in self.shared_parts]
        self.used: set[int] = set()
        self.masked: dict[int, str] = {}
        self.formulas: list[Node] = []
        self.dropped: set[Node] = set()
        self.left = MOST_CELLS
        self.names: list[tuple[Node, str]] = []

    def read(self, part: str, root: Node) -> bool:
        """Read a part that belongs to the workbook itself; return False for any other."""
        if part == "xl/sharedStrings.xml":
            return True
        if part == "xl/workbook.xml":
            self._read_workbook(root)
            return True
        if WORKSHEET.match(part):
            self._read_sheet(root)
            return True
        return False

    def _read_workbook(self, root: Node) -> None:
        passage = self.graph.passage("sheet names")
        for sheet in _all(root, "sheet"):
            name = sheet.get("name", "")
            self.names.append((sheet, name))
            passage.next_group()
            passage.take(name, attribute_of(sheet, "name"))
            passage.say("\n\n")  # no line of prose that goes on below
        names = self.graph.passage("defined names")
        for node in list(_all(root, "definedName")):
            names.next_group()
            names.take(node.get("name", ""), lambda _text, node=node: _remove(node))
            names.say(" ")
            names.take(node.text or "", lambda _text, node=node: _remove(node))
            names.say("\n")
            for said in ("comment", "description", "help", "statusBar", "customMenu"):
                names.next_group()
                names.take(node.get(said, ""), attribute_of(node, said))
                names.say("\n")
        read(root, self.graph.passage("workbook"), OFFICE, lambda node: local(node) in {"sheet", "definedName"})

    def _read_sheet(self, root: Node) -> None:
        passage = self.graph.passage("sheet")
        rows = [_boxed(self._cells(row)) for row in _all(root, "row")]
        fields = fields_of([{cell.column: cell.text for cell in row} for row in rows])
        columns: defaultdict[int, list[Segment]] = defaultdict(list)
        for number, row in enumerate(rows):
            for cell, gap in zip(row, gaps_of([cell.text for cell in row]), strict=True):
                before = len(passage.segments)
                self._take(passage, cell, field_name := fields.get((number, cell.column), ""))
                if not field_name and not cell.whole and len(passage.segments) == before + 1:
                    columns[cell.column].append(passage.segments[-1])
                passage.say(gap)
            passage.say("\n")
        passage.lists += columns.values()
        self._read_formulas(root)
        self._read_print_headers(root)
        read(root, self.graph.passage("sheet settings"), OFFICE, lambda node: local(node) in {"sheetData", *PRINTED})

    def _read_print_headers(self, root: Node) -> None:
        """Read what is printed above and below, without its codes: «&L» stands right before a surname."""
        passage = self.graph.passage("print headers")
        for node in [node for name in PRINTED for node in _all(root, name)]:
            pieces = Pieces()
            for number, piece in enumerate(PRINT_CODE.split(node.text or "")):
                write = pieces.add(piece)
                passage.next_group()
                if number % 2 == 0:
                    passage.take(
                        piece, lambda text, node=node, pieces=pieces, write=write: _rewrite(node, pieces, write, text)
                    )
                    passage.say("\n")

    def _cells(self, row: Node) -> list[Cell]:
        found: list[Cell] = []
        for node in row:
            if local(node) != "c":
                continue
            self.left -= 1
            if self.left < 0:
                raise Refused("too_large")
            column = column_of(node.get("r", ""), found[-1].column + 1 if found else 1)
            cell = self._cell(node, column)
            if cell and cell.text:
                found.append(cell)
        return found

    def _cell(self, node: Node, column: int) -> Cell | None:
        kind = node.get("t", "n")
        value = next((child for child in node if local(child) == "v"), None)
        if kind == "inlineStr":
            parts = [part for inline in node if local(inline) == "is" for part in texts_of(inline)]
            return Cell(node, joined(parts), lambda text: self._as_text(node, text), False, column)
        if value is None or not value.text:
            return None
        if kind == "s":
            number = int(value.text) if value.text.strip().isdigit() else -1
            if not 0 <= number < len(self.shown):
                raise Refused("unreadable")
            self.used.add(number)
            return Cell(node, self.shown[number], lambda text: self._share(number, text), False, column)
        if kind in {"b", "e"}:
            return None
        if kind == "str":
            return Cell(node, value.text, lambda text: self._as_result(node, value, text), False, column)
        shown = value.text if kind == "d" else self.styles.shown(value.text, node.get("s"))
        return Cell(node, shown, lambda text: self._as_text(node, text), True, column)

    def _take(self, passage: Passage, cell: Cell, field_name: str) -> None:
        if cell.whole and field_name == FIELD_OF[Label.DOB] and not cell.boxes:
            cell.text = self.styles.born(cell.text)
        if cell.whole and not field_name and sum(char.isdigit() for char in cell.text) < SHORTEST_NUMBER:
            passage.say(cell.text)
            return
        pieces = [(one.text[:1] if cell.boxes else one.text, one.write) for one in (cell, *cell.boxes)]
        passage.cell(pieces, field_name=field_name, whole=cell.whole or bool(cell.boxes), between="")

    # -- what is written back -----------------------------------------------------------------------------------------

    def _share(self, number: int, text: str) -> None:
        """Of several readings of one text the one that hides most is kept."""
        if number not in self.masked or _left(text) < _left(self.masked[number]):
            self.masked[number] = text

    def _as_text(self, node: Node, text: str) -> None:
        space = node.tag.rpartition("}")[0] + "}"
        self._forget_formulas(node)
        for child in list(node):
            node.remove(child)
        inline = node.makeelement(f"{space}is", {})
        node.append(inline)
        words = inline.makeelement(f"{space}t", {SPACE: "preserve"})
        words.text = text
        inline.append(words)
        node.set("t", "inlineStr")

    def _as_result(self, node: Node, value: Node, text: str) -> None:
        value.text = text
        self._forget_formulas(node)

    def _forget_formulas(self, cell: Node) -> None:
        self.dropped.update(child for child in cell if local(child) == "f")

    def _read_formulas(self, root: Node) -> None:
        passage = self.graph.passage("formulas")
        constants: defaultdict[str, list[Node]] = defaultdict(list)
        for node in _all(root, "f"):
            self.formulas.append(node)
            if node.text:
                passage.next_group()
                passage.take(node.text, lambda _text, node=node: self.dropped.add(node))
                passage.say("\n")
                for said in CONSTANT.finditer(node.text):
                    constants[said[1]].append(node)
        for words, nodes in constants.items():  # each by itself as well: whom a formula counts stands amid its signs
            passage.next_group()
            passage.take(words, lambda _text, nodes=nodes: self.dropped.update(nodes))
            passage.say("\n")

    def finish(self) -> None:
        """Give sheets names that Excel takes, and drop the formulas that must not stay."""
        self._finish_shared()
        changed = self._rename_sheets()
        for node in self.formulas:
            if any(f"{old}!" in (node.text or "") or f"{old}'!" in (node.text or "") for old in changed):
                self.dropped.add(node)
        self._drop_formulas()
        for root in self.roots.values():
            for node in list(root.iter()):
                if changed and isinstance(node.tag, str):
                    _forget_names(node, changed)

    def _finish_shared(self) -> None:
        """Write the shared texts, and empty those that no cell shows any more."""
        for number, parts in enumerate(self.shared_parts):
            if number in self.used and number not in self.masked:
                continue
            for child in list(self.shared[number]):
                if local(child) in {"rPh", "phoneticPr"}:
                    self.shared[number].remove(child)
            for part in parts:
                part.text = ""
            if parts and number in self.masked:
                parts[0].text = self.masked[number]
                parts[0].set(SPACE, "preserve")

    def _rename_sheets(self) -> list[str]:
        changed, taken = [], {sheet.get("name", "").lower() for sheet, old in self.names if sheet.get("name") == old}
        for number, (sheet, old) in enumerate(self.names, 1):
            if sheet.get("name") == old:
                continue
            name = FORBIDDEN.sub("", sheet.get("name", "")).strip()[:LONGEST_NAME]
            if not name or name.lower() in taken:
                name = f"{name[: LONGEST_NAME - 12]} {word().format(n=number)}".strip()
            if name.lower() in taken:
                raise Refused("unwritten")
            taken.add(name.lower())
            sheet.set("name", name)
            changed.append(old)
        return changed

    def _drop_formulas(self) -> None:
        groups: dict[tuple[int, str], list[Node]] = defaultdict(list)
        for node in self.formulas:
            if node.get("t") == "shared":
                groups[id(node.getroottree().getroot()), node.get("si", "")].append(node)
        for members in groups.values():
            if any(node in self.dropped for node in members):
                self.dropped.update(members)
        for node in self.dropped:
            _remove(node)


def _boxed(row: list[Cell]) -> list[Cell]:
    """Make one cell of those that hold a letter each."""
    others: set[int] = set()
    for start, end in boxes_of([cell.text for cell in row]):
        first, rest = row[start], row[start + 1 : end]
        first.boxes, first.text = rest, "".join(cell.text.strip() for cell in row[start:end])
        others.update(range(start + 1, end))
    return [cell for number, cell in enumerate(row) if number not in others]


def _forget_names(node: Node, changed: list[str]) -> None:
    """A reference to a sheet that has another name now leads nowhere."""
    for old in changed:
        if (
            node.text
            and f"{old}!" in node.text.replace("'!", "!")
            and local(node) in {"f", "definedName", "formula1", "formula2", "formula"}
        ):
            node.text = "#REF!"
        for name, value in node.attrib.items():
            if f"{old}!" in value.replace("'!", "!"):
                node.set(name, "#REF!")


def _rewrite(node: Node, pieces: Pieces, write: Write, text: str) -> None:
    write(text.replace("&", "&&"))
    node.text = pieces.text


def _left(text: str) -> int:
    return len(MASKS.sub("", text))


def _all(root: Node, name: str) -> list[Node]:
    return [node for node in root.iter() if isinstance(node.tag, str) and local(node) == name]


def _remove(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
        if local(parent) == "definedNames" and not len(parent):
            _remove(parent)


@lru_cache(maxsize=1)
def word() -> str:
    """Return the word for one."""
    words = tomllib.loads((Path(__file__).with_name("data") / "words.ru.toml").read_text(encoding="utf-8"))
    return str(words["sheet"])
