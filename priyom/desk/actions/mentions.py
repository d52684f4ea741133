"""«@» and a colleague in a note: the colleague is told and follows the ticket from then on.

A note is typed with names and keeps logins, so that it reads rightly when somebody has another name tomorrow.
"""

from collections.abc import Iterable

from priyom.base.events import record
from priyom.desk.actions.watching import add_watch
from priyom.desk.models import Message, Ticket, Watch
from priyom.desk.rules.mentions import by_name, calls_somebody, logins_in, with_logins
from priyom.people.models import User
from priyom.people.queries import colleagues


def keep_logins(body: str) -> str:
    """Return the note as it is kept: with the login of each colleague who was called by name."""
    if not calls_somebody(body):
        return body
    return with_logins(body, _by_name())


def called_as(people: Iterable[User]) -> dict[str, str]:
    """Return how each colleague is called in a note, by login: by name, and one of two namesakes by login."""
    logins = _by_name()
    return {person.login: person.name if logins.get(person.name.lower()) == person.login else person.login
            for person in people}  # fmt: skip


def mention_colleagues(ticket: Ticket, message: Message, *, by: User) -> list[User]:
    """Tell the colleagues whom the note names; any other name stays plain text."""
    logins = logins_in(message.body)
    if not logins:
        return []
    # SECURITY: a note is for staff; nobody else becomes a follower by being named in it.
    called = list(colleagues().filter(login__in=logins).exclude(pk=by.pk).order_by("pk"))
    for person in called:
        add_watch(ticket, person, by=by, reason=str(Watch.Reason.MENTIONED))
    if called:
        record("ticket.mentioned", ticket, by=by, message=message.pk, users=[person.pk for person in called])
    return called


def _by_name() -> dict[str, str]:
    return by_name(colleagues().values_list("login", "first_name", "last_name"))
