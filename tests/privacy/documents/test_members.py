"""Files inside files: archives and letters, member by member, all of them knowing whom it is about."""

import email
import gzip
import io
import tarfile
import zipfile
from email import policy
from email.message import EmailMessage

import pytest

from tests.privacy.documents.conftest import kinds, unzipped, zipped

NOTE = "Пациентка Гогоберидзе Нана Отаровна не видна в журнале\n"


def test_members_are_masked_each_as_what_it_is_and_their_names_as_well(masked, docx):
    word = docx("<w:p><w:r><w:t>Отчёт для Гогоберидзе</w:t></w:r></w:p>")
    given = zipped(
        {
            "папка/гогоберидзе_выписка.docx": word,
            "a.txt": NOTE,
            "empty.txt": "",
            "b.json": '{"fio": "лагутенков"}',
            "c.bin": b"\0\1\2Gogoberidze",
        }
    )
    made, report = masked(given, "a.zip")
    parts = unzipped(made)
    assert len(parts) == 4
    assert not any("гогоберидзе" in name.lower() for name in parts)
    assert parts["a.txt"] == "Пациентка [№ 1] не видна в журнале\n"
    inner = next(name for name in parts if name.endswith(".docx"))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert "Гогоберидзе" not in unzipped(packed.read(inner))["word/document.xml"]
    assert "лагутенков" not in parts["b.json"]
    assert "REMOVED" in kinds(report)
    assert {found.place.part for found in report.findings} >= {"member 2: text", "member 5", "file name"}


def test_a_name_learnt_late_is_hidden_in_members_read_before(masked):
    made, _report = masked(
        zipped({"a.txt": "записан лагутенков, талон готов", "b.txt": "Фамилия: Лагутенков"}), "a.zip"
    )
    assert "лагутенков" not in unzipped(made)["a.txt"]


def test_names_of_members_cannot_leave_their_folder_nor_fall_together(masked):
    made, _report = masked(
        zipped(
            {"../../etc/passwd": "x", "/root/a.txt": "y", "Гогоберидзе Нана.txt": "1", "Гогоберидзе  Нана.txt": "2"}
        ),
        "a.zip",
    )
    names = list(unzipped(made))
    assert len(names) == 4
    assert not any(name.startswith("/") or ".." in name.split("/") for name in names)


def test_archives_in_archives_end_at_a_depth(masked):
    given = zipped({"a.txt": NOTE})
    made, _report = masked(zipped({"b.zip": given}), "a.zip")
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert "Гогоберидзе" not in unzipped(packed.read("b.zip"))["a.txt"]
    for _ in range(6):
        given = zipped({"a.zip": given})
    assert masked(given, "a.zip") == (None, "nothing_left")


def test_an_archive_that_is_locked_as_a_whole_says_so(masked):
    given = bytearray(zipped({"a.txt": "закрыто"}))
    for place in (given.find(b"PK\x01\x02") + 8, 6):
        given[place] |= 1
    assert masked(bytes(given), "a.zip") == (None, "encrypted")


def test_what_is_encrypted_or_a_link_is_not_kept_and_told(masked):
    given = bytearray(zipped({"a.txt": "закрыто", "b.txt": "открыто"}))
    for place in (given.find(b"PK\x01\x02") + 8, 6):
        given[place] |= 1
    made, report = masked(bytes(given), "a.zip")
    assert list(unzipped(made)) == ["b.txt"]
    assert kinds(report) == {"REMOVED"}


def test_a_bomb_among_members_is_refused(masked):
    assert masked(zipped({"a.txt": b"0" * (60 * 1024 * 1024)}), "a.zip") == (None, "too_large")
    assert masked(gzip.compress(b"0" * (60 * 1024 * 1024)), "a.log.gz") == (None, "too_large")


def test_compressed_texts_and_tars_come_back_as_what_they_were(masked):
    made, _report = masked(gzip.compress(NOTE.encode()), "журнал.log.gz")
    assert gzip.decompress(made).decode() == "Пациентка [№ 1] не видна в журнале\n"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        info = tarfile.TarInfo("a.txt")
        info.size = len(NOTE.encode())
        tar.addfile(info, io.BytesIO(NOTE.encode()))
        link = tarfile.TarInfo("b")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    made, report = masked(packed.getvalue(), "a.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(made)) as tar:
        assert tar.getnames() == ["a.txt"]
        assert b"[" in tar.extractfile("a.txt").read()
    assert "REMOVED" in kinds(report)


@pytest.mark.parametrize("coding", ["utf-8", "windows-1251"])
def test_a_letter_keeps_its_form_and_loses_who_it_is_about(masked, coding):
    letter = EmailMessage()
    letter["From"] = "Лагутенкова Анна <lagutenkova@mail.ru>"
    letter["To"] = "support@desk.example"
    letter["Subject"] = "Карта Гогоберидзе Наны Отаровны"
    letter["Received"] = "from pc-gogoberidze"
    letter.set_content(NOTE, charset=coding)
    letter.add_alternative(f"<p>{NOTE}</p>", subtype="html", charset=coding)
    letter.add_attachment(NOTE.encode(), maintype="text", subtype="plain", filename="Гогоберидзе.txt")
    letter.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="a.exe")
    made, report = masked(letter.as_bytes(), "a.eml")
    again = email.message_from_bytes(made, policy=policy.default)
    said = "\n".join(
        [str(again[name]) for name in again]
        + [
            part.get_content() if part.get_content_maintype() == "text" else str(part.get_payload(decode=True).decode())
            for part in again.walk()
            if not part.is_multipart()
        ]
    )
    assert "огоберидзе" not in said
    assert "agutenkova" not in said
    assert "Лагутенкова" not in said
    assert "gogoberidze" not in said
    assert again["Subject"].startswith("Карта [")
    assert again.get_body(("plain",)).get_content().strip() == "Пациентка [№ 1] не видна в журнале"
    assert "[№ 1]" in again.get_body(("html",)).get_content()
    assert [part.get_filename().rpartition(".")[2] for part in again.iter_attachments()] == ["txt"]
    assert "REMOVED" in kinds(report)
