"""Changing what is known of a ticket from its page: several small facts in one step, and waiting for somebody."""

from datetime import datetime

from django.db import transaction

from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.actions.effects import apply_effects, check_effects
from priyom.desk.actions.tickets import classify_ticket, set_kind
from priyom.desk.models import Ticket, Topic
from priyom.desk.rules.lifecycle import Status
from priyom.people.models import User


@transaction.atomic
def describe_ticket(number: int, *, by: User, topic: Topic | None, kind: str, revision: int | None = None) -> Ticket:
    """Say what the ticket is about and of which kind it is."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if topic is not None:
        ticket = classify_ticket(number, by=by, topic=topic)
    return set_kind(number, by=by, kind=kind) if kind else ticket


@transaction.atomic
def let_wait(
    number: int,
    *,
    by: User,
    waiting_for: str,
    whom: str = "",
    until: datetime | None = None,
    revision: int | None = None,
) -> Ticket:
    """Let the ticket wait: for whom, who that is, and until when."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    effects = {
        "status": str(Status.WAITING), "waiting_for": waiting_for, "waiting_whom": whom,
        "waiting_until": until.isoformat() if until else "",
    }  # fmt: skip
    apply_effects(ticket, check_effects(ticket, effects), by=by)
    return ticket


@transaction.atomic
def go_on(number: int, *, by: User, revision: int | None = None) -> Ticket:
    """Go on with a ticket that has waited."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    apply_effects(ticket, check_effects(ticket, {"status": str(Status.OPEN)}), by=by)
    return ticket
