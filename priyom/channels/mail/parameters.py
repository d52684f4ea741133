"""The parameters of Content-Type and Content-Disposition: RFC 2231 with continuations, and what
senders write instead.
"""

import re
from urllib.parse import unquote_to_bytes

from priyom.channels.mail.charsets import decode

_BACKSLASH, _QUOTE, _SEMICOLON = b'\\";'
MOST_PARAMETERS = 100
LONGEST = 16 * 1024
_STARRED = re.compile(r"([^*]{1,60})(?:\*(\d{1,3}))?(\*)?$")


def with_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Return the value in small letters and its parameters; a starred form wins over a plain one of the same name."""
    pieces = _pieces(raw[:LONGEST])
    value = _without_comment(_as_text(pieces[0])).strip().lower() if pieces else ""
    plain: dict[str, str] = {}
    starred: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for piece in pieces[1:MOST_PARAMETERS]:
        name, equals, given = piece.partition(b"=")
        if not equals:
            continue
        key = _as_text(name).strip().lower()
        match = _STARRED.match(key)
        if match and (match[2] or match[3]):
            starred.setdefault(match[1], {}).setdefault(int(match[2] or 0), (bool(match[3]), _unquoted(given)))
        else:
            plain.setdefault(key, _as_text(_unquoted(given)))
    return value, plain | {name: _joined(parts) for name, parts in starred.items()}


def _pieces(raw: bytes) -> list[bytes]:
    """Split at semicolons outside quotes."""
    pieces, start, quoted, place = [], 0, False, 0
    while place < len(raw):
        octet = raw[place]
        if octet == _BACKSLASH and quoted:
            place += 1
        elif octet == _QUOTE:
            quoted = not quoted
        elif octet == _SEMICOLON and not quoted:
            pieces.append(raw[start:place])
            start = place + 1
        place += 1
    pieces.append(raw[start:])
    if quoted and len(pieces) == 1 and raw.count(b";"):
        return raw.replace(b'"', b"").split(b";")  # an unclosed quote has swallowed the rest
    return pieces


def _unquoted(value: bytes) -> bytes:
    value = value.strip()
    if value[:1] == b'"':
        value = value[1:].removesuffix(b'"')
        # A backslash before anything but a quote or itself is a Windows path that nobody escaped.
        value = re.sub(rb'\\(["\\])', rb"\1", value)
    elif value[:1] == b"'" and value[-1:] == b"'" and len(value) > 1 and value.count(b"'") == 2:  # noqa: PLR2004
        value = value[1:-1]
    return value


def _joined(parts: dict[int, tuple[bool, bytes]]) -> str:
    """Put the continuations together: the first says the charset, those with a star are percent-encoded."""
    charset, octets, running = "", b"", b""
    for place in sorted(parts):
        encoded, value = parts[place]
        if encoded:
            if place == min(parts) and value.count(b"'") >= 2:  # noqa: PLR2004 - charset'language'value
                label, _language, value = value.split(b"'", 2)
                charset = label.decode("ascii", "replace")
            running += value  # undone together: some senders cut within «%D0»
        else:
            octets, running = octets + unquote_to_bytes(running) + value, b""
    return decode(octets + unquote_to_bytes(running), charset)[0]


def _as_text(raw: bytes) -> str:
    return decode(raw)[0]


def _without_comment(text: str) -> str:
    return text.partition("(")[0]
