"""What the requester's ticket page says: the four answers, the conversation with its events, who follows, the line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.events import EVERYONE, matching
from priyom.base.models import Event
from priyom.desk.models import Feedback, Message, Ticket, TopicField, Watch
from priyom.desk.page.due import Dues, dues_of
from priyom.desk.page.expected import Usually, usually
from priyom.desk.page.letters import MOST_QUOTED, letter_of
from priyom.desk.page.line import advice_in, lines_of
from priyom.desk.permissions import may_confirm, may_rate, may_stand_for, may_write_as_requester
from priyom.desk.portal.asking import place_of
from priyom.desk.portal.sentences import TOLD, Answer, answers_for, people_named, tell_event
from priyom.desk.queries import get_ticket, messages_of, timeline_of
from priyom.desk.rules import lifeline
from priyom.desk.rules.lifecycle import Status
from priyom.people.models import User
from priyom.privacy.found.queries import Hidden, hidden_in

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


@dataclass(frozen=True)
class Entry:
    """One line of the conversation: something said, or something that happened."""

    at: datetime
    message: Message | None = None
    name: str = ""
    is_us: bool = False
    is_mine: bool = False
    told: str = ""
    hidden: Hidden | None = None  # what the guard has hidden in it

    @property
    def quoted(self) -> str:
        """Return what a letter quotes, to be shown folded."""
        letter = letter_of(self.message) if self.message else None
        return letter.quoted[:MOST_QUOTED] if letter else ""


@dataclass(frozen=True)
class Rights:
    """What the person may do on the page."""

    write: bool
    confirm: bool
    reopen: bool
    rate: bool
    call: bool
    leave: bool


@dataclass(frozen=True)
class TicketPage:
    """Everything the requester's ticket page shows."""

    ticket: Ticket
    answers: tuple[Answer, ...]
    dues: Dues
    usually: Usually | None
    entries: tuple[Entry, ...]
    flat: lifeline.Line
    tall: lifeline.Line
    described: str
    followers: tuple[User, ...]
    feedback: Feedback | None
    facts: tuple[tuple[str, str], ...]
    place: str
    rights: Rights
    last_event: int


def ticket_page(user: User, number: int) -> TicketPage:
    """Return the page of a ticket for its requester's side."""
    ticket = get_ticket(user, number)
    messages = [message for message in messages_of(user, ticket) if message.visibility == "public"]
    timeline = timeline_of(user, ticket)
    events = [event for event in timeline if event.kind in TOLD or event.kind == "ticket.opened"]
    watches = list(Watch.objects.filter(ticket=ticket, ended_at=None).select_related("user").order_by("since_at"))
    people = [watch.user for watch in watches if not watch.user.works_at_desk]
    advice = advice_in(ticket)
    flat, tall, described = lines_of(ticket, messages, events, reader=user, advice=advice)
    dues = dues_of(ticket, for_customer=True, reader=user)
    return TicketPage(
        ticket=ticket,
        answers=answers_for(
            ticket, messages, reader=user, stands=may_stand_for(user, ticket), due=dues.main, advice=advice
        ),
        dues=dues,
        usually=usually(ticket),
        entries=entries_of(user, ticket, messages, events),
        flat=flat,
        tall=tall,
        described=described,
        followers=tuple(people),
        feedback=Feedback.objects.filter(ticket=ticket, by=user).first(),
        facts=_facts(ticket),
        place=place_of(ticket.organisation),
        rights=_rights(user, ticket, watched=any(watch.user_id == user.pk for watch in watches)),
        last_event=max((event.pk for event in timeline), default=0),
    )


def news_since(user: User, number: int, *, since: int) -> int:
    """Return the newest event after ``since`` that somebody else caused and the person may read, or 0."""
    ticket = get_ticket(user, number)
    readable = matching(lambda kind: kind.seen_by == EVERYONE)
    events = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, pk__gt=since, kind__in=readable)
    return events.exclude(actor=user).order_by("-pk").values_list("pk", flat=True).first() or 0


def entries_of(
    user: User, ticket: Ticket, messages: Sequence[Message], events: Sequence[Event] = ()
) -> tuple[Entry, ...]:  # fmt: skip
    """Return what was said and what happened as lines of one conversation."""
    hidden = hidden_in({message.ticket_id for message in messages})
    said = [
        Entry(
            at=message.sent_at or message.written_at, message=message, is_us=message.by_staff,
            name=message.author.name, is_mine=message.author_id == user.pk, hidden=hidden.get(message.pk),
        )
        for message in messages
    ]  # fmt: skip
    people = people_named(events)
    told = [(event, tell_event(event, people, ticket, reader=user)) for event in events]
    happened = [Entry(at=event.happened_at, told=sentence) for event, sentence in told if sentence]
    return tuple(sorted([*said, *happened], key=lambda entry: entry.at))


def _facts(ticket: Ticket) -> tuple[tuple[str, str], ...]:
    """Return the answers to the topic's questions in the words of the form."""
    asked = TopicField.objects.filter(code__in=list(ticket.fields)).order_by("topic_id")
    near = {ticket.topic_id, ticket.topic.parent_id if ticket.topic else None}
    fields = {field.code: field for field in sorted(asked, key=lambda field: field.topic_id in near)}
    return tuple(
        (fields[code].label if code in fields else code, _told(fields.get(code), answer))
        for code, answer in ticket.fields.items()
    )


def _told(field: TopicField | None, answer: str) -> str:
    if field is not None and field.kind == TopicField.Kind.CHOICE:
        return str(dict(field.choices).get(answer, answer))
    if field is not None and field.kind == TopicField.Kind.CHECKBOX:
        return _("yes") if answer == "1" else _("no")
    moment = parse_datetime(answer) if _ISO.match(answer) else None
    return telling.moment(moment) if moment and moment.tzinfo else str(answer)


def _rights(user: User, ticket: Ticket, *, watched: bool) -> Rights:
    merged = ticket.merged_into_id is not None
    confirm = may_confirm(user, ticket) and not merged
    return Rights(
        write=may_write_as_requester(user, ticket) and not merged,
        confirm=confirm and ticket.status == Status.RESOLVED,
        reopen=confirm and ticket.status == Status.CLOSED,
        rate=may_rate(user, ticket) and ticket.status == Status.CLOSED and not merged,
        call=confirm,
        leave=watched and ticket.requester_id != user.pk,
    )
