"""What a person wrote, taken apart for reading: paragraphs, quoted lines, pasted errors; long texts cut. Pure."""

import re
from dataclasses import dataclass

LONG_TEXT, LONG_LINES, HEAD = 1500, 20, 900
MOSTLY = 0.6
SHORTEST_CODE = 24
_BEGINS_WITH_CODE = re.compile(
    r"\s*(?:[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b|0x[0-9A-Fa-f]{6,}|Traceback |at [\w.$]+\(|[\w.]+(?:Exception|Error)\b|cvc-|"
    r"HTTP/?[\d. ]*\s[45]\d\d|<\?xml|\{\")"
)
_PLAIN = re.compile(r"[A-Za-z0-9_\-.,:;=/\\(){}\[\]<>\"'|#$%&*+@]")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text that is shown in one way: ``text``, ``code`` or ``quote``."""

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
    return [Block(block.kind, block.text.strip("\n")) for block in blocks if block.text.strip()]


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
