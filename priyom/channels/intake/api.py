"""The journal of letters for programs: what became of each."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema

from priyom.base.api import REFUSALS, OneOf, Paged, decode_cursor, encode_cursor, refuse_unknown_filters
from priyom.channels.intake.journal import decided_since, refuse_strangers, ticket_id_of, ticket_numbers
from priyom.channels.models import IncomingLetter
from priyom.people.keys import Key
from priyom.people.requests import SignedIn

router = Router(tags=["letters"])
READ = Key("intake:read")
OutcomeCode = Annotated[str, OneOf(IncomingLetter.Outcome.values)]


class IntakeFilter(Paged):
    """Which letters: decided since a moment, with an outcome, with a Message-ID (with its angle brackets)."""

    since: datetime | None = None
    outcome: OutcomeCode | None = None
    message_id: Annotated[str, Field(max_length=300)] | None = None


class LetterOut(Schema):
    """A letter and what became of it. ``ticket`` is the number, where the letter is in a ticket that the key sees."""

    id: int
    message_id: str
    outcome: OutcomeCode
    reason: str
    ticket: int | None
    way: Literal["smtp", "lmtp", "imap"]
    received_at: datetime
    decided_at: datetime


class LetterPage(Schema):
    items: list[LetterOut]
    next: str | None


@router.get("/intake", auth=READ, response={200: LetterPage, **REFUSALS}, operation_id="listLetters",
            summary="Say what became of letters, in the order of decisions")  # fmt: skip
def index(request: SignedIn, filters: Query[IntakeFilter]) -> Any:
    refuse_unknown_filters(request, IntakeFilter)
    refuse_strangers(request.user)
    rows = decided_since(
        since=filters.since, after=decode_cursor(filters.cursor), outcome=filters.outcome or "",
        message_id=filters.message_id or "", limit=filters.limit + 1,
    )  # fmt: skip
    shown = rows[: filters.limit]
    numbers = ticket_numbers(shown, request.user)
    return {
        "items": [_told(row, numbers) for row in shown],
        "next": encode_cursor(shown[-1].pk) if len(rows) > filters.limit else None,
    }


def _told(row: IncomingLetter, numbers: dict[int, int]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "message_id": row.message_id,
        "outcome": row.outcome,
        "reason": row.reason,
        "ticket": numbers.get(ticket_id_of(row) or 0),
        "way": row.way,
        "received_at": row.received_at,
        "decided_at": row.decided_at,
    }
