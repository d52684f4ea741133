"""Files that a program sent first and then names: they go with the ticket or the message that names them."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.desk.actions.messages import write_message
from priyom.desk.models import Attachment, Message
from priyom.desk.models.choices import Channel
from priyom.desk.queries import get_ticket
from priyom.people.models import User


@transaction.atomic
def write_with_files(number: int, *, by: User, body: str, internal: bool, files: Collection[uuid.UUID]) -> Message:
    """Write as what the person is to the ticket, with files that the person has sent before."""
    if files:
        get_ticket(by, number)  # the door first: a stranger learns nothing from which file is wrong
    token = gathered(files, by=by) if files else None
    return write_message(number, by=by, body=body, internal=internal, channel=Channel.API, token=token)


def gathered(files: Collection[uuid.UUID], *, by: User) -> uuid.UUID:
    """Put the person's own unsent files under one new token, with which the message takes them along."""
    token, wanted = uuid.uuid4(), set(files)
    if not wanted:
        return token
    found = Attachment.objects.filter(pk__in=wanted, added_by=by, ticket=None).update(draft_token=token)
    if found != len(wanted):
        sentence = _("One of the files is not yours, or was sent already.")
        raise Invalid(sentence, errors={"files": [sentence]})
    return token
