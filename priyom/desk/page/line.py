"""The life-line of a ticket, told by its events: the same picture for everybody, in words that are true for the reader.

«You wrote» stands there for whoever wrote and for nobody else.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import Message, RungStep, Ticket
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.rules import lifeline
from priyom.desk.rules.lifecycle import DONE_STATUSES, WaitingFor
from priyom.people.models import User

FLAT, TALL = 1030.0, 326.0
LEAST_TOLD = timedelta(minutes=1)


def lines_of(
    ticket: Ticket,
    messages: Sequence[Message],
    events: Sequence[Event],
    *,
    reader: User,
    advice: Collection[int] = frozenset(),
) -> tuple[lifeline.Line, lifeline.Line, str]:
    """Return the life-line for a wide and for a narrow page, and the same in words."""
    is_over = ticket.status in DONE_STATUSES
    until = (ticket.resolved_at or ticket.closed_at or now()) if is_over else now()
    changes = balls_of(ticket, events)
    notes = [
        lifeline.Note(ticket.opened_at, _who_wrote(ticket, events, reader), weight=3),
        *_answers(messages, reader, advice, until=until),
        _end(until, is_over=is_over),
    ]
    described = ". ".join(note.text for note in sorted(notes, key=lambda note: note.at)) + "."
    few = [note for note in notes if note.weight > 1]
    flat = lifeline.draw(changes, notes, until=until, is_over=is_over, width=FLAT)
    tall = lifeline.draw(changes, few, until=until, is_over=is_over, width=TALL)
    waits = lifeline.waits(changes, until=until)
    for span, words in (
        (waits.them, _("Waited for the requester: %(span)s")),
        (waits.others, _("Waited for others: %(span)s")),
    ):
        if span >= LEAST_TOLD:
            described += " " + words % {"span": telling.ago(span)} + "."
    return flat, tall, described


def balls_of(ticket: Ticket, events: Sequence[Event]) -> list[lifeline.Change]:
    """Return who had the ball since when, as the events tell it."""
    passed = [event for event in events if event.kind == "ticket.passed_up"]
    rung = passed[0].details["before"] if passed else ticket.rung
    changes = [lifeline.Change(ticket.opened_at, lifeline.Ball.OTHERS if rung in OUTSIDE_RUNGS else lifeline.Ball.US)]
    for event in events:
        rung = event.details["after"] if event.kind == "ticket.passed_up" else rung
        ball = _ball_after(event)
        if ball is lifeline.Ball.US and rung in OUTSIDE_RUNGS:
            ball = lifeline.Ball.OTHERS  # those below us have it, not we
        if ball is not None and ball is not changes[-1].ball:
            changes.append(lifeline.Change(max(event.happened_at, changes[-1].at), ball))
    return changes


def _ball_after(event: Event) -> lifeline.Ball | None:
    if event.kind == "ticket.waiting":
        asks_back = event.details.get("waiting_for") == WaitingFor.REQUESTER
        return lifeline.Ball.THEM if asks_back else lifeline.Ball.OTHERS
    return {
        "ticket.resumed": lifeline.Ball.US,
        "ticket.passed_up": lifeline.Ball.US,
        "ticket.reopened": lifeline.Ball.US,
        "ticket.resolved": lifeline.Ball.NOBODY,
        "ticket.confirmed": lifeline.Ball.NOBODY,
        "ticket.closed": lifeline.Ball.NOBODY,
    }.get(event.kind)


def _who_wrote(ticket: Ticket, events: Sequence[Event], reader: User) -> str:
    """Say who wrote it down: the requester, or somebody for them, as a colleague who took a call."""
    at = {"time": telling.when(ticket.opened_at)}
    opened = next((event for event in events if event.kind == "ticket.opened"), None)
    writer = opened.actor if opened is not None and opened.actor_id else ticket.requester
    if writer is None or writer.pk == reader.pk:
        return _("%(time)s you wrote") % at
    if writer.pk != ticket.requester_id and ticket.requester_id == reader.pk:
        return _("%(time)s %(who)s wrote for you") % (at | {"who": writer.name})
    return _("%(time)s %(who)s wrote") % (at | {"who": writer.name})


def advice_in(ticket: Ticket) -> frozenset[int]:
    """Return the messages with which rungs before us gave it back: answers, too, though nobody of ours wrote them."""
    given = RungStep.objects.filter(ticket=ticket, message__isnull=False)
    return frozenset(given.values_list("message_id", flat=True)) if ticket.rung else frozenset()


def _answers(
    messages: Sequence[Message], reader: User, advice: Collection[int], *, until: datetime
) -> Iterator[lifeline.Note]:  # fmt: skip
    """Yield a dot for each answer: of ours, and of whoever stood on a rung before us."""
    for message in messages:
        if not message.sent_at or message.sent_at > until or not (message.by_staff or message.pk in advice):
            continue
        is_mine = message.author_id == reader.pk
        told = _("%(time)s your answer") if is_mine else _("%(time)s answer")
        yield lifeline.Note(message.sent_at, told % {"time": telling.when(message.sent_at)}, dot=True, weight=1)


def _end(until: datetime, *, is_over: bool) -> lifeline.Note:
    end = _("%(time)s solved") if is_over else _("now %(time)s")
    return lifeline.Note(until, end % {"time": telling.when(until)}, weight=4, strong=True)
