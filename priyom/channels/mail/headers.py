"""Header values to words: raw 8-bit letters, RFC 2047 as it should be and as it is sent, ids, dates."""

import binascii
import email.utils
import re
from datetime import UTC, datetime, timedelta, timezone

from priyom.channels.mail.charsets import codec_of, decode
from priyom.channels.mail.signs import one_line

# Bounded and without nesting: each piece ends at the next question mark, so no input makes it try twice.
_ENCODED = re.compile(r"=\?([^?=\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,8})\?=")
_BLANK = re.compile(r"[ \t\r\n]*\Z")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_FOLD = re.compile(rb"\r?\n[ \t]?")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_BARE_ID = re.compile(r"[^<>\s,;\"]{1,250}@[^<>\s,;\"]{1,250}")
_YEARS = range(1970, 2100)
LONGEST_ID = 300


def header_words(raw: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Return an unstructured header on one line, decoded and harmless, and notes."""
    text, notes = header_text(raw, charset)
    decoded, odd = encoded_words(text)
    line, removed = one_line(decoded)
    return line, notes + odd + removed


def header_text(raw: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the header as text with its encoded words still encoded: what structure is read from."""
    raw = _FOLD.sub(b" ", raw).replace(b"\x00", b"")
    if raw.isascii():
        return raw.decode("ascii"), ()
    # Raw letters beyond ASCII say no charset: UTF-8 if it is that, else the body's, unless another is more Russian.
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        label = "" if codec_of(charset) in {"utf-8", "ascii"} else charset
        text, notes = decode(raw, label)
        return text, tuple(note for note in notes if note != "charset_unknown") or ("charset_guessed",)


def encoded_words(text: str) -> tuple[str, tuple[str, ...]]:
    """Decode RFC 2047 words; neighbours in one charset are joined first, for letters are split between them."""
    if "=?" not in text:
        return text, ()
    pieces: list[tuple[str, bytes] | str] = []
    notes: list[str] = []
    end = 0
    for match in _ENCODED.finditer(text):
        between = text[end : match.start()]
        if between and not (_BLANK.match(between) and pieces and isinstance(pieces[-1], tuple)):
            pieces.append(between)
        octets = _octets(match[2], match[3], notes)
        if pieces and isinstance(pieces[-1], tuple) and _same(pieces[-1][0], match[1]):
            pieces[-1] = (match[1], pieces[-1][1] + octets)
        else:
            pieces.append((match[1], octets))
        end = match.end()
    pieces.append(text[end:])
    return "".join(_piece(piece, notes) for piece in pieces), tuple(notes)


def _same(one: str, other: str) -> bool:
    return (codec_of(one) or one.lower()) == (codec_of(other) or other.lower())


def _piece(piece: tuple[str, bytes] | str, notes: list[str]) -> str:
    if isinstance(piece, str):
        return piece
    text, odd = decode(piece[1], piece[0])
    notes.extend(odd)
    return text


def _octets(way: str, given: str, notes: list[str]) -> bytes:
    octets = given.encode("utf-8", "surrogateescape")
    if way in "qQ":
        return binascii.a2b_qp(octets.replace(b" ", b"_"), header=True)
    clean = _NOT_BASE64.sub(b"", octets)
    if len(clean) % 4 == 1:
        notes.append("broken_base64")
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def message_ids(raw: bytes) -> list[str]:
    """Return the ids of a Message-ID, In-Reply-To or References header, each with its brackets."""
    text = header_text(raw)[0]
    found = [f"<{each}>" for each in _ID.findall(text) if len(each) <= LONGEST_ID]
    if not found and "<" not in text:
        found = [f"<{each}>" for each in _BARE_ID.findall(text)]
    return [one_line(each)[0] for each in found]


def moment(raw: bytes) -> datetime | None:
    """Return the date with its zone, None when it is none or lies where no letter can come from."""
    text = header_words(raw[:200])[0]
    fields = email.utils.parsedate_tz(text)
    if fields is None:
        return None
    try:
        offset = timedelta(seconds=fields[9] or 0)
        zone = timezone(offset) if abs(offset) < timedelta(hours=24) else UTC
        at = datetime(*fields[:6], tzinfo=zone)
    except (ValueError, OverflowError, TypeError):
        return None
    return at if at.year in _YEARS else None
