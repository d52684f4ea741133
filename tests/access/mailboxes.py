from priyom.base.clock import now
from priyom.base.sealing import seal
from priyom.channels.models import Mailbox
from priyom.channels.models.mailboxes import SEALED_PASSWORD
from tests.access import row


def _mailbox(_stage):
    return Mailbox.objects.create(
        address="support@desk.example",
        host="127.0.0.1",
        port=1,
        security="none",
        login="u",
        sealed_password=seal(b"p", purpose=SEALED_PASSWORD),
        due_at=now(),
    ).pk


THINGS = {"mailbox": _mailbox}
ROWS = [
    row("GET", "mailboxes:index", adam=200, others=403),
    row("POST", "mailboxes:index", adam=422, others=403),
    row("GET", "mailboxes:one", {"pk": "mailbox"}, adam=200, others=403),
    row("POST", "mailboxes:one", {"pk": "mailbox"}, adam=422, others=403),
    row("POST", "mailboxes:test", {"pk": "mailbox"}, adam=302, others=403),
    row("POST", "mailboxes:removal", {"pk": "mailbox"}, adam=302, others=403),
]
