"""One ticket with several questions becomes several tickets, each with its own words, topic and urgency."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotVisible, WrongState
from priyom.base.events import record
from priyom.base.telling import ticket_number
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.actions.linking import add_link
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.tickets import open_ticket, resolve_ticket
from priyom.desk.models import Attachment, Message, Ticket, TicketLink, Topic
from priyom.desk.queries import get_ticket, messages_of
from priyom.desk.rules.pieces import MOST_PARTS
from priyom.people.models import User


@dataclass(frozen=True)
class Part:
    """One of the tickets to be: words of the message, and what they are about."""

    body: str
    subject: str = ""
    topic: Topic | None = None
    kind: str = ""
    impact: str = ""
    urgency: str = ""
    files: frozenset[uuid.UUID] = frozenset()


@transaction.atomic
def split_ticket(
    number: int,
    *,
    by: User,
    message_id: int,
    parts: Sequence[Part],
    solve: bool = False,
    tell: str = "",
    token: uuid.UUID,
    revision: int | None = None,
) -> list[Ticket]:
    """Open a ticket for each part and tell the requester; the original goes on, or is solved by that."""
    ticket = get_ticket(by, number, lock=True)
    made = _made_before(ticket, token)
    if made:
        return made
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    message = _message_to_split(ticket, message_id, by=by)
    _check(parts)
    opened = [_open_part(ticket, message, part, token=uuid.uuid5(token, str(n)), by=by) for n, part in enumerate(parts)]
    record("ticket.split", ticket, by=by, source=message.pk, parts=[each.number for each in opened])
    if tell.strip():
        # Saying where a question went does not answer the one that stays, however late the guard lets it be said.
        told = "\n\n".join([tell.strip(), *_list(opened)])
        reply(number, by=by, body=told, undo=AT_ONCE, effects={"still_waits": True})
        ticket.refresh_from_db()
    change(ticket)
    if solve:
        resolve_ticket(
            number,
            by=by,
            cause=_("There were several questions in one ticket."),
            remedy=_("Each has a ticket of its own: %(numbers)s.")
            % {"numbers": ", ".join(ticket_number(each.number) for each in opened)},
        )
    return opened


def splittable(user: User, ticket: Ticket) -> list[Message]:
    """Return the messages that may be split: what the requester's side has said, once its words are there."""
    said = (message for message in messages_of(user, ticket) if message.visibility == "public" and not message.by_staff)
    return [message for message in said if not message.is_being_checked]


def _message_to_split(ticket: Ticket, message_id: int, *, by: User) -> Message:
    found = next((message for message in messages_of(by, ticket) if message.pk == message_id), None)
    if found is None:
        raise NotVisible(_("There is no such message in this ticket."))
    if found.visibility != "public" or found.by_staff:
        raise WrongState(_("Only what the requester has said can be split."))
    if found.is_being_checked:
        raise WrongState(_("The text is being checked for personal data. It stands here as soon as that is done."))
    return found


def _check(parts: Sequence[Part]) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Invalid(
            _("Choose what becomes a ticket of its own."),
            errors={"parts": [_("From one to %(most)d new tickets at once.") % {"most": MOST_PARTS}]},
        )
    empty = [n for n, part in enumerate(parts, 1) if not part.body.strip()]
    if empty:
        raise Invalid(
            _("A ticket needs words."),
            errors={f"part-{n}-subject": [_("No sentence was given to it.")] for n in empty},
        )


def _open_part(ticket: Ticket, message: Message, part: Part, *, token: uuid.UUID, by: User) -> Ticket:
    opened = open_ticket(
        by=by, requester=message.author, organisation=ticket.organisation, body=part.body,
        subject=part.subject,
        topic=part.topic, kind=part.kind, impact=part.impact, urgency=part.urgency, channel=ticket.channel,
        token=token,
    )  # fmt: skip
    first = opened.messages.get(token=token)
    Attachment.objects.bulk_create([
        Attachment(
            screened_id=file.screened_id, ticket=opened, message=first, added_by_id=file.added_by_id,
            added_at=file.added_at, region_id=opened.region_id,
        )
        for file in message.attachments.all()
        if file.pk in part.files
    ])  # fmt: skip
    add_link(opened, ticket, kind=str(TicketLink.Kind.SPLIT), by=by)
    return opened


def _made_before(ticket: Ticket, token: uuid.UUID) -> list[Ticket]:
    # RACE: the same form sent twice; the lock on the ticket lets the second see what the first has made.
    tokens = [uuid.uuid5(token, str(n)) for n in range(MOST_PARTS)]
    made = Ticket.objects.filter(links_out__target=ticket, links_out__kind="split", messages__token__in=tokens)
    return list(made.order_by("id"))


def _list(opened: Sequence[Ticket]) -> list[str]:
    return ["\n".join(f"{ticket_number(each.number)} — {each.subject}" for each in opened)]
