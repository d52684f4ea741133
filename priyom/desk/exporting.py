"""The desk's lists as tables to take away: what a list shows, in its filters, the newest first."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from priyom.desk.lists.board import find_view
from priyom.desk.lists.keeping import to_keep
from priyom.desk.lists.listing import Filters, tickets_of
from priyom.desk.models.choices import (
    TicketImpact,
    TicketKind,
    TicketPriority,
    TicketStatus,
    TicketUrgency,
    TicketWaitingFor,
)
from priyom.people.exports.tables import Column, Table, register_table
from priyom.people.models import User

CHUNK = 1_000
_NAME = Trim(Concat("requester__last_name", Value(" "), "requester__first_name", Value(" "), "requester__middle_name"))
# The columns of the table: its name in data, where it is in the database, its heading, the words for its codes.
_COLUMNS: tuple[tuple[str, str, Any, Any], ...] = (
    ("number", "number", _("Number"), None),
    ("subject", "subject", _("Subject"), None),
    ("status", "status", _("Status"), TicketStatus),
    ("waiting_for", "waiting_for", _("Waits for"), TicketWaitingFor),
    ("kind", "kind", _("Kind"), TicketKind),
    ("topic", "topic__name", _("Topic"), None),
    ("priority", "priority", _("Priority"), TicketPriority),
    ("impact", "impact", _("Impact"), TicketImpact),
    ("urgency", "urgency", _("Urgency"), TicketUrgency),
    ("organisation", "organisation__short_name", _("Organisation"), None),
    ("organisation_code", "organisation__code", _("Code of the organisation"), None),
    ("region", "region__name", _("Region"), None),
    ("requester", "_requester", _("Requester"), None),
    ("assignee", "assignee__login", _("Who has it"), None),
    ("team", "team__name", _("Team"), None),
    ("product", "product_name", _("Product"), None),
    ("version", "product_version", _("Version"), None),
    ("opened_at", "opened_at", _("Opened"), None),
    ("first_replied_at", "first_replied_at", _("First answer"), None),
    ("changed_at", "changed_at", _("Last change"), None),
    ("resolved_at", "resolved_at", _("Solved"), None),
    ("closed_at", "closed_at", _("Closed"), None),
    ("reopenings", "reopenings", _("Times opened again"), None),
)


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the filters that a list knows, and the view from which they were taken."""
    kept = to_keep(Filters.read(given))
    view = given.get("view")
    return kept | ({"view": str(view)[:60]} if view else {})


def _rows(user: User, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    """Return what the person may see now; a view that is gone by now shows nothing rather than everything."""
    narrowed = Filters.read(filters)
    if "view" in filters:
        narrowed = find_view(user, filters["view"]).filters.narrowed_by(narrowed)
    tickets = tickets_of(user, narrowed).annotate(_requester=_NAME).order_by("-pk")
    return tickets.values_list(*[column for _code, column, _label, _words in _COLUMNS]).iterator(chunk_size=CHUNK)


register_table(Table(
    kind="tickets", label=_("Tickets"), scope="tickets:read", may=lambda user: user.may("desk.read"),
    read=_read, rows=_rows,
    columns=tuple(
        Column(code, label, partial(dict, words.choices) if words else None) for code, _at, label, words in _COLUMNS
    ),
))  # fmt: skip
