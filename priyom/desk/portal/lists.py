"""The requester's lists: my tickets and my hospital's, whole where one may see them whole, cards otherwise.

One query a page whatever its length, the next page begins after the last row of this one, and counts stop at a hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from priyom.base.clock import now
from priyom.desk.models import Ticket, Watch
from priyom.desk.models.choices import TicketStatus
from priyom.desk.models.ticket import TicketQuerySet
from priyom.desk.portal import found
from priyom.desk.portal.cards import codes_of
from priyom.desk.rules.lifecycle import DONE_STATUSES, OPEN_STATUSES
from priyom.desk.search.snippets import Snippet
from priyom.people.models import User
from priyom.people.reach import reach_of

LENGTH = 30
MOST_COUNTED = 100
STATES = {
    "open": (pgettext_lazy("tickets", "Open"), Q(status__in=[str(status) for status in OPEN_STATUSES])),
    "asked": (
        pgettext_lazy("tickets", "Wait for me"),
        Q(status="resolved") | Q(status="waiting", waiting_for="requester"),
    ),
    "done": (pgettext_lazy("tickets", "Solved"), Q(status__in=[str(status) for status in DONE_STATUSES])),
    "all": (pgettext_lazy("tickets", "All"), Q()),
}
PERIODS = {"7": gettext_lazy("last week"), "30": gettext_lazy("last month"), "365": gettext_lazy("last year")}
COLUMNS = (
    "id", "number", "subject", "status", "waiting_for", "opened_at", "changed_at", "fields", "topic__name",
    "topic__code", "organisation__short_name", "requester_id", "requester__first_name", "requester__last_name",
    "assignee__first_name", "assignee__last_name", "resolved_at",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A line of the list. Of a card the subject, the people and the answer are empty: they were never read out."""

    number: int
    subject: str
    is_whole: bool
    status: str
    is_asked: bool
    is_done: bool
    topic: str
    module: str
    code: str
    organisation: str
    requester: str
    assignee: str
    opened_at: datetime
    changed_at: datetime
    snippet: Snippet | None = None


@dataclass(frozen=True)
class Page:
    """A page of the list and the way on."""

    rows: tuple[Row, ...]
    older: int | None
    counts: Mapping[str, str]
    after: str = ""  # of a search: where its next page begins
    meant: str = ""  # what was searched for instead of what was typed
    also: str = ""  # what may have been meant as well
    is_more: bool = False
    is_too_long: bool = False


def my_tickets(user: User, *, filters: Mapping[str, str], before: int | None = None) -> Page:
    """Return the tickets the person asked or follows, newest first."""
    tickets = Ticket.objects.asked_or_followed_by(user)
    return _page(tickets, filters, before, user=user, whole=Q(), has_cards=False)


def tickets_of_hospital(user: User, *, filters: Mapping[str, str], before: int | None = None) -> Page:
    """Return the tickets of everybody the person may know of: hospital, organisation or region, newest first."""
    reach = reach_of(user)
    near = Q(organisation_id__in=reach.card_organisation_ids | reach.organisation_ids)
    if reach.region_ids:
        near |= Q(region_id__in=reach.region_ids)
    watched = Exists(Watch.objects.filter(ticket=OuterRef("pk"), user=user, ended_at=None))
    # The dearest last: PostgreSQL looks for somebody's watch only where nothing before it fits.
    whole = Q(region_id__in=reach.region_ids) | Q(organisation_id__in=reach.organisation_ids)
    whole = whole | Q(requester=user) | Q(watched)
    has_cards = not reach.card_organisation_ids <= reach.organisation_ids
    return _page(Ticket.objects.filter(near), filters, before, user=user, whole=whole, has_cards=has_cards)


def looks_after_many(user: User) -> bool:
    """Say whether the hospital's list holds whole tickets of others: local specialists and coordinators."""
    return user.may("organisation.tickets") or user.may("region.tickets")


def _page(
    tickets: TicketQuerySet,
    filters: Mapping[str, str],
    before: int | None,
    *,
    user: User,
    whole: Q,
    has_cards: bool,
) -> Page:
    tickets = _filtered(tickets, filters)
    states = {
        name: wanted & Q(requester=user) if name == "asked" else wanted for name, (_label, wanted) in STATES.items()
    }
    if filters.get("q"):
        return _found(tickets, filters, user=user, whole=whole, states=states, has_cards=has_cards)
    counts = {name: _counted(tickets.filter(wanted)) for name, wanted in states.items() if name != "all"}
    tickets = tickets.filter(states.get(filters.get("state", ""), Q()))
    if before is not None:
        tickets = tickets.filter(pk__lt=before)
    rows = list(tickets.annotate(is_whole=_as_flag(whole)).order_by("-pk").values(*COLUMNS, "is_whole")[: LENGTH + 1])
    older = rows[LENGTH - 1]["id"] if len(rows) > LENGTH else None
    return Page(rows=tuple(_row(row, user) for row in rows[:LENGTH]), older=older, counts=counts)


def _filtered(tickets: TicketQuerySet, filters: Mapping[str, str]) -> TicketQuerySet:
    if filters.get("topic"):
        tickets = tickets.filter(Q(topic__code=filters["topic"]) | Q(topic__code__startswith=f"{filters['topic']}."))
    if filters.get("period") in PERIODS:
        tickets = tickets.filter(opened_at__gte=now() - timedelta(days=int(filters["period"])))
    return tickets


def _found(
    tickets: TicketQuerySet, filters: Mapping[str, str], *, user: User, whole: Q, states: Mapping[str, Q],
    has_cards: bool,
) -> Page:  # fmt: skip
    """Return the page of a search: whole tickets that fit best, and colleagues' cards."""
    text, name, after = filters["q"], filters.get("state", ""), filters.get("after", "")
    wanted = states.get(name, Q())
    own = found.own_tickets(user, tickets.filter(whole))
    here = own if own is None or not wanted else [each for each in own if is_in(name, each, user)]
    search = found.search(
        user, text, tickets.filter(wanted), whole, own=here, has_cards=has_cards, after=after, size=LENGTH
    )
    tabs = {state: condition for state, condition in states.items() if state != "all"}
    if own is None:
        near = tickets.filter(whole).filter(found.matches(search.found, text, searched=not wanted))
        near = near if search.ids or wanted else near.none()  # nothing fits: there is nothing to count
        counts = {state: _counted(near.filter(condition)) for state, condition in tabs.items()}
    else:
        fit = found.matching(search.found, text, own, searched=here is own)
        counts = {state: _told(sum(is_in(state, each, user) for each in fit)) for state in tabs}
    read = tickets.filter(pk__in=(*search.ids, *search.cards)).values(*COLUMNS)
    rows = {row["id"]: row | {"is_whole": row["id"] not in search.cards} for row in read}
    told = [_row(rows[pk], user, search.snippets.get(pk)) for pk in (*search.ids, *search.cards) if pk in rows]
    return Page(
        rows=tuple(told), older=None, counts=counts, after=search.found.hits.older, meant=search.meant,
        also=search.found.also, is_more=search.found.hits.is_more, is_too_long=search.found.is_too_long,
    )  # fmt: skip


def _counted(tickets: TicketQuerySet) -> str:
    """Count no further than a hundred: nobody needs to know whether it is 312 or 313."""
    return _told(tickets.order_by()[:MOST_COUNTED].count())


def _told(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _as_flag(whole: Q) -> Any:
    return (
        Case(When(whole, then=Value(True)), default=Value(False), output_field=BooleanField()) if whole else Value(True)
    )


def _row(row: dict[str, Any], user: User, snippet: Snippet | None = None) -> Row:
    is_whole = row["is_whole"]
    codes = codes_of(row)
    return Row(
        number=row["number"],
        subject=row["subject"] if is_whole else "",
        is_whole=is_whole,
        status=str(TicketStatus(row["status"]).label),
        is_asked=row["requester_id"] == user.pk and _asks(row["status"], row["waiting_for"]),
        is_done=row["status"] in DONE_STATUSES,
        topic=row["topic__name"] or "",
        module=str(row["fields"].get("module", ""))[:80],
        code=codes[0] if codes else "",
        organisation=row["organisation__short_name"],
        requester=_("you") if row["requester_id"] == user.pk else _name(row, "requester") if is_whole else "",
        assignee=_name(row, "assignee") if is_whole else "",
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
        snippet=snippet if is_whole else None,
    )


def is_in(state: str, ticket: found.Own, user: User) -> bool:
    """Say whether a ticket stands under this one of ``STATES``, as the database would say it."""
    if state == "asked":
        return ticket.requester_id == user.pk and _asks(ticket.status, ticket.waiting_for)
    statuses = {"open": OPEN_STATUSES, "done": DONE_STATUSES}.get(state)
    return statuses is None or ticket.status in statuses


def _asks(status: str, waiting_for: str) -> bool:
    return status == "resolved" or (status == "waiting" and waiting_for == "requester")


def _name(row: dict[str, Any], who: str) -> str:
    return f"{row[f'{who}__first_name'] or ''} {row[f'{who}__last_name'] or ''}".strip()
