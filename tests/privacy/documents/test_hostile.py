"""Files made to break whoever opens them end in a refusal, with nothing kept."""

import io
import zipfile

import pytest

from priyom.privacy.documents import tables
from tests.privacy.documents.conftest import W, zipped


def test_a_bomb_is_refused_whatever_its_header_says(masked, docx):
    body = "<w:p><w:r><w:t>" + " " * (30 * 1024 * 1024) + "</w:t></w:r></w:p>"
    assert masked(docx(body), "a.docx") == (None, "too_large")


def test_entities_in_a_part_of_word_are_refused(masked, docx):
    given = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="{W}"/>',
        }
    )
    assert masked(given, "a.docx") == (None, "document_type")


def test_ten_thousand_sheets_are_refused(masked):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(10_000):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", "<worksheet/>")
    assert masked(made.getvalue(), "a.xlsx") == (None, "too_many_members")


def test_a_table_longer_than_is_read_is_refused_before_its_cells_are_kept(masked, monkeypatch):
    monkeypatch.setattr(tables, "cells_of", lambda *_: pytest.fail("every cell takes its room"))
    assert masked("имя;1\n".encode() * 400_000, "a.csv") == (None, "too_long")


def test_a_package_without_its_main_part_is_refused(masked):
    assert masked(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "no markup"}), "a.docx")[0] is None


def test_tables_within_tables_without_an_end_are_refused(masked, docx):
    body = "<w:tbl><w:tr><w:tc>" * 90 + "</w:tc></w:tr></w:tbl>" * 90
    assert masked(docx(body), "a.docx")[0] is None


def test_an_encrypted_package_is_refused(masked):
    content = bytearray(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}))
    for place in (content.find(b"PK\x01\x02") + 8, 6):
        content[place] |= 1
    assert masked(bytes(content), "a.docx")[0] is None
