"""The content of an opaquely signed letter (S/MIME «smime.p7m»): BER walked by hand, no signature judged.

Only the path to the content is followed: ContentInfo, SignedData, encapContentInfo, eContent. Trust is not our matter:
a signed letter is shown like any other.
"""

import base64
import binascii

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _SET, _OID, _OCTETS, _OCTETS_MADE, _EXPLICIT = 0x30, 0x31, 0x06, 0x04, 0x24, 0xA0
_LONG, _MANY, _DEEPEST = 0x80, 4, 8


class _Broken(Exception):
    pass


def signed_content(data: bytes) -> bytes | None:
    """Return what was signed, None when it is encrypted, detached or broken."""
    try:
        return _content(_der(data))
    except (_Broken, IndexError):
        return None


def _der(data: bytes) -> bytes:
    if data[:1] == b"\x30":
        return data
    try:
        return base64.b64decode(b"".join(line for line in data.split() if not line.startswith(b"-----")))
    except (binascii.Error, ValueError) as fault:
        raise _Broken from fault


def _content(data: bytes) -> bytes | None:
    _tag, start, _end = _element(data, 0, _SEQUENCE)
    _tag, kind, end = _element(data, start, _OID)
    if data[kind:end] != _SIGNED_DATA:
        return None
    _tag, start, _end = _element(data, end, _EXPLICIT)
    _tag, start, _end = _element(data, start, _SEQUENCE)
    for skipped in (0x02, _SET):  # version, digest algorithms
        _tag, start, end = _element(data, start, skipped)
        start = _after(data, start, end)
    _tag, start, _end = _element(data, start, _SEQUENCE)
    _tag, start, end = _element(data, start, _OID)
    _tag, start, end = _element(data, end, _EXPLICIT)
    return _octets(data, start)


def _element(data: bytes, place: int, wanted: int = -1) -> tuple[int, int, int]:
    """Return tag, where the content begins and where it ends; −1 for an end that is not said."""
    tag, size = data[place], data[place + 1]
    if wanted >= 0 and tag != wanted:
        raise _Broken
    place += 2
    if size == _LONG:
        return tag, place, -1
    if size > _LONG:
        count = size - _LONG
        if count > _MANY:
            raise _Broken
        size = int.from_bytes(data[place : place + count], "big")
        place += count
    if place + size > len(data):
        raise _Broken
    return tag, place, place + size


def _after(data: bytes, start: int, end: int, depth: int = 0) -> int:
    """Return where the element that begins here is over, also when its end is only marked."""
    if end >= 0:
        return end
    if depth > _DEEPEST:
        raise _Broken
    place = start
    while data[place : place + 2] != b"\x00\x00":
        _tag, inner, inner_end = _element(data, place)
        place = _after(data, inner, inner_end, depth + 1)
    return place + 2


def _octets(data: bytes, place: int) -> bytes:
    """Return an octet string, also one that comes in pieces."""
    tag, start, end = _element(data, place)
    if tag == _OCTETS and end >= 0:
        return data[start:end]
    if tag != _OCTETS_MADE:
        raise _Broken
    pieces, place = [], start
    while place != end and data[place : place + 2] != b"\x00\x00":
        _tag, inner, inner_end = _element(data, place, _OCTETS)
        if inner_end < 0:
            raise _Broken
        pieces.append(data[inner:inner_end])
        place = inner_end
    return b"".join(pieces)
