"""Several questions of one text are opened together: each a ticket of its own, and each knows the first."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from priyom.desk.actions.linking import add_link
from priyom.desk.actions.tickets import open_ticket
from priyom.desk.models import Ticket, TicketLink
from priyom.people.models import User


@transaction.atomic
def open_together(questions: Sequence[Mapping[str, Any]], *, by: User, token: uuid.UUID) -> list[Ticket]:
    """Open a ticket for each question, all or none; the same form sent twice opens them once.

    The first keeps the form's token: to it belong the files, and to none twice.
    """
    opened = [
        open_ticket(by=by, token=uuid.uuid5(token, str(n)) if n else token, **question)
        for n, question in enumerate(questions)
    ]
    for other in opened[1:]:
        add_link(other, opened[0], kind=str(TicketLink.Kind.RELATED), by=by)
    return opened
