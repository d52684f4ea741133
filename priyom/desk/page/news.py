"""The truthful message: where the ticket stands, on whom it waits and since when, what comes next. Nothing is made up.

It is what an agent sends with one key before a promised update is due, and what goes by itself where the contract lets
it. It says no more than the requester's own page does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.desk.models import Clock, Pause, Ticket
from priyom.desk.page.due import Due, Dues, dues_of
from priyom.desk.page.expected import usually
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open
from priyom.desk.timing import calendar_of, target_of
from priyom.people.calendars import CalendarError
from priyom.people.models import Promise
from priyom.people.terms import due_of

NEAR = {"soon", "late"}


@dataclass(frozen=True)
class Owed:
    """News that were promised and are nearly due, with the words that may be sent as they are."""

    due: Due
    text: str


def news_owed(ticket: Ticket, dues: Dues, *, is_answered: bool = False) -> Owed | None:
    """Return the news that are owed soon, or are late; None when there is time, or nothing was promised.

    None as well while an answer is on its way to the requester: that is the news.
    """
    if not is_open(ticket.status) or is_answered:
        return None
    due = next((each for each in dues.promises if each.promise == Promise.UPDATE and each.state in NEAR), None)
    return Owed(due, truthful(ticket, dues)) if due else None


def truthful(ticket: Ticket, dues: Dues | None = None) -> str:
    """Return the message, a sentence a line; its times are those of the clocks where the requester works."""
    with timezone.override(ZoneInfo(ticket.organisation.timezone_name)):
        return "\n".join(_sentences(ticket, dues or dues_of(ticket, for_customer=True, reader=ticket.requester)))


def _sentences(ticket: Ticket, dues: Dues) -> Iterator[str]:
    yield _("Your request %(number)s is not forgotten.") % {"number": telling.ticket_number(ticket.number)}
    yield _who(ticket)
    if ticket.status == Status.WAITING:
        yield _whom_we_await(ticket)
    yield from _by_contract(dues)
    if found := usually(ticket):
        yield found.words
    yield from _next(ticket)


def _who(ticket: Ticket) -> str:
    if ticket.assignee is not None:
        return _("%(who)s works on it.") % {"who": ticket.assignee.name}
    if ticket.team is not None:
        told = _("It stands in the queue of: %(team)s. The first one who is free takes it.")
        return told % {"team": ticket.team.name}
    return _("It stands in the queue. The first one who is free takes it.")


def _whom_we_await(ticket: Ticket) -> str:
    pause = Pause.objects.filter(ticket=ticket, until=None).first()
    since = telling.day(pause.since if pause else ticket.changed_at)
    whom = ticket.waiting_whom
    told = {
        WaitingFor.REQUESTER: _("We wait for your answer since %(since)s."),
        WaitingFor.CONSULT: _("We wait for a colleague's advice since %(since)s; nothing is needed from you."),
        WaitingFor.EXTERNAL: _("We wait for: %(whom)s, since %(since)s; nothing is needed from you.")
        if whom
        else _("We wait for an outside party since %(since)s; nothing is needed from you."),
        WaitingFor.RELEASE: _("It is mended in a coming version; we wait for it since %(since)s."),
        WaitingFor.DATE: _("We agreed to come back to it on %(until)s."),
    }[WaitingFor(ticket.waiting_for)]
    return told % {"since": since, "whom": whom, "until": telling.day(ticket.waiting_until)}


def _by_contract(dues: Dues) -> Iterator[str]:
    solution = next((each for each in dues.promises if each.promise == Promise.RESOLUTION and not each.is_over), None)
    if solution is None or solution.due_at is None:
        return
    if solution.due_at <= now():
        yield _("The time of the contract, %(when)s, has passed; we go on.") % {"when": telling.day(solution.due_at)}
    else:
        yield _("By the contract it is to be solved by %(when)s.") % {"when": telling.day(solution.due_at)}


def _next(ticket: Ticket) -> Iterator[str]:
    """Say when the next news come at the latest: the same promise, counted from now."""
    clock = Clock.objects.filter(ticket=ticket, promise=Promise.UPDATE, ended_at=None).first()
    try:
        next_at = due_of(target_of(clock), now(), calendar=calendar_of(clock)) if clock else None
    except CalendarError:
        return  # nobody works by this calendar any more: then no time is named
    if next_at is not None:
        yield _("The next news come by %(when)s at the latest.") % {"when": telling.day(next_at)}
