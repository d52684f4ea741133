"""Taking a letter in: its octets under seal and its envelope, in one transaction, before anything is acknowledged."""

from collections.abc import Iterable

import psycopg
from django.db import connection, transaction

from priyom.base.clock import now
from priyom.base.sealing import keyed_digest, seal
from priyom.channels.models import IncomingLetter
from priyom.channels.models.intake import OCTETS_MAC, SEALED_LETTER

LONGEST_ADDRESS = 320
MOST_RECIPIENTS = 100
LARGE = 1024 * 1024
_KEEP_SEALED = "UPDATE channels_incomingletter SET sealed = %s WHERE id = %s"


@transaction.atomic
def take_in(
    octets: bytes,
    *,
    way: str,
    mailbox_id: int | None = None,
    recipients: Iterable[str] = (),
    return_path: str = "",
    peer: str | None = None,
) -> IncomingLetter:
    """Keep a letter. When this returns outside a transaction, or the transaction around it commits, it is ours."""
    moment, sealed = now(), seal(octets, purpose=SEALED_LETTER)
    row = IncomingLetter.objects.create(
        way=way,
        received_at=moment,
        due_at=moment,
        peer=peer,
        return_path=return_path[:LONGEST_ADDRESS],
        recipients=[each[:LONGEST_ADDRESS] for each in recipients][:MOST_RECIPIENTS],
        mailbox_id=mailbox_id,
        size=len(octets),
        octets_mac=keyed_digest(octets, purpose=OCTETS_MAC),
        sealed=sealed if len(sealed) <= LARGE else None,
    )
    if len(sealed) > LARGE:
        # Django writes octets into the statement in figures: a letter of 20 MiB took five times as long.
        psycopg.Cursor(connection.connection).execute(_KEEP_SEALED, [sealed, row.pk])
        row.sealed = sealed
    return row
