"""What a ticket is called: contracts speak of its kinds, priorities and topics, which belong to the room above.

That room says them by itself when it is ready, as it gives its part of the shell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TicketWords:
    """The closed lists of a ticket, each as pairs of code and words, in the order in which they are offered."""

    kinds: tuple[tuple[str, Any], ...] = ()
    priorities: tuple[tuple[int, Any], ...] = ()
    topics: tuple[tuple[str, str], ...] = ()

    def kind(self, code: str) -> str:
        """Return a kind in words; one that nobody knows is called by its code."""
        return str(dict(self.kinds).get(code, code))

    def priority(self, number: int | None) -> str:
        """Return a priority in words."""
        return str(dict(self.priorities).get(number, number)) if number is not None else ""

    def topic(self, code: str) -> str:
        """Return a topic in words; one that was taken away is called by its code."""
        return dict(self.topics).get(code, code)


_tellers: list[Callable[[], TicketWords]] = []


def tells_ticket_words(tell: Callable[[], TicketWords]) -> Callable[[], TicketWords]:
    """Let a room say what its tickets are called; the last one that registers is heard."""
    _tellers.append(tell)
    return tell


def ticket_words() -> TicketWords:
    """Return what tickets are called, or nothing where no room keeps tickets."""
    return _tellers[-1]() if _tellers else TicketWords()
