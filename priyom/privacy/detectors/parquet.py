"""Reads columns of text and numbers from the small Parquet files inside the wheel of names.

A reader for exactly what lies there (Thrift compact, Snappy, plain pages): pyarrow and duckdb weigh fifty times what
they would read. Anything else in the file is refused by name.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = b"PAR1"
SNAPPY, PLAIN, DATA_PAGE = 1, 0, 0
INT64, BYTE_ARRAY = 2, 6


def columns(path: Path, *names: str) -> Iterator[list[list[bytes | int | None]]]:
    """Return the named columns of each group of rows, in the order asked for."""
    content = path.read_bytes()
    if content[:4] != MAGIC or content[-4:] != MAGIC:
        raise ValueError("not a Parquet file")
    (length,) = struct.unpack("<I", content[-8:-4])
    footer, _end = _structure(content, len(content) - 8 - length)
    for group in footer[4]:
        described = {b".".join(column[3][3]).decode(): column[3] for column in group[1]}
        yield [_column(content, described[name]) for name in names]


def _column(content: bytes, meta: dict) -> list[bytes | int | None]:
    if meta[4] != SNAPPY or meta[1] not in {INT64, BYTE_ARRAY}:
        raise ValueError("a column is packed in a way this reader does not know")
    values: list[bytes | int | None] = []
    place = meta[9]
    while len(values) < meta[5]:
        header, place = _structure(content, place)
        page = unpack_snappy(content[place : place + header[3]])
        place += header[3]
        if header[1] != DATA_PAGE or header[5][2] != PLAIN:
            raise ValueError("a page is written in a way this reader does not know")
        count = header[5][1]
        (length,) = struct.unpack_from("<I", page)
        present = _present(page[4 : 4 + length], count)
        values += _plain(page[4 + length :], present, is_number=meta[1] == INT64)
    return values


def _plain(page: bytes, present: list[int], *, is_number: bool) -> Iterator[bytes | int | None]:
    place = 0
    for there in present:
        if not there:
            yield None
        elif is_number:
            yield int.from_bytes(page[place : place + 8], "little", signed=True)
            place += 8
        else:
            length = int.from_bytes(page[place : place + 4], "little")
            yield page[place + 4 : place + 4 + length]
            place += 4 + length


def _present(levels: bytes, count: int) -> list[int]:
    """Return 1 for every value that is there: runs and packed bits, one bit wide."""
    found: list[int] = []
    place = 0
    while len(found) < count:
        head, place = _number(levels, place)
        if head & 1:
            for byte in levels[place : place + (head >> 1)]:
                found.extend((byte >> bit) & 1 for bit in range(8))
            place += head >> 1
        else:
            found.extend([levels[place]] * (head >> 1))
            place += 1
    return found[:count]


def unpack_snappy(packed: bytes) -> bytes:
    """Return what a Snappy block holds."""
    length, place = _number(packed, 0)
    out = bytearray()
    while place < len(packed):
        tag = packed[place]
        kind, size = tag & 3, tag >> 2
        place += 1
        if kind == 0:
            if size >= 60:
                width = size - 59
                size = int.from_bytes(packed[place : place + width], "little")
                place += width
            out += packed[place : place + size + 1]
            place += size + 1
            continue
        if kind == 1:
            size, back = (size & 7) + 4, (tag >> 5) << 8 | packed[place]
            place += 1
        else:
            width = 2 if kind == 2 else 4
            size, back = size + 1, int.from_bytes(packed[place : place + width], "little")
            place += width
        start = len(out) - back
        piece = out[start : start + size]
        out += piece if back >= size else (piece * (size // back + 1))[:size]
    if len(out) != length:
        raise ValueError("a page does not unpack to its length")
    return bytes(out)


def _number(content: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7


def _signed(content: bytes, place: int) -> tuple[int, int]:
    value, place = _number(content, place)
    return (value >> 1) ^ -(value & 1), place


def _structure(content: bytes, place: int) -> tuple[dict, int]:
    """Read one Thrift structure in the compact protocol: number of field → value."""
    fields: dict[int, object] = {}
    field = 0
    while head := content[place]:
        place += 1
        if head >> 4:
            field += head >> 4
        else:
            field, place = _signed(content, place)
        kind = head & 15
        if kind in {1, 2}:
            fields[field] = kind == 1
        else:
            fields[field], place = _value(content, place, kind)
    return fields, place + 1


def _value(content: bytes, place: int, kind: int) -> tuple[object, int]:
    match kind:
        case 1 | 2 | 3:
            return content[place], place + 1
        case 4 | 5 | 6:
            return _signed(content, place)
        case 7:
            return struct.unpack_from("<d", content, place)[0], place + 8
        case 8:
            length, place = _number(content, place)
            return content[place : place + length], place + length
        case 9 | 10:
            head = content[place]
            count, place = (head >> 4, place + 1) if head >> 4 < 15 else _number(content, place + 1)
            items = []
            for _ in range(count):
                item, place = _value(content, place, head & 15)
                items.append(item)
            return items, place
        case 12:
            return _structure(content, place)
    raise ValueError("a kind of field this reader does not know")
