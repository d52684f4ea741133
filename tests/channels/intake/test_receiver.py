"""The receiver over a real socket: what is acknowledged is committed, and nothing else is taken."""

import asyncio
import smtplib
import socket
import threading

import pytest
from django.conf import settings
from django.db import connection

from priyom.base.sealing import unseal
from priyom.base.wording import Refusal
from priyom.channels.models import IncomingLetter
from priyom.channels.models.intake import SEALED_LETTER
from priyom.channels.receiver.running import receiving
from tests.channels.intake.conftest import SUPPORT, Receiver

LETTER = b"From: zoya@clinic.example\r\nSubject: One\r\n\r\nNothing prints.\r\n"


def octets_of(letter):
    return unseal(letter.sealed, purpose=SEALED_LETTER)


def test_what_is_acknowledged_is_kept_sealed_with_its_envelope(receiver):
    code, answer = receiver.send(LETTER, sender="zoya@clinic.example")

    letter = IncomingLetter.objects.get()
    assert (code, answer.decode()) == (250, f"2.0.0 Kept as {letter.pk}")
    assert octets_of(letter) == LETTER
    assert b"prints" not in bytes(letter.sealed)
    assert (letter.way, letter.return_path, letter.recipients) == ("smtp", "zoya@clinic.example", [SUPPORT])
    assert (letter.peer, letter.size, letter.outcome) == ("127.0.0.1", len(LETTER), "")


def test_only_our_addresses_are_taken_with_any_tag_and_in_any_case(receiver):
    for ours in (
        SUPPORT,
        "SUPPORT@Priyom.Invalid",
        "support+1042.7.abcdef@priyom.invalid",
        "postmaster@priyom.invalid",
    ):
        assert receiver.send(LETTER, to=ours)[0] == 250
    for strange in ("somebody@elsewhere.example", "support@elsewhere.example", "supporter@priyom.invalid", "root"):
        assert receiver.send(LETTER, to=strange)[0] == 550
    assert IncomingLetter.objects.count() == 4


def test_answers_may_come_to_a_domain_of_their_own(committed, cast):
    answers = {"reply_address": "{token}@answers.example", "mail_addresses": ("help@desk.example",)}
    with Receiver(**answers) as receiver, receiver.client() as client:
        client.ehlo()
        client.mail("zoya@clinic.example")
        for address, code in (
            ("1042.7.0123456789abcdef01234567@answers.example", 250), ("Help+tag@desk.example", 250),
            ("a@b@answers.example", 553), ("anna@desk.example", 550), (SUPPORT, 250),
        ):  # fmt: skip
            assert client.rcpt(address)[0] == code, address


def test_whoever_guesses_addresses_must_dial_again(receiver):
    with receiver.client() as client:
        client.ehlo()
        client.mail("spam@elsewhere.example")
        answers = [client.rcpt(f"name{number}@priyom.invalid")[0] for number in range(21)]
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.rcpt("name21@priyom.invalid")
    assert answers == [550] * 20 + [421]


def test_a_letter_ends_with_a_dot_between_two_whole_line_ends_only(receiver):
    """SMTP smuggling: every way to write an end that only some servers take for one."""
    inside = b"MAIL FROM:<boss@clinic.example>\r\nRCPT TO:<support@priyom.invalid>\r\nDATA\r\nsmuggled\r\n"
    for end in (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\n.\r", b"\r\n\0.\r\n"):
        with receiver.line() as say:
            say(b"EHLO mail.example\r\n")
            say(b"MAIL FROM:<zoya@clinic.example>\r\n")
            say(b"RCPT TO:<support@priyom.invalid>\r\n")
            say(b"DATA\r\n")
            assert say(LETTER + b"one" + end + inside + b"\r\n.\r\n").startswith("250 ")
            assert say(b"NOOP\r\n").startswith("250 ")
        letter = IncomingLetter.objects.latest("pk")
        assert b"smuggled" in octets_of(letter)
        assert letter.return_path == "zoya@clinic.example"
    assert IncomingLetter.objects.count() == 8


def test_a_dot_that_was_doubled_is_one_again_and_long_lines_stay_whole(receiver):
    letter = b"Subject: x\r\n\r\n.one\r\n..two\r\n" + b"a" * 300_000 + b"\r\n.\xff\xfe\0three\r\n"
    receiver.send(letter)
    assert octets_of(IncomingLetter.objects.get()) == letter


def test_a_letter_over_the_limit_is_refused_by_its_announcement_and_by_its_length(committed, cast):
    with Receiver(max_letter_mb=1) as receiver, receiver.client() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == str(1024 * 1024)
        assert client.mail("zoya@clinic.example", ["SIZE=1048577"])[0] == 552
        client.rset()
        client.mail("zoya@clinic.example")
        client.rcpt(SUPPORT)
        assert client.data(LETTER + b"x" * 76 * 1024 * 20)[0] == 552
        client.mail("zoya@clinic.example")
        client.rcpt(SUPPORT)
        assert client.data(LETTER)[0] == 250
    assert IncomingLetter.objects.get().size == len(LETTER)


def test_while_the_database_is_away_a_sender_is_asked_to_come_again(committed, cast):
    with Receiver(database_url="postgresql://nobody@127.0.0.1:1/none") as receiver:
        assert receiver.send(LETTER)[0] == 451
        assert receiver.send(LETTER, to="unknown@priyom.invalid")[0] == 451  # nobody can say that it is not ours
    assert not IncomingLetter.objects.exists()


def test_a_connection_that_the_database_has_closed_loses_no_letter(receiver):
    assert receiver.send(LETTER)[0] == 250
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'priyom letters'"
        )
    assert receiver.send(LETTER)[0] == 250
    assert IncomingLetter.objects.count() == 2


def test_lmtp_answers_for_each_recipient(committed, cast):
    with Receiver(intake="lmtp") as receiver, receiver.line() as say:
        assert say(b"EHLO mail.example\r\n").startswith("500")
        assert say(b"LHLO mail.example\r\n").startswith("250")
        say(b"MAIL FROM:<>\r\n")
        say(b"RCPT TO:<support@priyom.invalid>\r\n")
        say(b"RCPT TO:<support+tag@priyom.invalid>\r\n")
        say(b"DATA\r\n")
        assert say(LETTER + b".\r\n", answers=2).startswith("250 ")
        assert say(b"NOOP\r\n").startswith("250")
    letter = IncomingLetter.objects.get()
    assert (letter.way, letter.return_path, len(letter.recipients)) == ("lmtp", "", 2)


def test_many_senders_at_once_are_all_kept(receiver):
    def send(number):
        receiver.send(b"Subject: %d\r\n\r\nx\r\n" % number)

    senders = [threading.Thread(target=send, args=(number,)) for number in range(30)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    assert IncomingLetter.objects.count() == 30


def test_odd_octets_in_the_envelope_do_no_harm(receiver):
    with receiver.line() as say:
        say(b"EHLO mail.example\r\n")
        assert say("MAIL FROM:<зоя@клиника.рф> SMTPUTF8\r\n".encode()).startswith("250")
        assert say(b"RCPT TO:<support@priyom.invalid>\r\n").startswith("250")
        say(b"RSET\r\n")
        say(b"MAIL FROM:<a\xff\xfe@b.example>\r\n")
        say(b"RCPT TO:<support@priyom.invalid>\r\n")
        say(b"DATA\r\n")
        assert say(LETTER + b".\r\n").startswith("250")


def test_many_large_letters_at_once_take_turns_and_all_arrive(receiver):
    letters = [b"Subject: %d\r\n\r\n" % number + b"x" * 76 * 30_000 + b"\r\n" for number in range(8)]
    answers = []
    senders = [
        threading.Thread(target=lambda octets=octets: answers.append(receiver.send(octets)[0])) for octets in letters
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)
    assert answers == [250] * 8
    assert sorted(IncomingLetter.objects.values_list("size", flat=True)) == sorted(map(len, letters))


def test_a_port_that_somebody_else_has_is_told_in_a_sentence():
    with socket.socket() as other:
        other.bind((settings.PRIYOM.intake_listen, 0))
        other.listen()
        taken = other.getsockname()[1]

        async def listen():
            async with receiving(settings.PRIYOM, port=taken):
                raise AssertionError("somebody else listens there")

        with pytest.raises(Refusal, match=f":{taken}: change intake_port"):
            asyncio.run(listen())
