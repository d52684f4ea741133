"""Cards: what colleagues of one hospital see of each other's tickets. Number, topic, module, error code, state, since.

SECURITY: a card is all that leaves this file of a ticket one may not see whole; no subject, no words, no names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.desk.models import Ticket, Topic
from priyom.desk.models.choices import TicketKind, TicketStatus
from priyom.desk.rules.intake import error_codes
from priyom.people.models import User
from priyom.people.reach import reach_of

LOOKED_AT = 200  # the newest open tickets of the hospital that are compared
RECENT = timedelta(days=30)
COLUMNS = (
    "id",
    "number",
    "topic__code",
    "topic__name",
    "fields",
    "subject",
    "status",
    "opened_at",
    "requester_id",
)


@dataclass(frozen=True)
class Card:
    """A ticket of one's hospital as far as a colleague may know it."""

    number: int
    topic: str
    module: str
    code: str
    status: str
    opened_at: datetime


def get_card(user: User, number: int, *, lock: bool = False) -> Ticket:
    """Return a ticket of the person's hospital, or one that the person sees anyway; for acting on, not for showing."""
    tickets = Ticket.objects.select_for_update(of=("self",)) if lock else Ticket.objects
    whole = Ticket.objects.visible_to(user).filter(number=number).values("pk")
    ticket = tickets.filter(number=number, organisation_id__in=reach_of(user).card_organisation_ids).first()
    ticket = ticket or tickets.filter(pk__in=whole).first()
    if ticket is None:
        raise NotVisible(_("There is no such ticket, or it is not open to you."))
    return ticket


def card_of(row: dict[str, Any]) -> Card:
    """Return the card of a row that was read with ``COLUMNS``."""
    codes = codes_of(row)
    return Card(
        number=row["number"],
        topic=row["topic__name"] or "",
        module=str(row["fields"].get("module", ""))[:80],
        code=codes[0] if codes else "",
        status=str(TicketStatus(row["status"]).label),
        opened_at=row["opened_at"],
    )


def codes_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the error codes that a ticket names; codes belong to systems, so that a card may show one."""
    told = (row["subject"], *(str(answer) for answer in row["fields"].values()))
    return error_codes("\n".join(told))


def similar_cards(user: User, *, text: str, topic: Topic | None, most: int = 2) -> list[Card]:
    """Return open tickets of the person's own hospital that may be about the same, best first."""
    places = reach_of(user).card_organisation_ids
    codes = set(error_codes(text))
    if not places or (topic is None and not codes):
        return []
    rows = (
        Ticket.objects.filter(organisation_id__in=places, opened_at__gte=now() - RECENT, merged_into=None)
        .open().exclude(requester_id=user.pk).exclude(kind=TicketKind.GRATITUDE)
        .order_by("-pk").values(*COLUMNS)[:LOOKED_AT]
    )  # fmt: skip
    ranked = sorted(
        ((_likeness(row, topic, codes), row["id"], row) for row in rows),
        key=lambda each: each[:2],
        reverse=True,
    )
    return [card_of(row) for likeness, _pk, row in ranked[:most] if likeness > 0]


def _likeness(row: dict[str, Any], topic: Topic | None, codes: Iterable[str]) -> int:
    """Weigh: the same code says most, the same topic something, the topic above it a little."""
    same_code = 4 * bool(set(codes) & set(codes_of(row)))
    theirs, ours = row["topic__code"] or "", topic.code if topic else ""
    if not ours or not theirs:
        return same_code
    return same_code + 2 * (theirs == ours) + (theirs.startswith(f"{ours}.") or ours.startswith(f"{theirs}."))
