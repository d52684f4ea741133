"""Outlook's winmail.dat (TNEF): the text and the files in it, by a reader that trusts no length it is told.

Our own, because the libraries for it are unkept, cut zero octets off the files and copy the rest at every attribute.
"""

import struct
from dataclasses import dataclass, field

from priyom.channels.mail.charsets import codec_of, decode
from priyom.channels.mail.rtf import html_or_text_of, unpacked

SIGNATURE = 0x223E9F78
MOST_ATTRIBUTES = 5000
MOST_PROPERTIES = 5000
MOST_FILES = 250
_MESSAGE, _ATTACHMENT = 1, 2
_BODY, _ATTACH_DATA, _ATTACH_TITLE, _ATTACH_BEGINS = 0x800C, 0x800F, 0x8010, 0x9002
_PROPERTIES, _ATTACH_PROPERTIES, _CODEPAGE = 0x9003, 0x9005, 0x9007
# MAPI properties
_TEXT, _RTF, _HTML, _INTERNET_CODEPAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_OBJECT, _FILE_NAME, _LONG_NAME, _MIME_TYPE, _CONTENT_ID, _SHOWN_NAME = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712, 0x3001
_FIXED = {
    0x0002: 2,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 2,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_NARROW, _WIDE = 0x001E, 0x001F
_VARIABLE = frozenset({_NARROW, _WIDE, 0x000D, 0x0102, 0x0000})
_MANY, _NAMED = 0x1000, 0x8000
_EMBEDDED = bytes.fromhex("0703020000000000c000000000000046")


class BrokenTnef(Exception):
    """It is no TNEF, or so broken that nothing can be taken out."""


@dataclass(slots=True)
class _File:
    name: str = ""
    long_name: str = ""
    content_type: str = ""
    content_id: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Taken:
    """What was inside."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, str, bytes, str]] = field(default_factory=list)  # name, type, octets, content id
    is_whole: bool = True  # it was read to its end


def read_tnef(data: bytes) -> Taken:
    """Return text and files; raise BrokenTnef when there is nothing to be had."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:  # noqa: PLR2004 - signature and key
        raise BrokenTnef
    reader = _Reader(data)
    try:
        reader.read()
    except (struct.error, ValueError, IndexError, KeyError) as fault:
        if not (reader.files or reader.text or reader.html):
            raise BrokenTnef from fault
        reader.is_whole = False
    if not (reader.is_whole or reader.files or reader.text or reader.html):
        raise BrokenTnef
    return reader.taken()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.charset = "cp1251"
        self.text = self.html = ""
        self.raw_html = b""
        self.files: list[_File] = []
        self.is_whole = True

    def read(self) -> None:
        place = 6
        for each in range(MOST_ATTRIBUTES):
            if place + 11 > len(self.data):
                # Some writers spare the last checksum.
                self.is_whole = self.is_whole and each > 0 and place >= len(self.data) - 2
                return
            level, name, _kind, size = struct.unpack_from("<BHHI", self.data, place)
            start = place + 9
            place = start + size + 2
            if level not in {_MESSAGE, _ATTACHMENT}:
                raise ValueError
            self.is_whole = self.is_whole and start + size <= len(self.data)
            self._attribute(level, name, start, min(start + size, len(self.data)))
        self.is_whole = False

    def _attribute(self, level: int, name: int, start: int, end: int) -> None:
        if name == _CODEPAGE and end - start >= 4:  # noqa: PLR2004
            self.charset = codepage(struct.unpack_from("<I", self.data, start)[0]) or self.charset
        elif name == _BODY and level == _MESSAGE:
            self.text = self.text or decode(self.data[start:end].rstrip(b"\x00"), self.charset)[0]
        elif name == _PROPERTIES:
            self._message(properties(self.data, start, end))
        elif name == _ATTACH_BEGINS and len(self.files) < MOST_FILES:
            self.files.append(_File())
        elif level == _ATTACHMENT and self.files:
            self._file(self.files[-1], name, start, end)

    def _message(self, found: dict[int, tuple[int, bytes]]) -> None:
        _type, raw = found.get(_INTERNET_CODEPAGE, (0, b""))
        page = codepage(struct.unpack("<I", raw[:4])[0]) if len(raw) >= 4 else ""  # noqa: PLR2004
        if _TEXT in found:
            self.text = self._words(found[_TEXT], page or self.charset) or self.text
        if _HTML in found:
            self.html = self._words(found[_HTML], page or self.charset)
        if _RTF in found and not self.html:
            form, words = html_or_text_of(unpacked(found[_RTF][1]))
            if form == "html":
                self.html = words
            elif not self.text.strip():
                self.text = words

    def _words(self, given: tuple[int, bytes], charset: str) -> str:
        kind, raw = given
        if kind == _WIDE:
            return raw.decode("utf-16-le", "replace").rstrip("\x00")
        return decode(raw.rstrip(b"\x00"), charset)[0]

    def _file(self, file: _File, name: int, start: int, end: int) -> None:
        if name == _ATTACH_TITLE:
            file.name = decode(self.data[start:end].rstrip(b"\x00"), self.charset)[0]
        elif name == _ATTACH_DATA:
            file.data = self.data[start:end]
        elif name == _ATTACH_PROPERTIES:
            found = properties(self.data, start, end)
            for key, place in ((_LONG_NAME, "long_name"), (_MIME_TYPE, "content_type"), (_CONTENT_ID, "content_id")):
                if key in found:
                    setattr(file, place, self._words(found[key], self.charset))
            for key in (_FILE_NAME, _SHOWN_NAME):
                if key in found and not file.name:
                    file.name = self._words(found[key], self.charset)
            if _OBJECT in found and not file.data:
                file.data = found[_OBJECT][1].removeprefix(_EMBEDDED)

    def taken(self) -> Taken:
        files = [
            (
                each.long_name or each.name or ("letter.tnef" if each.data[:4] == b"\x78\x9f\x3e\x22" else ""),
                each.content_type.strip().lower() or "application/octet-stream",
                each.data,
                each.content_id.strip("<> "),
            )
            for each in self.files
        ]
        return Taken(self.text, self.html, files, self.is_whole)


def codepage(number: int) -> str:
    """Return the charset of a Windows code page, "" when it is none."""
    known = {65001: "utf-8", 20866: "koi8-r", 21866: "koi8-u", 28595: "iso-8859-5", 20127: "ascii", 1200: "utf-16-le"}
    return known.get(number) or codec_of(f"cp{number}")


def properties(data: bytes, start: int, end: int) -> dict[int, tuple[int, bytes]]:
    """Return the first value of each MAPI property, with its type."""
    found: dict[int, tuple[int, bytes]] = {}
    (count,) = struct.unpack_from("<I", data, start)
    place = start + 4
    for _each in range(min(count, MOST_PROPERTIES)):
        if place + 4 > end:
            break
        kind, name = struct.unpack_from("<HH", data, place)
        place += 4
        if name >= _NAMED:
            place = _after_name(data, place)
        values, place = _values(data, place, end, kind)
        if values and name not in found:
            found[name] = (kind & ~_MANY, values)
    return found


def _after_name(data: bytes, place: int) -> int:
    (by_string,) = struct.unpack_from("<I", data, place + 16)
    if not by_string:
        return place + 24
    (size,) = struct.unpack_from("<I", data, place + 20)
    return place + 24 + size + (-size % 4)


def _values(data: bytes, place: int, end: int, kind: int) -> tuple[bytes, int]:
    """Return the first value and where all of them end."""
    base = kind & ~_MANY
    count = 1
    if kind & _MANY or base in _VARIABLE:
        (count,) = struct.unpack_from("<I", data, place)
        place += 4
    if base in _FIXED:
        size = _FIXED[base]
        first = data[place : min(place + size, end)]
        return first, place + max(size * count + (-(size * count) % 4), 0)
    if base not in _VARIABLE:
        raise ValueError
    first = b""
    for each in range(min(count, MOST_PROPERTIES)):
        if place + 4 > end:
            break
        (size,) = struct.unpack_from("<I", data, place)
        if not each:
            first = data[place + 4 : min(place + 4 + size, end)]
        place += 4 + size + (-size % 4)
    return first, place
