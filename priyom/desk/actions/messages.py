"""What is said: the requester's words at once, an agent's answer after ten seconds in which it can be taken back."""

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.base.prepared import ask
from priyom.base.rows import insert
from priyom.desk.actions.changing import change, changing, check_to_work_on, refuse_if_merged
from priyom.desk.actions.effects import apply_effects, check_effects
from priyom.desk.actions.files import attach_drafted
from priyom.desk.actions.mentions import keep_logins, mention_colleagues
from priyom.desk.actions.saying import fit_to_keep_soon, keep_found
from priyom.desk.actions.sealing import keep_sealed, placeholder, record_said
from priyom.desk.models import Message, Ticket
from priyom.desk.models.choices import Channel, Visibility
from priyom.desk.permissions import may_note, may_work_on, may_write_as_requester
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import Status, WaitingFor
from priyom.people.models import User

UNDO = timedelta(seconds=10)
AT_ONCE = timedelta(0)
_SAID = "SELECT id, ticket_id FROM desk_message WHERE author_id = %s AND token = %s"  # asked before every answer


@transaction.atomic
def comment(
    number: int, *, by: User, body: str, channel: str = Channel.PORTAL, token: uuid.UUID | None = None
) -> Message:
    """Say something as the requester's side. Thanks do not reopen; «not solved» is a button of its own."""
    return _comment(get_ticket(by, number, lock=True), by=by, body=body, channel=channel, token=token)


@transaction.atomic
def reply(
    number: int,
    *,
    by: User,
    body: str,
    effects: dict[str, Any] | None = None,
    channel: str = Channel.DESK,
    token: uuid.UUID | None = None,
    revision: int | None = None,
    undo: timedelta = UNDO,
) -> Message:
    """Answer the requester. The answer and its effects wait ``undo`` long and can be taken back until then."""
    return answer(
        get_ticket(by, number, lock=True), by=by, body=body, effects=effects, channel=channel, token=token,
        revision=revision, undo=undo,
    )  # fmt: skip


@transaction.atomic
def add_note(
    number: int, *, by: User, body: str, channel: str = Channel.DESK, token: uuid.UUID | None = None
) -> Message:
    """Write a note for colleagues; no requester ever sees it."""
    return _note(get_ticket(by, number, lock=True), by=by, body=body, channel=channel, token=token)


def write_message(
    number: int, *, by: User, body: str, internal: bool = False, channel: str, token: uuid.UUID | None = None
) -> Message:
    """Write as what the person is to the ticket: support answers or notes, the requester's side comments.

    In the caller's transaction, in which the ticket is locked.
    """
    ticket = get_ticket(by, number, lock=True)
    if internal:
        return _note(ticket, by=by, body=body, channel=channel, token=token)
    if may_work_on(by, ticket):
        return answer(ticket, by=by, body=body, channel=channel, token=token, undo=AT_ONCE)
    return _comment(ticket, by=by, body=body, channel=channel, token=token)


def answer(
    ticket: Ticket,
    *,
    by: User,
    body: str,
    effects: dict[str, Any] | None = None,
    channel: str = Channel.DESK,
    token: uuid.UUID | None = None,
    revision: int | None = None,
    undo: timedelta = UNDO,
) -> Message:
    """Answer in a ticket that is locked already."""
    twin = _twin(ticket, by, token)
    if twin:
        return twin
    check_to_work_on(ticket, by=by, revision=revision)
    effects = check_effects(ticket, effects or {})
    later = undo > AT_ONCE
    message = _write(
        ticket, by=by, body=body, channel=channel, token=token, by_staff=True, effects=effects,
        state=Message.State.PENDING if later else Message.State.SENT,
        send_after=now() + undo if later else None, sent_at=None if later else now(),
    )  # fmt: skip
    if message.is_being_checked:
        # It goes out by the sweep once its words are there; until then only its author sees that there is an answer.
        message.sent_at, message.send_after = None, message.send_after or now()
        message.save(update_fields=["sent_at", "send_after"])
    elif not later:
        _answered(ticket, message)
    return message


@transaction.atomic
def take_back(message_id: int, *, by: User) -> Message:
    """Take one's own answer back before its ten seconds are over."""
    message = Message.objects.select_for_update(of=("self",)).filter(pk=message_id, author=by).first()
    if message is None:
        raise NotVisible(_("There is no such message, or it is not yours."))
    if message.state == Message.State.SENT:
        raise WrongState(_("The answer has been sent already."))
    if message.is_being_checked:
        raise WrongState(_("The text is still being checked. It can be taken back then, for ten seconds."))
    if message.state == Message.State.PENDING:
        message.state = Message.State.TAKEN_BACK
        message.save(update_fields=["state"])
        message.attachments.update(draft_token=message.token, ticket=None, message=None)
        record("message.taken_back", message.ticket, by=by, message=message.pk)
    return message


@transaction.atomic
def publish_messages(ids: Collection[int]) -> int:
    """Send the answers whose ten seconds are over; return how many. They are sent together, or none of them is.

    RACE: who is at work on a ticket, or sends the same answer, is not waited for: the next sweep comes in a moment.
    """
    due = (
        Message.objects.due(now())
        .filter(pk__in=ids)
        .select_related("ticket__topic", "ticket__organisation__region", "author")
    )
    messages = list(due.select_for_update(of=("self", "ticket"), skip_locked=True).order_by("send_after", "pk"))
    moment, tickets = now(), dict[int, Ticket]()
    Message.objects.filter(pk__in=[each.pk for each in messages]).update(state=Message.State.SENT, sent_at=moment)
    for message in messages:
        message.state, message.sent_at = Message.State.SENT, moment
        # Two answers of one ticket change the same ticket, one after the other.
        message.ticket = tickets.setdefault(message.ticket_id, message.ticket)
        _answered(message.ticket, message)
    return len(messages)


def publish_message(message_id: int) -> bool:
    """Send one such answer; return whether this call did it."""
    return bool(publish_messages([message_id]))


def _comment(ticket: Ticket, *, by: User, body: str, channel: str, token: uuid.UUID | None) -> Message:
    """Say something in a ticket that is locked already."""
    if not may_write_as_requester(by, ticket):
        raise NotAllowed(_("Answer from the desk: here only the requester's side writes."))
    twin = _twin(ticket, by, token)
    if twin:
        return twin
    refuse_if_merged(ticket)
    message = _write(ticket, by=by, body=body, channel=channel, token=token, by_staff=False, sent_at=now())
    columns: dict[str, Any] = {"awaiting_us_since": ticket.awaiting_us_since or now()}
    answers_us = ticket.status == Status.WAITING and ticket.waiting_for == WaitingFor.REQUESTER
    if answers_us:
        columns |= {"status": Status.OPEN, "waiting_for": "", "waiting_whom": "", "waiting_until": None}
    with changing(ticket, **columns):
        record_said("ticket.commented", message, by=by, message=message.pk)
        if answers_us:
            record("ticket.resumed", ticket, by=by)
    return message


def _note(ticket: Ticket, *, by: User, body: str, channel: str, token: uuid.UUID | None) -> Message:
    """Write a note in a ticket that is locked already."""
    # Whoever was called in from another region may say something here, though the ticket is not theirs to change.
    if not may_note(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    twin = _twin(ticket, by, token)
    if twin:
        return twin
    message = _write(
        ticket, by=by, body=keep_logins(body), channel=channel, token=token, by_staff=True,
        visibility=Visibility.INTERNAL, sent_at=now(),
    )  # fmt: skip
    change(ticket)
    record_said("ticket.noted", message, by=by, message=message.pk)
    if not message.is_being_checked:
        mention_colleagues(ticket, message, by=by)
    return message


def _answered(ticket: Ticket, message: Message) -> None:
    """Let the ticket know that it was answered, then let the answer's effects happen."""
    moment = now()
    columns: dict[str, Any] = {"first_replied_at": ticket.first_replied_at or moment}
    if not message.effects.get("still_waits"):
        columns["awaiting_us_since"] = None
    if ticket.status == Status.NEW:
        columns["status"] = Status.OPEN
    if ticket.assignee_id is None:
        columns["assignee"] = message.author
    with changing(ticket, **columns):
        record("ticket.replied", ticket, by=message.author, message=message.pk)
    apply_effects(ticket, message.effects, by=message.author)


def _write(ticket: Ticket, *, by: User, body: str, token: uuid.UUID | None, **facts: Any) -> Message:
    """Write it down; what the guard has not seen in time is kept sealed until it has."""
    story = fit_to_keep_soon(body, ticket=ticket, if_empty=_("Write something first."))
    message = insert(Message(
        ticket=ticket, region_id=ticket.region_id, author=by, written_at=now(), token=token or uuid.uuid4(),
        **facts if story else {**facts, "state": Message.State.SEALED},
        body=story.texts[0].masked if story else placeholder(),
    ))  # fmt: skip
    if story is None:
        keep_sealed(message, {"body": body.strip()})
    else:
        keep_found(message)
    if token is not None:
        attach_drafted(token, to=message, by=by)
    return message


def _twin(ticket: Ticket, by: User, token: uuid.UUID | None) -> Message | None:
    """Return what the same form has said already.

    RACE: the same form sent twice at once: the second waits for the ticket's lock, and then finds the first.
    """
    found = ask(_SAID, [by.pk, token]) if token else []
    if found and found[0][1] != ticket.pk:
        raise WrongState(_("This form was sent to another ticket already. Open the page again."))
    return Message.objects.get(pk=found[0][0]) if found else None
