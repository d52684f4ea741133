"""The way of a ticket from hand to hand: «line 1 25 min → line 2 3 h», and what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.base.prepared import THAT, Kept
from priyom.desk.models import Handover, Passing, Ticket
from priyom.desk.permissions import may_judge_passings
from priyom.desk.rules.lifecycle import DONE_STATUSES
from priyom.desk.rules.passing import returns
from priyom.people.models import User

_PASSINGS: Kept[Passing] = Kept(
    lambda: Passing.objects.filter(ticket_id=THAT).select_related("from_team", "to_team", "holder", "by").order_by("id")
)
_HANDOVERS: Kept[Handover] = Kept(
    lambda: Handover.objects.filter(ticket_id=THAT).select_related("from_user", "to_user", "by").order_by("id")
)


@dataclass(frozen=True, slots=True)
class Leg:
    """How long one team had the ticket, who of it, and why it went on from there."""

    team: str
    holder: str
    span: timedelta
    passing: Passing | None = None  # by which it went on; none: it is there still, or was solved there


@dataclass(frozen=True, slots=True)
class Path:
    """The whole way."""

    legs: tuple[Leg, ...] = ()
    handovers: tuple[Handover, ...] = ()
    returns: int = 0  # how often it came back to a team that had it before
    asked: tuple[Passing, ...] = ()  # of which the reader has to say whether the line below could have solved it

    @property
    def told(self) -> bool:
        """Say whether there is anything to show."""
        return bool(self.legs or self.handovers)


def path_of(user: User, ticket: Ticket, events: Sequence[Event]) -> Path:
    """Return the ticket's way; most tickets have none, and then nothing is asked."""
    kinds = {event.kind for event in events}
    passings = _PASSINGS.ask(that=ticket.pk) if "ticket.transferred" in kinds else []
    handovers = _HANDOVERS.ask(that=ticket.pk) if "ticket.handed_over" in kinds else []
    over = ticket.status in DONE_STATUSES
    asked: tuple[Passing, ...] = ()
    if over and any(passing.way == Passing.Way.UP for passing in passings) and may_judge_passings(user, ticket):
        # A line that solved it in the end, after it had come back to it, has shown what it could.
        up = (passing for passing in passings if passing.way == Passing.Way.UP)
        asked = tuple(passing for passing in up if passing.from_team_id != ticket.team_id)
    until = (ticket.resolved_at or ticket.closed_at or now()) if over else now()
    return Path(
        legs=_legs(ticket, passings, until),
        handovers=tuple(handovers),
        returns=returns([passings[0].from_team_id, *(each.to_team_id for each in passings)]) if passings else 0,
        asked=asked,
    )


def _legs(ticket: Ticket, passings: Sequence[Passing], until: datetime) -> tuple[Leg, ...]:
    if not passings:
        return ()
    legs = [
        Leg(
            passing.from_team.name if passing.from_team else "",
            passing.holder.name if passing.holder else "",
            passing.held,
            passing,
        )
        for passing in passings
    ]
    last = passings[-1]
    holder = ticket.assignee.name if ticket.assignee else ""
    # A ticket solved before it was passed on once more has not been there for less than no time.
    return (*legs, Leg(last.to_team.name, holder, max(until - last.at, timedelta())))
