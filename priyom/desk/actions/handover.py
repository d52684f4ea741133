"""The owner of a ticket changes on purpose: to whom, why, and what the next one must know.

Where the contract says «owner», this is the only way; elsewhere it stands beside giving and passing on.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.models import Handover, Ticket
from priyom.desk.permissions import may_hand_over, may_work_on
from priyom.desk.rules.lifecycle import is_open
from priyom.people.contracts import terms_of
from priyom.people.models import SupportModel, User
from priyom.privacy.actions import screen_text

LONGEST = 2000


def keeps_owner(ticket: Ticket) -> bool:
    """Say whether the ticket has an owner whom its contract wants to keep it to the end.

    How one works is no promise to the customer: another model of the contract holds for open tickets, too.
    """
    if ticket.assignee_id is None or ticket.contract_id is None:
        return False
    terms = terms_of(ticket.contract_id)
    return terms is not None and terms.support_model == SupportModel.OWNER


def refuse_to_take_from_owner(ticket: Ticket) -> None:
    """Refuse to give, to pass on and to give back what the owner keeps to the end."""
    if keeps_owner(ticket):
        raise WrongState(
            _("By this contract the owner keeps the ticket to the end. Ask for advice, or hand it over with a reason.")
        )


@transaction.atomic
def hand_over(number: int, *, by: User, to: User | None, reason: str, note: str, revision: int | None = None) -> Ticket:
    """Give the ticket to another owner: leave, end of the shift, dismissal; with a note of what is still to be done."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if ticket.assignee is None:
        raise WrongState(_("Nobody has this ticket. Take it, or give it to a colleague."))
    if not is_open(ticket.status):
        raise WrongState(_("This ticket is solved. Open it again first."))
    if not may_hand_over(by, ticket):
        raise NotAllowed(_("The owner hands the ticket over, or a team lead for them."))
    errors = {}
    if to is None or not to.is_active or not may_work_on(to, ticket):
        errors["to"] = [_("Choose a colleague who works with this region.")]
    elif to.pk == ticket.assignee_id:
        errors["to"] = [_("They have it already.")]
    if reason not in Handover.Reason.values:
        errors["reason"] = [_("Choose one of the list.")]
    if not note.strip():
        errors["note"] = [_("Say what the next owner must know.")]
    elif len(note) > LONGEST:
        errors["note"] = [_("At most %(most)s characters.") % {"most": LONGEST}]
    if errors or to is None:
        raise Invalid(_("The ticket was not handed over."), errors=errors)
    before = ticket.assignee
    Handover.objects.create(
        ticket=ticket, region_id=ticket.region_id, from_user=before, to_user=to, reason=reason,
        note=screen_text(note.strip(), ticket=ticket).masked, by=by, at=now(),
    )  # fmt: skip
    change(ticket, assignee=to)
    # PRIVACY: the requester reads who has it now. Whether the one before is ill or dismissed stays in the row above.
    record("ticket.handed_over", ticket, by=by, before=before.pk, after=to.pk)
    return ticket
