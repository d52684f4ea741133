"""`priyom mailbox`, as typed on a terminal."""

import argparse
import dataclasses
import io

import pytest

from priyom.base.wording import Refusal
from priyom.channels.checks import answers_come_elsewhere, mailboxes_answer
from priyom.channels.cli import mailbox as command
from priyom.channels.models import Mailbox
from tests.channels.mailboxes.conftest import box_of


@pytest.fixture
def typed(db, capsys, monkeypatch):
    """Type a command, with something on standard input; return what is said."""

    def run(*words, text=""):
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        options = parser.parse_args(words)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        options.run(options)
        return capsys.readouterr().out

    return run


def where(account):
    return (
        "support@desk.example", "--host", "127.0.0.1", "--port", str(account.server.plain), "--security", "none",
        "--login", account.name, "--password-stdin",
    )  # fmt: skip


def test_a_mailbox_from_beginning_to_end(typed, account):
    assert "INBOX" in typed("add", *where(account), text=f"{account.password}\n")
    assert "support@desk.example" in typed("list")
    assert "INBOX" in typed("test", "Support@desk.example")
    assert "support@desk.example" in typed("remove", "support@desk.example")
    assert not Mailbox.objects.exists()


def test_what_is_wrong_is_the_answer_and_the_mailbox_stays_to_be_mended(typed, account):
    with pytest.raises(Refusal, match=r"support@desk\.example: "):
        typed("add", *where(account), text="wrong\n")
    assert Mailbox.objects.count() == 1


def test_nobody_is_asked_for_a_password_who_cannot_type(typed, account):
    with pytest.raises(Refusal, match="--password-stdin"):
        typed("add", *where(account)[:-1])
    with pytest.raises(Refusal, match="no mailbox"):
        typed("test", "nobody@desk.example")
    with pytest.raises(Refusal, match="region"):
        typed("add", *where(account), "--region", "nowhere", text="x\n")


def test_the_doctor_names_the_mailbox_that_fails(db, account):
    box_of(account, address="good@desk.example")
    box_of(account, address="bad@desk.example", failures=3, failure="wrong_password")
    told = [each.msg for each in mailboxes_answer(None, databases=["default"])]
    assert told == ["bad@desk.example: The server does not accept login and password."]


def test_the_doctor_warns_of_a_ticket_address_among_colleagues(cast, settings):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, mail_from="support@clinic.example")
    (warning,) = answers_come_elsewhere(None, databases=["default"])
    assert "clinic.example" in warning.msg
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, reply_address="{token}@answers.example")
    assert answers_come_elsewhere(None, databases=["default"]) == []
