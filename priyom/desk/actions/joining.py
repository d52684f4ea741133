"""Colleagues of one hospital: joining a ticket one has only seen as a card, leaving it, calling somebody in."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.desk.actions.changing import refuse_if_merged
from priyom.desk.actions.watching import add_watch
from priyom.desk.models import Ticket, Watch
from priyom.desk.permissions import may_be_called_in, may_confirm
from priyom.desk.portal.cards import get_card
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import is_open
from priyom.people.models import User


@transaction.atomic
def join_ticket(number: int, *, by: User) -> Ticket:
    """«I have the same»: follow the public conversation of a colleague's ticket."""
    ticket = get_card(by, number, lock=True)
    if not by.may("ticket.join"):
        raise NotAllowed(_("Only people of the hospital join a ticket."))
    refuse_if_merged(ticket)
    if not is_open(ticket.status):
        raise WrongState(_("This ticket is solved. If it is back with you, open a new one."))
    if ticket.requester_id != by.pk and add_watch(ticket, by, by=by, reason=str(Watch.Reason.JOINED)) is not None:
        record("ticket.joined", ticket, by=by)
    return ticket


@transaction.atomic
def leave_ticket(number: int, *, by: User) -> Ticket:
    """Stop following; doing it twice is harmless, and one's own ticket cannot be left."""
    ticket = get_card(by, number, lock=True)
    if Watch.objects.filter(ticket=ticket, user=by, ended_at=None).update(ended_at=now()):
        record("ticket.unwatched", ticket, by=by, user=by.pk)
    return ticket


@transaction.atomic
def call_colleague(number: int, *, by: User, colleague: User | None) -> Ticket:
    """Let a colleague of the same hospital follow the ticket."""
    ticket = get_ticket(by, number, lock=True)
    if not may_confirm(by, ticket):
        raise NotAllowed(_("Only the person who asked can call a colleague in."))
    refuse_if_merged(ticket)
    if (
        colleague is None
        or not colleague.is_active
        or colleague.works_at_desk
        or not may_be_called_in(colleague, ticket)
    ):
        raise Invalid(
            _("This person cannot be called in."),
            errors={"colleague": [_("Choose somebody of the same hospital.")]},
        )
    if colleague.pk != ticket.requester_id and add_watch(ticket, colleague, by=by) is not None:
        record("ticket.watched", ticket, by=by, user=colleague.pk)
    return ticket
