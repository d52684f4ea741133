"""STARTTLS at the receiver: offered where there is a certificate, and what the doctor says where there is none."""

import dataclasses
import re
import smtplib
import socket
import ssl
from pathlib import Path

import pytest
from django.conf import settings as installed

from priyom.base.config import ConfigError
from priyom.base.wording import Refusal
from priyom.channels.checks import letters_come_encrypted
from priyom.channels.models import IncomingLetter
from priyom.channels.receiver.certificate import Certificate
from tests.channels.intake.certificates import write_certificate
from tests.channels.intake.conftest import SUPPORT, Receiver
from tests.channels.intake.test_receiver import LETTER, octets_of

ALL = "0.0.0.0"  # noqa: S104 - what the doctor warns of


def trusting(certificate):
    return ssl.create_default_context(cafile=certificate)


@pytest.fixture
def encrypting(committed, cast, tmp_path):
    """A receiver with a certificate, and the files of it."""
    certificate, key = write_certificate(tmp_path)
    with Receiver(intake_certificate=certificate, intake_key=key) as receiver:
        yield receiver, certificate, key


@pytest.mark.parametrize("intake", ["smtp", "lmtp"])
def test_a_letter_comes_encrypted(committed, cast, tmp_path, intake):
    certificate, key = write_certificate(tmp_path)
    kind = smtplib.LMTP if intake == "lmtp" else smtplib.SMTP
    encrypting = Receiver(intake=intake, intake_certificate=certificate, intake_key=key)
    with encrypting as receiver, kind("localhost", receiver.port) as client:
        client.ehlo_or_helo_if_needed()
        assert client.starttls(context=trusting(certificate))[0] == 220
        client.ehlo_or_helo_if_needed()
        assert not client.has_extn("starttls")
        assert client.sock.version() == "TLSv1.3"
        client.sendmail("zoya@clinic.example", [SUPPORT], LETTER)
    assert octets_of(IncomingLetter.objects.get()) == LETTER


def test_without_a_certificate_nothing_is_offered_and_nobody_may_sign_in_either(receiver):
    with receiver.client() as client:
        client.ehlo()
        assert not client.has_extn("starttls")
        assert not client.has_extn("auth")
        assert client.docmd("STARTTLS")[0] == 454


def test_who_does_not_ask_for_encryption_is_heard_as_before(encrypting):
    receiver, _certificate, _key = encrypting
    assert receiver.send(LETTER)[0] == 250


def begun(receiver):
    """A conversation up to the greeting, by hand; it is the caller's to close."""
    line = socket.create_connection(("localhost", receiver.port), timeout=10)
    told(line)
    line.sendall(b"EHLO mail.example\r\n")
    told(line)
    return line


def told(line):
    """Read one answer, octet by octet, for what follows it may be encrypted; nothing when the other hung up."""
    answer = b""
    while not re.search(rb"^\d{3} [^\n]*\n\Z", answer, re.MULTILINE):
        octet = line.recv(1)
        if not octet:
            return answer
        answer += octet
    return answer


def test_what_was_slipped_in_before_encryption_is_forgotten(encrypting):
    """A man in the middle who cannot read must not speak either (CVE-2011-0411)."""
    receiver, certificate, _key = encrypting
    with begun(receiver) as line:
        line.sendall(b"STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@elsewhere.example>\r\n")
        assert told(line).startswith(b"220 ")
        with trusting(certificate).wrap_socket(line, server_hostname="localhost") as encrypted:
            encrypted.sendall(b"RCPT TO:<support@priyom.invalid>\r\n")
            assert told(encrypted).startswith(b"503 ")


def test_who_speaks_no_tls_after_all_is_hung_up_on_and_the_next_one_is_heard(encrypting):
    receiver, _certificate, _key = encrypting
    with begun(receiver) as line:
        line.sendall(b"STARTTLS\r\n")
        told(line)
        line.sendall(b"MAIL FROM:<zoya@clinic.example>\r\n" * 20)
        assert b"250" not in told(line)
    assert receiver.send(LETTER)[0] == 250


def test_a_renewed_certificate_is_taken_without_a_restart_and_a_broken_one_is_not(encrypting, tmp_path):
    receiver, certificate, key = encrypting
    (tmp_path / "new").mkdir()
    renewed, renewed_key = write_certificate(tmp_path / "new")
    for content, path in ((renewed, certificate), (renewed_key, key)):
        Path(content).replace(path)
    trust = trusting(certificate)
    for _time in range(2):
        with smtplib.SMTP("localhost", receiver.port) as client:
            client.starttls(context=trust)
        Path(certificate).write_text("-----BEGIN")  # for the second time round: half written


def test_a_certificate_that_cannot_be_used_is_refused_at_the_start(tmp_path, cast):
    certificate, key = write_certificate(tmp_path)
    _other, other_key = write_certificate(tmp_path, name="other")
    for wrong in ({"intake_certificate": str(tmp_path / "none.pem")}, {"intake_certificate": certificate},
                  {"intake_certificate": certificate, "intake_key": other_key}):  # fmt: skip
        with pytest.raises(Refusal, match="intake_certificate"):
            Certificate.of(dataclasses.replace(installed.PRIYOM, **wrong))
    with pytest.raises(ConfigError, match="intake_key"):
        dataclasses.replace(installed.PRIYOM, intake_key=key)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"intake_listen": "::1"}, []),
        ({"intake_listen": ALL}, ["channels.W003"]),
        ({"intake_listen": "10.20.0.5"}, ["channels.W003"]),
        ({"intake_listen": ALL, "intake": "off"}, []),
        ({"intake_listen": ALL, "days": 365}, []),
        ({"intake_listen": ALL, "days": 10}, ["channels.W005"]),
        ({"intake_listen": ALL, "days": -3}, ["channels.W005"]),
        ({"intake_certificate": "/nowhere.pem"}, ["channels.W004"]),
    ],
)
def test_the_doctor_says_what_is_open(db, settings, tmp_path, facts, said):
    if days := facts.pop("days", 0):
        facts["intake_certificate"], facts["intake_key"] = write_certificate(tmp_path, days=days)
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, **facts)
    assert [each.id for each in letters_come_encrypted(None, databases=["default"])] == said
