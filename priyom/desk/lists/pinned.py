"""Critical incidents on every screen: since when, who has them, when the next news are owed.

Read with the counts of the rail, once for every new event, for everybody; then narrowed to what the person may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from priyom.base.addresses import address
from priyom.base.shell import Pin, Pins
from priyom.base.telling import ticket_number, when
from priyom.people.models import User
from priyom.people.reach import reach_of

PinnedRows = Sequence[dict[str, Any]]
MOST = 50
SHOWN = 3  # each is a line at the top of every page; the rest are told as a number
PINNED = f"""(
    SELECT coalesce(json_agg(pinned), '[]') FROM (
        SELECT ticket.id, ticket.number, ticket.subject, ticket.region_id, ticket.organisation_id,
            CASE place.kind WHEN 'department' THEN above.short_name ELSE place.short_name END AS place,
            concat_ws(' ', owner.first_name, owner.last_name) AS owner,
            call.decided_at AS since, coalesce(clock.due_at, call.update_due_at) AS news_by
        FROM desk_ticket ticket
        JOIN desk_criticalcall call ON call.ticket_id = ticket.id AND call.state = 'confirmed'
        JOIN people_organisation place ON place.id = ticket.organisation_id
        LEFT JOIN people_organisation above ON above.id = place.parent_id
        LEFT JOIN people_user owner ON owner.id = ticket.assignee_id
        LEFT JOIN desk_clock clock
            ON clock.ticket_id = ticket.id AND clock.promise = 'update' AND clock.ended_at IS NULL
        WHERE ticket.status IN ('new', 'open', 'waiting') AND ticket.critical = 'confirmed'
        ORDER BY call.decided_at, ticket.id LIMIT {MOST}
    ) AS pinned
)"""  # noqa: S608 - a number of our own


@dataclass(frozen=True, slots=True)
class Pinned:
    """A critical incident that somebody works on."""

    number: int
    subject: str
    place: str
    owner: str
    since: datetime
    news_by: datetime | None


def pinned_for(user: User, rows: PinnedRows) -> list[Pinned]:
    """Return the critical incidents that the person may see, the oldest first."""
    reach = reach_of(user)
    return [
        _pinned(row) for row in rows if reach.covers(region_id=row["region_id"], organisation_id=row["organisation_id"])
    ]


def pins_for(user: User, rows: PinnedRows, *, page: str) -> Pins:
    """Return them as lines at the top of a page; each leads to the page of that name."""
    found = pinned_for(user, rows)
    return Pins((*(_pin(one, page) for one in found[:SHOWN]), *_rest(found[SHOWN:])))


def _pinned(row: dict[str, Any]) -> Pinned:
    news_by = row["news_by"] and datetime.fromisoformat(row["news_by"])
    since = datetime.fromisoformat(row["since"])
    return Pinned(row["number"], row["subject"], row["place"], row["owner"], since, news_by)


def _pin(one: Pinned, page: str) -> Pin:
    facts = (
        one.place,
        _("since %(when)s") % {"when": when(one.since)},
        one.owner or _("nobody has it yet"),
    )
    return Pin(
        title=f"{ticket_number(one.number)} {one.subject}", url=address(page, number=one.number), facts=facts,
        due=one.news_by, due_label=_("next news"),
    )  # fmt: skip


def _rest(left: list[Pinned]) -> list[Pin]:
    if not left:
        return []
    return [Pin(title=_("and %(num)d more critical incidents") % {"num": len(left)}, url="", facts=())]
