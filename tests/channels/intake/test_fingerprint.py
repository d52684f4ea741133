"""Two deliveries are one letter when the sender wrote the same, whatever the way has added."""

import pytest

from priyom.channels.intake.fingerprint import content_digest, fields_of, message_id_of

LETTER = (
    b"Message-ID: <1@clinic.example>\r\nFrom: zoya@clinic.example\r\nSubject: One\r\n two\r\n\r\nNothing prints.\r\n"
)


@pytest.mark.parametrize(
    "other",
    [
        b"Return-Path: <a@b>\r\nReceived: from x\r\n\tby y\r\nDelivered-To: it@desk.example\r\n" + LETTER,
        b"X-Spam-Score: 1\r\nAuthentication-Results: mx; dmarc=pass\r\n" + LETTER,
        LETTER.replace(b"\r\n", b"\n"),
        LETTER + b"\r\n\r\n",
        LETTER.replace(b"Subject: One\r\n two", b"SUBJECT:  One two"),
    ],
)
def test_the_way_changes_nothing(other):
    assert content_digest(other) == content_digest(LETTER)


@pytest.mark.parametrize(
    "other",
    [
        LETTER.replace(b"prints", b"works"),
        LETTER.replace(b"zoya", b"yakov"),
        LETTER.replace(b"One", b"Two"),
        LETTER.replace(b"<1@", b"<2@"),
        LETTER.replace(b"\r\n\r\n", b"\r\n\r\n\r\n", 1) + b"more",
    ],
)
def test_what_the_sender_wrote_changes_it(other):
    assert content_digest(other) != content_digest(LETTER)


def test_a_mailbox_that_makes_a_line_end_of_a_lone_cr_changes_nothing():
    sent = LETTER.replace(b"One\r\n two", b"One\rX-Two: yes").replace(b"prints", b"prints\rat all")
    assert content_digest(sent.replace(b"\r\n", b"\n").replace(b"\r", b"\n")) == content_digest(sent)


def test_the_id_is_read_from_the_head_only_folded_or_not():
    assert message_id_of(LETTER) == "<1@clinic.example>"
    assert message_id_of(b"message-id:\r\n <long@clinic.example>\r\n\r\nx") == "<long@clinic.example>"
    assert message_id_of(b"Subject: x\r\n\r\nMessage-ID: <no@clinic.example>\r\n") == ""
    assert len(message_id_of(b"Message-ID: <" + b"a" * 5000 + b">\r\n\r\n")) == 300


@pytest.mark.parametrize("octets", [b"", b"\r\n\r\n", b"\0\xff" * 1000, b"no head at all", b": x\r\n\r\n", b"\r\n" * 9])
def test_noise_has_a_fingerprint_too(octets):
    fields_of(octets)
    assert len(content_digest(octets)) == 32
    assert message_id_of(octets) == ""


def test_a_head_of_megabytes_is_looked_at_in_a_moment():
    letter = b"X: y\r\n" * 900_000 + b"\r\nbody"
    assert content_digest(letter) == content_digest(letter)
