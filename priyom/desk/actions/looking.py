"""Who looks at a ticket: written down for the audit, and shown to colleagues while it lasts. No change of state."""

from datetime import datetime, timedelta

from priyom.base.clock import now
from priyom.base.prepared import ask
from priyom.desk.models import Look, Presence, Ticket
from priyom.people.models import User

SLOT = 600  # seconds: one look per person, ticket and ten minutes
REFRESH = timedelta(seconds=8)
# Both are there already whenever somebody looks again within a few minutes, and then nothing is written.
_KNOWN = """
    SELECT (SELECT seen_at FROM desk_presence WHERE ticket_id = %(ticket)s AND user_id = %(me)s),
        EXISTS(SELECT FROM desk_look WHERE ticket_id = %(ticket)s AND user_id = %(me)s AND slot = %(slot)s)
"""


def look_at(ticket: Ticket, *, by: User) -> datetime | None:
    """Log the look and show the person's presence; return when the person had the ticket open before."""
    moment = now()
    slot = int(moment.timestamp()) // SLOT
    ((before, is_logged),) = ask(_KNOWN, {"ticket": ticket.pk, "me": by.pk, "slot": slot})
    if not is_logged:
        look = Look(ticket=ticket, user=by, region_id=ticket.region_id, slot=slot, looked_at=moment)
        Look.objects.bulk_create([look], ignore_conflicts=True)
    if before is None or not moment - REFRESH < before <= moment:
        _upsert(Presence(ticket=ticket, user=by, seen_at=moment), "seen_at")
    return before


def stay_present(ticket: Ticket, *, by: User, typing: bool) -> None:
    """Say that the person still has the ticket open, and is writing; rows change at most every few seconds."""
    moment = now()
    mine = Presence.objects.filter(ticket=ticket, user=by).first()
    stale = mine is None or mine.seen_at < moment - REFRESH
    wrote = typing and (mine is None or mine.typing_at is None or mine.typing_at < moment - REFRESH)
    if stale or wrote:
        row = Presence(ticket=ticket, user=by, seen_at=moment, typing_at=moment if typing else None)
        _upsert(row, "seen_at", "typing_at")


def _upsert(row: Presence, *columns: str) -> None:
    # RACE: two tabs of one person; one statement decides.
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["ticket", "user"], update_fields=list(columns)
    )
