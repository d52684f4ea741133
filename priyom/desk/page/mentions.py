"""The names under which mentioned colleagues are shown today, whoever they were when the note was written."""

from collections.abc import Iterable

from priyom.desk.models import Message
from priyom.desk.models.choices import Visibility
from priyom.desk.rules.mentions import logins_in
from priyom.people.models import User
from priyom.people.roles import STAFF_ROLES


def names_in(notes: Iterable[str]) -> dict[str, str]:
    """Return the names of the colleagues whom the notes call, by login; who has left keeps the name."""
    logins = {login for note in notes if "@" in note for login in logins_in(note)}
    found = User.objects.filter(login__in=logins, memberships__role__in=STAFF_ROLES).distinct() if logins else ()
    return {person.login: person.name for person in found}


def names_in_notes(messages: Iterable[Message]) -> dict[str, str]:
    """Return the same for messages: only notes call anybody."""
    return names_in(message.body for message in messages if message.visibility == Visibility.INTERNAL)
