"""One Dovecot for all tests of mailboxes, and a mailbox of one's own in each."""

import pytest

from priyom.base.clock import now
from priyom.base.sealing import seal
from priyom.channels.models import Mailbox
from priyom.channels.models.mailboxes import SEALED_PASSWORD
from tests.channels.mailboxes.dovecot import PROGRAM, Dovecot


@pytest.fixture(scope="session")
def dovecot():
    import shutil

    assert shutil.which(PROGRAM), "dovecot-imapd is missing: bin/test installs it"
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def account(dovecot):
    """A mailbox on the server that nobody has used."""
    return dovecot.account()


@pytest.fixture
def mailbox(db, account):
    """The same mailbox as our row."""
    return box_of(account)


def box_of(account, **facts):
    given = {
        "address": f"{account.name}@desk.example", "host": "127.0.0.1", "port": account.server.plain,
        "security": "none", "login": account.name, "due_at": now(),
        "sealed_password": seal(account.password.encode(), purpose=SEALED_PASSWORD),
    }  # fmt: skip
    return Mailbox.objects.create(**(given | facts))
