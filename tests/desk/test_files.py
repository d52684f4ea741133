import io
import struct
import uuid
import zlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from priyom.base.errors import Invalid
from priyom.base.uploads import MOST_FILES
from priyom.desk.actions.files import add_file
from priyom.desk.actions.messages import add_note, comment
from priyom.desk.jobs import forget_unsent_files
from priyom.desk.models import Attachment
from priyom.privacy.models import Preview
from tests import cast as people_of_the_play

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


def picture(size=(640, 400), fmt="PNG", **options):
    out = io.BytesIO()
    Image.new("RGB", size, "#dde4ee").save(out, fmt, **options)
    return out.getvalue()


def send(client, name, content, token=None):
    return client.post(f"/files/?token={token or uuid.uuid4()}", {"file": SimpleUploadedFile(name, content)})


def attached(to, by, content=None, name="снимок экрана.png"):
    """A file that came with a message of the ticket."""
    token = uuid.uuid4()
    add_file(SimpleUploadedFile(name, content or picture()), by=by, token=token)
    return comment(to.number, by=by, body="Вот снимок", token=token).attachments.get()


def test_a_file_is_sent_shown_and_taken_back_before_the_message_is(as_, zoya):
    client, token = as_(zoya), uuid.uuid4()

    answer = send(client, "снимок.png", picture(), token)

    assert answer.status_code == 201
    file = Attachment.objects.get(draft_token=token)
    assert str(file.pk) in answer.content.decode()
    assert client.post(f"/files/{file.pk}/gone").status_code == 200
    assert client.post(f"/files/{file.pk}/gone").status_code == 404
    assert not Attachment.objects.exists()


def test_a_file_leaves_as_an_attachment_from_a_sandbox(as_, zoya, ticket):
    file = attached(ticket, zoya)

    answer = as_(zoya).get(f"/files/{file.pk}")

    assert (
        answer["Content-Disposition"]
        == "attachment; filename*=utf-8''%D1%81%D0%BD%D0%B8%D0%BC%D0%BE%D0%BA%20%D1%8D%D0%BA%D1%80%D0%B0%D0%BD%D0%B0.png"
    )
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content) == picture()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.html", HTML),
        ("a.xhtml", HTML),
        ("a.png", SVG),
        ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='x'?><a/>"),
    ],
)
def test_what_a_browser_would_run_leaves_as_octets_and_is_never_drawn(as_, zoya, ticket, name, content):
    file = attached(ticket, zoya, content, name)

    answer = as_(zoya).get(f"/files/{file.pk}")

    assert answer["Content-Type"] in {"application/octet-stream", "text/plain"}
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_(zoya).get(f"/files/{file.pk}/preview").status_code == 404


def test_a_file_is_open_to_those_who_see_the_ticket_only(as_, zoya, yakov, igor, anna, stranger, ticket):
    file = attached(ticket, zoya)

    for address in (f"/files/{file.pk}", f"/files/{file.pk}/preview"):
        assert [as_(each).get(address).status_code for each in (zoya, igor, anna)] == [200, 200, 200]
        assert [as_(each).get(address).status_code for each in (yakov, stranger)] == [404, 404]
        assert as_(None).get(address).status_code == 302


def test_a_file_of_a_note_never_reaches_the_requester(as_, anna, zoya, ticket):
    token = uuid.uuid4()
    add_file(SimpleUploadedFile("журнал.txt", "внутреннее".encode()), by=anna, token=token)
    file = add_note(ticket.number, by=anna, body="Для своих", token=token).attachments.get()

    assert as_(anna).get(f"/files/{file.pk}").status_code == 200
    assert as_(zoya).get(f"/files/{file.pk}").status_code == 404


def test_an_unsent_file_is_its_senders_alone(as_, zoya, igor, anna):
    file = add_file(SimpleUploadedFile("a.png", picture()), by=zoya, token=uuid.uuid4())

    assert as_(zoya).get(f"/files/{file.pk}").status_code == 200
    assert [as_(each).get(f"/files/{file.pk}").status_code for each in (igor, anna)] == [404, 404]
    assert as_(igor).post(f"/files/{file.pk}/gone").status_code == 404


def test_a_preview_is_drawn_anew_without_metadata_and_once(as_, zoya, ticket):
    exif = Image.Exif()
    exif[0x010E] = "Иванова Мария, СНИЛС"
    file = attached(ticket, zoya, picture((3000, 2000), "JPEG", exif=exif), "фото.jpg")
    client = as_(zoya)

    answer = client.get(f"/files/{file.pk}/preview")
    drawn = b"".join(answer.streaming_content)

    assert answer["Content-Type"] == "image/webp"
    with Image.open(io.BytesIO(drawn)) as seen:
        assert seen.size == (1600, 1067)
        assert not seen.getexif()
    again = client.get(f"/files/{file.pk}/preview", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert Preview.objects.count() == 1


def test_pages_of_a_document_are_pictures(as_, zoya, ticket):
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _page in range(3):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    file = attached(ticket, zoya, out.getvalue(), "отчёт.pdf")

    assert as_(zoya).get(f"/files/{file.pk}/preview/3").status_code == 200
    assert as_(zoya).get(f"/files/{file.pk}/preview/4").status_code == 404
    page = as_(zoya).get(f"/files/{file.pk}/pages").content.decode()
    assert page.count("/preview/") == 3


def bomb():
    """A PNG that says it is 30 000 × 30 000."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 90_000_000, 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [bomb(), picture()[:-200], b"%PDF-1.7\n%broken", b"\x89PNG\r\n\x1a\n" + b"\0" * 50],
    ids=["bomb", "cut", "pdf", "noise"],
)
def test_a_file_that_cannot_be_drawn_is_tried_once_and_still_downloads(as_, zoya, ticket, content):
    file = attached(ticket, zoya, content, "a.png")
    client = as_(zoya)

    assert client.get(f"/files/{file.pk}/preview").status_code == 404
    assert client.get(f"/files/{file.pk}").status_code == 200


def test_the_child_has_no_network_and_no_other_program(tmp_path):
    import subprocess
    import sys

    probe = tmp_path / "probe.py"
    probe.write_text(
        "import ctypes, socket, os\n"
        "from priyom.base.walls import forbid_calls\n"
        "assert forbid_calls(ctypes.CDLL(None, use_errno=True))\n"
        "for forbidden in (lambda: socket.socket(), lambda: os.execv('/bin/true', ['true'])):\n"
        "    try:\n        forbidden()\n    except PermissionError:\n        print('refused')\n"
    )
    done = subprocess.run([sys.executable, str(probe)], capture_output=True, text=True, check=False)  # noqa: S603 - our own probe
    assert done.stdout.split() == ["refused", "refused"], done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"hello"), ("a.png", b"MZ\x90\0program"), ("a.pdf.js", b"alert(1)"), ("a.bat .", b"del")],
)
def test_programs_are_refused_in_a_sentence(as_, zoya, name, content):
    answer = send(as_(zoya), name, content)

    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_an_empty_file_is_refused(as_, zoya):
    assert send(as_(zoya), "a.txt", b"").status_code == 422


def test_a_file_over_the_limit_is_dropped_while_it_comes(as_, zoya, monkeypatch):
    monkeypatch.setattr(type(settings.PRIYOM), "max_file_bytes", 100_000)

    assert send(as_(zoya), "a.txt", b"a" * 200_000).status_code == 413
    assert not Attachment.objects.exists()


def test_a_request_over_the_limit_is_refused_by_its_length_alone(as_, zoya):
    class Unread(io.RawIOBase):
        def read(self, *_args):
            raise AssertionError("the body was read")

    most = settings.PRIYOM.max_file_bytes + 2 * 1024 * 1024
    answer = as_(zoya).generic(
        "POST",
        "/files/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(most),
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a\r\nX-Evil: 1.txt",
        "снимок\u202egnp.exe.txt",
        "con.txt",
        "a\0b.txt",
        "a" * 400 + ".txt",
        '"><script>.txt',
    ],
)
def test_hostile_names_are_shown_neutralised(as_, zoya, ticket, name):
    file = attached(ticket, zoya, b"text", name)

    answer = as_(zoya).get(f"/files/{file.pk}")

    assert answer.status_code == 200
    assert "\n" not in answer["Content-Disposition"]
    assert "X-Evil" not in answer
    assert len(file.screened.name) <= 120
    assert not {"\u202e", "/", "\0"} & set(file.screened.name)


def test_files_that_were_never_sent_are_forgotten_after_a_week(zoya, ticket, at):
    at("2026-03-02 10:00")
    sent = attached(ticket, zoya)
    add_file(SimpleUploadedFile("забыт.txt", b"text"), by=zoya, token=uuid.uuid4())
    at("2026-03-09 09:00")
    forget_unsent_files()
    assert Attachment.objects.count() == 2
    at("2026-03-09 11:00")
    forget_unsent_files()
    assert list(Attachment.objects.all()) == [sent]


def test_uploads_side_by_side_never_leave_more_than_fifty(at_once):
    zoya, token = people_of_the_play.enter().zoya, uuid.uuid4()

    def upload(n):
        return add_file(SimpleUploadedFile(f"{n}.txt", b"a" * (n + 1)), by=zoya, token=token)

    for n in range(MOST_FILES - 3):
        upload(n)
    outcome = at_once(*(lambda n=n: upload(n) for n in range(100, 130)))

    assert Attachment.objects.filter(draft_token=token).count() == MOST_FILES
    assert {type(each) for each in outcome if not isinstance(each, Attachment)} == {Invalid}, outcome


@pytest.mark.parametrize("size", [10, 30_000])  # kept in memory, and on disk
def test_a_plain_form_with_a_file_too_many_keeps_the_text_and_says_the_limit(as_, zoya, size):
    files = [SimpleUploadedFile(f"{n}.txt", b"a" * (size + n)) for n in range(53)]

    answer = as_(zoya).post("/portal/", {"body": "С утра не печатается рецепт", "files": files})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "С утра не печатается рецепт" in page
    assert "не больше 50" in page
    assert Attachment.objects.count() == 50
    assert all(each.screened.file.size in {size + n for n in range(50)} for each in Attachment.objects.all())


def test_files_that_came_before_are_counted_too(as_, zoya, ticket):
    token = str(uuid.uuid4())
    files = lambda: [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(30)]  # noqa: E731

    client, page = as_(zoya), f"/portal/tickets/{ticket.number}/messages"
    assert client.post(page, {"body": "", "files": files(), "token": token}).status_code == 302
    token = str(uuid.uuid4())
    assert client.post("/portal/", {"body": "", "files": files(), "token": token}).status_code == 422
    answer = client.post("/portal/", {"body": "Вот снимки", "files": files(), "token": token})

    assert answer.status_code == 422
    assert "Вот снимки" in answer.content.decode()
    assert Attachment.objects.filter(draft_token=token).count() == 50
