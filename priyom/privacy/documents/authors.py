"""Who wrote, changed and commented: always replaced, whoever it is; the same person keeps one number."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from priyom.privacy.detectors import Label
from priyom.privacy.documents.markup import Node, attribute_of, local
from priyom.privacy.documents.passages import Graph, Write

ATTRIBUTES = frozenset(
    {"author", "initials", "displayName", "userId", "userName", "lastModifiedBy", "modifiedBy", "createdBy"}
)
ELEMENTS = frozenset({
    "creator", "lastModifiedBy", "initial-creator", "printed-by", "author", "sender-initials", "creator-initials",
    "Manager", "author-name", "author-initials", "sender-firstname", "sender-lastname",
})  # fmt: skip
OF_PEOPLE = frozenset({"cmAuthor", "person", "author"})  # elements whose plain `name` is a person's
FEWEST = 2
CYRILLIC = re.compile(r"[\u0400-\u04ff]{2}")


class Authors:
    """Collects the places that hold an author; writes them when the document has been read."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.passage = graph.passage("authors")
        self.places: list[tuple[str, Write]] = []

    def take(self, root: Node) -> None:
        """Take the authors out of a part, before it is read."""
        if Label.PERSON not in self.graph.guard.rules.kinds:
            return
        for node in root.iter():
            if not isinstance(node.tag, str):
                continue
            name = local(node)
            if name in ELEMENTS and node.text and not len(node):
                self._add(node.text, lambda text, node=node: setattr(node, "text", text))
                node.text = ""
            for attribute, value in list(node.attrib.items()):
                plain = attribute.rpartition("}")[2]
                if value.strip() and (plain in ATTRIBUTES or (plain == "name" and name in OF_PEOPLE)):
                    self._add(value, attribute_of(node, attribute))
                    node.set(attribute, "")

    def _add(self, value: str, write: Write) -> None:
        self.places.append((value, write))
        if len(value) > FEWEST and CYRILLIC.search(value):
            self.passage.say(f"<author>{value.translate({60: 32, 62: 32, 10: 32})}</author>\n")

    def hide(self) -> None:
        """Write a number instead of each."""
        numbers: dict[str, int] = {}
        for value, write in self.places:
            write(word().format(n=numbers.setdefault(value.strip().lower(), len(numbers) + 1)))
        if self.places:
            self.graph.note(Label.PERSON.value, "authors")


@lru_cache(maxsize=1)
def word() -> str:
    """Return the word for one."""
    words = tomllib.loads((Path(__file__).with_name("data") / "words.ru.toml").read_text(encoding="utf-8"))
    return str(words["author"])
