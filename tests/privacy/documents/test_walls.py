"""Every kind of document through the guard's own child: behind the walls nothing can be loaded any more."""

import gzip
import io
from email.message import EmailMessage

import pytest
import xlsxwriter
from fpdf import FPDF
from PIL import Image

from priyom.privacy.file_engine import FileEngine
from tests.privacy.documents.conftest import zipped

NAME = "Пациентка Гогоберидзе Нана Отаровна"
FODT = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


@pytest.fixture(scope="module")
def engine():
    engine = FileEngine(unwalled_is_fine=False)
    yield engine
    engine.close()


def sheet():
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet().write("A1", NAME)
    book.close()
    return made.getvalue()


def writing():
    manifest = '<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"/></m:manifest>'
    body = f"<office:document-content {FODT}><office:body><office:text><text:p>{NAME}</text:p></office:text></office:body></office:document-content>"
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": body, "META-INF/manifest.xml": manifest}
    )


def letter():
    made = EmailMessage()
    made["From"], made["Subject"] = "Анна <anna@mail.ru>", NAME
    made.set_content(NAME, charset="koi8-r")
    made.add_attachment(NAME.encode("cp1251"), maintype="text", subtype="plain", filename="письмо.txt")
    return made.as_bytes()


def paper():
    page = FPDF()
    page.add_page()
    page.set_font("helvetica")
    page.cell(text="ivanova.anna@mail.ru")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "JPEG")
    page.image(picture, 10, 50)
    return bytes(page.output())


FILES = {
    "a.xlsx": sheet, "a.odt": writing, "a.eml": letter, "a.pdf": paper,
    "a.txt": lambda: NAME.encode("koi8-r"), "a.log": lambda: NAME.encode("cp866"), "a.csv": lambda: f"ФИО;Код\r\n{NAME};1\r\n".encode("cp1251"),
    "a.json": f'{{"a": "{NAME}"}}'.encode, "a.xml": lambda: f'<?xml version="1.0" encoding="windows-1251"?><a>{NAME}</a>'.encode("cp1251"),
    "a.html": lambda: f"<p>{NAME}</p>".encode("utf-8-sig"), "a.zip": lambda: zipped({"a.txt": NAME, "б.odt": writing()}),
    "a.log.gz": lambda: gzip.compress(NAME.encode()),
    "a.rtf": lambda: rb"{\rtf1\ansi\ansicpg1251 " + "".join(f"\\'{octet:02x}" for octet in NAME.encode("cp1251")).encode() + b"}",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_document_is_masked_behind_the_walls(engine, tmp_path, name):
    source, target = tmp_path / "given", tmp_path / "made"
    source.write_bytes(FILES[name]())
    report = engine.mask_file(source, target, name=name)
    assert (report.status, report.reason) == ("masked", "")
    assert target.stat().st_size
