"""docs/slice.md shows the code itself. Run as a program it brings the page up to date."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "slice.md"
BLOCK = re.compile(r"<!-- (?P<path>\S+) (?P<how>::|~) (?P<what>.+?) -->\n```python\n(?P<code>.*?)```\n", re.DOTALL)


def code_of(path, how, what):
    """Return a function or class by name (``::``), or the one line that holds the words (``~``)."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if how == "~":
        return next(line for line in text.splitlines() if what in line).strip() + "\n"
    lines = text.splitlines(keepends=True)
    found = next(node for node in ast.parse(text).body if getattr(node, "name", "") == what)
    first = min([found.lineno, *(mark.lineno for mark in found.decorator_list)])
    return "".join(lines[first - 1 : found.end_lineno])


def test_the_page_shows_the_code_as_it_is():
    blocks = list(BLOCK.finditer(PAGE.read_text(encoding="utf-8")))
    assert len(blocks) >= 8
    stale = [block["what"] for block in blocks if block["code"] != code_of(block["path"], block["how"], block["what"])]
    assert not stale, f"python -m tests.test_slice brings {stale} up to date"


def renew():
    """Write the present code into the page."""

    def block(found):
        code = code_of(found["path"], found["how"], found["what"])
        return f"<!-- {found['path']} {found['how']} {found['what']} -->\n```python\n{code}```\n"

    PAGE.write_text(BLOCK.sub(block, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(renew())
