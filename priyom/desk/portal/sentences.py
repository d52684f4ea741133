"""The ticket in sentences for its requester: the four answers at the top, and what happened, event by event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import Message, RungStep, Ticket
from priyom.desk.models.choices import TicketPriority, TicketWaitingFor
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.page.due import Due
from priyom.desk.rules.ladder import LOCAL, OPERATOR, VENDOR
from priyom.desk.rules.lifecycle import DAYS_TO_OBJECT, Status, WaitingFor, is_open
from priyom.people.contracts import terms_of
from priyom.people.models import Promise, SupportModel, Team, User

# Events that the page tells beside what was said; the rest is the conversation itself.
TOLD = frozenset({
    "ticket.taken", "ticket.assigned", "ticket.handed_over", "ticket.transferred", "ticket.waiting",
    "ticket.resumed", "ticket.resolved",
    "ticket.confirmed", "ticket.closed", "ticket.reopened", "ticket.prioritised", "ticket.joined", "ticket.watched",
    "ticket.rung_skipped", "ticket.advice_failed", "ticket.passed_up", "ticket.critical_confirmed",
    "ticket.critical_withdrawn", "ticket.merged", "ticket.unmerged", "ticket.split", "ticket.change_requested",
    "feedback.given",
})  # fmt: skip


A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Answer:
    """One of the four answers at the top: the question, the answer, and what makes it clear."""

    question: str
    text: str
    note: str


def answers_for(
    ticket: Ticket,
    messages: Sequence[Message],
    *,
    reader: User,
    stands: bool = False,
    due: Due | None = None,
    advice: Collection[int] = frozenset(),
) -> tuple[Answer, ...]:
    """Return the four answers: «you» is who asked, everybody else reads of them by name. Nothing is promised in vain.

    ``stands``: the reader is on the rung of the ladder that has it, and is told what is theirs to do.
    """
    is_mine = ticket.requester_id == reader.pk
    said = [each for each in messages if each.sent_at and (each.by_staff or each.pk in advice)]
    if stands and ticket.rung in OUTSIDE_RUNGS and is_open(ticket.status):
        has_it, awaits, next_step = _on_the_readers_rung(ticket)
        return has_it, awaits, _by_when(ticket, said, due, is_mine=is_mine), next_step
    return (
        _who_has_it(ticket, is_mine=is_mine),
        _whom_we_await(ticket, is_mine=is_mine),
        _by_when(ticket, said, due, is_mine=is_mine),
        _what_next(ticket, is_mine=is_mine),
    )


_RUNG_HAS_IT = {
    LOCAL: lambda: _("The local specialist"),
    OPERATOR: lambda: _("The regional operator"),
    VENDOR: lambda: _("Support"),
}


_RUNG_IS_AWAITED = {
    LOCAL: lambda: _("On the local specialist"),
    OPERATOR: lambda: _("On the regional operator"),
}


def _who_has_it(ticket: Ticket, *, is_mine: bool) -> Answer:
    question = _("Who has it")
    answered = _("answered you") if is_mine else _("gave an answer")
    if not is_open(ticket.status):
        solver = _RUNG_HAS_IT[ticket.rung]() if ticket.rung in OUTSIDE_RUNGS else _("Support")
        return Answer(question, ticket.assignee.name if ticket.assignee else solver, answered)
    if ticket.rung in OUTSIDE_RUNGS:
        has_answered = ticket.waiting_for == WaitingFor.REQUESTER
        passes = _("answers you, or passes it on") if is_mine else _("answers, or passes it on")
        return Answer(question, _RUNG_HAS_IT[ticket.rung](), answered if has_answered else passes)
    if ticket.assignee:
        return Answer(question, ticket.assignee.name, _what_the_owner_does(ticket, is_mine=is_mine))
    if ticket.team:
        return Answer(question, ticket.team.name, _("the first one who is free takes it"))
    return Answer(question, _("Support"), _("the first one who is free takes it"))


def _what_the_owner_does(ticket: Ticket, *, is_mine: bool) -> str:
    """Return what the owner does: where lines pass tickets on, nobody is said to keep it to the end."""
    terms = terms_of(ticket.contract_id) if ticket.contract_id else None
    if terms is not None and terms.support_model == SupportModel.LINES:
        return _("works on it and will answer you") if is_mine else _("works on it and will answer")
    return _("sees it through and will answer you") if is_mine else _("sees it through and will answer")


def _on_the_readers_rung(ticket: Ticket) -> tuple[Answer, Answer, Answer]:
    """Return who has it, on whom it waits and what next, for the person who has it."""
    who, on_whom, what_next = _("Who has it"), _("On whom it waits"), _("What next")
    if ticket.waiting_for == WaitingFor.REQUESTER:
        return (
            Answer(who, _("You"), _("gave advice")),
            Answer(on_whom, ticket.requester.name, _("says whether it helped")),
            Answer(what_next, _("The requester answers"), _("if it did not help, it comes back to you")),
        )
    return (
        Answer(who, _("You"), _RUNG_HAS_IT[ticket.rung]()),
        Answer(on_whom, _("On you"), _("the requester waits for your word")),
        Answer(what_next, _("You solve it or return it with advice"), _("or pass it on with what you found")),
    )


def _whom_we_await(ticket: Ticket, *, is_mine: bool) -> Answer:
    question = _("On whom it waits")
    if ticket.status == Status.RESOLVED and not is_mine:
        return Answer(question, ticket.requester.name, _("says whether it helped"))
    if ticket.status == Status.RESOLVED:
        return Answer(question, _("On you"), _("tell us whether it helped"))
    if ticket.status == Status.CLOSED:
        return Answer(question, _("On nobody"), _("the ticket is closed"))
    if ticket.status != Status.WAITING and ticket.rung in OUTSIDE_RUNGS:
        return Answer(question, _RUNG_IS_AWAITED[ticket.rung](), _("nothing is needed from you now"))
    if ticket.status != Status.WAITING:
        return Answer(question, _("On us"), _("nothing is needed from you now"))
    whom = ticket.waiting_whom[:1].upper() + ticket.waiting_whom[1:]
    told = _("we have asked and will tell you") if is_mine else _("we have asked, the answer is told here")
    return {
        WaitingFor.REQUESTER: Answer(
            question,
            _("On you"),
            _("say below whether it helped") if ticket.rung in OUTSIDE_RUNGS else _("answer below, and we go on"),
        )
        if is_mine
        else Answer(question, ticket.requester.name, _("is asked, and answers here")),
        WaitingFor.CONSULT: Answer(question, whom or _("On a colleague's advice"), told),
        WaitingFor.EXTERNAL: Answer(question, whom or _("On an outside party"), told),
        WaitingFor.RELEASE: Answer(question, whom or _("On a new version"), _("it is mended there")),
        WaitingFor.DATE: Answer(question, _("On the agreed day"), whom or _("nothing is needed from you now")),
    }[WaitingFor(ticket.waiting_for)]


# By when a colleague or an outside party has to answer us is our affair, and promises the requester nothing.
_UNTIL = {
    WaitingFor.DATE: lambda: _("that is what we agreed on"),
    WaitingFor.RELEASE: lambda: _("the new version is expected then"),
}


def _by_when(
    ticket: Ticket, said: Sequence[Message], due: Due | None = None, *, is_mine: bool = True
) -> Answer:  # fmt: skip
    """Return the agreed day if there is one, else what the contract promises; else when we last wrote."""
    if ticket.status == Status.WAITING and ticket.waiting_until and ticket.waiting_for in _UNTIL:
        return Answer(_("By when"), telling.day(ticket.waiting_until), _UNTIL[WaitingFor(ticket.waiting_for)]())
    if due is not None and is_open(ticket.status) and not due.is_over:
        return _promised(ticket, due, is_mine=is_mine)
    if not is_open(ticket.status) and ticket.resolved_at:
        return Answer(_("Solved"), telling.day(ticket.resolved_at), _took(ticket))
    if not said:
        is_fresh = now() - ticket.opened_at < A_MOMENT
        ago = {"ago": telling.ago(ticket.opened_at)}
        written = _("written a moment ago") if is_fresh else _("written %(ago)s ago") % ago
        if not is_mine:
            written = _("asked %(ago)s ago") % ago
        return Answer(_("Last news"), _("Not yet"), written)
    return Answer(_("Last news"), telling.when(said[-1].sent_at), _("from %(who)s") % {"who": said[-1].author.name})


def _promised(ticket: Ticket, due: Due, *, is_mine: bool) -> Answer:
    """Return what the contract promises next; a promise that was not kept is called so, and by its name."""
    question = _("By when")
    if due.state == "open":
        return Answer(question, _("Not agreed yet"), _("we will agree on a date with your side"))
    if due.due_at is None:
        return Answer(question, _("The time stands"), _goes_on(ticket, is_mine=is_mine))
    what = {
        Promise.RESPONSE: _("the first answer, by the contract"),
        Promise.UPDATE: _("the next news, by the contract"),
        Promise.WORKAROUND: _("a way around, by the contract"),
    }.get(Promise(due.promise), _("the solution, by the contract"))
    if due.is_agreed:
        what = _("the solution, as agreed with your side")
    if due.state == "late":
        what = _("%(what)s: this time has passed, we work on it") % {"what": what}
    return Answer(question, telling.day(due.due_at), what)


def _goes_on(ticket: Ticket, *, is_mine: bool) -> str:
    """Return what lets a clock that stands go on."""
    if ticket.waiting_for == WaitingFor.RELEASE:
        return _("it goes on when the new version is out")
    if ticket.waiting_for == WaitingFor.REQUESTER:
        return _("it goes on with your answer") if is_mine else _("it goes on with the requester's answer")
    return _("it goes on when they have answered")


def _took(ticket: Ticket) -> str:
    return _("in %(span)s") % {"span": telling.ago((ticket.resolved_at or now()) - ticket.opened_at)}


def _what_next(ticket: Ticket, *, is_mine: bool) -> Answer:  # noqa: PLR0911 - one sentence for each state
    question = _("What next")
    if ticket.merged_into:
        return Answer(question, _("Goes on in another ticket"), telling.ticket_number(ticket.merged_into.number))
    if ticket.rung in OUTSIDE_RUNGS and ticket.status in {Status.NEW, Status.OPEN}:
        answer = _("They answer you") if is_mine else _("They answer")
        return Answer(question, answer, _("or pass it on, and you see it here"))
    if ticket.status == Status.NEW:
        return Answer(question, _("We read it and answer"), _("here and by e-mail"))
    if ticket.status == Status.RESOLVED and ticket.resolved_at:
        closes = telling.day((ticket.resolved_at + timedelta(days=DAYS_TO_OBJECT)).date())
        unless = _("unless you say that it did not help") if is_mine else _("unless somebody says that it did not help")
        return Answer(question, _("It closes on %(day)s") % {"day": closes}, unless)
    if ticket.status == Status.CLOSED:
        return Answer(question, _("Nothing"), _("if it comes back, open it again"))
    if ticket.waiting_for == WaitingFor.REQUESTER:
        answers = _("You answer") if is_mine else _("The requester answers")
        below_us = ticket.rung in OUTSIDE_RUNGS
        return Answer(question, answers, _("then they go on") if below_us else _("then it is our turn"))
    here = _("and we write here")
    if ticket.waiting_for in {WaitingFor.EXTERNAL, WaitingFor.CONSULT}:
        return Answer(question, _("They answer us"), _("and we write to you at once") if is_mine else here)
    if ticket.waiting_for == WaitingFor.RELEASE:
        return Answer(question, _("The new version comes out"), _("and we write to you") if is_mine else here)
    return Answer(question, _("We find the cause"), _("and write to you here and by e-mail") if is_mine else here)


def tell_event(event: Event, people: dict[str, str], ticket: Ticket, *, reader: User) -> str:
    """Return what happened as a sentence for the reader, or nothing when the conversation says it."""
    who = _("You") if event.actor_id == reader.pk else event.actor.name if event.actor else ""
    details: dict[str, Any] = event.details
    whom = people.get(f"user:{details.get('user') or details.get('after')}", "")
    if event.kind == "ticket.waiting":
        return _waits_now(details.get("waiting_for", ""), is_mine=ticket.requester_id == reader.pk)
    if event.kind in {"ticket.passed_up", "ticket.rung_skipped"}:
        return _told_of_ladder(event)
    if event.kind == "ticket.prioritised":
        return _("The priority is now: %(word)s") % {"word": TicketPriority(details["after"]).label}
    return {
        "ticket.taken": _("%(who)s works on it") % {"who": who},
        "ticket.assigned": _("%(who)s works on it") % {"who": whom or who},
        "ticket.handed_over": _("%(who)s works on it") % {"who": whom} if whom else "",
        "ticket.transferred": _("Passed on: %(team)s") % {"team": people.get(f"team:{details.get('after')}", "")},
        "ticket.resumed": _("The work goes on"),
        "ticket.resolved": _("There is a solution"),
        "ticket.confirmed": _("%(who)s: solved") % {"who": who},
        "ticket.closed": _("The ticket is closed"),
        "ticket.reopened": _("The ticket is open again"),
        "ticket.joined": _("Has the same: %(who)s") % {"who": who},
        "ticket.watched": _("Follows now: %(who)s") % {"who": whom or who},
        "ticket.advice_failed": _("The advice did not help"),
        "ticket.critical_confirmed": _("Recognised as critical, everybody on duty is called"),
        "ticket.critical_withdrawn": _("No longer critical"),
        "ticket.merged": _("Joined with another ticket about the same"),
        "ticket.unmerged": _("A ticket of its own again"),
        "ticket.split": _("Another question became a ticket of its own"),
        "ticket.change_requested": _("It became a request for a change of the system"),
        "feedback.given": _("The solution was rated"),
    }.get(event.kind, "")


def _told_of_ladder(event: Event) -> str:
    details = event.details
    if event.kind == "ticket.passed_up":
        return _("Passed on: %(team)s") % {"team": _RUNG_HAS_IT[details["after"]]()}
    skipped = {"rung": _RUNG_HAS_IT[details["rung"]](), "cause": RungStep.Cause(details["cause"]).label}
    return _("%(rung)s: skipped, %(cause)s") % skipped


def _waits_now(waiting_for: str, *, is_mine: bool) -> str:
    if waiting_for == WaitingFor.REQUESTER:
        return _("We wait for your answer") if is_mine else _("The requester is asked to answer")
    if waiting_for not in TicketWaitingFor.values:
        return _("The ticket waits")
    return {
        WaitingFor.CONSULT: _("We wait for a colleague's advice"),
        WaitingFor.EXTERNAL: _("We wait for an outside party"),
        WaitingFor.RELEASE: _("We wait for a new version"),
        WaitingFor.DATE: _("Set aside until a date"),
    }[WaitingFor(waiting_for)]


def people_named(events: Sequence[Event]) -> dict[str, str]:
    """Return the names behind the ids in the events, read at once."""
    users = {
        event.details.get("user") or event.details.get("after")
        for event in events
        if event.kind in {"ticket.assigned", "ticket.handed_over", "ticket.watched"}
    }
    teams = {event.details.get("after") for event in events if event.kind == "ticket.transferred"}
    named = {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=users - {None})}
    return named | {
        f"team:{pk}": name for pk, name in Team.objects.filter(pk__in=teams - {None}).values_list("pk", "name")
    }
