"""Whatever arrives, the reader answers, and no trap makes it spend what the child may spend: a square would."""

import random
import signal
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priyom.channels.mail.letter import HOLDS, MOST_BYTES, NOTES, Letter, Unreadable
from priyom.channels.mail.opening_child import LIMITS
from priyom.channels.mail.reading import read
from tests.channels.mail.letters import html, letter, mixed, part, text

N = 25_000  # a hundred thousand letters and more
TRAPS = {
    "one long word": lambda n: text("a" * 5 * n), "On and a long line": lambda n: text("On " + "a" * 5 * n), "digits": lambda n: text("1" * 5 * n),
    "blanks": lambda n: text(" " * 5 * n + "x"), "empty lines": lambda n: text("\n" * 5 * n + "x"), "quote marks": lambda n: text(">" * 5 * n), "quoted lines": lambda n: text("> a\n" * n),
    "fresh and quoted in turn": lambda n: text("> a\nb\n" * n), "who wrote": lambda n: text("02.03.2026 10:15, A <a@b.example>:\n" * n), "labels": lambda n: text("От: a\nКому: b\n\n" * n),
    "dashes": lambda n: text("--\n" * n), "rules": lambda n: text(("-" * 20 + "\n") * n), "separators": lambda n: text("-----Original Message-----\n> a\nb\n" * n), "addresses": lambda n: text("a@b " * n),
    "begin": lambda n: text("begin 644 a\n" * n + "end\n"), "begin, no end": lambda n: text("begin 644 a\n" * n),
    "flowed": lambda n: letter("a \r\n" * n, Content_Type="text/plain; format=flowed"), "soft breaks": lambda n: letter("= " * n, Content_Transfer_Encoding="quoted-printable"),
    "paddings": lambda n: letter("=" * n, Content_Transfer_Encoding="base64"), "comments": lambda n: letter(From="(" * n + ")" * n + " a@b.example"), "open comments": lambda n: letter(From="(" * 2 * n + " a@b.example"),
    "open quotes": lambda n: letter(From='"\\' * n), "quotes": lambda n: letter(From='"a" ' * n), "brackets": lambda n: letter(From="<" * n), "commas": lambda n: letter(To="," * n + ";:" * n),
    "encoded words": lambda n: letter(Subject="=?utf-8?B?0J8=?= " * (n // 4)), "open encoded words": lambda n: letter(Subject="=?utf-8?Q?a" * (n // 4)), "question marks": lambda n: letter(Subject="=?" * n),
    "ids": lambda n: letter(References="<a@b> " * n), "open ids": lambda n: letter(References="<a" * n), "parameters": lambda n: letter(Content_Type="text/plain; " + "a*0=b; " * (n // 4)),
    "boundaries": lambda n: letter("--c\r\n" * n, Content_Type='multipart/mixed; boundary="b"'), "parts": lambda n: letter("--b\r\n\r\nx\r\n" * n, Content_Type="multipart/mixed; boundary=b"),
    "headers": lambda n: letter(X_A=["b"] * (n // 20)), "folds": lambda n: letter(Subject="a" + "\r\n b" * n), "letters in letters": lambda n: letter(b"Content-Type: message/rfc822\r\n\r\n" * n, Content_Type="message/rfc822"),
    "div": lambda n: html("<div>" * n), "unclosed p": lambda n: html("<p>a" * n), "b and p": lambda n: html("<b>" * 190 + "<p>a" * n), "links": lambda n: html("<a href=x>" * n), "cells": lambda n: html("<table><tr>" + "<td>x" * n),
    "lists": lambda n: html("<ul><li>" * n), "quotes in markup": lambda n: html("<blockquote>a" * n), "attributes": lambda n: html("<p " + "a=b " * n + ">x"), "open tags": lambda n: html("<a " * n), "open attributes": lambda n: html('<a b="' * n),
    "less than": lambda n: html("<" * n), "open remarks": lambda n: html("<!--" * n), "remarks": lambda n: html("<!---->" * n), "styles": lambda n: html("<style>" * n), "style sheets": lambda n: html("<style>" + ".a{display:none}" * n + "</style>"),
    "open style sheets": lambda n: html("<style>" + "a" * n + "{" * n), "open style remarks": lambda n: html("<style>" + "/*" * n), "style": lambda n: html("<p style='" + ";color:" * n + "'>x"), "entities": lambda n: html("&amp" * n),
    "hidden": lambda n: html("<p style='display:none'>x" * n), "pictures": lambda n: html("<img src=cid:a>" * n), "data": lambda n: html("<img src=data:image/png;base64,AAAA>" * n), "blanks in tags": lambda n: html("<p" + " " * n + ">" + "</p" + " " * n),
    "calendar": lambda n: letter("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + 'ATTENDEE;CN="a:mailto:a@b\n' * n, Content_Type="text/calendar"), "begins": lambda n: letter("BEGIN:VEVENT\n" * n, Content_Type="text/calendar"),
    "report": lambda n: letter("Action: failed\n\n" * n, Content_Type="message/delivery-status"), "zero octets": lambda n: text("\0" * 5 * n), "direction marks": lambda n: text("\u202e" * 5 * n),
    "rtf": lambda n: mixed(part(b"{\\rtf1" + b"{" * n, "application/rtf")),
}  # fmt: skip


class OutOfTime(Exception):
    pass


@pytest.fixture
def limited():
    """As much of the processor as the child has; a trap that costs a square wants minutes."""

    def stop(_number, _frame):
        raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMITS.cpu_seconds)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_costs_more_than_the_child_has(trap, limited):
    check(read(TRAPS[trap](N)))


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def check(told):
    assert isinstance(told, Letter)
    assert set(told.notes) <= set(NOTES)
    assert told.hold in {"", *HOLDS}
    for words in strings(asdict(told)):
        assert "\0" not in words, "PostgreSQL keeps none"
        words.encode()
    assert len(told.files) <= 200
    assert all(file.name and "/" not in file.name for file in told.files)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=2000))
def test_any_octets_are_answered(raw):
    check(read(raw))


WORDS_OF_LETTERS = st.sampled_from(
    [b"\r\n", b"\n", b"\r\n\r\n", b"From: ", b"To: ", b"Subject: ", b"Message-ID: <a@b>", b"Content-Type: ", b"multipart/mixed; boundary=b", b"multipart/alternative; boundary=b", b"multipart/signed; boundary=b",
     b"multipart/related; boundary=c", b"text/plain", b"text/html; charset=", b"text/calendar; method=REQUEST", b"message/rfc822", b"message/delivery-status", b"application/ms-tnef", b"application/pkcs7-mime", b"utf-8", b"koi8-r", b"utf-7",
     b"utf-16", b"iso-2022-jp", b"rot13", b"hz", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: x-uuencode", b"Content-Disposition: attachment; filename*0*=utf-8''%D0", b"--b", b"--b--", b"--c",
     b"=?utf-8?B?0J8=?=", b"=?koi8-r?Q?=F0?=", b"<a@b.example>", b"begin 644 a\n", b"end", b"<p>", b"</div>", b"<blockquote>", b"<style>.a{display:none}", b"<img src=data:image/png;base64,AA==>", b"&#x110000;", b"BEGIN:VEVENT\n", b"DTSTART:99999999\n", b"> ", b"\x78\x9f\x3e\x22\x01\x00", b"\x30\x80\x06\x09",
     "слово".encode(), "слово".encode("koi8-r"), b"\xff\xfe", b"\x00", b"\x1b$B", b"+ADw-", b"("]
)  # fmt: skip


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS_OF_LETTERS | st.binary(max_size=8), max_size=60))
def test_any_sequence_of_what_letters_consist_of_is_answered(pieces):
    check(read(b"".join(pieces)))


WHOLE = [
    mixed(part("слова"), part("<p>слова</p>", "text/html"), part(b"PK", "application/zip", name="a.zip", way="base64"), part("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", "text/calendar; method=REQUEST")),
    text("Да\n\n02.03.2026 10:15, Служба пишет:\n> старое", charset="koi8-r"),
    html("<div style='color:#fff'>x</div><table><tr><td>a<blockquote>b</blockquote></table>"),
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), max_size=12))
def test_letters_damaged_on_the_way_are_answered(raw, damages):
    damaged = bytearray(raw)
    for place, octets in damages:
        at = place % len(damaged)
        damaged[at : at + len(octets)] = octets
    check(read(bytes(damaged)))


def test_noise_is_held():
    told = read(random.Random(5).randbytes(30_000))  # noqa: S311 - noise
    assert told.hold == "not_a_letter"
    check(told)


def test_a_letter_over_the_limit_is_refused():
    with pytest.raises(Unreadable) as refusal:
        read(b"Subject: x\r\n\r\n" + b"a" * MOST_BYTES)
    assert refusal.value.code == "too_large"


def test_poison_is_held_and_told():
    assert (
        read(letter(b"x", References=" ".join(f"<{n}@x.example>" for n in range(20_000)))).hold == "headers_too_large"
    )
    assert (
        read(
            letter(
                b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(10_000)),
                Content_Type="multipart/mixed; boundary=b",
            )
        ).hold
        == "too_many_parts"
    )
