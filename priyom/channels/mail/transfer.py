"""Content-Transfer-Encoding undone: as the standard says where it can be, as far as it goes where it is broken."""

import binascii
import re

_OUTSIDE_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"))
_WORD = re.compile(rb"[A-Z]?[a-z]*[,.!?:;]?\Z")
# A line with a blank inside, or of hyphens or low lines alone.
_BELOW = re.compile(rb"^[ \t]*(?:[^\s]+[ \t]+[^\s]|-{2,}[ \t]*\r?$|_{2,}[ \t]*\r?$)", re.MULTILINE)
_ALL_BASE64 = re.compile(
    rb"\s*(?:(?:[A-Za-z0-9+/]{40,}\r?\n)+[A-Za-z0-9+/]*|[A-Za-z0-9+/]{24,})={0,2}\s*\Z"
)  # full lines and what is left, or one line
_QUOTED = re.compile(rb"=[CD][0-9A-F]=[89AB][0-9A-F]")
_QUOTED_OCTET = re.compile(rb"=[89A-F][0-9A-F]", re.IGNORECASE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE = 64 * 1024
BASE64 = frozenset({b"base64", b"base-64", b"b64"})
QUOTED_PRINTABLE = frozenset({b"quoted-printable", b"quotedprintable", b"qp", b"quoted-printeable"})
UU = frozenset({b"x-uuencode", b"uuencode", b"x-uue", b"uue"})
PLAIN = frozenset({b"", b"7bit", b"8bit", b"binary", b"7-bit", b"8-bit", b"none"})
_LONGEST_UNLABELLED = 2 * 1024 * 1024
_FEW, _LOOKED_AT = 4, 50
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_BLANKS_AT_END = re.compile(rb"=[ \t]+(?=\r?\n)")
_UU_BEGIN_AT = re.compile(rb"^begin (?:-base64 )?[0-7]{3,4} ([^\r\n]{1,250})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


def undo(data: bytes, encoding: bytes) -> tuple[bytes, bool]:
    """Return the octets and whether something about them was broken."""
    way = _way(encoding)
    if way in BASE64:
        return _base64(data)
    if way in QUOTED_PRINTABLE:
        return binascii.a2b_qp(_BLANKS_AT_END.sub(b"=", data)), False
    if way in UU:
        match = _UU_BEGIN_AT.search(data)
        return uu(data[match.end() :]) if match else (data, True)
    return (data, False) if way in PLAIN else (_by_its_looks(data), True)


def is_known(encoding: bytes) -> bool:
    """Say whether the label means anything to us."""
    return _way(encoding) in PLAIN | BASE64 | QUOTED_PRINTABLE | UU


def _way(encoding: bytes) -> bytes:
    return encoding.partition(b"(")[0].strip(b" \t\r\n\"';").lower()


def is_text(data: bytes) -> bool:
    """Say whether the octets can be words at all: hardly any of them is a control code."""
    sample = data[:_SAMPLE]
    return len(_NO_TEXT.findall(sample)) * 50 <= len(sample) or not len(sample)


def _by_its_looks(data: bytes) -> bytes:
    """Return what stands under a label that nobody knows: base64, quoted-printable or the octets as they are."""
    if _ALL_BASE64.match(data):
        return _from_base64(data)[0]
    sample = data[:_SAMPLE]
    if len(_QUOTED_OCTET.findall(sample)) >= _FEW and not _NOT_ASCII.search(sample):
        return binascii.a2b_qp(_BLANKS_AT_END.sub(b"=", data))
    return data


def unlabelled(data: bytes) -> bytes:
    """Return the text under an encoding whose label got lost on the way, or that was put on twice; else the octets.

    Only where there is no doubt: all of it is encoded, and what comes out is text in UTF-8 with letters beyond ASCII.
    """
    if len(data) > _LONGEST_UNLABELLED:
        return data
    if _ALL_BASE64.match(data):
        inside = _from_base64(data)[0]
    elif len(_QUOTED.findall(data)) >= _FEW and not _NOT_ASCII.search(data):
        inside = binascii.a2b_qp(data)
    else:
        return data
    try:
        text = inside.decode("utf-8")
    except UnicodeDecodeError:
        return data
    return data if text.isascii() or "\0" in text else inside


def below_base64(data: bytes, encoding: bytes) -> bytes:
    """Return the plain words that stand below encoded ones."""
    if not encoding.strip().lower().startswith(b"base"):
        return b""
    encoded, rest = _base64_and_rest(data)
    return rest if encoded else b""


def _base64_and_rest(data: bytes) -> tuple[bytes, bytes]:
    """Return the lines that may be base64, and what stands below them in plain words: gateways add lines to letters
    and do not look how these are encoded. Nothing but words: all of it is the rest."""
    first = data.lstrip()[:1000].split(b"\n", 1)[0].strip()
    if _is_plain(first):
        return b"", data
    if b" " in first:  # a gateway that puts blanks between puts them everywhere
        return data, b""
    below = _BELOW.search(data)
    return (data[: below.start()], data[below.start() :]) if below else (data, b"")


def _is_plain(line: bytes) -> bool:
    """Say whether the line is of words: in base64 few runs between blanks are small letters alone."""
    words = line.split()[:_LOOKED_AT]
    return len(words) >= _FEW and sum(1 for word in words if _WORD.match(word)) * 2 > len(words)


def _base64(data: bytes) -> tuple[bytes, bool]:
    data, rest = _base64_and_rest(data)
    if rest and not data:
        return rest, True  # called base64, and is not
    octets, broken = _from_base64(data)
    return octets, broken or bool(rest)


def _from_base64(data: bytes) -> tuple[bytes, bool]:
    clean = data.translate(_URL_SAFE, _OUTSIDE_BASE64)
    broken, pieces = False, []
    for run in clean.split(b"="):
        if not run:
            continue
        if len(run) % 4 == 1:
            run, broken = run[:-1], True  # noqa: PLW2901 - one letter holds no octet
        pieces.append(binascii.a2b_base64(run + b"=" * (-len(run) % 4)))
    if not pieces and data.strip():
        return data, True  # called base64, and is not
    return b"".join(pieces), broken


def uu(data: bytes) -> tuple[bytes, bool]:
    """Return the octets of uuencoded lines up to «end»."""
    pieces, broken = [], False
    for line in data.splitlines():
        if line.strip() in {b"end", b"`", b""}:
            if line.strip() == b"end":
                break
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            try:
                # Some writers count the padding wrongly; the first octet says how much of the line is meant.
                wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
                pieces.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                broken = True
    return b"".join(pieces), broken


def uuencoded_inside(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Take files that stand in the text out of it; return the text without them, and (name, octets) of each."""
    if b"begin " not in data:
        return data, []
    kept, files, place = [], [], 0
    end: re.Match[bytes] | None = None
    while match := _UU_BEGIN_AT.search(data, place):
        if end is None or end.start() < match.end():  # searched once for many beginnings, or they would cost a square
            end = _UU_END.search(data, match.end())
        if end is None:
            break
        line_end = data.find(b"\n", match.end())
        first = data[match.end() : line_end if line_end >= 0 else len(data)][:200].rstrip()
        if not first or not _is_uu_line(first):
            kept.append(data[place : match.end()])
            place = match.end()
            continue
        kept.append(data[place : match.start()])
        files.append((match[1].strip(), uu(data[match.end() : end.start()])[0]))
        place = end.end()
    kept.append(data[place:])
    return b"".join(kept), files


def _is_uu_line(line: bytes) -> bool:
    octets = (line[0] - 32) & 63
    return 32 <= line[0] <= 96 and len(line) - 1 in range((octets * 8 + 5) // 6, (octets * 8 + 5) // 6 + 6)  # noqa: PLR2004
