"""From line to line: up and back down with a reason, and what the solver says of it afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.desk.actions import steps
from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.actions.handover import refuse_to_take_from_owner
from priyom.desk.models import Passing, Ticket
from priyom.desk.permissions import may_judge_passings
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import is_open
from priyom.people.models import Team, User
from priyom.privacy.actions import screen_text

LONGEST_REASON = 500
LONGEST_MISSING = 300


@transaction.atomic
def pass_on(number: int, *, by: User, team: Team, reason: str = "", revision: int | None = None) -> Ticket:
    """Pass the ticket to another line or department; from line to line it needs a reason that the next one reads."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if not team.is_active:
        raise NotAllowed(_("This team no longer takes tickets."))
    if not is_open(ticket.status):
        raise WrongState(_("This ticket is solved. Open it again first."))
    refuse_to_take_from_owner(ticket)
    words = screen_text(" ".join(reason.split()), ticket=ticket).masked
    errors = {}
    if not words and between_lines(ticket.team, team):
        errors["reason"] = [_("Say why: what was tried, and what the other line can do.")]
    elif len(words) > LONGEST_REASON:
        errors["reason"] = [_("At most %(most)s characters.") % {"most": LONGEST_REASON}]
    if errors:
        raise Invalid(_("The ticket was not passed on."), errors=errors)
    steps.transfer(ticket, team, by=by, reason=words)
    return ticket


def between_lines(one: Team | None, other: Team) -> bool:
    """Say whether the way leads from one line to another."""
    return one is not None and one.level is not None and other.level is not None and one.level != other.level


@transaction.atomic
def judge_passing(passing_id: int, *, by: User, verdict: str, missing: str = "") -> Passing:
    """Say after the solution whether the line below could have solved it, and what it lacked."""
    passing = _passing(passing_id, by=by)
    ticket = passing.ticket
    if not may_judge_passings(by, ticket):
        raise NotAllowed(_("Who solved the ticket says this."))
    if is_open(ticket.status):
        raise WrongState(_("This is asked when the ticket is solved."))
    words = screen_text(" ".join(missing.split()), ticket=ticket).masked
    errors = {}
    if verdict not in Passing.Verdict.values:
        errors["verdict"] = [_("Choose one of the list.")]
    elif verdict == Passing.Verdict.MISSING and not words:
        errors["missing"] = [_("Say what was missing: a description, a right, training.")]
    elif len(words) > LONGEST_MISSING:
        errors["missing"] = [_("At most %(most)s characters.") % {"most": LONGEST_MISSING}]
    if errors:
        raise Invalid(_("This could not be kept."), errors=errors)
    if (passing.verdict, passing.missing) == (verdict, words):
        return passing
    passing.verdict, passing.missing, passing.judged_by, passing.judged_at = verdict, words, by, now()
    passing.save(update_fields=["verdict", "missing", "judged_by", "judged_at"])
    record("ticket.passing_judged", ticket, by=by, passing=passing.pk, verdict=verdict)
    return passing


def _passing(passing_id: int, *, by: User) -> Passing:
    """Return a passing upwards in a ticket that the person sees, with the ticket locked."""
    upwards = Passing.objects.filter(pk=passing_id, way=Passing.Way.UP)
    number = upwards.values_list("ticket__number", flat=True).first()
    if number is None or not by.may("desk.read"):
        raise NotVisible(_("There is no such passing, or it is not open to you."))
    ticket = get_ticket(by, number, lock=True)
    passing = Passing.objects.select_for_update(of=("self",)).get(pk=passing_id)
    passing.ticket = ticket
    return passing
