"""Tickets that speak of the same refusal: the index keeps codes as they stand, so that a twin is found by one."""

from priyom.desk.models.ticket import TicketQuerySet
from priyom.desk.rules.intake import error_codes
from priyom.desk.search.ground import ground_of
from priyom.desk.search.queries import best, read_any, weights_of
from priyom.people.models import User

MOST_CODES = 5
_OF_ANY_SYSTEM = "HTTP"  # «HTTP 500» is said by every system about everything


def sharing_code(
    user: User, text: str, *, besides: int, size: int, among: TicketQuerySet | None = None
) -> list[int]:  # fmt: skip
    """Return the ids of tickets with an error code of the text, in words the person may read; the best come first."""
    codes = [code for code in error_codes(text) if not code.upper().startswith(_OF_ANY_SYSTEM)][:MOST_CODES]
    if not codes:
        return []
    hits = best(ground_of(user, among), read_any(codes, weights=weights_of(user)), size=size + 1).hits
    return [hit.ticket_id for hit in hits if hit.ticket_id != besides][:size]
