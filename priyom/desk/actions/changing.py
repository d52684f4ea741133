"""What every change of a ticket has in common: the door, the lock, the right, the revision."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotAllowed, WrongState
from priyom.desk.actions.columns import writing
from priyom.desk.actions.seen import refuse_if_changed
from priyom.desk.models import Ticket
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.permissions import may_work_on
from priyom.desk.queries import get_ticket
from priyom.people.models import User


def ticket_to_work_on(number: int, *, by: User, revision: int | None = None) -> Ticket:
    """Return the locked ticket if the person may change it, it is not merged away and it is still as it was seen."""
    ticket = get_ticket(by, number, lock=True)
    check_to_work_on(ticket, by=by, revision=revision)
    return ticket


def check_to_work_on(ticket: Ticket, *, by: User, revision: int | None = None) -> None:
    """Refuse what the person may not change, what lives on in another ticket and what is no longer as it was seen."""
    if not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    refuse_if_merged(ticket)
    if ticket.rung in OUTSIDE_RUNGS:
        raise WrongState(_("This ticket is not ours yet: it stands with the hospital or the region. Take it up first."))
    refuse_if_changed(ticket, revision, by=by)


def refuse_if_merged(ticket: Ticket) -> None:
    """Refuse to change a ticket that lives on in another one."""
    if ticket.merged_into is not None:
        raise WrongState(
            _("This ticket was merged into № %(number)s. Continue there.") % {"number": ticket.merged_into.number}
        )


def change(ticket: Ticket, **columns: Any) -> Ticket:
    """Set the columns, move the revision and save nothing else."""
    with changing(ticket, **columns):
        return ticket


@contextmanager
def changing(ticket: Ticket, **columns: Any) -> Iterator[None]:
    """Set the columns, let the facts be recorded within, then write the ticket once with what they change of it."""
    with writing(ticket, **columns, changed_at=now(), revision=ticket.revision + 1):
        yield
