"""The charset of an HTML part: as its header says, else as the document says about itself."""

import re

from priyom.channels.mail.charsets import codec_of

_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_\-:.]{2,40})", re.IGNORECASE)
BEGINNING = 4096


def charset_of(data: bytes, label: str) -> str:
    """Return the label to decode by."""
    if codec_of(label) not in {"", "ascii"}:
        return label
    match = _META.search(data[:BEGINNING])
    if match is None:
        return label
    said = match[1].decode("ascii")
    # A document whose octets could be read as far as this cannot be in UTF-16.
    return label if codec_of(said).startswith(("utf-16", "utf-32")) else said
