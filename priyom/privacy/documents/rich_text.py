"""RTF: control words are read, so that words split by codes are words again; what is no text of the page is left out.

Groups that hold people, pictures, objects and history go; fonts, styles and lists stay as they are. Octets that stay
are those of the file; only masked pieces are written anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from priyom.privacy.documents.passages import Graph, Passage, Write
from priyom.privacy.documents.proof import prove_texts
from priyom.privacy.documents.texts import Pieces
from priyom.privacy.files import FileReport, Refused, TextGuard

TOKEN = re.compile(
    r"(?P<open>\{)|(?P<shut>\})|\\'(?P<octet>[0-9a-fA-F]{2})"
    r"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<line>[\r\n]+)|(?P<text>[^{}\\\r\n]+)|(?P<rest>\\)",
    re.DOTALL,
)
LARGEST, DEEPEST = 32 * 1024 * 1024, 400
LEFT_OUT = """
    info pict object objdata themedata datastore colorschememapping xmlnstbl revtbl userprops doccomm template
    fldtype nextfile filetbl atnauthor atnid atrfstart atrfend atnref bkmkstart bkmkend shppict nonshppict datafield
    formfield mailmerge protusertbl generator private passwordhash rsidtbl blipuid factoidname xe tc docvar operator
    author manager company sp
"""
AS_IT_IS = "fonttbl colortbl stylesheet listtable listoverridetable pgptbl pntext pn latentstyles mmathPr"
OF_PAGE = """
    annotation footnote header headerl headerr headerf footer footerl footerr footerf shptxt shpinst fldinst ftnsep
"""
REMOVED, RAW, READ = frozenset(LEFT_OUT.split()), frozenset(AS_IT_IS.split()), frozenset(OF_PAGE.split())
LOST = frozenset({"pict", "object"})
BREAKS = {
    "par": "\n", "line": "\n", "row": "\n", "nestrow": "\n", "sect": "\n", "page": "\n", "cell": "\t", "nestcell": "\t",
    "tab": "\t", "emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n", "\t": "\t"}
CHARSETS = {
    0: "cp1252",
    204: "cp1251",
    238: "cp1250",
    161: "cp1253",
    162: "cp1254",
    186: "cp1257",
    77: "mac_roman",
    255: "cp866",
}
FALLBACK = "cp1251"
FONT = re.compile(r"\\f([0-9]{1,5})(?![0-9])(?:(?!\\f[0-9])[^{}]){0,200}?\\fcharset([0-9]{1,3})")
CODEPAGE = re.compile(r"\\ansicpg([0-9]{3,5})")


@dataclass(slots=True)
class State:
    """What a group inherits."""

    skipped: int = 1  # \uc: so many characters follow a number of Unicode as its stand-in
    coding: str = FALLBACK
    part: str = "text"


@dataclass
class Reader:
    """Cuts a file into pieces; consecutive characters are one piece of text."""

    coding: str
    fonts: dict[str, str]
    pieces: Pieces = field(default_factory=Pieces)
    found: list[tuple[str, str, int, int]] = field(default_factory=list)  # part, text, number of the piece, \uc
    lost: int = 0
    states: list[State] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    octets: bytearray = field(default_factory=bytearray)
    skip: int = 0

    def read(self, text: str) -> None:
        """Read the whole file."""
        self.states = [State(coding=self.coding)]
        place = 0
        while place < len(text):
            token = TOKEN.match(text, place)
            if token is None:
                raise Refused("unreadable")
            place = self._token(text, token)
        self._flush()

    def _token(self, text: str, token: re.Match[str]) -> int:
        """Read one token; return where the next begins."""
        if token["open"]:
            return self._opened(text, token)
        if token["shut"]:
            self._flush()
            self.states[1:] = self.states[1:-1]
            self.pieces.add("}")
        elif token["octet"] is not None:
            self._octet(token)
        elif token["word"] == "u" and token["number"]:
            self._characters(chr(int(token["number"]) % 65536), token, behind=self.states[-1].skipped)
        elif token["text"] is not None:
            self._characters(token["text"], token)
        elif token["sign"] in SIGNS:
            self._characters(SIGNS[token["sign"]], token)
        elif token["line"]:
            (self.raw.append if self.run or self.octets else self.pieces.add)(token.group())
        else:
            return self._control(token)
        return token.end()

    def _opened(self, text: str, token: re.Match[str]) -> int:
        self._flush()
        name, starred = _destination(text, token.end())
        if name in REMOVED or (starred and name not in READ | RAW):
            self.lost += name in LOST
            return _end_of_group(text, token.start())
        if name in RAW:
            end = _end_of_group(text, token.start())
            self.pieces.add(text[token.start() : end])
            return end
        if len(self.states) > DEEPEST:
            raise Refused("too_deep")
        last = self.states[-1]
        self.states.append(State(last.skipped, last.coding, name if name in READ else last.part))
        self.pieces.add("{")
        return token.end()

    def _octet(self, token: re.Match[str]) -> None:
        self.raw.append(token.group())
        if self.skip:
            self.skip -= 1
        else:
            self.octets.append(int(token["octet"], 16))

    def _characters(self, said: str, token: re.Match[str], behind: int | None = None) -> None:
        """Take characters; those that only stand in for a number of Unicode are passed over."""
        self._decode()
        skipped = self.skip if behind is None else 0
        self.run.append(said[skipped:])
        self.raw.append(token.group())
        self.skip = max(0, self.skip - len(said)) if behind is None else behind

    def _decode(self) -> None:
        if self.octets:
            self.run.append(self.octets.decode(self.states[-1].coding, "replace"))
            self.octets.clear()

    def _flush(self) -> None:
        self._decode()
        if self.raw:
            self.pieces.add("".join(self.raw))
            state = self.states[-1]
            self.found.append((state.part, "".join(self.run), len(self.pieces.pieces) - 1, state.skipped))
            self.run.clear()
            self.raw.clear()

    def _control(self, token: re.Match[str]) -> int:
        self._flush()
        self.skip = 0
        word, number, state = token["word"] or "", token["number"] or "", self.states[-1]
        if word == "bin":
            return token.end() + max(0, int(number or 0))
        if word == "uc" and number:
            state.skipped = min(8, max(0, int(number)))
        elif word == "f" and number:
            state.coding = self.fonts.get(number, self.coding)
        elif word == "plain":
            state.coding = self.coding
        self.pieces.add(token.group())
        if word in BREAKS:
            self.found.append((state.part, BREAKS[word], -1, 0))
        return token.end()


def mask_rich_text(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask an RTF file."""
    content = source.read_bytes()
    if len(content) > LARGEST:
        raise Refused("too_large")
    reader, graph = reader_of(content), Graph(guard)
    passages: dict[str, Passage] = {}
    for part, text, number, skipped in reader.found:
        if part not in passages:
            passages[part] = graph.passage(part)
        passage = passages[part]
        if number < 0:
            passage.say(text)
            passage.next_group()
        else:
            passage.take(text, _writer(reader.pieces, number, skipped))
    for _ in range(reader.lost):
        graph.note("PICTURE_REMOVED", "picture")
    graph.passage("file name").say(name)
    graph.settle()
    written = reader.pieces.text.encode("latin-1", "replace")
    prove_texts(graph.values, ["".join(text for _part, text, _number, _skipped in reader_of(written).found)])
    target.write_bytes(written)
    return FileReport("masked" if graph.findings else "clean", findings=tuple(graph.findings))


def reader_of(content: bytes) -> Reader:
    """Return the file read."""
    text = content.decode("latin-1")
    text = text[: _end_of_group(text, text.find("{"))]  # what follows the end is nobody's business
    told = CODEPAGE.search(text[:2000])
    coding = f"cp{told[1]}" if told else FALLBACK
    try:
        "".encode(coding)
    except LookupError:
        coding = FALLBACK
    fonts = {number: CHARSETS.get(int(charset), coding) for number, charset in FONT.findall(text[:400_000])}
    fonts = {number: coding if found == "cp1252" else found for number, found in fonts.items()}
    reader = Reader(coding, fonts)
    reader.read(text)
    return reader


def _writer(pieces: Pieces, number: int, skipped: int) -> Write:
    def write(text: str) -> None:
        pieces.pieces[number] = "".join(_char(char, skipped) for char in text)

    return write


def _char(char: str, skipped: int) -> str:
    if char in "\\{}":
        return "\\" + char
    if " " <= char <= "~":
        return char
    units = char.encode("utf-16-le")
    return "".join(
        f"\\u{int.from_bytes(units[at : at + 2], 'little', signed=True)} {'?' * skipped}"
        for at in range(0, len(units), 2)
    )


def _destination(text: str, place: int) -> tuple[str, bool]:
    found = re.compile(r"[\r\n]{0,4}(\\\*[\r\n ]{0,4})?\\([a-zA-Z]{1,32})").match(text, place)
    return (found[2], bool(found[1])) if found else ("", False)


def _end_of_group(text: str, start: int) -> int:
    """Return the place behind the group that opens here; the end of the text when it never shuts."""
    depth, place = 0, start
    for found in re.compile(r"\\bin([0-9]{1,9}) ?|\\[\\{}]|[{}]").finditer(text, start):
        if found.start() < place:
            continue
        place = found.end()
        if found[1]:
            place += int(found[1])
        elif found.group() in "{}":
            depth += 1 if found.group() == "{" else -1
            if depth == 0:
                return found.end()
    return len(text)
