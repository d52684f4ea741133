"""Why a ticket comes to the planning meeting: a closed list of reasons, each with a limit that can be edited. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a ticket is talked about."""

    DECISION = "decision"  # decided before and not done yet
    ADDED = "added"  # a person put it there
    CONSULT_LATE = "consult_late"  # a colleague's advice is overdue
    DATE_MOVED = "date_moved"  # the promised date was moved so many times
    REOPENED = "reopened"  # solved and opened again so many times
    PING_PONG = "ping_pong"  # passed from team to team so many times
    BUG_OR_FEATURE = "bug_or_feature"  # called an error and a change in turn so many times
    ASKED_BACK = "asked_back"  # the requester was asked so many times
    NO_MOVEMENT = "no_movement"  # nothing has happened for so many days


@dataclass(frozen=True)
class Limit:
    """What a rule begins with, and between which numbers it may be set."""

    usual: int
    least: int
    most: int


# What gathers by itself, with the limits of product.md, row A6. The first two come whatever the rules say.
LIMITS: dict[Reason, Limit] = {
    Reason.CONSULT_LATE: Limit(1, 1, 30),  # days late
    Reason.DATE_MOVED: Limit(2, 1, 10),
    Reason.REOPENED: Limit(2, 1, 10),
    Reason.PING_PONG: Limit(3, 2, 20),
    Reason.BUG_OR_FEATURE: Limit(2, 1, 10),
    Reason.ASKED_BACK: Limit(3, 1, 20),
    Reason.NO_MOVEMENT: Limit(7, 1, 90),
}
_WEIGHT = {reason: place for place, reason in enumerate(Reason)}


def in_order(reasons: Iterable[str]) -> list[str]:
    """Return the reasons, the weightiest first, each once."""
    return sorted({Reason(reason) for reason in reasons}, key=lambda reason: _WEIGHT[Reason(reason)])


def weight_of(reasons: Iterable[str], priority: int) -> tuple[int, int, int]:
    """Return by what the agenda is sorted: priority critical first, then the weightiest reason, then how many."""
    known = in_order(reasons)
    return (0 if priority == 1 else 1, _WEIGHT[Reason(known[0])], -len(known))
