"""The agent's board: which views stand in the rail, how many tickets each holds, and one page of a list."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.base.forms import key_in
from priyom.desk.lists.listing import ANY_STATUS, GROUP, OURS, PAGE, Filters, Order, tickets_of, with_order
from priyom.desk.models import Presence, SavedView, Ticket
from priyom.desk.models.choices import TicketPriority, TicketWaitingFor
from priyom.desk.rules.lifecycle import Status
from priyom.people.models import Team, User

MOST_COUNTED = 999  # beyond this a list is «many», and nobody waits for the exact number
MOST_SUMMED = 5_000
AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A list under a name: what stands in the rail."""

    code: str
    title: str
    filters: Filters
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ViewGroup:
    """Views under one heading."""

    title: str
    views: tuple[View, ...]


# --- the views of a person -------------------------------------------------------------------------------


def board_of(user: User) -> list[ViewGroup]:
    """Return the views that stand in the person's rail: own, each team's, saved. Two queries."""
    teams = list(Team.objects.filter(places__user=user, is_active=True))
    groups = [ViewGroup(_("Mine"), _own())]
    groups += [ViewGroup(team.name, _of_team(team, first=team == teams[0])) for team in teams]
    if not teams:
        groups.append(ViewGroup(_("Everybody's"), (_everything(key="g q"),)))
    saved = SavedView.objects.filter(Q(owner=user, team=None) | Q(team__in=teams)).order_by(
        F("team_id").asc(nulls_first=True), "position", "id"
    )
    views = tuple(saved_view(each) for each in saved)
    return [*groups, ViewGroup(_("Saved"), views)] if views else groups


def find_view(user: User, code: str) -> View:
    """Return the view of this name; a team's view is open to everybody at the desk, a saved one to its owners."""
    for view in (*_own(), _everything()):
        if view.code == code:
            return view
    team_code, _dash, part = code.rpartition("-")
    saved_id = key_in(part)
    if saved_id is not None and team_code == "saved":
        teams = Team.objects.filter(places__user=user)
        saved = SavedView.objects.filter(Q(owner=user) | Q(team__in=teams), pk=saved_id).first()
        if saved:
            return saved_view(saved)
    team = Team.objects.filter(code=team_code).first()
    for view in _of_team(team, named=True) if team else ():
        if view.code == code:
            return view
    raise NotVisible(_("There is no such list, or it is not open to you."))


def saved_view(saved: SavedView) -> View:
    """Return a saved view as a view of the board."""
    return View(code=f"saved-{saved.pk}", title=saved.name, filters=Filters.read(saved.filters))


def _own() -> tuple[View, ...]:
    me = ("me",)
    return (
        View(code="mine", title=_("My work"), filters=Filters(assignee=me), icon="inbox", key="g m"),
        View(
            code="asked", title=_("I wait for an answer"), icon="clock",
            filters=Filters(assignee=me, status=(str(Status.WAITING),), waiting_for=("requester",)),
        ),
        View(code="watched", title=_("I follow"), filters=Filters(follow=("watched",)), icon="eye"),
        View(
            code="reminders", title=_("Reminders"), icon="reminder",
            filters=Filters(follow=("reminded",), status=(ANY_STATUS,), sort="reminder"),
        ),
    )  # fmt: skip


def _of_team(team: Team, *, first: bool = False, named: bool = False) -> tuple[View, ...]:
    whose = (team.code,)
    titles = {
        "unowned": (_("Without an owner"), "user", {"assignee": ("none",), "status": ("new", "open")}),
        "new": (pgettext("tickets", "New"), "plus", {"status": ("new",)}),
        "waiting": (_("Waiting for others"), "snooze", {"status": ("waiting",)}),
        "open": (_("All open"), "list", {}),
    }
    return tuple(
        View(
            code=f"{team.code}-{code}",
            title=f"{team.name}: {title}" if named else title,
            filters=Filters(team=whose, **narrowing),  # type: ignore[arg-type]
            icon=icon,
            key="g q" if first and code == "open" else "",
        )
        for code, (title, icon, narrowing) in titles.items()
    )


def _everything(key: str = "") -> View:
    return View(code="all", title=_("All open"), filters=Filters(), icon="list", key=key)


def home_view(user: User, ticket: Ticket) -> str:
    """Return the list beside which a ticket is opened when nothing else is said."""
    if ticket.assignee_id == user.pk:
        return "mine"
    return f"{ticket.team.code}-open" if ticket.team else "all"


# --- how many --------------------------------------------------------------------------------------------


def counts_of(user: User, views: list[View]) -> dict[str, int]:
    """Return how many tickets each view holds, all in one query, none counted beyond ``MOST_COUNTED``."""
    return count_each({view.code: tickets_of(user, view.filters) for view in views})


def count_each(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Count several querysets in one statement; each stops at ``MOST_COUNTED`` + 1 and finds its own index."""
    parts, params, counted = [], [], []
    counts = dict.fromkeys(querysets, 0)
    for code, tickets in querysets.items():
        try:
            sql, values = tickets.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - the ORM's own statement
        params += values
        counted.append(code)
    if counted:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            counts.update(zip(counted, cursor.fetchone(), strict=True))
    return counts


def digest_of(counts: dict[str, int]) -> str:
    """Return a short fingerprint of the counts, so that a page is told only of counts it does not show yet."""
    return hashlib.blake2b(repr(sorted(counts.items())).encode(), digest_size=6).hexdigest()


def told(count: int) -> str:
    """Tell a count: «17», «999+»."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


# --- one page of a list ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """Where one stands: the view, what was narrowed further, and the page."""

    view: View
    narrowing: Filters = field(default_factory=Filters)
    after: str = ""
    before: str = ""

    @property
    def filters(self) -> Filters:
        """Return everything the list is narrowed by."""
        return self.view.filters.narrowed_by(self.narrowing)

    def query(self) -> dict[str, Any]:
        """Return the state as parameters of an address."""
        given = {**self.narrowing.kept(), "after": self.after, "before": self.before}
        return {name: value for name, value in given.items() if value}

    def beside(self) -> str:
        """Return the parameters with which a ticket opens beside this list."""
        return urlencode({"view": self.view.code, **self.query()}, doseq=True)

    def address(self, narrowing: Filters | None = None, **changes: str) -> str:
        """Return where this list stands: from its top, with other filters, or at another page."""
        kept = self.narrowing if narrowing is None else narrowing
        query = {**kept.kept(), **{name: value for name, value in changes.items() if value}}
        path = reverse("desk:list", args=[self.view.code])
        return f"{path}?{urlencode(query, doseq=True)}" if query else path


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket in a list."""

    id: int
    number: int
    subject: str
    priority: int
    kind: str
    status: str
    place: str
    topic: str
    waiting_for: str
    waiting_whom: str
    waiting_until: datetime | None
    awaiting_us_since: datetime | None
    changed_at: datetime
    assignee_id: int | None
    owner: str
    team: str
    is_new: bool
    group: int
    reminder: datetime | None = None

    @property
    def level(self) -> int | str:
        """Return the triage shape: the pause for what waits for others, else the priority."""
        return "waiting" if self.status == Status.WAITING and self.awaiting_us_since is None else self.priority

    @property
    def word(self) -> str:
        """Return the word beside the shape."""
        if self.level == "waiting":
            return pgettext("in a list", "we wait")
        return str(TicketPriority(self.priority).label)

    @property
    def wait(self) -> str:
        """Return for whom it waits, in words."""
        if self.status != Status.WAITING:
            return ""
        return self.waiting_whom or str(TicketWaitingFor(self.waiting_for).label if self.waiting_for else "")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list holds altogether: how many in each part, and how old (up to a day, three days, a week, older)."""

    groups: Mapping[int, int]
    ages: tuple[int, ...]
    is_more: bool

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.ages)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, with where the neighbouring pages begin."""

    state: ListState
    order: Order
    rows: list[Row]
    newer: str
    older: str
    summary: Summary | None

    @property
    def grouped(self) -> bool:
        """Say whether the rows stand under the headings of the three parts."""
        return self.order.code == "due"


_COLUMNS = (
    "id", "number", "subject", "priority", "kind", "status", "organisation__short_name",
    "organisation__kind", "organisation__parent__short_name", "topic__name", "topic__parent__name",
    "waiting_for", "waiting_whom", "waiting_until", "awaiting_us_since", "changed_at", "assignee_id",
    "assignee__first_name", "assignee__last_name", "team__name", "is_unseen",
)  # fmt: skip


def list_page(user: User, state: ListState, *, size: int = PAGE) -> ListPage:
    """Return one page of the list in two queries: its rows, and what it holds altogether."""
    filters, order = state.filters, state.filters.order
    tickets = tickets_of(user, filters)
    backwards = bool(state.before)
    pages = with_order(tickets, order, user)
    pages = (
        order.after(pages, state.before or state.after, backwards=backwards) if state.before or state.after else pages
    )
    found = list(_columns(order.sorted(pages, backwards=backwards), user, order)[: size + 1])
    is_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    newer = bool(state.after) if not backwards else is_more
    older = is_more if not backwards else True
    return ListPage(
        state=state,
        order=order,
        rows=[_row(each) for each in found],
        newer=order.cursor(found[0]) if found and newer else "",
        older=order.cursor(found[-1]) if found and older else "",
        summary=_summary(tickets) if filters.open_only else None,
    )


def row_of(user: User, ticket: Ticket) -> Row:
    """Return the ticket as it stands in a list now."""
    order = Filters().order
    tickets = with_order(Ticket.objects.filter(pk=ticket.pk), order, user)
    return _row(_columns(tickets, user, order).get())


def next_number(user: User, state: ListState, number: int) -> int | None:
    """Return the ticket after this one in the list: after the last the first, None when it is alone."""
    order = state.filters.order
    tickets = with_order(tickets_of(user, state.filters), order, user)
    here = tickets.filter(number=number).values(*order.names).first()
    others = order.sorted(tickets.exclude(number=number)).values_list("number", flat=True)
    following = order.after(others, order.cursor(here)).first() if here else None
    return following or others.first()


def _columns(tickets: QuerySet[Any], user: User, order: Order) -> QuerySet[Any, dict[str, Any]]:
    # News: nobody has begun with it, or it is mine and the requester has spoken since I last had it open.
    seen = Presence.objects.filter(ticket=OuterRef("pk"), user=user, seen_at__gte=OuterRef("awaiting_us_since"))
    unseen = Q(status=Status.NEW) | Q(assignee=user, awaiting_us_since__isnull=False) & ~Exists(seen)
    return tickets.annotate(is_unseen=unseen).values(*_COLUMNS, *(n for n in order.names if n.startswith("_")))


def _row(found: Mapping[str, Any]) -> Row:
    waits = found["status"] == Status.WAITING
    return Row(
        id=found["id"], number=found["number"], subject=found["subject"], priority=found["priority"],
        kind=found["kind"], status=found["status"], place=_place(found),
        topic=found["topic__parent__name"] or found["topic__name"] or "",
        waiting_for=found["waiting_for"], waiting_whom=found["waiting_whom"], waiting_until=found["waiting_until"],
        awaiting_us_since=found["awaiting_us_since"], changed_at=found["changed_at"], assignee_id=found["assignee_id"],
        owner=f"{found['assignee__first_name'] or ''} {found['assignee__last_name'] or ''}".strip(),
        team=found["team__name"] or "", is_new=found["is_unseen"],
        group=OURS if found["awaiting_us_since"] else 2 if waits else 1,
        reminder=found.get("_reminder"),
    )  # fmt: skip


def _place(found: Mapping[str, Any]) -> str:
    """Return the hospital; a department alone says little in a list."""
    above = found["organisation__parent__short_name"] if found["organisation__kind"] == "department" else ""
    return above or found["organisation__short_name"]


def _summary(tickets: QuerySet[Any]) -> Summary:
    moment = now()
    edges = [moment - age for age in AGES]
    some = tickets.annotate(part=GROUP).values("part", "opened_at")[:MOST_SUMMED]
    counted = some.aggregate(
        **{f"group_{part}": Count("part", filter=Q(part=part)) for part in range(3)},
        day=Count("part", filter=Q(opened_at__gt=edges[0])),
        three_days=Count("part", filter=Q(opened_at__lte=edges[0], opened_at__gt=edges[1])),
        week=Count("part", filter=Q(opened_at__lte=edges[1], opened_at__gt=edges[2])),
        older=Count("part", filter=Q(opened_at__lte=edges[2])),
    )
    ages = (counted["day"], counted["three_days"], counted["week"], counted["older"])
    groups = {part: counted[f"group_{part}"] for part in range(3)}
    return Summary(groups=groups, ages=ages, is_more=sum(ages) >= MOST_SUMMED)


def age_strip(summary: Summary, *, width: int = 340) -> list[tuple[int, int, int]]:
    """Return the strip of the list's ages: shade, place and width of each part that is not empty."""
    filled = [(shade, count) for shade, count in enumerate(summary.ages, start=2) if count]
    room = width - max(0, len(filled) - 1)
    at, strip = 0, []
    for index, (shade, count) in enumerate(filled):
        last = index == len(filled) - 1
        wide = width - at if last else max(3, round(room * count / summary.total))
        strip.append((shade, at, wide))
        at += wide + 1
    return strip
