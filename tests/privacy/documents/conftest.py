"""Documents made by hand, masked by the guard itself, and read again."""

import io
import zipfile

import pytest

from priyom.privacy.files import Refused, TextGuard, mask_with
from priyom.privacy.masking import People

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"


@pytest.fixture
def masked(guard, tmp_path):
    """Mask octets under a name; return the octets that were made and the report, or the reason of the refusal."""

    def mask(content, name, by_hand=None):
        source, target = tmp_path / "given", tmp_path / "made"
        source.write_bytes(content)
        target.unlink(missing_ok=True)
        try:
            report = mask_with(source, target, name=name, guard=TextGuard(guard, People(b"k" * 32), by_hand=by_hand))
        except Refused as refused:
            assert not target.exists()
            return None, refused.reason
        return target.read_bytes(), report

    return mask


@pytest.fixture
def docx():
    """Return a package of Word around a body, with further parts."""

    def make(body, more=None, relations=()):
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{P}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": rels(
                ("rId1", "officeDocument", "word/document.xml"), ("rId2", "core-properties", "docProps/core.xml")
            ),
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
            "docProps/core.xml": "<coreProperties/>",
            "word/_rels/document.xml.rels": rels(*relations),
        }
        return zipped(parts | (more or {}))

    return make


def rels(*relations):
    lines = "".join(
        f'<Relationship Id="{number}" Type="{R}/{kind}" Target="{target}" {"".join(more)}/>'
        for number, kind, target, *more in relations
    )
    return f'<Relationships xmlns="{P}/relationships">{lines}</Relationships>'


def zipped(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


def kinds(report):
    return {found.kind for found in report.findings}
