"""Outlook's compressed RTF: unpacked with a cap, and read as HTML where it only wraps HTML, else as plain words."""

import re
import struct

from priyom.channels.mail.charsets import codec_of

MOST_UNPACKED = 8 * 1024 * 1024
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0"
    b"\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RING = 4096
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]++)", re.DOTALL
)

# Groups that hold no words of the letter.
_SILENT = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"generator", b"listtable",
    b"listoverridetable",
     b"rsidtbl", b"themedata", b"datastore", b"xmlnstbl", b"header", b"footer", b"fldinst", b"pntext"}
)  # fmt: skip
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"sect": "\n", b"page": "\n"}
_SIGNS = {
    b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d",
}  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """Return the RTF; b"" when it is none."""
    if len(data) < 16:  # noqa: PLR2004 - the header
        return b""
    _size, raw_size, mark, _crc = struct.unpack_from("<IIII", data)
    if mark == _PLAIN:
        return data[16 : 16 + min(raw_size, MOST_UNPACKED)]
    if mark != _PACKED:
        return data if data.startswith(b"{\\rtf") else b""
    return _unpack(data, min(raw_size, MOST_UNPACKED))


def _unpack(data: bytes, most: int) -> bytes:
    ring = bytearray(_START + b"\x00" * (_RING - len(_START)))
    at, place, made = len(_START), 16, bytearray()
    while place < len(data) and len(made) < most:
        flags = data[place]
        place += 1
        for bit in range(8):
            if place >= len(data) or len(made) >= most:
                break
            if not flags >> bit & 1:
                ring[at] = data[place]
                made.append(data[place])
                at, place = (at + 1) % _RING, place + 1
                continue
            if place + 1 >= len(data):
                return bytes(made)
            pair = data[place] << 8 | data[place + 1]
            place += 2
            since, length = pair >> 4, (pair & 0xF) + 2
            if since == at:
                return bytes(made)
            for step in range(length):
                octet = ring[(since + step) % _RING]
                ring[at] = octet
                made.append(octet)
                at = (at + 1) % _RING
    return bytes(made)


def html_or_text_of(rtf: bytes) -> tuple[str, str]:
    """Return ("html", markup) or ("text", words)."""
    if not rtf.startswith(b"{\\rtf"):
        return "text", ""
    is_html = b"\\fromhtml1" in rtf[:2000]
    return ("html" if is_html else "text"), _Rtf(rtf, is_html=is_html).words()


class _Rtf:
    """One walk over the tokens. Of wrapped HTML the markup stands in htmltag groups; htmlrtf marks what is not it."""

    def __init__(self, rtf: bytes, *, is_html: bool) -> None:
        self.rtf = rtf
        self.is_html = is_html
        self.made: list[str] = []
        self.octets = bytearray()
        self.charset = "cp1251"
        self.silent = 0  # depth at which silence began, 0 for none
        self.depth = 0
        self.rtf_only = False
        self.skip = 0  # letters that stand in for a Unicode one
        self.stand_ins = 1
        self.starred = False

    def words(self) -> str:
        for match in _TOKEN.finditer(self.rtf):
            word, number, octet, sign, brace, text = match.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, number)
            elif octet:
                self._octet(int(octet, 16))
            elif sign:
                self._sign(sign)
            elif text:
                self._text(text)
        self._flush()
        return "".join(self.made).replace("\r", "")

    def _heard(self) -> bool:
        return not self.silent and not (self.is_html and self.rtf_only)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            self.depth += 1
        else:
            self.depth -= 1
            if self.silent and self.depth < self.silent:
                self.silent = 0
        self.starred = False
        self.skip = 0

    def _word(self, word: bytes, number: bytes | None) -> None:
        value = int(number) if number else None
        if word == b"htmltag":
            self.starred = False
        elif word == b"htmlrtf":
            self.rtf_only = value != 0
        elif word == b"ansicpg" and value:
            self._flush()
            self.charset = f"cp{value}" if value != 65001 else "utf-8"  # noqa: PLR2004
        elif word == b"uc":
            self.stand_ins = min(max(value or 0, 0), 10)
        elif word == b"u" and value is not None and self._heard():
            self._flush()
            self.made.append(chr(value % 65536))
            self.skip = self.stand_ins
        elif not self.silent and (word in _SILENT or self.starred):
            self.silent = self.depth
        elif self._heard() and (word in _BREAKS or word in _SIGNS):
            self._flush()
            self.made.append(_BREAKS.get(word) or _SIGNS[word])
        self.starred = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in b"\\{}":
            self._octet(sign[0])
        elif sign == b"~":
            self._octet(0x20)

    def _octet(self, octet: int) -> None:
        if self.skip:
            self.skip -= 1
        elif self._heard():
            self.octets.append(octet)

    def _text(self, text: bytes) -> None:
        skipped = min(self.skip, len(text))
        self.skip -= skipped
        if self._heard():
            self.octets += text[skipped:]

    def _flush(self) -> None:
        if self.octets:
            self.made.append(bytes(self.octets).decode(codec_of(self.charset) or "cp1251", "replace"))
            self.octets.clear()
