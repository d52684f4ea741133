"""DOCX, PPTX and what XLSX shares with them: every XML part is read, every picture masked, the rest left out."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from priyom.privacy.documents.authors import Authors
from priyom.privacy.documents.embedded import Pictures
from priyom.privacy.documents.markup import OFFICE, Node, local, parse, read, serialise, settle_link
from priyom.privacy.documents.markup_text import Mirror
from priyom.privacy.documents.packages import pack, read_members, reread
from priyom.privacy.documents.passages import Graph
from priyom.privacy.documents.proof import prove
from priyom.privacy.documents.sheets import Book
from priyom.privacy.files import FileReport, Refused, TextGuard

TYPES = "[Content_Types].xml"
XML = (".xml", ".rels", ".vml")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
DRAWINGS = (".emf", ".wmf", ".svg", ".wdp", ".jxr", ".pict", ".eps")
MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
LEFT_OUT = re.compile(
    r"_xmlsignatures/|thumbnail|pivotcache|pivottables/|externallinks/|querytables/|connections\.xml|ctrlprops/|activex/|embeddings/|"
    r"customdata/|revisions/|usernames|calcchain|printersettings|vbadata|attachedtoolbars|webextensions/|/ink/|xmlmaps|"
    r"slicer|timeline|keymapcustomizations|labelinfo|/fonts/|volatiledependencies",
    re.IGNORECASE,
)
OFFICIAL = re.compile(r"^[^{]|^\{[^}]*(?:openxmlformats|microsoft|purl\.oclc)")  # all else is somebody's own data
OF_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
)  # fmt: skip
PICTURE_ELEMENTS = frozenset({"blip", "imagedata", "fill", "stroke", "hlinkClick", "hlinkHover"})
EMPTY_CONTAINERS = frozenset({
    "oleObjects", "controls", "pivotCaches", "externalReferences", "Choice", "Fallback", "AlternateContent", "object",
    "embeddedFont",
    "embeddedFontLst", "tableParts", "control", "oleObj", "custDataLst",
})  # fmt: skip
KINDS = {
    "document": "body", "header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes",
    "comments": "comments", "threadedcomment": "comments", "person": "people", "people": "people",
    "settings": "settings", "core": "properties", "app": "properties", "custom": "properties", "item": "custom_data",
    "chart": "chart", "data": "diagram", "sharedstrings": "texts", "workbook": "workbook", "sheet": "sheet",
    "drawing": "drawing", "vmldrawing": "drawing", "slide": "slide", "notesslide": "notes", "styles": "styles",
    "table": "table",
}  # fmt: skip


def mask_office(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a package of Office."""
    graph = Graph(guard)
    package = Package(read_members(source), graph)
    written = package.masked(name)
    prove(graph.values, reread(written))
    target.write_bytes(written)
    return FileReport("masked" if graph.findings else "clean", findings=tuple(graph.findings))


PACKED = frozenset({"gfxdata", "fldData", "binData", "binaryData", "binary-data"})
# A shape of a file without macros names one in vain; what day a control shows its words say, and they are masked.
GONE = PACKED | {"macro", "fullDate"}


class Package:
    """The members of one file while it is masked."""

    def __init__(self, members: dict[str, bytes], graph: Graph) -> None:
        self.members, self.graph = members, graph
        self.roots: dict[str, Node] = {}
        self.gone: set[str] = set()
        self.renamed: dict[str, str] = {}

    def masked(self, name: str) -> bytes:
        """Return the package masked."""
        if TYPES not in self.members or not any(main in self.members for main in MAIN):
            raise Refused("unreadable")
        for part in list(self.members):
            self._open(part)
        self._cut_relations()
        authors = Authors(self.graph)
        book = Book(self.roots, self.graph) if MAIN[1] in self.roots else None
        for part, root in self.roots.items():
            if part != TYPES and not part.endswith(".rels"):
                authors.take(root)
                _without_lists(root) if part == "docProps/app.xml" else None
                if not (book and book.read(part, root)):
                    self._read(part, root)
        self.graph.passage("file name").say(name)
        self.graph.settle()
        authors.hide()
        if book:
            book.finish()
        self._mask_pictures()
        return self._packed()

    def _open(self, part: str) -> None:
        low = part.lower()
        if low.endswith(XML) and not LEFT_OUT.search(part):
            try:
                self.roots[part] = without_packed(parse(self.members[part]))
            except Refused:
                if part in MAIN or part.endswith(".rels") or part == TYPES:
                    raise
            else:
                return
        elif low.endswith(DRAWINGS) or (low.endswith(PICTURES) and not LEFT_OUT.search(part)):
            return
        self.gone.add(part)
        if "calcchain" not in low and "printersettings" not in low and not low.endswith(".rels"):
            self.graph.note("REMOVED", kind_of(part))

    def _read(self, part: str, root: Node) -> None:
        passage = self.graph.passage(kind_of(part))
        if part.startswith("customXml/") or not OFFICIAL.search(root.tag):
            Mirror(passage).element(root, 0)
        else:
            read(root, passage, OFFICE)

    # -- relations ----------------------------------------------------------------------------------------------------

    def _cut_relations(self) -> None:
        """Leave out relations to what is gone or elsewhere, and the elements that speak of them."""
        for part in [part for part in self.roots if part.endswith(".rels")]:
            owner = owner_of(part)
            if owner and owner not in self.roots:
                self.gone.add(part)
                continue
            lost = set()
            for relation in list(self.roots[part]):
                if self._is_lost(relation, owner):
                    lost.add(relation.get("Id"))
                    self.roots[part].remove(relation)
            if lost and owner:
                _cut_elements(self.roots[owner], lost)
        for part in self.gone:
            self.roots.pop(part, None)

    def _is_lost(self, relation: Node, owner: str) -> bool:
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            if not relation.get("Type", "").endswith("/hyperlink"):
                return True
            settle_link(target, lambda text: relation.set("Target", text), self.graph.passage("addresses"))
            return False
        resolved = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")
        return resolved in self.gone or (resolved not in self.members and not target.startswith("#"))

    # -- pictures -----------------------------------------------------------------------------------------------------

    def _mask_pictures(self) -> None:
        pictures = Pictures(self.graph)
        for part in list(self.members):
            low = part.lower()
            if part in self.gone or not low.endswith(PICTURES + DRAWINGS):
                continue
            self.members[part], ending = pictures.masked(self.members[part], "picture")
            stem, _dot, old = part.rpartition(".")
            if {old.lower(), ending} - {"jpg", "jpeg"} and old.lower() != ending:
                self.renamed[part] = f"{stem}_{old.lower()}.{ending}"

    # -- writing ------------------------------------------------------------------------------------------------------

    def _packed(self) -> bytes:
        self._rewrite_relations()
        self._rewrite_types()
        made: dict[str, bytes] = {}
        for part, content in self.members.items():
            if part in self.roots:
                made[part] = serialise(self.roots[part])
            elif part not in self.gone:
                made[self.renamed.get(part, part)] = content
        return pack(made)

    def _rewrite_relations(self) -> None:
        for part, root in self.roots.items():
            if not part.endswith(".rels"):
                continue
            folder = posixpath.dirname(owner_of(part))
            for relation in root:
                resolved = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                if resolved in self.renamed and relation.get("TargetMode") != "External":
                    relation.set("Target", "/" + self.renamed[resolved])

    def _rewrite_types(self) -> None:
        root = self.roots[TYPES]
        space = root.tag.rpartition("}")[0] + "}"
        for entry in list(root):
            part = entry.get("PartName", "").lstrip("/")
            if part and (part in self.gone or part in self.renamed):
                root.remove(entry)
        known = {entry.get("Extension", "").lower() for entry in root}
        for ending, kind in (("png", "image/png"), ("jpg", "image/jpeg")):
            if ending not in known and any(new.endswith("." + ending) for new in self.renamed.values()):
                root.insert(0, root.makeelement(f"{space}Default", {"Extension": ending, "ContentType": kind}))


def owner_of(relations: str) -> str:
    """Return the part whose relations these are; empty for those of the package."""
    folder, _slash, name = relations.rpartition("_rels/")
    return folder + name.removesuffix(".rels")


def kind_of(part: str) -> str:
    """Return what a part is, in a word of ours: the name of a part is somebody's to choose."""
    stem = re.sub(r"[^a-z]", "", posixpath.basename(part).rpartition(".")[0].lower())
    return KINDS.get(
        stem, "picture" if part.lower().endswith(PICTURES + DRAWINGS) else "embedded" if "embed" in part else "other"
    )


def _cut_elements(root: Node, lost: set[str | None]) -> None:
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        for name, value in list(node.attrib.items()):
            if value in lost and name.startswith(tuple(f"{{{space}}}" for space in OF_OFFICE)):
                if local(node) in PICTURE_ELEMENTS:
                    del node.attrib[name]
                else:
                    _cut(node)
                    break


def _cut(node: Node) -> None:
    """Remove an element, and the containers that it leaves empty."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
    if local(parent) in EMPTY_CONTAINERS and not len(parent):
        _cut(parent)


def without_packed(root: Node) -> Node:
    """Return the tree without what it holds a second time in base64: shapes, data of fields, pictures."""
    for node in root.iter():
        if isinstance(node.tag, str):
            if local(node) in PACKED:
                node.text = ""
            for name in [name for name in node.attrib if name.rpartition("}")[2] in GONE]:
                del node.attrib[name]
    return root


def _without_lists(root: Node) -> None:
    """Leave out the lists of sheets and headings that only repeat what stands elsewhere."""
    for node in list(root):
        if local(node) in {"HeadingPairs", "TitlesOfParts", "HLinks", "DigSig", "Manager"}:
            root.remove(node)
