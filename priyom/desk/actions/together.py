"""Several questions of one text are opened together: each a ticket of its own, and each knows the first."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from priyom.desk.actions.linking import add_link
from priyom.desk.actions.tickets import open_ticket
from priyom.desk.models import Attachment, Ticket, TicketLink
from priyom.people.models import User

EVERY = -1  # a file that belongs to every question


@transaction.atomic
def open_together(
    questions: Sequence[Mapping[str, Any]],
    *,
    by: User,
    token: uuid.UUID,
    files: Mapping[uuid.UUID, int] | None = None,
) -> list[Ticket]:
    """Open a ticket for each question, all or none; the same form sent twice opens them once.

    ``files`` says to which question a file belongs, by its place, or to ``EVERY``; whatever is not named goes with the
    first, which keeps the form's token.
    """
    tokens = [uuid.uuid5(token, str(n)) if n else token for n in range(len(questions))]
    chosen = files or {}
    for pk, place in chosen.items():
        if 0 < place < len(tokens):
            _drafted(token, by).filter(pk=pk).update(draft_token=tokens[place])
    shared = list(_drafted(token, by).filter(pk__in=[pk for pk, place in chosen.items() if place == EVERY]))
    opened = [open_ticket(by=by, token=tokens[n], **question) for n, question in enumerate(questions)]
    for n, other in enumerate(opened[1:], 1):
        add_link(other, opened[0], kind=str(TicketLink.Kind.RELATED), by=by)
        _share(shared, other, tokens[n])
    return opened


def _drafted(token: uuid.UUID, by: User) -> "QuerySet[Attachment]":
    return Attachment.objects.filter(draft_token=token, added_by=by, ticket=None)


def _share(files: Sequence[Attachment], ticket: Ticket, token: uuid.UUID) -> None:
    """Let the ticket have the files as well; the bytes are kept once."""
    message = ticket.messages.get(token=token)
    Attachment.objects.bulk_create([
        Attachment(
            screened_id=file.screened_id, ticket=ticket, message=message, added_by_id=file.added_by_id,
            added_at=file.added_at, region_id=ticket.region_id,
        )
        for file in files
    ])  # fmt: skip
