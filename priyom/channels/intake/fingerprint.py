"""What makes two deliveries the same letter: its Message-ID together with what its sender wrote. Pure.

The Message-ID alone would not do: whoever guesses it could send a letter first, and the real one would be taken for a
repetition. What mail servers add on the way (Received, Delivered-To, checks for spam …) is left out, so that a letter
is the same in each of our mailboxes.
"""

import hashlib
import re

LOOKED_AT = 256 * 1024  # of the head; more is held for a person anyway
LONGEST_ID, LONGEST_ADDRESS, LONGEST_FROM = 300, 320, 2000
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,255}")
# Written by the sender's program and left alone on the way.
OF_THE_SENDER = frozenset({
    b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"content-type", b"content-transfer-encoding", b"mime-version",
})  # fmt: skip
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")


def fields_of(octets: bytes) -> tuple[list[tuple[bytes, bytes]], int]:
    """Return the fields of the head, unfolded, names in small letters, and where the body begins."""
    ends = _HEAD_ENDS.search(octets)
    head, body = (octets[: ends.start()], ends.end()) if ends else (octets, len(octets))
    fields: list[tuple[bytes, list[bytes]]] = []
    for line in head[:LOOKED_AT].replace(b"\r\n", b"\n").split(b"\n"):
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line)
        elif (name := _FIELD.match(line)) is not None:
            fields.append((name[1].lower(), [line[name.end() :]]))
        elif not fields:
            return [], 0  # it has no head: all of it is body
    return [(name, b" ".join(b"".join(parts).split())) for name, parts in fields], body


def content_digest(octets: bytes) -> bytes:
    """Return a digest of what the sender wrote, the same for every delivery of the letter."""
    # Servers differ about line ends; a mailbox makes one of a CR that stands alone.
    octets = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    fields, body = fields_of(octets)
    digest = hashlib.sha256()
    for name, value in sorted((name, value) for name, value in fields if name in OF_THE_SENDER):
        digest.update(name + b":" + value + b"\n")
    digest.update(b"\n")
    digest.update(octets[body:].rstrip(b"\n \t"))  # and about empty lines after the last one
    return digest.digest()


def message_id_of(octets: bytes) -> str:
    """Return the Message-ID as it stands there, or an empty text; enough to tell letters apart, not to answer one."""
    for name, value in fields_of(octets)[0]:
        if name == b"message-id":
            text = value.decode("ascii", "replace").strip()
            return "".join(sign for sign in text if sign.isprintable())[:LONGEST_ID]
    return ""


def sender_in(octets: bytes) -> str:
    """Return an address out of From, without a reader: enough to count letters by, not to know who wrote."""
    for name, value in fields_of(octets)[0]:
        found = _ADDRESS.findall(value[:LONGEST_FROM].decode("ascii", "replace")) if name == b"from" else []
        if found:
            return "".join(sign for sign in found[-1].lower() if sign.isprintable())[:LONGEST_ADDRESS]
    return ""
