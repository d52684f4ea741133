"""«@login» in a note: the colleague is told and follows the ticket from then on."""

import re

from priyom.base.events import record
from priyom.desk.actions.watching import add_watch
from priyom.desk.models import Message, Ticket, Watch
from priyom.people.models import User

MOST_AT_ONCE = 20
_MENTION = re.compile(r"(?<![\w.@-])@([a-z0-9][a-z0-9._-]{0,58}[a-z0-9])", re.IGNORECASE)


def mention_colleagues(ticket: Ticket, message: Message, *, by: User) -> list[User]:
    """Tell the colleagues whom the note names; any other name stays plain text."""
    logins = list(dict.fromkeys(found.lower() for found in _MENTION.findall(message.body)))[:MOST_AT_ONCE]
    if not logins:
        return []
    people = User.objects.filter(login__in=logins, is_active=True).exclude(pk=by.pk).order_by("pk")
    # SECURITY: a note is for staff; nobody else becomes a follower by being named in it.
    colleagues = [person for person in people if person.works_at_desk]
    for person in colleagues:
        add_watch(ticket, person, by=by, reason=str(Watch.Reason.MENTIONED))
    if colleagues:
        record("ticket.mentioned", ticket, by=by, message=message.pk, users=[person.pk for person in colleagues])
    return colleagues
