"""Files on their way into a ticket: received behind the guard's door, then tied to the message they came with."""

import uuid
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import Invalid, NotVisible
from priyom.base.events import record
from priyom.base.prepared import ask
from priyom.base.uploads import MOST_FILES
from priyom.desk.models import Attachment, Message, Ticket
from priyom.people.models import User
from priyom.privacy.accepted import refusal_of
from priyom.privacy.actions import let_go, receive_file
from priyom.privacy.boxes.holding import let_originals_go
from priyom.privacy.labels import tells_ticket
from priyom.privacy.models import ScreenedFile

# With every message there may be files, and nearly none has any.
_TIE = """
    UPDATE desk_attachment
    SET ticket_id = %(ticket)s, message_id = %(message)s, draft_token = NULL, region_id = %(region)s
    WHERE draft_token = %(token)s AND added_by_id = %(by)s AND ticket_id IS NULL RETURNING screened_id
"""
_DRAFTED = """
    SELECT EXISTS(SELECT FROM desk_attachment WHERE draft_token = %s AND added_by_id = %s AND ticket_id IS NULL)
"""


@transaction.atomic
def add_file(upload: UploadedFile, *, by: User, token: uuid.UUID) -> Attachment:
    """Take in a file for the message that is being written under this token."""
    refused = why_not(upload)
    if refused:
        raise Invalid(_("This file is not taken."), errors={"file": [refused]})
    _refuse_too_many(token, by)
    region_id = by.organisation.region_id if by.organisation else None
    screened = receive_file(upload, by=by, region_id=region_id)
    # RACE: a page sends many files side by side. They are received together and counted one after another.
    locks.wait_for(f"files {token}")
    _refuse_too_many(token, by)
    return Attachment.objects.create(
        screened=screened,
        draft_token=token,
        added_by=by,
        added_at=now(),
        region_id=region_id,
    )


def _refuse_too_many(token: uuid.UUID, by: User) -> None:
    if Attachment.objects.filter(draft_token=token, added_by=by).count() >= MOST_FILES:
        raise Invalid(
            _("Too many files."),
            errors={"file": [_("At most %(most)d files with one message.") % {"most": MOST_FILES}]},
        )


def why_not(upload: UploadedFile) -> str:
    """Return the sentence that says why this file is not taken, or an empty text."""
    if upload.size == 0:
        return _("There is nothing in this file.")
    if upload.size is not None and upload.size > settings.PRIYOM.max_file_bytes:
        return _("A file may have at most %(most)d MB.") % {"most": settings.PRIYOM.max_file_mb}
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    return refusal_of(upload.name or "", head)


def drafted_files(token: uuid.UUID, *, by: User) -> list[Attachment]:
    """Return the files that wait under the token for their message."""
    if not ask(_DRAFTED, [token, by.pk])[0][0]:
        return []
    return list(
        Attachment.objects.filter(draft_token=token, added_by=by, ticket=None)
        .select_related("screened__masked_picture")
        .order_by("added_at")
    )


@transaction.atomic
def remove_file(attachment_id: uuid.UUID, *, by: User) -> None:
    """Take back a file that was not sent yet."""
    unsent = Attachment.objects.filter(pk=attachment_id, added_by=by, ticket=None)
    screened = list(unsent.values_list("screened_id", flat=True))
    if not screened:
        raise NotVisible(_("There is no such file, or it was sent already."))
    unsent.delete()
    let_go(screened)


@transaction.atomic
def forget_unsent(*, before: datetime) -> None:
    """Let go of the files that were added before the moment and never sent."""
    old = Attachment.objects.filter(ticket=None, added_at__lt=before)
    screened = list(old.values_list("screened_id", flat=True))
    old.delete()
    let_go(screened)


@tells_ticket
def ticket_of_file(screened: ScreenedFile) -> int | None:
    """Return the ticket that the file is in by now, so that its people are numbered as everywhere in it."""
    found = Attachment.objects.filter(screened=screened, ticket__isnull=False)
    return found.values_list("ticket_id", flat=True).first()


@transaction.atomic
def tell_ticket_of_file(file_id: uuid.UUID, kind: str) -> None:
    """Write down in the ticket what became of a file that came with it; who sent it may have to send another."""
    for attachment in Attachment.objects.filter(screened_id=file_id, ticket__isnull=False).select_related("ticket"):
        record(
            kind, cast(Ticket, attachment.ticket), by=None, attachment=str(attachment.pk), user=attachment.added_by_id
        )


def attach_drafted(token: uuid.UUID, *, to: Message, by: User) -> int:
    """Tie the files received under the token to the message; return how many. What they were made of goes now."""
    facts = {"token": token, "by": by.pk, "ticket": to.ticket_id, "message": to.pk, "region": to.region_id}
    tied = [screened_id for (screened_id,) in ask(_TIE, facts)]
    if tied:
        let_originals_go(tied)
    return len(tied)
