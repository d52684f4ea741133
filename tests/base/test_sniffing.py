"""A file is what its bytes show: of archives, what stands at their beginning."""

import io
import zipfile

import pytest

from priyom.base.storage import HEAD_BYTES, sniff

OFFICE = "application/vnd.openxmlformats-officedocument."
TEXT = "application/vnd.oasis.opendocument.text"


def packed(*names, first=b"", how=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name in names:
            archive.writestr(name, first if name == "mimetype" else b"words " * 50)
    return file.getvalue()[:HEAD_BYTES]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (packed("scan.png", "log.txt"), "application/zip"),
        (packed("../../etc/passwd"), "application/zip"),
        (packed(*map(str, range(500))), "application/zip"),
        (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), f"{OFFICE}wordprocessingml.document"),
        (packed("[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml"), f"{OFFICE}spreadsheetml.sheet"),
        (packed("ppt/presentation.xml"), f"{OFFICE}presentationml.presentation"),
        (packed("mimetype", "content.xml", first=TEXT.encode(), how=zipfile.ZIP_STORED), TEXT),
        (packed("mimetype", first=b"text/html<script>", how=zipfile.ZIP_STORED), "application/zip"),
        (b"PK\x03\x04", "application/zip"),
        (b"PK\x03\x04" * 2000, "application/zip"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_beginning_shows(head, kind):
    assert sniff(head) == kind
