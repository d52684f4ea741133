"""An article's plain text as blocks that a template can lay out. Pure."""

import re
from dataclasses import dataclass, field

_STEP = re.compile(r"\d+\. ")
_ITEM = "— "
_HEADING = "## "


@dataclass
class Block:
    """A part of a text: kind heading, paragraph, steps or items, with its lines."""

    kind: str
    lines: list[str] = field(default_factory=list)


def blocks_of(body: str) -> list[Block]:
    """Return the text's blocks in order."""
    found: list[Block] = []
    for line in (raw.strip() for raw in body.replace("\r\n", "\n").split("\n")):
        kind, text = _kind_of(line)
        if not text:
            if found:
                found.append(Block("gap"))
            continue
        if kind == "heading" or not found or found[-1].kind != kind:
            found.append(Block(kind))
        found[-1].lines.append(text)
    return _without_gaps(found)


def _kind_of(line: str) -> tuple[str, str]:
    if line.startswith(_HEADING):
        return "heading", line[len(_HEADING) :]
    if line.startswith(_ITEM):
        return "items", line[len(_ITEM) :]
    step = _STEP.match(line)
    return ("steps", line[step.end() :]) if step else ("paragraph", line)


def _without_gaps(blocks: list[Block]) -> list[Block]:
    """Drop the gaps; a list that goes on after an empty line is one list."""
    kept: list[Block] = []
    gap = False
    for block in blocks:
        if block.kind == "gap":
            gap = True
            continue
        if kept and gap and block.kind == kept[-1].kind and block.kind in {"steps", "items"}:
            kept[-1].lines += block.lines
        else:
            kept.append(block)
        gap = False
    return kept
