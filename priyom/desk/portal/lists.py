"""The requester's lists: my tickets and my hospital's, whole where one may see them whole, cards otherwise.

One query a page whatever its length, the next page begins after the last row of this one, and counts stop at a hundred.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from priyom.base.clock import now
from priyom.desk.models import Ticket, Watch
from priyom.desk.models.choices import TicketStatus
from priyom.desk.models.ticket import TicketQuerySet, own_affairs
from priyom.desk.portal import found
from priyom.desk.portal.cards import codes_of
from priyom.desk.rules.lifecycle import DONE_STATUSES, OPEN_STATUSES
from priyom.desk.search.ground import Ground, ground_of, ground_of_places, own_ground
from priyom.desk.search.queries import best, count_of
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
    only_minus: bool = False  # it was only said what must not occur


@dataclass(frozen=True)
class Holding:
    """What a list holds, before anything narrows it."""

    parts: tuple[Q, ...]  # together they are all of it; each has an index of its own
    whole: Q  # which of them the person sees whole
    has_cards: bool  # there can be others
    ground: Callable[[Q], Ground]  # where one searches among the whole ones, narrowed


def my_tickets(user: User, *, filters: Mapping[str, str], before: int | None = None) -> Page:
    """Return the tickets the person asked or follows, newest first."""
    holding = Holding(own_affairs(user), Q(), has_cards=False, ground=lambda q: own_ground(user, _narrowed(q)))
    return _page(holding, filters, before, user=user)


def tickets_of_hospital(user: User, *, filters: Mapping[str, str], before: int | None = None) -> Page:
    """Return the tickets of everybody the person may know of: hospital, organisation or region, newest first."""
    reach = reach_of(user)
    near = Q(organisation_id__in=reach.card_organisation_ids | reach.organisation_ids)
    if reach.region_ids:
        near |= Q(region_id__in=reach.region_ids)
    if reach.card_organisation_ids <= reach.organisation_ids:
        holding = Holding((near,), Q(), has_cards=False, ground=lambda q: ground_of_places(user, _narrowed(q)))
        return _page(holding, filters, before, user=user)
    watched = Exists(Watch.objects.filter(ticket=OuterRef("pk"), user=user, ended_at=None))
    # The dearest last: PostgreSQL looks for somebody's watch only where nothing before it fits.
    whole = Q(region_id__in=reach.region_ids) | Q(organisation_id__in=reach.organisation_ids)
    whole = whole | Q(requester=user) | Q(watched)
    here = Ticket.objects.filter(near).filter(whole)
    return _page(
        Holding((near,), whole, has_cards=True, ground=lambda q: ground_of(user, here.filter(q))),
        filters,
        before,
        user=user,
    )


def looks_after_many(user: User) -> bool:
    """Say whether the hospital's list holds whole tickets of others: local specialists and coordinators."""
    return user.may("organisation.tickets") or user.may("region.tickets")


def _page(holding: Holding, filters: Mapping[str, str], before: int | None, *, user: User) -> Page:
    narrowing = _narrowing(filters)
    states = {
        name: wanted & Q(requester=user) if name == "asked" else wanted for name, (_label, wanted) in STATES.items()
    }
    if filters.get("q"):
        return _found(holding, filters, narrowing, user=user, states=states)
    tabs = {name: wanted for name, wanted in states.items() if name != "all"}
    counts = {name: _told(len(_newest(holding, narrowing & wanted, MOST_COUNTED))) for name, wanted in tabs.items()}
    here = narrowing & states.get(filters.get("state", ""), Q())
    here = here if before is None else here & Q(pk__lt=before)
    ids = sorted(_newest(holding, here, LENGTH + 1, in_order=True), reverse=True)[: LENGTH + 1]
    read = Ticket.objects.filter(pk__in=ids).annotate(is_whole=_as_flag(holding.whole)).order_by("-pk")
    rows = list(read.values(*COLUMNS, "is_whole")) if ids else []
    older = rows[LENGTH - 1]["id"] if len(rows) > LENGTH else None
    return Page(rows=tuple(_row(row, user) for row in rows[:LENGTH]), older=older, counts=counts)


def _narrowing(filters: Mapping[str, str]) -> Q:
    narrowing = Q()
    if filters.get("topic"):
        narrowing &= Q(topic__code=filters["topic"]) | Q(topic__code__startswith=f"{filters['topic']}.")
    if filters.get("period") in PERIODS:
        narrowing &= Q(opened_at__gte=now() - timedelta(days=int(filters["period"])))
    return narrowing


def _narrowed(narrowing: Q) -> TicketQuerySet | None:
    return Ticket.objects.filter(narrowing) if narrowing else None


def _newest(holding: Holding, narrowing: Q, most: int, *, in_order: bool = False) -> set[int]:
    """Return ids of what the list holds: no more of each part than ``most``, and the newest ones when in order."""
    parts = [Ticket.objects.filter(part).filter(narrowing).values_list("pk", flat=True) for part in holding.parts]
    first, *others = [(part.order_by("-pk") if in_order else part.order_by())[:most] for part in parts]
    return set(first.union(*others, all=True) if others else first)


def _found(
    holding: Holding, filters: Mapping[str, str], narrowing: Q, *, user: User, states: Mapping[str, Q]
) -> Page:  # fmt: skip
    """Return the page of a search: whole tickets that fit best, and colleagues' cards."""
    text, after = filters["q"], filters.get("after", "")
    wanted = states.get(filters.get("state", ""), Q())
    near = Ticket.objects.filter(reduce(or_, holding.parts)).filter(narrowing)
    whole, cards = near.filter(holding.whole), near.filter(wanted).filter(~holding.whole) if holding.has_cards else None
    search = found.search(
        user, text, holding.ground(narrowing & wanted), whole=whole.filter(wanted), cards=cards, after=after,
        size=LENGTH,
    )  # fmt: skip
    # SECURITY: the ids are those of tickets the person may know of, found as such; nothing is narrowed once more.
    read = Ticket.objects.filter(pk__in=(*search.ids, *search.cards)).values(*COLUMNS)
    rows = {row["id"]: row | {"is_whole": row["id"] not in search.cards} for row in read}
    told = [_row(rows[pk], user, search.snippets.get(pk)) for pk in (*search.ids, *search.cards) if pk in rows]
    hits, is_narrowed = search.found.hits, bool(wanted)
    return Page(
        rows=tuple(told),
        older=None,
        counts=_tabs(holding, search, text, narrowing, whole, user=user, states=states, is_narrowed=is_narrowed),
        after=hits.older,
        meant=search.meant,
        also=search.found.also,
        is_more=hits.is_more,
        is_too_long=search.found.is_too_long,
        only_minus=search.found.only_minus,
    )


def _tabs(
    holding: Holding, search: found.Search, text: str, narrowing: Q, whole: TicketQuerySet, *, user: User,
    states: Mapping[str, Q], is_narrowed: bool,
) -> dict[str, str]:  # fmt: skip
    """Count what is found under each tab: in what is known already, and asked for only where that may not be all."""
    hits = search.found.hits
    if is_narrowed:
        hits = best(holding.ground(narrowing), hits.read, size=1)
    number = found.number_in(text)
    ids = {*hits.all, *(found.numbered(number, whole) if number is not None else ())}
    fit = found.states_of(ids) if ids else []
    counts = {name: sum(is_in(name, each, user) for each in fit) for name in states if name != "all"}
    for name, count in counts.items():
        if hits.is_more and count < MOST_COUNTED:
            here = holding.ground(narrowing & states[name])
            counts[name] = max(count, count_of(here, hits.read, most=MOST_COUNTED))
    return {name: _told(count) for name, count in counts.items()}


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
