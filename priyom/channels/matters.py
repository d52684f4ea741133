"""What the letters of one round speak of, read for all of them at once, a moment before they leave."""

from dataclasses import dataclass
from typing import Self

from priyom.channels.hiding import told_in
from priyom.channels.models import IncomingLetter, Letter
from priyom.desk.models import Message, Ticket
from priyom.people.models import User
from priyom.people.queries import read_memberships


@dataclass(frozen=True)
class Known:
    """The letters, and what they need: tickets that the person may still see, messages, what was last received."""

    letters: list[Letter]
    tickets: dict[int, Ticket]
    seen: frozenset[tuple[int, int]]  # (person, ticket): other than by having asked
    messages: dict[int, Message]
    received: dict[tuple[int, str], str]  # (ticket, address) → the last Message-ID
    hidden: dict[int, tuple[str, ...]]  # letter → what to say of what was hidden in theirs

    @classmethod
    def of(cls, letters: list[Letter]) -> Self:
        """Read what these letters need: as many questions for one as for many."""
        ids = {letter.ticket_id for letter in letters if letter.ticket_id}
        tickets = Ticket.objects.select_related("assignee", "organisation", "team").in_bulk(ids) if ids else {}
        read_memberships([letter.user for letter in letters if letter.user])
        said = {pk for letter in letters for pk in _messages_in(letter)}
        return cls(
            letters, tickets, frozenset(_seen(letters, tickets)),
            Message.objects.said().select_related("author").in_bulk(said) if said else {},
            _received(ids) if ids else {}, told_in(letters),
        )  # fmt: skip

    def ticket_of(self, letter: Letter) -> Ticket | None:
        """Return the ticket if the person may still see it; who has asked it may."""
        ticket = self.tickets.get(letter.ticket_id or 0)
        if ticket is None or ticket.requester_id == letter.user_id:
            return ticket
        return ticket if (letter.user_id, ticket.pk) in self.seen else None

    def messages_of(self, letters: list[Letter]) -> list[Message]:
        """Return the messages that the letters tell of, as they were said."""
        ids = sorted({pk for letter in letters for pk in _messages_in(letter)})
        return [self.messages[pk] for pk in ids if pk in self.messages]

    def last_letter_of(self, letter: Letter) -> str:
        """Return the Message-ID of what the person last wrote about the ticket: their program shows one thread."""
        return self.received.get((letter.ticket_id or 0, letter.address.lower()), "")


def _messages_in(letter: Letter) -> list[int]:
    return [letter.event.details["message"]] if letter.event and "message" in letter.event.details else []


def _seen(letters: list[Letter], tickets: dict[int, Ticket]) -> set[tuple[int, int]]:
    """Return who may see which ticket, asked once for each person who has not asked it."""
    doubtful: dict[User, set[int]] = {}
    for letter in letters:
        ticket = tickets.get(letter.ticket_id or 0)
        if letter.user and ticket and ticket.requester_id != letter.user_id:
            doubtful.setdefault(letter.user, set()).add(ticket.pk)
    return {
        (user.pk, pk)
        for user, ids in doubtful.items()
        for pk in Ticket.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    }


def _received(ids: set[int]) -> dict[tuple[int, str], str]:
    came = IncomingLetter.objects.filter(ticket_id__in=ids).order_by("pk")
    return {
        (ticket_id, sender.lower()): message_id or ""
        for ticket_id, sender, message_id in came.values_list("ticket_id", "sender", "message_id")
        if ticket_id
    }
