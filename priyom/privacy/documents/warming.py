"""What must be loaded before the walls stand: behind them no file of ours can be opened any more."""

from __future__ import annotations

import codecs
import importlib

import lxml.html
import pikepdf
import pypdfium2
from PIL import Image

from priyom.privacy.documents import authors, grids, sheets

CODINGS = """
    utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32-le utf-32-be cp1251 koi8-r koi8-u cp866 cp855 cp437 cp1252 cp1250
    cp1253 cp1254 cp1257 iso8859-1 iso8859-5 iso8859-15 mac-cyrillic mac-roman latin-1 ascii idna
    punycode raw-unicode-escape unicode-escape
"""
LATE = """
    bz2 lzma zlib quopri base64 email.contentmanager email.headerregistry email._header_value_parser email.generator
    email.quoprimime email.base64mime email.iterators email.mime.text email.mime.multipart email.feedparser email.parser
"""


def warm() -> None:
    """Load codings, formats of pictures, both readers of PDF and our own lists."""
    for name in CODINGS.split():
        codecs.lookup(name)
    for name in LATE.split():
        importlib.import_module(name)
    Image.init()
    lxml.html.document_fromstring("<p>-</p>")
    with pikepdf.new() as empty:
        empty.add_blank_page()
    pypdfium2.PdfDocument.new().close()
    grids.field_of("-")
    authors.word()
    sheets.word()
