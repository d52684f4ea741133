"""In which coding a text was written, so that it goes out in the same: Russian files still come in eight."""

from __future__ import annotations

import re
from dataclasses import dataclass

from priyom.base.russian_alphabets import OF_DOS, RUSSIAN, most_russian, russianness
from priyom.privacy.files import Refused

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),    (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
ALPHABETS = (*RUSSIAN, OF_DOS)
DRAWN = re.compile(rb"([\x80-\xff])\1{2,}")  # lines of a table: no letter stands three times in a row
FRAMES, LATIN, BEYOND = re.compile("[\u2500-\u259f]+"), re.compile("[A-Za-z]"), re.compile("[^\0-\x7f]")
LIKE_RUSSIAN = 0.4  # Russian is worth 0.8 and more a letter, Kazakh and Ukrainian 0.5, Chinese less than 0.3
FEW = 40  # octets beyond ASCII: signs and a word or two may be anything
LOOKED_AT = 200_000
LARGEST_TEXT = 16 * 1024 * 1024


@dataclass(frozen=True)
class Coding:
    """A coding, with its mark when the file began with one."""

    name: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the octets of the text; what the coding lacks becomes a question mark."""
        if self.name.startswith("koi8"):
            text = text.replace("\u2116", "N")  # the number sign of the guard's marks
        return self.mark + text.encode(self.name, "replace")


def decode(content: bytes) -> tuple[str, Coding]:
    """Return the text and its coding; `Refused` when the octets are no text."""
    if len(content) > LARGEST_TEXT:
        raise Refused("too_large")
    for mark, name in MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], Coding(name, mark))
    if b"\0" in content:
        return _decoded(content, Coding(_wide(content)))
    try:
        return content.decode("utf-8"), Coding("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, Coding(_single(content)))


def _decoded(content: bytes, coding: Coding) -> tuple[str, Coding]:
    try:
        text = content.decode(coding.name)
    except UnicodeDecodeError as error:
        raise Refused("not_a_text") from error
    if "\0" in text:
        raise Refused("not_a_text")
    return text, coding


def _wide(content: bytes) -> str:
    """UTF-16 without a mark shows in which half the zeros stand."""
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(content) % 2 or max(even, odd) < len(head) // 20:
        raise Refused("not_a_text")
    return "utf-16-le" if odd > even else "utf-16-be"


def _single(content: bytes) -> str:
    """Return the alphabet that makes the most Russian of it; `Refused` for letters of an alphabet that nobody reads."""
    looked_at = DRAWN.sub(b"", content[:LOOKED_AT])
    alphabet, _worth = most_russian(looked_at, ALPHABETS)
    text = looked_at.decode(alphabet, "replace")
    if len(looked_at) < len(content[:LOOKED_AT]):  # lines are drawn: signs that frame a table say nothing
        text = FRAMES.sub("", text)
    if len(BEYOND.findall(text)) > max(FEW, len(LATIN.findall(text))) and russianness(text) < LIKE_RUSSIAN:
        raise Refused("not_a_text")
    return alphabet
