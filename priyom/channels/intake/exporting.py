"""The journal of letters as a table to take away, narrowed as its page is, the newest first."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.channels.intake.journal import HEAVY, HEAVY_OF_TWIN, WAITING, matching, ticket_id_of, ticket_numbers
from priyom.channels.intake.reasons import sentences
from priyom.channels.models import IncomingLetter, Outcome
from priyom.people.exports.tables import Column, Table, register_table
from priyom.people.models import User

CHUNK = 500
LONGEST_TEXT = 320


def _kept(given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the filters that the page knows."""
    outcome, text = str(given.get("outcome", "")), str(given.get("q", "")).strip()[:LONGEST_TEXT]
    is_known = outcome == WAITING or outcome in Outcome.values
    return ({"outcome": outcome} if is_known else {}) | ({"q": text} if text else {})


def _rows(user: User, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    """Return the letters; of a ticket that the person may not see there is no number."""
    found = matching(outcome=filters.get("outcome", ""), text=filters.get("q", ""))
    rows = found.select_related("twin").defer(*HEAVY, *HEAVY_OF_TWIN).order_by("-pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        numbers = ticket_numbers(chunk, user)
        for row in chunk:
            yield _row(row, numbers.get(ticket_id_of(row) or 0))


def _row(row: IncomingLetter, number: int | None) -> Sequence[Any]:
    return (
        row.pk, row.received_at, row.way, row.sender, row.return_path, row.subject, row.message_id, row.kind, row.size,
        row.outcome or WAITING, row.reason, row.decided_at, number,
    )  # fmt: skip


def _outcomes() -> dict[str, Any]:
    return {**dict(Outcome.choices), WAITING: _("being filed")}


register_table(Table(
    kind="letters", label=_("Letters that came"), scope="intake:read",
    may=lambda user: user.may("deliveries.read"), read=_kept, rows=_rows,
    columns=(
        Column("id", _("Number")),
        Column("received_at", _("When")),
        Column("way", _("Way")),
        Column("sender", _("From")),
        Column("return_path", _("Return path")),
        Column("subject", pgettext_lazy("letter", "Subject")),
        Column("message_id", "Message-ID"),
        Column("kind", _("Kind")),
        Column("size", _("Size, octets")),
        Column("outcome", _("What became of it"), _outcomes),
        Column("reason", _("Why"), sentences),
        Column("decided_at", _("When it was decided")),
        Column("ticket", _("Ticket")),
    ),
))  # fmt: skip
