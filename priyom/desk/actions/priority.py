"""A priority against the rule: set with a reason that everybody may read, taken back when it is no longer needed."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.desk.actions import steps
from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.models import PriorityOverride, Ticket
from priyom.desk.models.choices import TicketPriority
from priyom.people.models import User
from priyom.privacy.actions import screen_text

LONGEST = 300


@transaction.atomic
def override_priority(
    number: int, *, by: User, priority: int | None, reason: str, revision: int | None = None
) -> Ticket:
    """Set the priority by hand. What impact and urgency would make of it stays in sight beside it."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    errors = {}
    if priority not in TicketPriority.values:
        errors["priority"] = [_("Choose one of the list.")]
    if not reason.strip():
        errors["reason"] = [_("Say why the rule does not fit here. The requester will read it, too.")]
    if len(reason.strip()) > LONGEST:
        errors["reason"] = [_("At most %(most)s characters.") % {"most": LONGEST}]
    if errors or priority is None:
        raise Invalid(_("The priority could not be set by hand."), errors=errors)
    put_against_the_rule(ticket, priority, reason=reason, by=by)
    return ticket


@transaction.atomic
def take_override_back(number: int, *, by: User, revision: int | None = None) -> Ticket:
    """Let the rule decide again; where it decides already nothing changes."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    let_the_rule_decide(ticket, by=by)
    return ticket


def put_against_the_rule(ticket: Ticket, priority: int, *, reason: str, by: User) -> None:
    """Keep who set the priority by hand and why, on a locked ticket; the same again changes nothing."""
    words = screen_text(" ".join(reason.split()), ticket=ticket).masked[:LONGEST]
    standing = PriorityOverride.objects.filter(ticket=ticket, taken_back_at=None).first()
    if standing is not None and (standing.priority, standing.reason) == (priority, words):
        return
    _end(ticket, by=by)
    PriorityOverride.objects.create(ticket=ticket, priority=priority, reason=words, by=by, made_at=now())
    steps.override_priority(ticket, priority, by=by)


def let_the_rule_decide(ticket: Ticket, *, by: User) -> None:
    """End what a person has set, on a locked ticket."""
    if ticket.priority_override is None:
        return
    _end(ticket, by=by)
    steps.follow_the_rule(ticket, by=by)


def _end(ticket: Ticket, *, by: User) -> None:
    standing = PriorityOverride.objects.filter(ticket=ticket, taken_back_at=None)
    standing.update(taken_back_at=now(), taken_back_by=by)
