"""Writing in codes: percents of addresses, escapes, entities, quoted-printable, base64, octets in hex, spoilt codings.

A name that a log keeps as «%D0%9A…» is read by whoever wants to. So every such run is found here as the words it stands
for, with the way back into the same code. Whether those words are anybody's is for the detectors to say; a run that
they leave alone stays as it was written. A file in base64, which nobody can read here, is told as one.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from functools import partial
from urllib.parse import quote, unquote_to_bytes

RUSSIAN = re.compile("[\u0401\u0410-\u044f\u0451]{2}")
CYRILLIC = re.compile("[\u0401\u0410-\u044f\u0451]")  # one letter stands alone, too: \u0433. of a town
SIGN = re.compile("[\u00a0\u00ab\u00bb\u2010-\u2015\u2116]")  # as well: a number stands behind «\u2116»
NOT_PLAIN = re.compile("[^\t\r\n\\x20-\\x7e\u00a0\u00ab\u00bb\u2010-\u2026\u2116\u0400-\u04ff]")
TELLING = re.compile(  # a long number, a mailbox, more codes within
    r"\d(?:[ ()-]{0,2}\d){9}|[\w.-]@[\w-]+\.|\\u04[0-9A-Fa-f]{2}|%D[01]%|\\xD[01]\\|&#10[4-9]\d;", re.IGNORECASE
)
NUMBER = re.compile(r"\d(?:[ \u00a0()./-]{0,2}\d){5}")  # six digits, as a date has
ENTITY = (
    r"&(?:#(?:[xX][0-9A-Fa-f]{2,5}|[0-9]{2,6})"
    r"|nbsp|ensp|emsp|thinsp|shy|zwn?j|[nm]dash|minus|hyphen|[lr]par|plus|commat|period|sol);"
)
WORD = re.compile("[\u0401\u0410-\u042f\u0451\u0430-\u044f][\u0451\u0430-\u044f]{2,}")
SPOILT = 20  # of so many characters of a text that is one, less than one is odd
FEWEST_OCTETS = 12  # of base64 and hex; what is shorter is a word of somebody's
FEWEST_OF_FILE, LOOKED_AT = 48, 65_536
FILES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"%PDF", b"PK\x03\x04", b"\x1f\x8b\x08", b"Rar!",
    b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"\x1aE\xdf\xa3", b"BZh", b"\xfd7zXZ", b"OggS",
)  # fmt: skip
FILE_MARKS = ((4, b"ftyp"), (128, b"DICM"))
NAMED = re.compile(
    rb"\xd0[\x81\x90-\xaf](?:\xd0[\xb0-\xbf]|\xd1[\x80-\x8f\x91]){3}|(?:\x04[\x10-\x4f]){5}"
)  # a certificate says whose
SUSPECT = re.compile(  # what no code is without
    r"%[0-9A-Fa-fu]|\\[xu0-3]|&[#a-z]|=[0-9A-F?]|[A-Za-z0-9+/_-]{16}|[\u00c0-\u00ff]{3}"
    r"|[\u0420\u0421\u00d0\u00d1][\u0080-\u00bf\u0152-\u0192\u0402-\u040f\u0452-\u2122]"
)

Encode = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Coded:
    """A run of a text, what it says, and what writes other words in its code; of a file nothing is said."""

    start: int
    end: int
    text: str
    encode: Encode
    is_file: bool = False

    def __repr__(self) -> str:
        return f"<coded at {self.start}>"  # never what it says


def coded_in(text: str) -> Iterator[Coded]:
    """Yield the runs that stand for words, in their order."""
    if SUSPECT.search(text) is None:
        return
    place = 0
    for run in sorted(_all_in(text), key=lambda run: run.start):
        if run.start >= place:
            yield run
            place = run.end


def plainly(text: str) -> str:
    """Return the text with the words that its codes stand for."""
    pieces, place = [], 0
    for run in coded_in(text):
        pieces += [text[place : run.start], run.text]
        place = run.end
    return "".join([*pieces, text[place:]])


def _all_in(text: str) -> Iterator[Coded]:
    for pattern, reader in CODES:
        for found in pattern.finditer(text):
            made = reader(found.group())
            if made:
                yield Coded(found.start(), found.end(), *made, is_file=made[1] is _gone)


# -- what octets say ---------------------------------------------------------------------------------------------------


def words_of(octets: bytes, codings: tuple[str, ...] = ("utf-8", "cp1251")) -> tuple[str, str] | None:
    """Return the text and its coding, when the octets are Russian words or tell a number or a mailbox."""
    for coding in codings:
        try:
            said = octets.decode(coding)
        except UnicodeDecodeError:
            continue
        if len(NOT_PLAIN.findall(said)) * SPOILT > len(said):
            continue
        if TELLING.search(said) or (RUSSIAN.search(said) if coding == "utf-8" else _is_russian(said)):
            return said, coding
    return None


def _is_russian(said: str) -> bool:
    """Say whether an old coding was guessed rightly: most of its letters stand in words, not in a jumble."""
    letters = sum(char >= "\u0400" for char in said)
    return letters > 0 and 2 * sum(map(len, WORD.findall(said))) > letters


Made = tuple[str, Encode] | None


def _percents(run: str) -> Made:
    if "%" not in run:
        return None
    spaced = re.sub(r"\+(?!7[\d (%-])", " ", run)
    made = words_of(unquote_to_bytes(spaced))
    if made is None:
        return None
    said, coding = made
    space = "+" if " " in spaced else "%20"
    return said, lambda words: quote(words, safe="", encoding=coding, errors="replace").replace("%20", space)


def _escapes(run: str) -> Made:
    r"""Read «\u0418», any number of strokes before it, and «%u0418»."""
    before = re.match(r"(?:\\+|%)u", run)
    units = "".join(re.findall(r"u([0-9A-Fa-f]{4})", run))
    said = bytes.fromhex(units).decode("utf-16-be", "replace")
    lead = before.group() if before else "\\u"
    if not (CYRILLIC.search(said) or SIGN.search(said)):
        return None
    return said, partial(_escaped, lead=lead, high=units.upper() == units)


def _escaped(words: str, *, lead: str, high: bool) -> str:
    """Write as the file does; letters that need no escape stay."""
    units = words.encode("utf-16-be")
    codes = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return "".join(chr(code) if _stays(code) else f"{lead}{code:04{'X' if high else 'x'}}" for code in codes)


def _stays(code: int) -> bool:
    """Say whether a sign needs no escape, and ends no string around it."""
    return 0x20 <= code < 0x7F and chr(code) not in "\"'\\="


def _octets(run: str) -> Made:
    r"""Read «\xD0\x98» and «\320\230», as servers and databases write what is no ASCII."""
    if "x" in run:
        octets = bytes.fromhex("".join(re.findall(r"x([0-9A-Fa-f]{2})", run)))
        lead, form = run[: run.index("x") + 1], "02X"
    else:
        octets = bytes(int(one, 8) for one in re.findall(r"[0-3][0-7]{2}", run))
        lead, form = run[: len(run) - len(run.lstrip("\\"))], "03o"
    return _in_codes(octets, lead, form)


def _in_codes(octets: bytes, lead: str, form: str) -> Made:
    """Read the octets, to be written again with a sign before each code of that form."""
    made = words_of(octets)
    if made is None:
        return None
    said, coding = made
    return said, lambda words: "".join(
        chr(code) if _stays(code) else f"{lead}{code:{form}}" for code in words.encode(coding, "replace")
    )


def _entities(run: str) -> Made:
    said = html.unescape(run)
    if not (RUSSIAN.search(said) or NUMBER.search(said) or TELLING.search(said)):
        return None
    if max(run) >= "\u0400":  # only its signs stand in codes
        return said, str
    return said, lambda words: "".join(char if _stays(ord(char)) else f"&#{ord(char)};" for char in words)


def _quoted(run: str) -> Made:
    made = _in_codes(binascii.a2b_qp(run.encode("ascii")), "=", "02X")
    # «snils=91855693358» is a number, and no octet before one.
    return made if made and RUSSIAN.search(made[0]) else None


def _heading(run: str) -> Made:
    try:
        said = str(make_header(decode_header(run)))
    except (LookupError, UnicodeError, ValueError, binascii.Error):
        return None
    return said, lambda words: f"=?utf-8?B?{base64.b64encode(words.encode()).decode()}?="


def _base64(run: str) -> Made:
    bare = "".join(run.split()).rstrip("=")
    if len(bare) * 3 < FEWEST_OCTETS * 4 or len(bare) % 4 == 1 or not any(map(str.isalpha, bare)):
        return None  # the sixteen figures of a policy are no octets, though one in a thousand reads like some
    is_for_urls = "-" in bare or "_" in bare
    try:
        octets = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_" if is_for_urls else None, validate=True)
    except (ValueError, binascii.Error):
        return None
    made = words_of(octets, ("utf-8", "utf-16-le", "cp1251"))
    if made is None:
        return ("", _gone) if _is_file(octets) else None
    said, coding = made
    write = base64.urlsafe_b64encode if is_for_urls else base64.b64encode
    padding = "" if run.endswith("=") or not is_for_urls else "="
    behind = run[len(run.rstrip()) :]  # the end of the last line
    return said, lambda words: write(words.encode(coding, "replace")).decode().rstrip(padding) + behind


def _hex(run: str) -> Made:
    if len(run) % 2 or len(run) < 2 * FEWEST_OCTETS or run.isdigit():
        return None
    made = words_of(bytes.fromhex(run), ("utf-8", "utf-16-le", "cp1251"))
    if made is None or not RUSSIAN.search(made[0]):
        return None
    said, coding = made
    form = "upper" if run.upper() == run else "lower"
    return said, lambda words: str(getattr(words.encode(coding, "replace").hex(), form)())


def _misread(run: str) -> Made:
    """Read UTF-8 that was taken for an old coding."""
    for taken in ("cp1251", "cp1252", "latin-1"):
        said = _as_taken(run, taken)
        if said and RUSSIAN.search(said):
            return said, lambda words, taken=taken: words.encode().decode(taken, "replace")
    return None


def _as_taken(run: str, taken: str) -> str:
    """Return what the octets say; those for which a coding has no sign were left as they are."""
    octets = bytearray()
    for char in run:
        try:
            octets += char.encode(taken)
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return ""
            octets.append(ord(char))
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _western(run: str) -> Made:
    """Read windows-1251 that was taken for Latin-1."""
    said = run.encode("latin-1").decode("cp1251", "replace")
    return (said, lambda words: words.encode("cp1251", "replace").decode("latin-1")) if _is_russian(said) else None


def _is_file(octets: bytes) -> bool:
    """Say whether these are a picture, a paper, an archive, or a certificate that names its owner."""
    if len(octets) < FEWEST_OF_FILE:
        return False
    marked = octets.startswith(FILES) or any(octets[at : at + len(mark)] == mark for at, mark in FILE_MARKS)
    return marked or NAMED.search(octets[:LOOKED_AT]) is not None


def _gone(_words: str) -> str:
    return ""


_HIGH = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u0402-\u045f\u0490\u0491\u2013-\u2122]"
)
_B64 = "A-Za-z0-9+/_\\-"
_IN_WORD = "[\\w+()@.,/\u2116-]"
_ENCODED_WORD = r"=\?[\w-]{3,20}\?[QqBb]\?[^?\s]*+\?="
_READERS: tuple[tuple[str, Callable[[str], Made]], ...] = (
    (rf"{_ENCODED_WORD}(?:\s{{1,4}}{_ENCODED_WORD}){{0,20}}+", _heading),
    (r"(?:(?:\\{1,8}|%)u[0-9A-Fa-f]{4})++", _escapes),
    (r"(?:\\{1,8}x[0-9A-Fa-f]{2})++|(?:\\{1,8}[0-3][0-7]{2}){2,}+", _octets),
    (rf"(?:{ENTITY})++", _entities),
    (rf"(?<!{_IN_WORD})(?:{_IN_WORD}{{0,40}}+{ENTITY})++{_IN_WORD}{{0,40}}+", _entities),
    (r"=[89A-F][0-9A-F](?:=[0-9A-F]{2}|=\r?\n|[ !-<>-~])*+", _quoted),
    (r"(?<![A-Za-z0-9%])[A-Za-z0-9._~*!+%-]{3,}+", _percents),
    (rf"(?<![0-9A-WYZa-wyz])[0-9A-Fa-f]{{{2 * FEWEST_OCTETS},}}+(?![0-9A-Za-z])", _hex),
    (rf"(?<![{_B64}])(?:(?:[{_B64}]{{60,76}}\r?\n[ \t]{{0,8}})++[{_B64}]*+|[{_B64}]{{16,}}+)={{0,2}}", _base64),
    (rf"(?:[\u0420\u0421\u00d0\u00d1]{_HIGH}[ .,]?+){{3,}}+", _misread),
    ("[\u00c0-\u00ff\u00a8\u00b8]{4,}+", _western),
)  # fmt: skip
CODES = tuple((re.compile(pattern), reader) for pattern, reader in _READERS)
