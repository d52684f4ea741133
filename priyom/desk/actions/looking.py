"""Who looks at a ticket: written down for the audit, and shown to colleagues while it lasts. No change of state."""

from datetime import datetime, timedelta

from priyom.base.clock import now
from priyom.base.prepared import ask
from priyom.desk.models import Presence, Ticket
from priyom.people.models import User

SLOT = 600  # seconds: one look per person, ticket and ten minutes
REFRESH = timedelta(seconds=8)
# Both are there already whenever somebody looks again within a few seconds, and then nothing is written.
# RACE: two tabs of one person; the statement decides.
_LOOK = """
WITH before AS (
    SELECT seen_at FROM desk_presence WHERE ticket_id = %(ticket)s AND user_id = %(me)s
), look AS (
    INSERT INTO desk_look (ticket_id, user_id, region_id, slot, looked_at)
    SELECT %(ticket)s::bigint, %(me)s::bigint, %(region)s::integer, %(slot)s::bigint, %(now)s::timestamptz
    WHERE NOT EXISTS (SELECT FROM desk_look WHERE ticket_id = %(ticket)s AND user_id = %(me)s AND slot = %(slot)s)
    ON CONFLICT DO NOTHING
), presence AS (
    INSERT INTO desk_presence (ticket_id, user_id, seen_at)
    SELECT %(ticket)s::bigint, %(me)s::bigint, %(now)s::timestamptz
    WHERE NOT EXISTS (SELECT FROM before WHERE seen_at > %(stale)s AND seen_at <= %(now)s)
    ON CONFLICT (ticket_id, user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
)
SELECT (SELECT seen_at FROM before)
"""


def look_at(ticket: Ticket, *, by: User) -> datetime | None:
    """Log the look and show the person's presence; return when the person had the ticket open before."""
    moment = now()
    ((before,),) = ask(_LOOK, {
        "ticket": ticket.pk, "me": by.pk, "region": ticket.region_id, "slot": int(moment.timestamp()) // SLOT,
        "now": moment, "stale": moment - REFRESH,
    })  # fmt: skip
    return before


def stay_present(ticket: Ticket, *, by: User, typing: bool) -> None:
    """Say that the person still has the ticket open, and is writing; rows change at most every few seconds."""
    moment = now()
    mine = Presence.objects.filter(ticket=ticket, user=by).first()
    stale = mine is None or mine.seen_at < moment - REFRESH
    wrote = typing and (mine is None or mine.typing_at is None or mine.typing_at < moment - REFRESH)
    if stale or wrote:
        row = Presence(ticket=ticket, user=by, seen_at=moment, typing_at=moment if typing else None)
        # RACE: two tabs of one person; one statement decides.
        Presence.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["ticket", "user"], update_fields=["seen_at", "typing_at"]
        )
