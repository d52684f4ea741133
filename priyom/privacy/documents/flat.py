"""Papers of Office kept as one file of XML: words are split over runs, cells stand in tables, as in packages."""

from __future__ import annotations

from lxml import etree

from priyom.privacy.documents.authors import Authors
from priyom.privacy.documents.markup import OFFICE, OPEN_DOCUMENT, Node, Vocabulary, local, read
from priyom.privacy.documents.opendocument import forget_changed, prepared
from priyom.privacy.documents.passages import Graph

TABLES = Vocabulary(
    frozenset({"Data", "Comment", "NamedRange"}), frozenset({"Table"}), frozenset({"Row"}), frozenset({"Cell"}),
    apart=frozenset({"Comment"}),
)  # fmt: skip
PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}package"
VOCABULARIES = {
    PACKAGE: OFFICE,
    "{http://schemas.microsoft.com/office/word/2003/wordml}wordDocument": OFFICE,
    "{urn:schemas-microsoft-com:office:spreadsheet}Workbook": TABLES,
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}document": OPEN_DOCUMENT,
}
OCTETS = frozenset({"binaryData", "binData", "docOleData", "binary-data"})


class Flat:
    """A paper as one tree, while it is masked."""

    def __init__(self, root: Node, graph: Graph) -> None:
        self.root, self.graph = root, graph
        etree.strip_tags(root, etree.Comment)
        for node in [node for node in root.iter() if local(node) in OCTETS]:
            node.clear(keep_tail=True)
            graph.note("REMOVED", "embedded")
        self.cells = prepared(root)
        self.authors = Authors(graph)
        self.authors.take(root)
        for part in list(root) if root.tag == PACKAGE else [root]:
            read(part, graph.passage("body"), VOCABULARIES[root.tag])

    def finish(self) -> None:
        """Write what is told beside the words: authors, and values of cells that were hidden."""
        self.authors.hide()
        forget_changed(self.cells)
