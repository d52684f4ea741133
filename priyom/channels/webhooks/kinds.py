"""Which facts a program may be told of, and whether the owner of a webhook may hear one."""

from django.utils.translation import gettext as _

from priyom.base.events import kinds
from priyom.base.models import Event
from priyom.desk.queries import ticket_of_event
from priyom.people.models import Organisation, User

# What a person sets for themselves, or what happens many times an hour, concerns no other program.
LEFT_OUT = frozenset({"ticket.reminder_set", "ticket.reminder_due", "ticket.bulk_undone", "ticket.mentioned"})


def offered_kinds() -> set[str]:
    """Return the kinds of facts that a program may be told of."""
    return {name for name in kinds() if name.startswith("ticket.") or name == "feedback.given"} - LEFT_OUT


def offered() -> dict[str, str]:
    """Return the same kinds with their sentences."""
    return {name: str(found.sentence) for name, found in sorted(kinds().items()) if name in offered_kinds()}


# What an answer, a note or a reminder is; and who has the ticket or follows it. Everything else is about the ticket.
_TALK = frozenset({"replied", "commented", "noted", "requester_reminded", "change_requested"})
_PEOPLE = frozenset({
    "taken", "assigned", "released", "transferred", "handed_over", "watched", "unwatched", "joined", "placed",
})  # fmt: skip


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what is offered under three headings: the ticket, what is said in it, the people around it."""
    groups: dict[str, list[tuple[str, str]]] = {_("The ticket"): [], _("What is said"): [], _("People"): []}
    ticket, talk, people = groups.values()
    for name, words in offered().items():
        act = name.removeprefix("ticket.")
        (talk if act in _TALK else people if act in _PEOPLE else ticket).append((name, words))
    return [(title, choices) for title, choices in groups.items() if choices]


def may_hear(owner: User, event: Event, *, within: Organisation | None) -> bool:
    """Say whether a fact may be told: only of a ticket that the owner sees, and notes only to who reads notes."""
    # SECURITY: a webhook is a second way to every ticket; it asks the same door, when written and when sent.
    ticket = ticket_of_event(owner, event) if owner.is_active else None
    return ticket is not None and (within is None or ticket.organisation.path.startswith(within.path))
