"""Octets to parts: one pass over the lines, as deep and as wide as one likes, in linear time and without recursion.

The standard library's parser builds every line as a string, nests generators and asks each open boundary at each line;
200 levels or 10,000 parts make it crawl. Here a line that begins with two hyphens is looked up in one table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from priyom.channels.mail.letter import MOST_DEPTH, MOST_HEADER_BYTES, MOST_PARTS
from priyom.channels.mail.parameters import with_parameters

_HEADER_LINE = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_TYPE = re.compile(r"([\w.+\-]{1,80})\s{0,5}/\s{0,5}([\w.+\-]{1,120})")
_DELIMITER = re.compile(rb"^--([^\n]{0,260})", re.MULTILINE)
_LOOK_AHEAD = 3
MOST_HEADERS = 2000
LONGEST_BOUNDARY = 250


@dataclass(slots=True)
class Part:
    """A node of the letter: its headers, its octets, what is inside."""

    headers: list[tuple[str, bytes]]
    start: int = 0  # of the body, in the whole letter
    end: int = 0
    default_type: str = "text/plain"
    children: list["Part"] = field(default_factory=list)
    is_emptied: bool = False  # its children hang higher up, for it is too deep
    _type: tuple[str, dict[str, str]] | None = None

    def first(self, name: str) -> bytes:
        """Return the value of the topmost header of this name, b"" when there is none."""
        return next((value for each, value in self.headers if each == name), b"")

    def all(self, name: str) -> list[bytes]:
        """Return the values of all headers of this name, topmost first."""
        return [value for each, value in self.headers if each == name]

    @property
    def typed(self) -> tuple[str, dict[str, str]]:
        """Return the content type in small letters and its parameters."""
        if self._type is None:
            kind, parameters = with_parameters(self.first("content-type"))
            # By the standard what is no type at all is plain text.
            match = _TYPE.match(kind)
            self._type = (f"{match[1]}/{match[2]}" if match else "text/plain", parameters)
        return self._type

    @property
    def content_type(self) -> str:
        """Return the type alone."""
        return self.typed[0] if self.first("content-type") else self.default_type


@dataclass(slots=True)
class Tree:
    """The letter in parts."""

    raw: bytes
    root: Part
    count: int = 1
    notes: set[str] = field(default_factory=set)
    hold: str = ""

    def body(self, part: Part) -> bytes:
        """Return the part's octets as they stand in the letter."""
        return self.raw[part.start : part.end]


def parse(raw: bytes) -> Tree:
    """Return the letter's parts; what is over the limits is left unparsed and `hold` says why."""
    raw = _with_line_feeds(raw)
    start = _skip_envelope(raw)
    headers, body, notes = read_headers(raw, start, len(raw))
    tree = Tree(raw, Part(headers, body, len(raw)), notes=set(notes))
    if body - start > MOST_HEADER_BYTES:
        tree.hold = "headers_too_large"
    if not headers:
        tree.hold = tree.hold or "not_a_letter"
    _divide(tree, tree.root)
    if not tree.root.children and _is_multipart(tree.root):
        tree.root.end = len(raw)  # closed before anything was in it: what stands below is all there is
        _divide_by_guess(tree)
    return tree


def _with_line_feeds(raw: bytes) -> bytes:
    return raw.replace(b"\r", b"\n") if b"\n" not in raw and b"\r" in raw else raw


def _skip_envelope(raw: bytes) -> int:
    """Step over a byte order mark, empty lines and an mbox «From » line."""
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[start : start + 1] in {b"\r", b"\n"} and start < len(raw):
        start += 1
    if raw[start : start + 5] == b"From ":
        start = raw.find(b"\n", start) + 1 or len(raw)
    return start


def read_headers(raw: bytes, start: int, end: int) -> tuple[list[tuple[str, bytes]], int, list[str]]:
    """Return (name in small letters, unfolded value) of each header, where the body begins, and notes."""
    headers: list[tuple[str, list[bytes]]] = []
    notes, place = [], start
    while place < end:
        line, following = _line(raw, place, end)
        if not line:
            place = following
            break
        if line[:1] in b" \t" and headers:
            headers[-1][1].append(line)
        elif match := _HEADER_LINE.match(line):
            name = line[: match.end() - 1].strip().decode("ascii").lower()
            headers.append((name, [line[match.end() :]]))
        elif not line.startswith(b"--") and _goes_on(raw, following, end):
            notes.append("headers_broken")
            if headers:
                headers[-1][1].append(b" " + line)
        else:
            notes.append("headers_broken")
            break
        place = following
        if len(headers) >= MOST_HEADERS or place - start > MOST_HEADER_BYTES:
            place = max(place, _end_of_headers(raw, place, end))
            break
    return [(name, b"".join(lines).strip()) for name, lines in headers], place, notes


def _line(raw: bytes, place: int, end: int) -> tuple[bytes, int]:
    stop = raw.find(b"\n", place, end)
    if stop < 0:
        return raw[place:end].rstrip(b"\r"), end
    return raw[place:stop].rstrip(b"\r"), stop + 1


def _goes_on(raw: bytes, place: int, end: int) -> bool:
    """Say whether headers still follow a line that is none: a careless sender broke a long one without a blank."""
    for _each in range(_LOOK_AHEAD):
        line, place = _line(raw, place, end)
        if not line:
            return False
        if _HEADER_LINE.match(line) and b" " not in line[: line.find(b":")]:
            return True
    return False


def _end_of_headers(raw: bytes, place: int, end: int) -> int:
    ends = [at + len(mark) for mark in (b"\n\n", b"\n\r\n") if (at := raw.find(mark, max(0, place - 2), end)) >= 0]
    return min(ends, default=end)


def _is_multipart(part: Part) -> bool:
    return part.content_type.startswith("multipart/")


def boundary_of(part: Part) -> bytes:
    """Return the boundary of a multipart, b"" when it names none."""
    if not _is_multipart(part):
        return b""
    boundary = part.typed[1].get("boundary", "").rstrip()
    return boundary.encode("utf-8", "surrogateescape")[:LONGEST_BOUNDARY]


class _Open:
    """The multiparts that are open at this line, and which boundary belongs to which."""

    def __init__(self) -> None:
        self.stack: list[tuple[Part, bytes]] = []
        self.levels: dict[bytes, list[int]] = {}

    def push(self, part: Part, boundary: bytes) -> None:
        self.levels.setdefault(boundary, []).append(len(self.stack))
        self.stack.append((part, boundary))

    def level(self, token: bytes) -> int:
        found = self.levels.get(token)
        return found[-1] if found else -1

    def close_above(self, level: int, end: int) -> None:
        while len(self.stack) > level:
            part, boundary = self.stack.pop()
            part.end = min(part.end, end)
            places = self.levels[boundary]
            places.pop()
            if not places:
                del self.levels[boundary]


def _delimiters(raw: bytes, place: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield where every line that begins with two hyphens begins, and what follows them."""
    for match in _DELIMITER.finditer(raw, place, end):
        yield match.start(), match[1].rstrip()


def _next_line(raw: bytes, at: int, end: int) -> int:
    stop = raw.find(b"\n", at, end)
    return end if stop < 0 else stop + 1


def _divide(tree: Tree, top: Part, boundary: bytes = b"") -> None:
    raw, opened = tree.raw, _Open()
    boundary = boundary or boundary_of(top)
    if not boundary:
        return
    opened.push(top, boundary)
    current: Part | None = None  # the leaf whose end is not yet seen
    floor = top.start
    for at, token in _delimiters(raw, top.start, top.end):
        if at < floor:
            continue  # inside the headers of a part
        level, closes = _meaning(opened, token)
        if level < 0:
            continue
        edge = _before_line_end(raw, at)
        if current is not None:
            current.end = max(current.start, min(current.end, edge))
            current = None
        opened.close_above(level if closes else level + 1, edge)
        if not opened.stack:
            return
        if closes:
            continue
        if tree.count >= MOST_PARTS:
            tree.hold = tree.hold or "too_many_parts"
            return
        part = _begin_part(tree, opened, _next_line(raw, at, top.end))
        current, floor = (None if opened.stack[-1][0] is part else part), part.start
    if opened.stack:
        tree.notes.add("unclosed_multipart")


def _meaning(opened: _Open, token: bytes) -> tuple[int, bool]:
    """Return which open multipart the line belongs to (−1: none) and whether it closes it."""
    level = opened.level(token)
    if level < 0 and token.endswith(b"--"):
        return opened.level(token[:-2].rstrip()), True
    return level, False


def _begin_part(tree: Tree, opened: _Open, start: int) -> Part:
    parent, _boundary = opened.stack[-1]
    headers, body, notes = read_headers(tree.raw, start, parent.end)
    tree.notes.update(notes)
    is_digest = parent.content_type == "multipart/digest"
    part = Part(headers, body, parent.end, "message/rfc822" if is_digest else "text/plain")
    tree.count += 1
    if len(opened.stack) > MOST_DEPTH:
        # Deeper than anybody means: the part hangs where the limit is, so that nothing later has to climb.
        tree.notes.add("nested_deep")
        parent.is_emptied = True
        parent = opened.stack[MOST_DEPTH][0]
    parent.children.append(part)
    if boundary := boundary_of(part):
        opened.push(part, boundary)
    return part


def _before_line_end(raw: bytes, at: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    at -= raw[at - 1 : at] == b"\n"
    return at - (raw[at - 1 : at] == b"\r")


def _divide_by_guess(tree: Tree) -> None:
    """Find the boundary that a multipart forgot to name, or named wrongly: a «--» line with headers below it."""
    root = tree.root
    for at, token in _delimiters(tree.raw, root.start, root.end):
        below = _next_line(tree.raw, at, root.end)
        if token and tree.raw[below : below + 8].lower() == b"content-":
            tree.notes.add("bad_boundary")
            _divide(tree, root, token)
            return


def outline(tree: Tree) -> Iterator[tuple[int, Part]]:
    """Yield depth and part, from the top, without recursion."""
    waiting = [(0, tree.root)]
    while waiting:
        depth, part = waiting.pop()
        yield depth, part
        waiting.extend((depth + 1, child) for child in reversed(part.children))
