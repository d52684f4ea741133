"""A ticket on the ladder outside the vendor: solved there, returned with advice, passed on with a finding.

One ticket and one number on all rungs. Who stands on a rung has the ticket alone; whoever stands above may take it up.
Only when it arrives at the vendor it becomes work of the desk, and only then the promises of the contract begin.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import follows, record
from priyom.base.jobs import one_by_one
from priyom.base.models import Event
from priyom.desk.actions import steps
from priyom.desk.actions.changing import change, refuse_if_merged
from priyom.desk.actions.saying import fit_to_keep, keep_found
from priyom.desk.holders import first_line, own_rungs, peopled_rungs
from priyom.desk.models import Message, RungStep, Ticket
from priyom.desk.models.choices import Channel, TicketKind
from priyom.desk.permissions import may_confirm, may_stand_for, may_take_up
from priyom.desk.queries import get_ticket
from priyom.desk.rules.ladder import OUTSIDE, TAKEN, VENDOR, Climb, climb, has_ladder
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open
from priyom.desk.rules.routing import team_for
from priyom.people.calendars import CalendarError
from priyom.people.calendars_at import calendar_of
from priyom.people.contracts import terms_of
from priyom.people.models import User
from priyom.people.terms import ContractTerms, TargetTerms, due_of
from priyom.privacy.actions import screen_text

LONGEST_SINCE, LONGEST_TRIED = 200, 1000
BATCH = 100
Outcome, Scope = RungStep.Outcome, RungStep.Scope


# --- setting out -----------------------------------------------------------------------------------------


def set_out(ticket: Ticket, terms: ContractTerms | None, *, by: User, critical: bool) -> Climb | None:
    """Decide, before the ticket is written, on which rung it stands first; None where its contract has no ladder."""
    if terms is None or not has_ladder(terms.rungs) or ticket.kind == TicketKind.GRATITUDE:
        return None
    organisation = ticket.organisation
    found = climb(
        terms.rungs,
        peopled=peopled_rungs(organisation),
        own=own_rungs((ticket.requester, by), organisation),
        critical=critical,
        by_desk=by.works_at_desk and by != ticket.requester,
    )
    ticket.rung = found.stands
    if found.stands in OUTSIDE:
        ticket.team, ticket.awaiting_us_since = None, None
    return found


def write_down(ticket: Ticket, found: Climb | None, terms: ContractTerms | None) -> None:
    """Write the rungs it went past and the one it stands on."""
    if found is None:
        return
    _skip(ticket, found.skipped, by=None)
    _stand(ticket, found.stands, terms)


def _skip(ticket: Ticket, skipped: Iterable[tuple[str, str]], *, by: User | None) -> None:
    moment = now()
    for kind, cause in skipped:
        RungStep.objects.create(
            ticket=ticket, region_id=ticket.region_id, kind=kind, organisation=ticket.organisation, arrived_at=moment,
            left_at=moment, outcome=Outcome.SKIPPED, cause=cause,
        )  # fmt: skip
        record("ticket.rung_skipped", ticket, by=by, rung=kind, cause=cause)


def _stand(ticket: Ticket, kind: str, terms: ContractTerms | None) -> RungStep:
    return RungStep.objects.create(
        ticket=ticket, region_id=ticket.region_id, kind=kind, organisation=ticket.organisation, arrived_at=now(),
        due_at=_due(ticket, kind, terms),
    )  # fmt: skip


def _due(ticket: Ticket, kind: str, terms: ContractTerms | None) -> datetime | None:
    """Return when the rung's own clock runs out, in the working time of the contract's calendar."""
    rung = next((rung for rung in terms.rungs if rung.kind == kind), None) if terms else None
    if terms is None or rung is None or not rung.minutes or kind == VENDOR:
        return None
    try:
        calendar = calendar_of(terms.calendar_id, ticket.organisation.timezone_name)
        return due_of(TargetTerms("rung", "work_min", rung.minutes), now(), calendar=calendar)
    except CalendarError:
        return None  # nobody works by this calendar: the rung has no time of its own, and the ticket still opens


# --- on a rung -------------------------------------------------------------------------------------------


@transaction.atomic
def solve_on_rung(number: int, *, by: User, cause: str, remedy: str) -> Ticket:
    """Solve it where it stands: the requester says whether it helped, as of any solution."""
    ticket, step = _held(number, by=by)
    errors = {
        name: [sentence]
        for name, value, sentence in (
            ("cause", cause, _("Say why it happened, if only what is known so far.")),
            ("remedy", remedy, _("Say what helps.")),
        )
        if not value.strip()
    }
    if errors:
        raise Invalid(_("A solution says the cause and the remedy."), errors=errors)
    change(
        ticket, status=Status.RESOLVED, **steps.NOT_WAITING, awaiting_us_since=None, resolved_at=now(),
        cause=screen_text(cause.strip(), ticket=ticket).masked,
        remedy=screen_text(remedy.strip(), ticket=ticket).masked,
    )  # fmt: skip
    _leave(step, Outcome.SOLVED, by=by)
    record("ticket.resolved", ticket, by=by, rung=step.kind)
    return ticket


@transaction.atomic
def return_with_advice(number: int, *, by: User, advice: str) -> Ticket:
    """Give it back to the requester with advice or a question; whether it helped is for them to say."""
    ticket, step = _held(number, by=by)
    text = fit_to_keep(advice, ticket=ticket, if_empty=_("Say what to do, or what you need to know."))
    message = Message.objects.create(
        ticket=ticket, region_id=ticket.region_id, author=by, channel=Channel.PORTAL, body=text, written_at=now(),
        sent_at=now(),
    )  # fmt: skip
    keep_found(message)
    step.message = message
    _leave(step, Outcome.RETURNED, by=by)
    change(ticket, status=Status.WAITING, waiting_for=WaitingFor.REQUESTER, waiting_whom="", waiting_until=None)
    record("ticket.advised", ticket, by=by, message=message.pk, rung=step.kind)
    record("ticket.waiting", ticket, by=by, waiting_for=str(WaitingFor.REQUESTER))
    return ticket


@transaction.atomic
def say_whether_it_helped(number: int, *, by: User, helped: bool) -> Ticket:
    """«It helped»: solved on that rung. «It did not»: back to whoever gave the advice."""
    ticket = get_ticket(by, number, lock=True)
    if not may_confirm(by, ticket):
        raise NotAllowed(_("Only the person who asked can say whether it is solved."))
    refuse_if_merged(ticket)
    advised = last_advice(ticket)
    if advised is None or ticket.rung not in OUTSIDE or ticket.status != Status.WAITING:
        raise WrongState(_("There is no advice to judge."))
    if not helped:
        change(ticket, status=Status.OPEN, **steps.NOT_WAITING)
        record("ticket.advice_failed", ticket, by=by, rung=ticket.rung)
        record("ticket.resumed", ticket, by=by)
        return ticket
    advised.outcome = Outcome.SOLVED
    advised.save(update_fields=["outcome"])
    change(
        ticket, status=Status.CLOSED, **steps.NOT_WAITING, awaiting_us_since=None, resolved_at=now(), closed_at=now(),
        remedy=advised.message.body if advised.message else "",
    )  # fmt: skip
    record("ticket.confirmed", ticket, by=by, rung=ticket.rung)
    return ticket


@transaction.atomic
def pass_on(number: int, *, by: User, scope: str, since: str, tried: str) -> Ticket:
    """Pass it up with what was found: one person or many, since when, what was tried."""
    ticket, step = _held(number, by=by)
    step.scope, step.since, step.tried = _finding(ticket, scope, since, tried)
    _leave(step, Outcome.PASSED, by=by)
    _go_up(ticket, after=step.kind, by=by)
    return ticket


@transaction.atomic
def take_up(number: int, *, by: User) -> Ticket:
    """Take a ticket from a rung below: a coordinator to the operator's, somebody of the desk to the vendor's."""
    ticket = get_ticket(by, number, lock=True)
    refuse_if_merged(ticket)
    step = _standing(ticket)
    if not may_take_up(by, ticket):
        raise NotAllowed(_("Only who stands above can take it up."))
    if ticket.rung not in OUTSIDE or not is_open(ticket.status):
        return ticket
    if step is not None:
        step.cause = TAKEN
        _leave(step, Outcome.PASSED, by=by)
    _go_up(ticket, after=ticket.rung, by=by, to_desk=by.works_at_desk)
    return ticket


def last_advice(ticket: Ticket) -> RungStep | None:
    """Return the advice with which it was returned last, if nothing has happened on the ladder since."""
    last = RungStep.objects.filter(ticket=ticket).select_related("who", "message").order_by("-pk").first()
    return last if last is not None and last.outcome == Outcome.RETURNED else None


def _held(number: int, *, by: User) -> tuple[Ticket, RungStep]:
    """Return the locked ticket and the rung it stands on, for somebody who stands there."""
    ticket = get_ticket(by, number, lock=True)
    refuse_if_merged(ticket)
    if ticket.rung not in OUTSIDE or not is_open(ticket.status):
        raise WrongState(_("This ticket does not stand with you any more."))
    if not may_stand_for(by, ticket):
        raise NotAllowed(_("Only who stands on this rung can do this."))
    step = _standing(ticket)
    if step is None:
        raise WrongState(_("This ticket waits for the requester."))
    return ticket, step


def _standing(ticket: Ticket) -> RungStep | None:
    return RungStep.objects.select_for_update(of=("self",)).filter(ticket=ticket, left_at=None).first()


def _leave(step: RungStep, outcome: str, *, by: User) -> None:
    step.outcome, step.left_at, step.who = outcome, now(), by
    step.save()


def _finding(ticket: Ticket, scope: str, since: str, tried: str) -> tuple[str, str, str]:
    """Return the three answers, masked; each is needed, so that nobody above has to ask."""
    errors = {}
    if scope not in Scope.values:
        errors["scope"] = [_("Choose one of the list.")]
    for name, text, longest, sentence in (
        ("since", since, LONGEST_SINCE, _("Say since when, as far as you know.")),
        ("tried", tried, LONGEST_TRIED, _("Say what was tried, if only that nothing was.")),
    ):
        if not text.strip():
            errors[name] = [sentence]
        elif len(text.strip()) > longest:
            errors[name] = [_("At most %(most)s characters.") % {"most": longest}]
    if errors:
        raise Invalid(_("Three answers go up with the ticket."), errors=errors)
    since, tried = (screen_text(text.strip(), ticket=ticket).masked for text in (since, tried))
    return scope, since[:LONGEST_SINCE], tried[:LONGEST_TRIED]


# --- upwards ---------------------------------------------------------------------------------------------


def _go_up(ticket: Ticket, *, after: str, by: User, to_desk: bool = False) -> None:
    terms = terms_of(ticket.contract_id) if ticket.contract_id else None
    rungs = terms.rungs if terms else ()
    found = climb(rungs, peopled=peopled_rungs(ticket.organisation), above=after, by_desk=to_desk)
    _skip(ticket, found.skipped, by=by)
    _stand(ticket, found.stands, terms)
    columns: dict[str, Any] = {"rung": found.stands, **({} if ticket.status == Status.NEW else {"status": Status.OPEN})}
    if found.stands == VENDOR:
        columns |= {"team": team_for(ticket.topic) or first_line(ticket.region_id), "awaiting_us_since": now()}
    change(ticket, **columns, **steps.NOT_WAITING)
    record("ticket.passed_up", ticket, by=by, before=after, after=found.stands)
    if found.stands == VENDOR:
        record("ticket.arrived", ticket, by=by)


@follows("ticket.commented", "ticket.resumed", "ticket.reopened", "ticket.unmerged")
def stand_again(_fact: Event, ticket: Ticket) -> None:
    """Let a ticket that comes back to us stand on the rung it came from: its answer came, or it was not solved."""
    if not ticket.rung or not is_open(ticket.status) or ticket.status == Status.WAITING:
        return
    if not RungStep.objects.filter(ticket=ticket, left_at=None).exists():
        _stand(ticket, ticket.rung, terms_of(ticket.contract_id) if ticket.contract_id else None)


@follows("ticket.resolved", "ticket.confirmed", "ticket.closed", "ticket.merged")
def leave_solved(fact: Event, ticket: Ticket) -> None:
    """Let the rung on which a ticket was solved know it."""
    if ticket.rung:
        outcome = Outcome.PASSED if fact.kind == "ticket.merged" else Outcome.SOLVED
        RungStep.objects.filter(ticket=ticket, left_at=None).update(left_at=now(), outcome=outcome, who=fact.actor_id)


def remind_rung_holders() -> int:
    """Say once that a rung's time has run out, to who stands there; those above see it in their list."""
    return one_by_one("rungs", _overdue().order_by("due_at").values_list("pk", flat=True)[:BATCH], _remind_holders)


def _remind_holders(step_id: int) -> bool:
    locked = _overdue().select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
    step = locked.filter(pk=step_id).first()
    if step is not None:
        step.reminded_at = now()
        step.save(update_fields=["reminded_at"])
        record("ticket.rung_overdue", step.ticket, by=User.objects.system(), rung=step.kind)
    return step is not None


def _overdue() -> QuerySet[RungStep]:
    return RungStep.objects.filter(left_at=None, reminded_at=None, due_at__lte=now())
