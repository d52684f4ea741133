"""What a letter does at the desk: opens a ticket, joins one, or becomes a note for colleagues to judge.

Who wrote and what may come of it was settled by the caller (channels): a letter has no session. Each action belongs
into the transaction that files the letter, and leaves nothing behind when that fails.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.events import record
from priyom.desk.actions.changing import change
from priyom.desk.actions.linking import add_link
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.actions.saying import MAX_BODY, keep_found
from priyom.desk.actions.tickets import register_ticket, reopen_ticket
from priyom.desk.models import Attachment, Message, MessageLetter, Ticket, TicketLink
from priyom.desk.models.choices import Channel, Visibility
from priyom.desk.page.letters import with_pictures
from priyom.desk.permissions import may_confirm
from priyom.desk.portal.new import topic_for
from priyom.desk.rules.intake import is_gratitude
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.taxonomy import taxonomy
from priyom.people.models import Organisation, User
from priyom.privacy.actions import receive_file, screen_text
from priyom.privacy.markup import screen_markup

# Of the body; all of a longer one is a file. Room is left for masks, which may be longer than what they hide.
MOST_SHOWN = MAX_BODY * 2 // 5


@dataclass(frozen=True, kw_only=True)
class Lettered:
    """A letter as the desk needs it. ``token`` is the same however often the same letter comes."""

    token: uuid.UUID
    address: str
    body: str
    subject: str = ""
    quoted: str = ""
    html: str = ""
    quoted_html: str = ""
    is_confirmed: bool = False
    doubts: Sequence[str] = ()
    files: Sequence[UploadedFile] = ()
    content_ids: Sequence[str] = ()  # of the files, in their order: what ``cid:`` in the HTML means
    thanks: bool = False


@transaction.atomic
def open_by_letter(said: Lettered, *, requester: User, organisation: Organisation, like: int | None = None) -> Ticket:
    """Open a ticket in the name of who wrote; ``like`` is the number of the ticket it claims to answer."""
    # The subject often holds the code that decides; a letter that only thanks is known by its text alone.
    text = said.body if is_gratitude(said.body) else f"{said.subject}\n{said.body}"
    topic, _guessed = topic_for(text.strip(), taxonomy().offered)
    ticket = register_ticket(
        by=requester, requester=requester, organisation=organisation, topic=topic, channel=Channel.LETTER,
        subject=said.subject, body=_body(said), fields={}, kind="", impact="", urgency="", token=said.token,
    )  # fmt: skip
    _keep_form(said, ticket.messages.get(token=said.token), by=requester)
    claimed = Ticket.objects.filter(number=like).exclude(pk=ticket.pk).first() if like else None
    if claimed is not None:
        add_link(ticket, claimed, kind=str(TicketLink.Kind.RELATED), by=User.objects.system())
    return ticket


@transaction.atomic
def append_by_letter(number: int, said: Lettered, *, by: User, as_agent: bool) -> Message:
    """Say it in the ticket in the person's name. Who says more than thanks to a solution opens the ticket again."""
    if as_agent:
        message = reply(number, by=by, body=_body(said), channel=Channel.LETTER, token=said.token, undo=AT_ONCE)
    else:
        message = comment(number, by=by, body=_body(said), channel=Channel.LETTER, token=said.token)
        ticket = message.ticket
        if not is_open(ticket.status) and may_confirm(by, ticket) and not (said.thanks or is_gratitude(said.body)):
            reopen_ticket(number, by=by)
    _keep_form(said, message, by=by)
    return message


@transaction.atomic
def note_by_letter(number: int, said: Lettered) -> Message:
    """Leave the words with the colleagues: nobody knows whether the sender is who the letter says."""
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(number=number).get()
    system = User.objects.system()
    message = Message.objects.create(
        ticket=ticket, region_id=ticket.region_id, author=system, visibility=Visibility.INTERNAL, by_staff=True,
        channel=Channel.LETTER, body=screen_text(_body(said), ticket=ticket).masked, written_at=now(), sent_at=now(),
        token=said.token,
    )  # fmt: skip
    keep_found(message)
    change(ticket)
    record("ticket.noted", ticket, by=system, message=message.pk)
    _keep_form(said, message, by=system)
    return message


def _body(said: Lettered) -> str:
    text = said.body.strip()[:MOST_SHOWN]
    if text:
        return text
    return _("The letter has no text, only files.") if said.files else _("The letter is empty.")


def _keep_form(said: Lettered, message: Message, *, by: User) -> None:
    facts: dict[str, Any] = {
        "quoted": screen_text(said.quoted[:MAX_BODY], ticket=message.ticket).masked,
        "html": screen_markup(said.html, ticket=message.ticket),
        "quoted_html": screen_markup(said.quoted_html, ticket=message.ticket),
    }
    files: list[Any] = list(said.files)
    if len(said.body.strip()) > MOST_SHOWN:
        files.append(_whole(said.body))
    kept = Attachment.objects.bulk_create([
        Attachment(
            screened=receive_file(file, by=by, region_id=message.region_id), ticket_id=message.ticket_id,
            message=message, added_by=by, added_at=now(), region_id=message.region_id,
        )
        for file in files
    ])  # fmt: skip
    pictures = {name: file.pk for name, file in zip(said.content_ids, kept, strict=False) if name}
    for name in ("html", "quoted_html"):
        facts[name] = with_pictures(facts[name], pictures)
    MessageLetter.objects.create(
        message=message, region_id=message.region_id, address=said.address[:320], is_confirmed=said.is_confirmed,
        doubts=list(said.doubts), **facts,
    )  # fmt: skip


def _whole(text: str) -> ContentFile:
    """Return the whole of a text that is longer than a message may be."""
    return ContentFile(text.encode(), name="letter.txt")
