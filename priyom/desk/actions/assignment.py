"""Who has the ticket: taking, giving, passing on and giving back are four different things to a person."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.desk.actions import steps
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.actions.handover import refuse_to_take_from_owner
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_work_on
from priyom.desk.rules.lifecycle import is_open
from priyom.people.models import Team, User


@transaction.atomic
def take_ticket(number: int, *, by: User, revision: int | None = None) -> Ticket:
    """Take the ticket: from now on it is mine to the end."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if ticket.assignee_id == by.pk:
        return ticket
    if ticket.assignee is not None:
        raise WrongState(_("%(who)s has taken it already.") % {"who": ticket.assignee.name})
    _give(ticket, by)
    record("ticket.taken", ticket, by=by)
    return ticket


@transaction.atomic
def assign_ticket(number: int, *, by: User, to: User, revision: int | None = None) -> Ticket:
    """Give the ticket to a colleague."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if not to.is_active or not may_work_on(to, ticket):
        raise Invalid(
            _("%(who)s does not work with tickets of this region.") % {"who": to.name},
            errors={"assignee": [_("Choose a colleague who works with this region.")]},
        )
    if ticket.assignee_id == to.pk:
        return ticket
    refuse_to_take_from_owner(ticket)
    before = ticket.assignee_id
    _give(ticket, to)
    record("ticket.taken" if to == by else "ticket.assigned", ticket, by=by, before=before, after=to.pk)
    return ticket


@transaction.atomic
def release_ticket(number: int, *, by: User, revision: int | None = None) -> Ticket:
    """Give the ticket back to its team."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if ticket.assignee_id is None:
        return ticket
    refuse_to_take_from_owner(ticket)
    before = ticket.assignee_id
    change(ticket, assignee=None)
    record("ticket.released", ticket, by=by, before=before)
    return ticket


@transaction.atomic
def transfer_ticket(number: int, *, by: User, team: Team, revision: int | None = None) -> Ticket:
    """Pass the ticket to another line or department; nobody has it there until somebody takes it."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if not team.is_active:
        raise NotAllowed(_("This team no longer takes tickets."))
    refuse_to_take_from_owner(ticket)
    steps.transfer(ticket, team, by=by)
    return ticket


def _give(ticket: Ticket, to: User) -> None:
    if not is_open(ticket.status):
        raise WrongState(_("This ticket is solved. Open it again first."))
    steps.give(ticket, to)
