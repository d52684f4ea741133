"""The life-line of a ticket, told by its events: the same picture for the requester and for the desk."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import Message, Ticket
from priyom.desk.rules import lifeline
from priyom.desk.rules.lifecycle import DONE_STATUSES, WaitingFor

FLAT, TALL = 1030.0, 326.0


def lines_of(
    ticket: Ticket, messages: Sequence[Message], events: Sequence[Event]
) -> tuple[lifeline.Line, lifeline.Line, str]:
    """Return the life-line for a wide and for a narrow page, and the same in words."""
    is_over = ticket.status in DONE_STATUSES
    until = (ticket.resolved_at or ticket.closed_at or now()) if is_over else now()
    changes = balls_of(ticket, events)
    notes = _notes(ticket, messages, until=until, is_over=is_over)
    described = ". ".join(note.text for note in sorted(notes, key=lambda note: note.at)) + "."
    few = [note for note in notes if note.weight > 1]
    flat = lifeline.draw(changes, notes, until=until, is_over=is_over, width=FLAT)
    tall = lifeline.draw(changes, few, until=until, is_over=is_over, width=TALL)
    waits = lifeline.waits(changes, until=until)
    for span, words in (
        (waits.them, _("Waited for the requester: %(span)s")),
        (waits.others, _("Waited for others: %(span)s")),
    ):
        if span:
            described += " " + words % {"span": telling.ago(span)} + "."
    return flat, tall, described


def balls_of(ticket: Ticket, events: Sequence[Event]) -> list[lifeline.Change]:
    """Return who had the ball since when, as the events tell it."""
    changes = [lifeline.Change(ticket.opened_at, lifeline.Ball.US)]
    for event in events:
        ball = _ball_after(event)
        if ball is not None and ball is not changes[-1].ball:
            changes.append(lifeline.Change(max(event.happened_at, changes[-1].at), ball))
    return changes


def _ball_after(event: Event) -> lifeline.Ball | None:
    if event.kind == "ticket.waiting":
        asks_back = event.details.get("waiting_for") == WaitingFor.REQUESTER
        return lifeline.Ball.THEM if asks_back else lifeline.Ball.OTHERS
    return {
        "ticket.resumed": lifeline.Ball.US,
        "ticket.reopened": lifeline.Ball.US,
        "ticket.resolved": lifeline.Ball.NOBODY,
        "ticket.confirmed": lifeline.Ball.NOBODY,
        "ticket.closed": lifeline.Ball.NOBODY,
    }.get(event.kind)


def _notes(ticket: Ticket, messages: Sequence[Message], *, until: datetime, is_over: bool) -> list[lifeline.Note]:
    notes = [
        lifeline.Note(ticket.opened_at, _("%(time)s you wrote") % {"time": telling.when(ticket.opened_at)}, weight=3)
    ]
    notes += [
        lifeline.Note(
            message.sent_at,
            _("%(time)s answer") % {"time": telling.when(message.sent_at)},
            dot=True,
            weight=1,
        )
        for message in messages
        if message.by_staff and message.sent_at and message.sent_at <= until
    ]
    end = _("%(time)s solved") if is_over else _("now %(time)s")
    return [*notes, lifeline.Note(until, end % {"time": telling.when(until)}, weight=4, strong=True)]
