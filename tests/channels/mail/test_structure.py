"""Parts become words and files: every nesting that programs send, and what is broken about them."""

import base64
import binascii
import quopri
import struct

import pytest

from priyom.channels.mail.letter import MOST_FILE_BYTES, Kind
from priyom.channels.mail.reading import read
from priyom.channels.mail.rtf import html_or_text_of, unpacked
from tests.channels.mail.letters import html, inside, letter, mixed, multipart, part, text

BASE64 = {"Content_Type": "text/plain; charset=utf-8", "Content_Transfer_Encoding": "base64"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def names(told):
    return [file.name for file in told.files]


def test_alternative_shows_the_richer_form_and_its_words():
    told = read(mixed(part("просто"), part("<p>с <b>формой</b></p>", "text/html; charset=utf-8"), kind="alternative"))
    assert told.text == "с формой"
    assert told.html == "<p>с <b>формой</b></p>"
    assert told.files == ()


@pytest.mark.parametrize(
    "empty", ["", " ", "<html><head><style>p{}</style></head><body></body></html>", "<!-- x -->", "<p>&nbsp;</p>"]
)
def test_the_plain_form_counts_where_the_rich_one_says_nothing(empty):
    told = read(mixed(part("просто"), part(empty, "text/html; charset=utf-8"), kind="alternative"))
    assert told.text == "просто"
    assert told.html == ""


def test_a_plain_form_that_says_something_else_is_folded_not_lost():
    told = read(
        mixed(
            part("Совсем другие слова про рецепт"),
            part("<p>Включите показ картинок</p>", "text/html; charset=utf-8"),
            kind="alternative",
        )
    )
    assert told.text == "Включите показ картинок"
    assert told.quoted == "Совсем другие слова про рецепт"
    assert "рецепт" in told.quoted_html
    same = read(
        mixed(
            part("*Ошибка* в рецепте [1]"),
            part("<p><b>Ошибка</b> в рецепте</p>", "text/html; charset=utf-8"),
            kind="alternative",
        )
    )
    assert same.quoted == ""


def test_the_same_words_twice_in_a_row_are_shown_once():
    told = read(
        mixed(part("Ошибка 500 в рецепте"), part("<p>Ошибка <b>500</b> в рецепте</p>", "text/html; charset=utf-8"))
    )
    assert told.text == "Ошибка 500 в рецепте"
    assert told.html == "<p>Ошибка <b>500</b> в рецепте</p>"


def test_the_root_of_related_parts_is_found_behind_a_picture():
    told = read(
        mixed(
            part(PNG, "image/png", Content_ID="<p@x>"),
            part('<p>вот <img src="cid:p@x"></p>', "text/html; charset=utf-8"),
            kind="related",
        )
    )
    assert told.text == "вот [part-1.png]"
    assert len(told.files) == 1


def test_a_form_for_one_program_only_is_left_out():
    told = read(
        mixed(
            part("раз"),
            part("<html amp4email>два", "text/x-amp-html"),
            part("<p>раз</p>", "text/html; charset=utf-8"),
            kind="alternative",
        )
    )
    assert (told.text, told.files) == ("раз", ())


def test_apples_alternative_with_files_inside():
    rich = inside(
        "mixed",
        part("<p>раз</p>", "text/html; charset=utf-8"),
        part(b"%PDF-1.7", "application/pdf", name="a.pdf"),
        part("<p>два</p>", "text/html; charset=utf-8"),
    )
    told = read(mixed(part("раз два"), rich, kind="alternative"))
    assert told.text == "раз\n\nдва"
    assert names(told) == ["a.pdf"]


def test_related_pictures_stand_in_their_place():
    picture = part(PNG, "image/png", name="screen.png", way="base64", Content_ID="<one@x>")
    told = read(
        mixed(
            inside("related", part('<p>вот <img src="cid:one@x"></p>', "text/html; charset=utf-8"), picture),
            part(b"1", "application/zip", name="a.zip"),
        )
    )
    assert told.html == '<p>вот <img src="cid:one@x"></p>'
    assert [(file.name, file.content_id, file.note) for file in told.files] == [
        ("screen.png", "one@x", "inline"),
        ("a.zip", "", ""),
    ]
    assert "[screen.png]" in told.text


def test_a_pasted_picture_becomes_a_file():
    data = base64.b64encode(PNG).decode()
    told = read(
        html(f'<p>вот</p><img src="data:image/png;base64,{data}"><img src="data:image/svg+xml;base64,PHN2Zz4=">')
    )
    assert [(file.content_type, file.data == PNG, file.note) for file in told.files] == [("image/png", True, "inline")]
    assert f'src="cid:{told.files[0].content_id}"' in told.html
    assert "data:" not in told.html


def test_a_mixed_letter_keeps_words_before_and_after_a_file():
    told = read(mixed(part("до"), part(b"1", "application/zip", name="a.zip"), part("после")))
    assert told.text == "до\n\nпосле"
    assert names(told) == ["a.zip"]


def test_files_of_one_name_nothing_in_them_and_no_name():
    told = read(
        mixed(
            part("x"),
            part(b"1", "text/plain", name="a.txt"),
            part(b"", "text/plain", name="a.txt"),
            part(b"3", "image/png"),
            part(b"4", "application/octet-stream; name=b.docx"),
        )
    )
    assert names(told) == ["a.txt", "a (2).txt", "part-3.png", "b.docx"]
    assert told.files[1].data == b""


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\windows\\a.dll", "a.dll"), ("C:\\docs\\a.txt", "a.txt"), ("/etc/shadow", "shadow"),
        ("con.txt", "_con.txt"), ("NUL", "_NUL"), ("a\x00b.txt", "a b.txt"), ("отчёт\u202exslx.exe", "отчётxslx.exe"),
        ("a\u200bb.txt", "ab.txt"), ("a<b>c|d?.txt", "a_b_c_d_.txt"), ("...", "part-1.bin"), ("", "part-1.bin"), ("a.txt. .", "a.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"), ("=?utf-8?B?0JAudHh0?=", "А.txt"), ("a\r\nb.txt", "a b.txt"),
    ],
)  # fmt: skip
def test_names_of_files_are_made_safe(given, name):
    raw = letter(
        b"x",
        Content_Type="application/octet-stream",
        Content_Disposition=b'attachment; filename="' + given.encode().replace(b"\r\n", b"\r\n ") + b'"',
    )
    assert names(read(raw)) == [name]


def test_a_letter_of_one_file():
    told = read(
        letter(
            base64.encodebytes(b"%PDF-1.7 x"),
            Content_Type='application/pdf; name="a.pdf"',
            Content_Transfer_Encoding="base64",
        )
    )
    assert (told.text, names(told), told.files[0].data, told.kind) == ("", ["a.pdf"], b"%PDF-1.7 x", Kind.PERSON)


def test_nothing_at_all():
    for raw in (letter(), text("  \n\n"), html("<br>")):
        assert read(raw).kind == Kind.EMPTY
    assert read(b"").hold == "not_a_letter"
    assert read(b"\x00" * 1000).hold == "not_a_letter"
    assert read(b"hello").hold == "not_a_letter"


def test_boundaries_that_are_missing_wrong_or_never_close():
    body = "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nслово\r\n--x--\r\n"
    for kind in ("multipart/mixed", 'multipart/mixed; boundary="other"', "multipart/mixed; boundary="):
        told = read(letter(body, Content_Type=kind))
        assert told.text == "слово"
        assert "bad_boundary" in told.notes
    unclosed = read(letter(b"--b\r\nContent-Type: text/plain\r\n\r\nword", Content_Type="multipart/mixed; boundary=b"))
    assert unclosed.text == "word"
    assert "unclosed_multipart" in unclosed.notes
    assert (
        read(letter(b"no parts, just words", Content_Type="multipart/mixed; boundary=b")).text == "no parts, just words"
    )


def test_the_same_boundary_inside_and_outside():
    inner = b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n\r\ninner\r\n--b--\r\n'
    told = read(
        letter(b"--b\r\n" + inner + b"--b\r\n\r\nouter\r\n--b--\r\n", Content_Type='multipart/mixed; boundary="b"')
    )
    assert "inner" in told.text
    assert "outer" in told.text


@pytest.mark.parametrize("depth", [5, 21, 200, 480])
def test_nested_deep_is_read_all_the_same(depth):
    made = part("глубокие слова")
    for level in range(depth):
        made = inside("mixed", made, boundary=f"n{level}")
    told = read(letter(made.split(b"\r\n\r\n", 1)[1], Content_Type=f'multipart/mixed; boundary="n{depth - 1}"'))
    assert told.text == "глубокие слова"
    assert ("nested_deep" in told.notes) == (depth > 20)
    assert not told.hold


def test_too_many_parts_files_and_octets_are_held_not_cut():
    many = read(mixed(*[part("x")] * 600))
    assert (many.hold, many.files) == ("too_many_parts", ())
    assert many.outline
    files = read(mixed(part("слова"), *[part(b"x", "application/octet-stream", name=f"f{n}.txt") for n in range(250)]))
    assert (files.hold, files.files, files.text) == ("too_many_files", (), "слова")
    assert files.outline[2].name == "f0.txt"
    large = read(mixed(part("слова"), part(b"x" * (MOST_FILE_BYTES + 1), "application/octet-stream", name="a.bin")))
    assert (large.hold, large.text) == ("file_too_large", "слова")


def test_a_letter_inside_a_letter_is_a_file_that_can_be_read():
    forwarded = text(
        "не открывается карта", Subject="Ошибка у врача", Message_ID="<inner@x>", From="Врач <v@x.example>"
    )
    told = read(mixed(part("см. вложение"), part(forwarded, "message/rfc822")))
    assert told.text == "см. вложение"
    file = told.files[0]
    assert (file.name, file.note, file.data) == ("Ошибка у врача.eml", "forwarded_letter", forwarded)
    assert "Врач <v@x.example>" in file.words
    assert "не открывается карта" in file.words
    alone = read(mixed(part(forwarded, "message/rfc822")))
    assert "не открывается карта" in alone.text


def test_headers_of_an_inner_letter_are_not_ours():
    told = read(letter(text("x", From="evil@attacker.example"), Content_Type="message/rfc822"))
    assert [each.address for each in told.senders] == ["zoya@lpu-01.example"]
    assert told.subject == "Не печатает рецепт"


def test_a_piece_of_a_letter_is_not_put_together():
    told = read(
        letter(
            b"From: a@b.example\r\nSubject: hidden\r\n\r\nwords",
            Content_Type='message/partial; id="a@b"; number=1; total=2',
        )
    )
    assert told.files[0].note == "partial"
    assert "partial" in told.notes
    assert told.subject == "Не печатает рецепт"


def test_signed_letters_show_their_words_and_no_trust():
    signature = part(b"0\x80", "application/pkcs7-signature; name=smime.p7s", name="smime.p7s", way="base64")
    told = read(mixed(part("подписано"), signature, kind="signed", extra='; protocol="application/pkcs7-signature"'))
    assert told.text == "подписано"
    assert [(file.name, file.note) for file in told.files] == [("smime.p7s", "signature")]
    assert "signed_smime" in told.notes
    pgp = read(
        mixed(
            part("подписано"),
            part("-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
            kind="signed",
            extra="; protocol=application/pgp-signature",
        )
    )
    assert "signed_pgp" in pgp.notes


def der(tag, body, indefinite=False):
    if indefinite:
        return bytes([tag, 0x80]) + body + b"\0\0"
    size = len(body)
    return bytes([tag]) + (bytes([size]) if size < 128 else b"\x84" + struct.pack(">I", size)) + body


@pytest.mark.parametrize("indefinite", [False, True])
def test_an_opaquely_signed_letter_is_opened(indefinite):
    octets = der(0x04, part("подписано внутри"))
    content = der(0x24, octets, indefinite=True) if indefinite else octets
    encapsulated = der(
        0x30, der(0x06, bytes.fromhex("2a864886f70d010701")) + der(0xA0, content, indefinite), indefinite
    )
    signed = der(0x30, der(0x02, b"\x01") + der(0x31, b"") + encapsulated, indefinite)
    cms = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010702")) + der(0xA0, signed, indefinite), indefinite)
    told = read(
        letter(
            base64.encodebytes(cms),
            Content_Type="application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            Content_Transfer_Encoding="base64",
        )
    )
    assert told.text == "подписано внутри"
    assert "signed_smime" in told.notes


def signed_around(content):
    """An opaquely signed letter around what was signed."""
    inside = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010701")) + der(0xA0, der(0x04, content)))
    signed = der(0x30, der(0x02, b"\x01") + der(0x31, b"") + inside)
    cms = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010702")) + der(0xA0, signed))
    kind = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"
    return letter(base64.encodebytes(cms), Content_Type=kind, Content_Transfer_Encoding="base64")


def test_what_is_signed_whole_has_the_limits_of_every_letter():
    kind, body = multipart("mixed", *[part(f"часть {number}") for number in range(600)])
    told = read(signed_around(f"Content-Type: {kind}\r\n\r\n".encode() + body))
    assert (told.hold, told.files) == ("too_many_parts", ())


def test_what_is_signed_in_envelopes_within_envelopes_loses_nothing():
    content = part("подписано внутри")
    for _time in range(6):
        content = b"MIME-Version: 1.0\r\n" + signed_around(content).partition(b"MIME-Version: 1.0\r\n")[2]
    told = read(letter(b"", Content_Type=None).partition(b"\r\n\r\n")[0] + b"\r\n" + content)
    assert "подписано внутри" in told.text or any(file.note == "signature" for file in told.files)


def test_encrypted_letters_are_kept_whole():
    told = read(
        letter(
            base64.encodebytes(b"0\x82\x01\x00junk"),
            Content_Type="application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            Content_Transfer_Encoding="base64",
        )
    )
    assert [(file.name, file.note) for file in told.files] == [("smime.p7m", "encrypted")]
    assert "encrypted_smime" in told.notes
    pgp = read(
        mixed(
            part("Version: 1", "application/pgp-encrypted"),
            part("-----BEGIN PGP MESSAGE-----", "application/octet-stream", name="e.asc"),
            kind="encrypted",
            extra="; protocol=application/pgp-encrypted",
        )
    )
    assert "encrypted_pgp" in pgp.notes
    assert {file.note for file in pgp.files} == {"encrypted"}


INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:16010101T000000
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Разбор\\, обмен с РЭМД
DTSTART;TZID=Russian Standard Time:20260302T101500
DTEND;TZID=Russian Standard Time:20260302T111500
LOCATION:Кабинет 5
ORGANIZER;CN="Ким: Зоя":mailto:zoya@lpu-01.example
ATTENDEE;CN=Аня;RSVP=TRUE:mailto:anya@lpu-01.example
DESCRIPTION:Первая строка\\nвторая <script>alert(1)</script>
 продолжение
BEGIN:VALARM
DESCRIPTION:другое
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_is_told_in_words():
    told = read(mixed(part(INVITATION, "text/calendar; charset=utf-8; method=REQUEST"), kind="alternative"))
    assert told.kind == Kind.CALENDAR
    for words in (
        "Разбор, обмен с РЭМД",
        "02.03.2026 10:15 – 11:15 (Russian Standard Time)",
        "Кабинет 5",
        "Ким: Зоя <zoya@lpu-01.example>",
        "вторая <script>alert(1)</script>продолжение",
    ):
        assert words in told.text
    assert "другое" not in told.text
    assert told.html == ""
    assert told.files[0].note == "invitation"


def test_an_invitation_beside_words_is_a_file():
    told = read(mixed(part("Прошу подключиться"), part(INVITATION, "text/calendar; charset=utf-8", name="a.ics")))
    assert told.text == "Прошу подключиться"
    assert told.kind == Kind.PERSON
    assert "РЭМД" in told.files[0].words


def mapi(kind, name, data):
    if kind == 0x0003:
        return struct.pack("<HH", kind, name) + data
    return struct.pack("<HHII", kind, name, 1, len(data)) + data + bytes(-len(data) % 4)


def attribute(level, name, data):
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def winmail(words="Слова из winmail", rich=None):
    found = [mapi(0x001F, 0x1000, words.encode("utf-16-le") + b"\0\0")]
    if rich:
        found.append(mapi(0x0102, 0x1013, rich.encode("cp1251")))
        found.append(mapi(0x0003, 0x3FDE, struct.pack("<I", 1251)))
    file = [mapi(0x001F, 0x3707, "Отчёт за март.xlsx".encode("utf-16-le") + b"\0\0")]
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9007, struct.pack("<II", 1251, 0))
        + attribute(1, 0x9003, struct.pack("<I", len(found)) + b"".join(found))
        + attribute(2, 0x9002, bytes(14))
        + attribute(2, 0x8010, "ОТЧЁТ~1.XLS\0".encode("cp1251"))
        + attribute(2, 0x800F, b"PK\x03\x04data\0\0")
        + attribute(2, 0x9005, struct.pack("<I", len(file)) + b"".join(file))
    )


def test_winmail_is_opened():
    told = read(mixed(part("", "text/plain"), part(winmail(), "application/ms-tnef", name="winmail.dat", way="base64")))
    assert told.text == "Слова из winmail"
    assert [(file.name, file.data, file.note) for file in told.files] == [
        ("Отчёт за март.xlsx", b"PK\x03\x04data\0\0", "from_tnef")
    ]
    assert "tnef" in told.notes
    rich = read(
        mixed(part(winmail(rich="<p>с <b>формой</b></p><script>x</script>"), "application/ms-tnef", way="base64"))
    )
    assert rich.html == "<p>с <b>формой</b></p>"


def test_winmail_in_rtf():
    rtf = "{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0 Arial;}}\\pard Ошибка\\par вторая \\u1089?\\u1083?ово}".encode(
        "cp1251"
    )
    packed = struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    data = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9003, struct.pack("<I", 1) + mapi(0x0102, 0x1009, packed))
    assert read(mixed(part(data, "application/ms-tnef", way="base64"))).text == "Ошибка\nвторая слово"


def test_rtf_that_wraps_html():
    rich = b"{\\rtf1\\ansi\\fromhtml1 \\deff0{\\*\\htmltag64 <p>}\\htmlrtf \\par\\htmlrtf0 hi{\\*\\htmltag72 </p>}}"
    assert html_or_text_of(rich) == ("html", "<p>hi</p>")


def test_compressed_rtf():
    # The example of MS-OXRTFCP 4.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize("cut", [7, 20, 60, 120, 200])
def test_a_broken_winmail_is_kept(cut):
    told = read(mixed(part("слова"), part(winmail()[:cut], "application/ms-tnef", name="winmail.dat", way="base64")))
    assert "слова" in told.text
    assert ("winmail.dat", "damaged") in [(file.name, file.note) for file in told.files]
    assert "tnef_broken" in told.notes


def test_uuencoded_files_are_taken_out():
    lines = b"".join(binascii.b2a_uu(b"0123456789" * 4) for _ in range(3))
    told = read(text("до\nbegin 644 отчёт.txt\n" + lines.decode() + "`\nend\nпосле"))
    assert told.text.split() == ["до", "после"]
    assert [(file.name, file.data) for file in told.files] == [("отчёт.txt", b"0123456789" * 12)]
    assert read(text("begin 644 файл\nобычные слова\nend\n")).text.startswith("begin 644")


@pytest.mark.parametrize(
    ("way", "body", "expected"),
    [
        ("base64", "0KHQu9C+0LLQsA==", "Слова"), ("base64", "0KHQu9C+0L\r\nLQsA", "Слова"), ("base64", "0KHQ!u9C+@0LLQsA===", "Слова"),
        ("BASE64", "0KHQu9C+0LLQsA==", "Слова"), ("base64", "Слова", "Слова"), ("base64", "0KHQu9C+0A", "Сло"),
        ("quoted-printable", "=D0=A1=D0=BB=\r\n=D0=BE=D0=B2=D0=B0", "Слова"), ("quoted-printable", "a= \r\nb", "ab"),
        ("quoted-printable", "100 =ZZ =", "100 =ZZ ="), ("quoted-printable", "=D0=a1", "С"),
        ("x-unknown", "Слова", "Слова"), ("8bit", "Слова", "Слова"), ("", "Слова", "Слова"),
    ],
)  # fmt: skip
def test_encodings_whole_and_broken(way, body, expected):
    told = read(letter(body, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding=way))
    assert told.text.rstrip("= \ufffd") == expected.rstrip("= ")


def test_what_a_gateway_writes_below_an_encoded_text_does_not_spoil_it():
    encoded = base64.encodebytes("Не печатает рецепт".encode() * 5)
    for below in (
        b"This e-mail was checked by Antivirus\r\n",
        b"-- \r\nlist footer\r\n",
        b"____________\r\nfooter\r\n",
    ):
        told = read(letter(encoded + b"\r\n" + below, **BASE64))
        assert told.text.startswith("Не печатает рецепт" * 5)
        assert below.split()[-1].decode() in told.text
        assert "broken_base64" in told.notes
    spaced = b"\r\n".join(line.replace(b"0", b" 0") for line in encoded.split())
    assert read(letter(spaced, **BASE64)).text == "Не печатает рецепт" * 5


@pytest.mark.parametrize("encoded", [base64.encodebytes, quopri.encodestring])
def test_an_encoding_whose_label_was_lost_is_undone(encoded):
    words = "Не печатает рецепт, после обновления пусто." * 4
    for how in ({}, {"Content_Transfer_Encoding": "8bit"}):
        told = read(letter(encoded(words.encode()), Content_Type="text/plain; charset=utf-8", **how))
        assert told.text == words
        assert "encoding_lost" in told.notes
    twice = base64.encodebytes(base64.encodebytes(words.encode()))
    assert read(letter(twice, **BASE64)).text == words


@pytest.mark.parametrize(
    "words",
    ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "MIIFazCCA1OgAwIBAgIRAIIQz7DSQONZRGPgu2OCiwAwDQYJKoZIhvcNAQELBQAw", "id=D0=9F, key=D1=80"],
)  # fmt: skip
def test_what_only_looks_encoded_stays(words):
    assert read(text(words)).text == words


def test_what_stands_below_a_multipart_that_closed_at_once_is_read():
    told = read(letter("--b--\r\nНе печатает рецепт", Content_Type="multipart/mixed; boundary=b"))
    assert "Не печатает рецепт" in told.text


@pytest.mark.parametrize("words", ["The printer in room five does not print, please help.", "Не печатает рецепт"])
def test_words_that_are_only_called_encoded_are_read_as_they_stand(words):
    assert read(letter(words, **BASE64)).text == words


def test_flowed_text_is_put_together():
    told = read(
        letter(
            "Длинная строка, \r\nкоторая продолжается.\r\nНовая.\r\n-- \r\nЗоя",
            Content_Type="text/plain; charset=utf-8; format=flowed",
        )
    )
    assert told.text == "Длинная строка, которая продолжается.\nНовая.\n-- \nЗоя"
    delsp = read(letter("сло \r\nво", Content_Type="text/plain; charset=utf-8; format=flowed; delsp=yes"))
    assert delsp.text == "слово"


def test_a_long_text_is_shown_in_part_and_kept_whole():
    told = read(text("слово " * 400_000))
    assert len(told.text) == 1024 * 1024
    assert told.files[0].note == "whole_text"
    assert len(told.files[0].data) > 4_000_000
    assert "text_cut" in told.notes


def test_types_that_are_none():
    for kind in ("text", "plain", "html", "foo", "", "text/", "TEXT/PLAIN", "text/plain charset=utf-8", "text /plain"):
        assert read(letter("слова", Content_Type=kind)).text == "слова", kind


def test_markup_and_words_under_each_others_label():
    assert (
        read(
            letter(
                "<!DOCTYPE html><html><body><p>слова <b>x</b><script>1</script></body></html>",
                Content_Type="text/plain; charset=utf-8",
            )
        ).html
        == "<p>слова <b>x</b></p>"
    )
    told = read(html("первая\nвторая &lt;3"))
    assert (told.text, told.html) == ("первая\nвторая <3", "")


def test_a_whole_that_was_encoded():
    body = base64.encodebytes(b"--b\r\nContent-Type: text/plain\r\n\r\nword\r\n--b--")
    assert (
        read(letter(body, Content_Type="multipart/mixed; boundary=b", Content_Transfer_Encoding="base64")).text
        == "word"
    )


def test_smuggled_commands_stay_words():
    told = read(letter(b"first\n.\nMAIL FROM:<boss@priyom.example>\r\n.\r\nlast", Content_Type="text/plain"))
    assert told.text == "first\n.\nMAIL FROM:<boss@priyom.example>\n.\nlast"


def test_a_digest_holds_letters():
    told = read(mixed(b"\r\nSubject: one\r\n\r\nfirst", b"\r\nSubject: two\r\n\r\nsecond", kind="digest"))
    assert [file.note for file in told.files] == ["forwarded_letter"] * 2


def test_an_outside_body_is_never_fetched():
    told = read(
        letter(
            b"Content-Type: text/plain\r\n\r\n",
            Content_Type="message/external-body; access-type=URL; URL=http://attacker.example/x",
        )
    )
    assert told.files or told.kind == Kind.EMPTY


WORDS = "Не открывается расписание врачей в регистратуре"


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
@pytest.mark.parametrize("way", [bytes, base64.encodebytes, quopri.encodestring])
@pytest.mark.parametrize("label", ["x-unknown", "utf-8", "base-85", "quotted-printble"])
def test_words_under_an_encoding_that_nobody_knows_are_read_by_their_looks(charset, way, label):
    octets = way(f"{WORDS}, {WORDS}".encode(charset))
    kind = f"text/plain; charset={charset}"
    told = read(letter(octets, Content_Type=kind, Content_Transfer_Encoding=label))
    assert (told.text.strip(), told.hold) == (f"{WORDS}, {WORDS}", "")


def test_a_letter_whose_encoding_nobody_knows_waits_for_a_person_instead_of_showing_its_octets():
    octets = bytes(range(1, 32)) * 20
    told = read(letter(octets, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="x-lzma"))
    assert (told.hold, told.text) == ("encoding_unknown", "")


def test_words_beside_a_part_in_an_unknown_encoding_are_a_letter():
    strange = part(bytes(range(1, 32)) * 20, Content_Transfer_Encoding="x-lzma")
    told = read(mixed(part("просто"), strange))
    assert (told.text, told.hold, [file.note for file in told.files]) == ("просто", "", ["damaged"])


def rich(words):
    octets = "".join(f"\\'{octet:02x}" if octet > 127 else chr(octet) for octet in words.encode("cp1251"))
    return ("{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}\\pard " + octets + "\\par}").encode()


@pytest.mark.parametrize("kind", ["text/rtf", "application/rtf"])
@pytest.mark.parametrize("way", ["7bit", "base64"])
def test_a_letter_in_rich_text_alone_is_read(kind, way):
    octets = rich(WORDS) if way == "7bit" else base64.encodebytes(rich(WORDS))
    told = read(letter(octets, Content_Type=kind, Content_Transfer_Encoding=way))
    assert (told.text, names(told)) == (WORDS, [])


def test_rich_text_beside_words_is_one_more_form_or_a_file():
    assert read(mixed(part(WORDS), part(rich("другое"), "text/rtf"), kind="alternative")).text == WORDS
    told = read(mixed(part(WORDS), part(rich("другое"), "application/rtf", name="a.rtf")))
    assert (told.text, names(told)) == (WORDS, ["a.rtf"])


def test_rich_text_with_a_picture_stays_as_a_file_too():
    drawn = rich(WORDS).removesuffix(b"}") + b"{\\pict\\pngblip 89504e47}}"
    told = read(letter(drawn, Content_Type="text/rtf"))
    assert (told.text, names(told)) == (WORDS, ["part-1.rtf"])
