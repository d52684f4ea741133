"""What changed the due times of a ticket while it was open: facts after which they were counted from the beginning.

The sums beside it say why a promise is due as things stand now; here stands why it was due at another time yesterday.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import Ticket
from priyom.desk.page.history import Line, lines_of
from priyom.desk.rules.clocks import ON_FACT, Does
from priyom.people.contracts import contracts_kept

_COUNTED_ANEW = (
    *(kind for kind, does in ON_FACT.items() if does in {Does.RECOUNT, Does.PLACE, Does.REOPEN, Does.MATCH}),
    "clock.recounted",
    "ticket.contract_followed",
)
MOST = 20


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, the latest first, and the last day of a contract that has ended since."""

    lines: tuple[Line, ...] = ()
    ended_on: date | None = None


def changes_of(ticket: Ticket) -> Changes:
    """Return what changed the due times; a ticket that nothing was promised for has nothing to change."""
    if ticket.contract_id is None:
        return Changes()
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, kind__in=_COUNTED_ANEW)
    lines = lines_of(facts.select_related("actor").order_by("-id")[:MOST])
    return Changes(tuple(lines), _ended_on(ticket))


def _ended_on(ticket: Ticket) -> date | None:
    """Return when the contract ended, by the day of the customer."""
    kept = contracts_kept().by_id.get(ticket.contract_id or 0)
    today = now().astimezone(ZoneInfo(ticket.organisation.timezone_name)).date()
    return kept.ends_on if kept and kept.ends_on and kept.ends_on < today else None
