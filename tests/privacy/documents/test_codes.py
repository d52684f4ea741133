"""Writing in codes is read as the words it stands for, and goes out in the same code."""

import base64
import json
import quopri
import re
from urllib.parse import quote, unquote

import pytest

from priyom.privacy.detectors.codes import coded_in, plainly
from tests.privacy.documents.conftest import unzipped

NAME = "Гогоберидзе Нана Отаровна"
SAID = f"Пациент {NAME}, СНИЛС 112-233-445 95"
CODES = {
    "percents": quote,
    "percents and plus": lambda text: quote(text).replace("%20", "+"),
    "old percents": lambda text: quote(text, encoding="cp1251"),
    "percents of scripts": lambda text: "".join(f"%u{ord(char):04X}" if char > "~" else char for char in text),
    "escapes": lambda text: json.dumps(text)[1:-1],
    "escapes twice": lambda text: json.dumps(text)[1:-1].replace("\\", "\\\\"),
    "octets": lambda text: "".join(f"\\x{code:02X}" if code > 126 else chr(code) for code in text.encode()),
    "octets in eights": lambda text: "".join(f"\\{code:03o}" if code > 126 else chr(code) for code in text.encode()),
    "entities": lambda text: "".join(f"&#{ord(char)};" if char > "~" else char for char in text),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "heading": lambda text: f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?=",
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in lines": lambda text: base64.encodebytes(f"{'Жалоб нет. ' * 9}{text}".encode()).decode(),
    "hex": lambda text: f"0x{text.encode().hex()}",
    "wide hex": lambda text: text.encode("utf-16-le").hex().upper(),
    "taken for Latin": lambda text: text.encode().decode("latin-1"),
    "old taken for Latin": lambda text: text.encode("cp1251").decode("latin-1"),
}


@pytest.mark.parametrize("code", CODES)
def test_a_name_in_a_code_is_hidden_and_the_line_stays_in_its_code(masked, code):
    given = f"10:02:11 INFO начали\nbody: {CODES[code](SAID)}\n10:02:12 INFO кончили\n"
    made, report = masked(given.encode(), "server.log")
    text = made.decode()
    said = plainly(text)
    assert {finding.kind for finding in report.findings} == {"PERSON", "SNILS"}
    assert "Гогоберидзе" not in said
    assert "112-233" not in said
    assert text.startswith("10:02:11 INFO начали\nbody: ")
    assert text.endswith("\n10:02:12 INFO кончили\n")
    assert "Пациент" not in text  # it is in its code still
    assert "Пациент" in said


@pytest.mark.parametrize("code", CODES)
def test_what_is_nobodys_stays_octet_by_octet(masked, code):
    given = f"q={CODES[code]('отделение терапии, сборка 5.0.13000')}\n".encode()
    made, report = masked(given, "server.log")
    assert made == given
    assert report.status == "clean"


def test_hashes_paths_and_identifiers_are_no_codes(masked):
    given = (
        b"lib/hibernate-core-5.6.15.Final.jar sha=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 "
        b"id=550e8400-e29b-41d4-a716-446655440000 b=YWJjZGVmZ2hpamtsbW5vcA== 50% =A5 \\x41 &#65; C:\\users\\101\n"
    )
    assert list(coded_in(given.decode())) == []
    assert masked(given, "server.log")[0] == given


def test_codes_within_codes_are_read(masked):
    inner = base64.b64encode(json.dumps({"fio": NAME}).encode()).decode()
    given = {"answer": json.dumps({"body": f"/x?data={quote(inner)}"}), "ward": "Терапия"}
    made, _report = masked(json.dumps(given).encode(), "a.json")
    said = json.loads(made)
    assert said["ward"] == "Терапия"
    address = json.loads(said["answer"])["body"]
    body = json.loads(base64.b64decode(unquote(address.removeprefix("/x?data="))))
    assert body == {"fio": "[Человек 1]"}


def test_a_file_in_base64_goes_and_is_told(masked):
    picture = base64.b64encode(b"\x89PNG" + bytes(200)).decode()
    made, report = masked(json.dumps({"photo": picture, "ward": "ok"}).encode(), "a.json")
    assert json.loads(made) == {"photo": "", "ward": "ok"}
    assert [(finding.kind, finding.place.part) for finding in report.findings] == [("REMOVED", "embedded")]


def test_a_certificate_that_names_its_owner_goes(masked):
    certificate = base64.b64encode(b"0\x82\x04\xff\x00\x9c" * 20 + NAME.encode() + b"\xff\x01" * 40).decode()
    made, _report = masked(f"<a><cert>{certificate}</cert><b>ok</b></a>".encode(), "a.xml")
    assert b"<cert></cert><b>ok</b>" in made or b"<cert/><b>ok</b>" in made


@pytest.mark.parametrize(("around", "text"), [("{}", "t"), ("<w:del>{}</w:del>", "delText")])
def test_a_code_that_runs_over_several_runs_of_word_is_read_as_one(masked, docx, around, text):
    coded = base64.b64encode(SAID.encode()).decode()
    pieces = (coded[at : at + 11] for at in range(0, len(coded), 11))
    runs = around.format("".join(f"<w:r><w:{text}>{piece}</w:{text}></w:r>" for piece in pieces))
    made, report = masked(
        docx(f"<w:p><w:r><w:t>код: </w:t></w:r>{runs}<w:r><w:tab/><w:t>конец</w:t></w:r></w:p>"), "a.docx"
    )
    said = unzipped(made)["word/document.xml"]
    assert {"PERSON", "SNILS"} <= {finding.kind for finding in report.findings}
    assert "Гогоберидзе" not in plainly("".join(re.findall(rf"<w:{text}[^>]*>([^<]*)", said)))
    assert "код: " in said
    assert "конец" in said


def test_entities_part_no_cells_of_a_table_with_semicolons(masked):
    name = "".join(f"&#{ord(char)};" for char in NAME)
    rows = ["№;ФИО;Дата рождения;СНИЛС;Телефон;Отделение", f"1;{name};12&#46;03&#46;1975;112&#45;233&#45;445&nbsp;95;8&nbsp;912&nbsp;345-67-89;ЛОР &amp; хирургия"]  # fmt: skip
    rows += ["2;Эрдынеева&nbsp;Зоя&nbsp;Юрьевна;01.02.1980;;;Терапия &#171;А&#187;"]
    made, report = masked("\n".join(rows).encode(), "a.csv")
    text = plainly(made.decode())
    assert {finding.kind for finding in report.findings} == {"PERSON", "DOB", "SNILS", "PHONE"}
    assert not re.search("Гогоберидзе|Эрдынеева|Отаровна|1975|1980|233|345", text)
    assert "ЛОР &amp; хирургия" in text
    assert made.decode().splitlines()[0] == rows[0]
    assert "Терапия" in text


@pytest.mark.parametrize("number", ["6990497979789556", "6990 4979 7978 9556"])
def test_figures_alone_are_no_code_even_where_their_octets_read_like_russian(masked, number):
    made = masked(f"ФИО;ЕНП\nЗаяц Т.С.;{number}".encode(), "a.csv")[0].decode()
    assert "9789556" not in made.replace(" ", "")


def test_signs_alone_in_codes_are_read_as_well(masked):
    inner = json.dumps({"note": "Карта пациента: Дюжева Инна, ИБ № 6292-89, 8\u00a0916\u00a0801\u201123\u201148"})
    made = masked(json.dumps({"raw": inner}).encode(), "a.json")[0].decode()
    assert "6292" not in made
    assert "801" not in made
    assert json.loads(json.loads(made)["raw"])["note"].startswith("Карта пациента: ")
