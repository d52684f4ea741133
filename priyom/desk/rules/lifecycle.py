"""The life of a ticket: its states and the moves between them. Pure."""

from enum import StrEnum


class Status(StrEnum):
    """Where the ticket stands."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class WaitingFor(StrEnum):
    """On whom a waiting ticket waits."""

    REQUESTER = "requester"
    CONSULT = "consult"
    EXTERNAL = "external"
    RELEASE = "release"
    DATE = "date"


OPEN_STATUSES = (Status.NEW, Status.OPEN, Status.WAITING)
DONE_STATUSES = (Status.RESOLVED, Status.CLOSED)

# from → to; «resolved» is said by us, «closed» by the requester or by time.
MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.OPEN, Status.WAITING, Status.RESOLVED, Status.CLOSED}),
    Status.OPEN: frozenset({Status.WAITING, Status.RESOLVED, Status.CLOSED}),
    Status.WAITING: frozenset({Status.OPEN, Status.WAITING, Status.RESOLVED, Status.CLOSED}),
    Status.RESOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}

# Without a word from the requester a solved ticket closes by itself after so many days.
DAYS_TO_OBJECT = 3


def may_move(current: str, target: str) -> bool:
    """Say whether a ticket in ``current`` may become ``target``."""
    return Status(target) in MOVES[Status(current)]


def is_open(status: str) -> bool:
    """Say whether somebody still has work with it."""
    return Status(status) in OPEN_STATUSES
