"""What a person wrote, apart for reading: paragraphs, tables, quoted lines, pasted errors; long texts cut. Pure."""

import re
from dataclasses import dataclass
from itertools import groupby, zip_longest

LONG_TEXT, LONG_LINES, HEAD = 1500, 20, 900
MOSTLY = 0.6
SHORTEST_CODE = 24
CELL = " | "  # between the cells of a table that came by letter (channels/mail/html_lines)
WIDEST_CELL = 40
_BEGINS_WITH_CODE = re.compile(
    r"\s*(?:[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b|0x[0-9A-Fa-f]{6,}|Traceback |at [\w.$]+\(|[\w.]+(?:Exception|Error)\b|cvc-|"
    r"HTTP/?[\d. ]*\s[45]\d\d|<\?xml|\{\")"
)
_PLAIN = re.compile(r"[A-Za-z0-9_\-.,:;=/\\(){}\[\]<>\"'|#$%&*+@]")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text that is shown in one way: ``text``, ``code``, ``table`` or ``quote``."""

    kind: str
    text: str


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of the text in order; lines that look pasted from a program are set apart as code."""
    blocks: list[Block] = []
    for line in text.strip().replace("\r\n", "\n").split("\n"):
        kind = _kind_of(line, after=blocks[-1].kind if blocks else "text")
        shown = line.lstrip()[1:].removeprefix(" ") if kind == "quote" else line
        if blocks and blocks[-1].kind == kind:
            blocks[-1] = Block(kind, f"{blocks[-1].text}\n{shown}")
        elif shown.strip() or blocks:
            blocks.append(Block(kind, shown))
    told = [Block(block.kind, block.text.strip("\n")) for block in blocks if block.text.strip()]
    return [part for block in told for part in (_with_tables(block.text) if block.kind == "text" else [block])]


def _with_tables(text: str) -> list[Block]:
    """Return the text with its tables set apart: two lines of cells or more, one after the other."""
    found: list[Block] = []
    for is_row, lines in groupby(text.split("\n"), key=lambda line: CELL in line):
        some = list(lines)
        kind = "table" if is_row and len(some) > 1 else "text"
        if kind == "text" and found and found[-1].kind == "text":
            found[-1] = Block(kind, "\n".join([found[-1].text, *some]))
        else:
            found.append(Block(kind, _in_columns(some) if kind == "table" else "\n".join(some)))
    return [Block(block.kind, block.text.strip("\n")) for block in found if block.text.strip()]


def _in_columns(lines: list[str]) -> str:
    """Return the rows with their cells below one another; a very long cell pushes only its own row."""
    rows = [[cell.strip() for cell in line.split(CELL)] for line in lines]
    widths = [min(WIDEST_CELL, max(map(len, column))) for column in zip_longest(*rows, fillvalue="")]
    return "\n".join("  ".join(cell.ljust(widths[n]) for n, cell in enumerate(row)).rstrip() for row in rows)


def cut(text: str) -> tuple[str, str]:
    """Return the beginning of a long text and its rest, cut where a paragraph or a word ends; a short one whole."""
    if len(text) <= LONG_TEXT and text.count("\n") <= LONG_LINES:
        return text, ""
    head = "\n".join(text[:HEAD].split("\n")[:LONG_LINES])
    for mark in ("\n\n", "\n", ". ", " "):
        at = head.rfind(mark, len(head) // 2)
        if at > 0:
            head = head[: at + len(mark)]
            break
    return head, text[len(head) :]


def _kind_of(line: str, *, after: str) -> str:
    stripped = line.strip()
    if stripped.startswith(">"):
        return "quote"
    if not stripped:
        return "text" if after == "quote" else after
    if _BEGINS_WITH_CODE.match(line) or (after == "code" and line[:1] in " \t"):
        return "code"
    dense = len(stripped) >= SHORTEST_CODE and "://" not in stripped.split(" ", 1)[0]
    share = len(_PLAIN.findall(stripped)) / max(1, len(stripped.replace(" ", "")))
    return "code" if dense and share > MOSTLY and re.search(r"[:=/\\<{\[(]", stripped) else "text"
