"""Who wrote, to whom, answering what: as it should be sent, and as it is."""

from datetime import timedelta

import pytest

from priyom.channels.mail.addresses import addresses
from priyom.channels.mail.headers import message_ids, moment
from priyom.channels.mail.parameters import with_parameters
from priyom.channels.mail.reading import read
from tests.channels.mail.letters import letter


def pairs(raw):
    return [(each.name, each.address) for each in addresses(raw if isinstance(raw, bytes) else raw.encode(), 100)[0]]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("<a@b.example>", [("", "a@b.example")]),
        ("Зоя Ким <a@b.example>", [("Зоя Ким", "a@b.example")]),
        ('"Ким, Зоя" <a@b.example>, c@d.example', [("Ким, Зоя", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example (Зоя Ким)", [("Зоя Ким", "a@b.example")]),
        ("Зоя (врач (второй)) <a@b.example>", [("Зоя", "a@b.example")]),
        ("Зоя Ким a@b.example", [("Зоя Ким", "a@b.example")]),
        ("Зоя <a@b.example", [("Зоя", "a@b.example")]),
        ("Зоя <<a@b.example>>", [("Зоя", "a@b.example")]),
        ("<@relay.example,@x.example:a@b.example>", [("", "a@b.example")]),
        ("undisclosed-recipients:;", []),
        ("Группа: a@b.example, Зоя <c@d.example>;, e@f.example", [("", "a@b.example"), ("Зоя", "c@d.example"), ("", "e@f.example")]),
        ("", []), ("<>", []), ("Зоя", []), (",,;;,", []), ("@", []), ("a@", []), ("@b", []),
        ('"support@priyom.example" <evil@attacker.example>', [("support@priyom.example", "evil@attacker.example")]),
        ('"a@b.example"', []),
        ("(a@b.example)", []),
        ("support@priyom.example <evil@attacker.example>", [("support@priyom.example", "evil@attacker.example")]),
        ("X <SENDER+tag@LPU-01.example.>", [("X", "SENDER+tag@LPU-01.example.")]),
        ("a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ('"unclosed <a@b.example>', [('"unclosed'.strip('"'), "a@b.example")]),
        ("(unclosed <a@b.example>", [("unclosed", "a@b.example")]),
        ("Имя <a b@c.example>", [("Имя", "ab@c.example")]),
        ("=?utf-8?B?0JrQuNC8LCDQl9C+0Y8=?= <a@b.example>", [("Ким, Зоя", "a@b.example")]),
        ('"=?utf-8?B?0JfQvtGP?=" <a@b.example>', [("Зоя", "a@b.example")]),
        ("=?utf-8?Q?Zoya_=3Ca=40b=2Eexample=3E?=", [("Zoya", "a@b.example")]),
        ("=?utf-8?Q?evil=40x=2Eexample?= <a@b.example>", [("evil@x.example", "a@b.example")]),
        ("врач@больница.рф", [("", "врач@больница.рф")]),
        ("'a@b.example'", [("", "a@b.example")]),
        ("mailto:a@b.example", [("", "a@b.example")]),
        ("Зоя\u202e <a@b.example>", [("Зоя", "a@b.example")]),
    ],
)  # fmt: skip
def test_addresses(raw, expected):
    assert pairs(raw) == expected


def test_five_thousand_comments_in_comments():
    assert [each[1] for each in pairs("(" * 5000 + "x" + ")" * 5000 + " a@b.example")] == ["a@b.example"]


def test_an_address_with_an_invisible_letter_is_nobodys():
    assert pairs("Зоя <zo\u200bya@lpu-01.example>") == []
    assert pairs("<zoya@lpu-01.example\u202e>") == []
    assert pairs("=?utf-8?Q?=3Czoya=00=40lpu-01=2Eexample=3E?=") == []


def test_several_from_are_all_told():
    told = read(letter(From=["a@b.example", "Зоя <c@d.example>"]))
    assert [each.address for each in told.senders] == ["a@b.example", "c@d.example"]
    assert "several_from" in told.notes
    assert "several_from" in read(letter(From="a@b.example, c@d.example")).notes
    assert "several_from" not in read(letter(From="a@b.example")).notes


def test_nobody_wrote():
    for nobody in (None, "", "undisclosed-recipients:;", "<>"):
        told = read(letter(b"x", From=nobody))
        assert told.senders == ()
        assert "no_from" in told.notes
        assert not told.may_answer


def test_ten_thousand_recipients_are_cut():
    told = read(letter(To=", ".join(f"u{n}@x.example" for n in range(8000)), Cc="c@d.example"))
    assert len(told.to) == 100
    assert "recipients_cut" in told.notes


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        (b"<a@b>", ["<a@b>"]), (b"a@b", ["<a@b>"]), (b"", []), (b"<>", []), (b"<a b@c>", []), (b"  <a@b>  (x)", ["<a@b>"]),
        (b"<a@b><c@d>", ["<a@b>", "<c@d>"]), (b"<a@b>\r\n\t<c@d>", ["<a@b>", "<c@d>"]), (b"<" + b"a" * 5000 + b"@b>", []),
        (b"<a\x00@b>", ["<a@b>"]), (b"<1234>", ["<1234>"]), (b"<<a@b>>", ["<a@b>"]),
    ],
)  # fmt: skip
def test_ids(raw, ids):
    assert message_ids(raw) == ids


def test_many_references_keep_the_first_and_the_newest():
    told = read(letter(References=" ".join(f"<{n}@x>" for n in range(5000))))
    assert len(told.references) == 50
    assert (told.references[0], told.references[-1]) == ("<0@x>", "<4999@x>")
    assert "references_cut" in told.notes


def test_no_message_id_and_several():
    assert "no_message_id" in read(letter(Message_ID=None)).notes
    assert "bad_message_id" in read(letter(Message_ID="nonsense")).notes
    several = read(letter(Message_ID=["<a@b>", "<c@d>"]))
    assert several.message_id == "<a@b>"
    assert "several_message_ids" in several.notes


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mon, 02 Mar 2026 10:15:00 +0300", "2026-03-02T10:15:00+03:00"),
        ("2 Mar 2026 10:15 MSK", "2026-03-02T10:15:00+00:00"),
        ("Mon, 02 Mar 2026 10:15:00 +0300 (MSK)", "2026-03-02T10:15:00+03:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00+00:00"),
        ("Fri, 31 Dec 2099 23:59:59 +0000", "2099-12-31T23:59:59+00:00"),
        ("Mon, 02 Mar 2026 10:15:00 +9999", None),
        ("yesterday", None), ("", None), ("Mon, 99 Foo 9999 99:99:99", None), ("1 Jan 99999999999 00:00", None),
        ("Mon, 02 Mar 0026 10:15:00 +0300", None),
    ],
)  # fmt: skip
def test_dates_are_claims(raw, expected):
    found = moment(raw.encode())
    if expected is None:
        assert found is None or found.utcoffset() < timedelta(days=1)
    else:
        assert found.isoformat()[:19] == expected[:19]


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        (b"attachment; filename=a.txt", "filename", "a.txt"),
        (b'attachment; filename="a b.txt"', "filename", "a b.txt"),
        (b"attachment; filename=\"plain.txt\"; filename*=utf-8''%D0%90.txt", "filename", "А.txt"),
        (b"attachment; filename*=utf-8''%D0%90.txt; filename=\"plain.txt\"", "filename", "А.txt"),
        (b'attachment; filename*0="long "; filename*1="name.txt"', "filename", "long name.txt"),
        (b"attachment; filename*0*=koi8-r'ru'%F2%C5; filename*1*=%C3%C5%D0%D4; filename*2=\".pdf\"", "filename", "Рецепт.pdf"),
        (b"attachment; filename*1*=%C3; filename*0*=koi8-r''%F2%C5", "filename", "Рец"),
        (b"attachment; filename*0*=utf-8''%D0%A0%D; filename*1*=0%B5; filename*2=\"%D0.pdf\"", "filename", "Ре%D0.pdf"),
        (b"attachment; filename*0*=utf-8''%D0%A0%D0; filename*1*=%B5.pdf", "filename", "Ре.pdf"),
        ('attachment; filename="Рецепт.pdf"'.encode(), "filename", "Рецепт.pdf"),
        ('attachment; filename="Рецепт.pdf"'.encode("cp1251"), "filename", "Рецепт.pdf"),
        (b'attachment; filename="a;b\\"c.txt"', "filename", 'a;b"c.txt'),
        (b'attachment; filename="C:\\docs\\a.txt"', "filename", "C:\\docs\\a.txt"),
        (b'attachment; filename="unclosed.txt', "filename", "unclosed.txt"),
        (b"attachment; FILENAME = a.txt ; x", "filename", "a.txt"),
        (b"multipart/mixed; boundary='abc'", "boundary", "abc"),
        (b"multipart/mixed; boundary=abc (comment)", "boundary", "abc (comment)"),
        (b"text/plain; charset*=us-ascii'en'utf-8", "charset", "utf-8"),
        (b"attachment; filename*=utf-8''%ZZ%00", "filename", "%ZZ\x00"),
        (b"attachment; filename*=bad", "filename", "bad"),
    ],
)  # fmt: skip
def test_parameters(raw, name, value):
    assert with_parameters(raw)[1][name] == value


def test_headers_broken_over_lines_without_a_blank():
    raw = b"From: a@b.example\r\nSubject: one two\r\nthree four\r\nTo: s@p.example\r\nMessage-ID: <a@b>\r\n\r\nbody"
    told = read(raw)
    assert told.subject == "one two three four"
    assert told.to[0].address == "s@p.example"
    assert told.text == "body"
    assert "headers_broken" in told.notes


def test_a_header_block_without_an_end():
    told = read(b"From: a@b.example\r\nSubject: x\r\nBody begins here\r\nand goes on")
    assert told.subject == "x"
    assert "Body begins here" in told.text


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_any_line_ends(ends):
    told = read(ends.join([b"From: a@b.example", b"Subject: x", b"", b"one", b"two"]))
    assert (told.senders[0].address, told.subject, told.text) == ("a@b.example", "x", "one\ntwo")


def test_mbox_line_and_marks_in_front():
    assert read(b"From a@b Mon Mar  2 10:15:00 2026\nFrom: a@b.example\nSubject: x\n\nbody").subject == "x"
    assert read(b"\xef\xbb\xbfFrom: a@b.example\nSubject: x\n\nbody").senders[0].address == "a@b.example"
    assert read(b"\r\n\r\nFrom: a@b.example\nSubject: x\n\nbody").subject == "x"


def test_traces_are_kept_in_order():
    told = read(letter(Authentication_Results=["mx.ours; dmarc=pass", "mx.evil; dmarc=pass"], Received=["b", "a"]))
    assert told.authentication_results == ("mx.ours; dmarc=pass", "mx.evil; dmarc=pass")
    assert told.received == ("b", "a")


def test_return_path():
    assert read(letter(Return_Path="<>")).return_path == ""
    assert read(letter(Return_Path="<a@b.example>")).return_path == "a@b.example"
    assert read(letter()).return_path is None


def test_where_it_was_delivered_and_what_is_wished():
    told = read(
        letter(
            Delivered_To="s+x@p.example",
            X_Original_To="S@p.example",
            X_Priority="1 (Highest)",
            Disposition_Notification_To="a@b.example",
        )
    )
    assert told.delivered_to == ("s+x@p.example", "S@p.example")
    assert told.urgent
    assert "receipt_wanted" in told.notes


def test_a_header_of_five_megabytes_is_held():
    told = read(letter(b"body", X_Long="a" * 5_000_000))
    assert told.hold == "headers_too_large"
    assert told.subject
