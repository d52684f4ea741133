"""What the composer does: what is sent leaves its draft behind, an answer taken back becomes one again."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.actions.drafts import discard_draft, save_draft
from priyom.desk.actions.effects import apply_effects, check_effects
from priyom.desk.actions.macros import count_use
from priyom.desk.actions.messages import add_note, answer, take_back
from priyom.desk.models import Message
from priyom.desk.models.choices import Visibility
from priyom.desk.queries import get_ticket
from priyom.desk.rules.placeholders import gaps_in
from priyom.people.models import User


def draft_place(number: int, visibility: str = Visibility.PUBLIC) -> str:
    """Return where the composer keeps a draft: what is written for colleagues never lies where the answer does."""
    return f"note:{number}" if visibility == Visibility.INTERNAL else f"reply:{number}"


@transaction.atomic
def send_reply(
    number: int,
    *,
    by: User,
    body: str,
    effects: dict[str, Any],
    token: uuid.UUID,
    revision: int | None,
    macro: str = "",
) -> Message:
    """Answer the requester in ten seconds, and let the draft go; ``macro`` is the answer it was made of."""
    is_first = bool(macro) and _is_first(number, token, by=by)
    ticket = get_ticket(by, number, lock=True)
    message = answer(ticket, by=by, body=body, effects=effects, token=token, revision=revision)
    _refuse_gaps(body)
    if is_first:
        count_use([macro])
    discard_draft(by=by, place=draft_place(number))
    return message


@transaction.atomic
def send_note(
    number: int,
    *,
    by: User,
    body: str,
    token: uuid.UUID,
    effects: dict[str, Any] | None = None,
    macro: str = "",
) -> Message:
    """Write the note, and let its draft go; a macro's changes happen at once."""
    is_first = bool(macro or effects) and _is_first(number, token, by=by)
    message = add_note(number, by=by, body=body, token=token)
    if effects and is_first:
        ticket = ticket_to_work_on(number, by=by)
        apply_effects(ticket, check_effects(ticket, effects), by=by)
    if macro and is_first:
        count_use([macro])
    discard_draft(by=by, place=draft_place(number, Visibility.INTERNAL))
    return message


@transaction.atomic
def withdraw_reply(message_id: int, *, by: User) -> Message:
    """Take the answer back and give its text, files and effects back to the draft."""
    is_first = Message.objects.filter(pk=message_id, author=by, state=Message.State.PENDING).exists()
    message = take_back(message_id, by=by)
    if not is_first:
        return message
    token = message.token
    # The form that will send it again is a new one: its token must not lead to the message that was taken back.
    message.token = uuid.uuid4()
    message.save(update_fields=["token"])
    kept = {name: [str(value)] for name, value in message.effects.items()}
    save_draft(by=by, place=draft_place(message.ticket.number), text=message.body, token=token, fields=kept)
    return message


def _refuse_gaps(body: str) -> None:
    """Refuse an answer in which a blank of its template was left. Asked behind the door: a stranger hears of none."""
    gaps = gaps_in(body)
    if gaps:
        left = ", ".join(f"{{{gap}}}" for gap in gaps)
        raise Invalid(
            _("The answer has a gap."),
            errors={"body": [_("Write something instead of %(gaps)s.") % {"gaps": left}]},
        )


def _is_first(number: int, token: uuid.UUID, *, by: User) -> bool:
    """Say whether this form was not sent before: its second submit changes and counts nothing."""
    # RACE: the same form sent twice at once; the second waits here and then finds the first one's message.
    get_ticket(by, number, lock=True)
    return not Message.objects.filter(author=by, token=token).exists()


def remember_after_sending(*, by: User, then: str) -> None:
    """Remember where the person goes after sending."""
    if by.after_send != then:
        by.after_send = then
        by.save(update_fields=["after_send"])
