"""The rows of a list: one page of them, read in one question and told in words ready for the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base import telling
from priyom.base.clock import now
from priyom.base.prepared import STAND_IN, THAT, ask, written
from priyom.desk.lists.board import ListState
from priyom.desk.lists.listing import ORDERS, PAGE, Filters, Order, tickets_of, with_order
from priyom.desk.lists.statements import remembered
from priyom.desk.models import Presence, Ticket
from priyom.desk.models.choices import TicketPriority, TicketWaitingFor
from priyom.desk.models.ticket import OTHERS, OURS, WORKED_ON, TicketQuerySet
from priyom.desk.rules.clocks import SOON
from priyom.desk.rules.lifecycle import OPEN_STATUSES, Status
from priyom.desk.sight import Sight
from priyom.people.models import Organisation, User

DUE_KINDS = frozenset({"late", "soon", "ahead"})
LEVELS = {1: "critical", 2: "high", 3: "normal", 4: "low", "waiting": "waiting"}
_COLUMNS = (
    "id", "number", "subject", "priority", "status", "organisation__short_name", "organisation__kind",
    "organisation__parent__short_name", "topic__name", "topic__parent__name", "waiting_for", "waiting_whom",
    "waiting_until", "awaiting_us_since", "changed_at", "assignee_id", "assignee__first_name", "assignee__last_name",
    "team__name", "due_at", "is_unseen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket in a list, as it is shown."""

    number: int
    number_told: str
    mark_label: str
    subject: str
    level: str  # the triage shape: «waiting» for what waits for others, else the priority
    word: str
    place: str
    topic: str
    wait: str  # for whom it waits, in words
    owner: str  # when it is somebody else
    team: str  # when it is nobody's
    is_new: bool
    group: int
    time: str
    time_title: str
    time_kind: str  # "reminder", "advice", "late", "soon", "ahead", "due", "held", "met"
    until: str = ""  # the due time for the clock that ticks in the page


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, with where the neighbouring pages begin."""

    state: ListState
    order: Order
    rows: list[Row]
    newer: str
    older: str

    @property
    def grouped(self) -> bool:
        """Say whether the rows stand under the headings of the three parts."""
        return self.order.code == "due"


def list_page(user: User, state: ListState, *, size: int = PAGE) -> ListPage:
    """Return one page of the list in one query."""
    order, backwards = state.filters.order, bool(state.before)
    found = _found(user, state, size)
    is_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    newer = bool(state.after) if not backwards else is_more
    older = is_more if not backwards else True
    told = Teller(user, order=order.code)
    return ListPage(
        state=state,
        order=order,
        rows=[told.row(each) for each in found],
        newer=order.cursor(_keys(found[0], order)) if found and newer else "",
        older=order.cursor(_keys(found[-1], order)) if found and older else "",
    )


def row_of(user: User, ticket: Ticket) -> Row:
    """Return the ticket as it stands in a list now."""
    return Teller(user).row(ask(_one(), {"me": user.pk, "that": ticket.pk})[0])


def rows_of(user: User, ids: Sequence[int]) -> dict[int, Row]:
    """Return those of the tickets that the person may see as they stand in a list, by id, in no order."""
    told = Teller(user)
    found = ask(_some(Sight.of(user), Filters()), {"me": user.pk, "that": list(ids)}) if ids else []
    return {row[0]: told.row(row) for row in found}


def next_number(user: User, state: ListState, number: int) -> int | None:
    """Return the ticket after this one in the list: after the last the first, None when it is alone."""
    order = state.filters.order
    tickets = with_order(tickets_of(user, state.filters), order, user)
    here = tickets.filter(number=number).values(*order.names).first()
    others = order.sorted(tickets.exclude(number=number))
    following = _number_of(order.after(others, order.cursor(here))) if here else None
    return following or _number_of(others)


def _number_of(tickets: TicketQuerySet) -> int | None:
    return tickets.values_list("number", flat=True).first()


# --- asking ----------------------------------------------------------------------------------------------


def _found(user: User, state: ListState, size: int) -> list[tuple[Any, ...]]:
    sight, filters = Sight.of(user), state.filters
    cursor = state.before or state.after
    if cursor or size != PAGE:
        statement = _statement(sight, filters, cursor, backwards=bool(state.before), size=size)
    else:
        statement = _first_page(sight, filters)
    often = filters.lasts and not cursor
    return ask(statement, {"me": user.pk, "at": now()}, often=often) if statement else []


@remembered
def _first_page(sight: Sight, filters: Filters) -> str:
    return _statement(sight, filters, "", backwards=False, size=PAGE)


def _statement(sight: Sight, filters: Filters, cursor: str, *, backwards: bool, size: int) -> str:
    nobody, order = sight.stand_in(), filters.order
    tickets = with_order(tickets_of(nobody, filters), order, nobody)
    if cursor:
        tickets = order.after(tickets, cursor, backwards=backwards)
    try:
        return written(_columns(order.sorted(tickets, backwards=backwards), nobody, order)[: size + 1])
    except EmptyResultSet:
        return ""


@remembered
def _some(sight: Sight, _filters: Filters) -> str:
    nobody = sight.stand_in()
    one = written(_columns(Ticket.objects.visible_to(nobody).filter(pk=THAT), nobody, ORDERS["-opened"]))
    return one.replace("= %(that)s", "= ANY(%(that)s)")


@cache
def _one() -> str:
    order = Filters().order
    return written(_columns(with_order(Ticket.objects.filter(pk=THAT), order, User()), User(pk=STAND_IN), order))


def _columns(tickets: QuerySet[Any], user: User, order: Order) -> QuerySet[Any, Any]:
    # News: nobody has begun with it, or it is mine and the requester has spoken since I last had it open.
    seen = Presence.objects.filter(ticket=OuterRef("pk"), user=user, seen_at__gte=OuterRef("awaiting_us_since"))
    unseen = Q(status=Status.NEW) | Q(assignee=user, awaiting_us_since__isnull=False) & ~Exists(seen)
    return tickets.annotate(is_unseen=unseen).values_list(*_COLUMNS, *_extra(order))


def _extra(order: Order) -> list[str]:
    return [name for name in order.names if name.startswith("_")]


def _keys(found: tuple[Any, ...], order: Order) -> dict[str, Any]:
    """Return where a row stands in the order."""
    return dict(zip((*_COLUMNS, *_extra(order)), found, strict=True))


# --- telling ---------------------------------------------------------------------------------------------


class Teller:
    """Tells rows to one reader. What all rows have in common is looked up once, since a list has fifty of them."""

    def __init__(self, reader: User, *, order: str = "") -> None:
        self.reader, self.order = reader, order
        self.now = now()
        self.mark = _("Mark %(number)s")
        self.waiting = pgettext("in a list", "we wait")
        self.priorities = {value: str(label) for value, label in TicketPriority.choices}
        self.others = {value: str(label) for value, label in TicketWaitingFor.choices}

    def row(self, found: tuple[Any, ...]) -> Row:
        """Tell one ticket."""
        (
            _id, number, subject, priority, status, place, place_kind, place_above, topic, topic_above, waiting_for,
            waiting_whom, waiting_until, awaiting_us_since, changed_at, assignee_id, first_name, last_name, team,
            due_at, is_new, *extra,
        ) = found  # fmt: skip
        waits = status == Status.WAITING
        is_ours = awaiting_us_since is not None
        is_paused = waits and not is_ours
        number_told = telling.ticket_number(number)
        wait = (waiting_whom or self.others.get(waiting_for, "")) if waits else ""
        time, title, kind = self._time(
            # The orders by reminder and by advice carry nothing else.
            reminder=extra[0] if len(extra) == 1 and self.order not in {"advice", "deadline"} else None,
            advice=extra[0] if len(extra) == 1 and self.order == "advice" else None,
            due=due_at if status in OPEN_STATUSES else None,
            ours=awaiting_us_since,
            until=waiting_until if waits else None,
            changed=changed_at,
        )
        return Row(
            number=number,
            number_told=number_told,
            mark_label=self.mark % {"number": number_told},
            subject=subject,
            level=LEVELS["waiting" if is_paused else priority],
            word=self.waiting if is_paused else self.priorities[priority],
            place=(place_above if place_kind == Organisation.Kind.DEPARTMENT else "") or place,
            topic=topic_above or topic or "",
            wait=wait,
            owner=f"{first_name} {last_name}".strip() if assignee_id and assignee_id != self.reader.pk else "",
            team=team or "" if not assignee_id else "",
            is_new=is_new,
            group=OURS if is_ours else OTHERS if waits else WORKED_ON,
            time=time,
            time_title=title,
            time_kind=kind,
            until=due_at.isoformat(timespec="seconds") if due_at and kind in DUE_KINDS else "",
        )

    def _time(
        self,
        *,
        reminder: datetime | None,
        advice: datetime | None,
        due: datetime | None,
        ours: datetime | None,
        until: datetime | None,
        changed: datetime,
    ) -> tuple[str, str, str]:
        """Tell what stands at the end of a row: a due time, else how long they wait, until when we wait, the change."""
        if advice:
            said = _("Advice is needed by %(when)s") % {"when": telling.moment(advice)}
            return _("by %(when)s") % {"when": telling.when(advice)}, said, "due" if advice <= now() else "held"
        if reminder:
            return telling.when(reminder), _("Reminder"), "reminder"
        if due:
            return self._due(due)
        if ours:
            said = _("They wait for an answer since %(when)s") % {"when": telling.moment(ours)}
            return telling.ago(ours), said, "due"
        if until:
            said = _("We wait until %(when)s") % {"when": telling.moment(until)}
            return _("until %(when)s") % {"when": telling.when(until)}, said, "held"
        return telling.when(changed), _("Changed %(when)s") % {"when": telling.moment(changed)}, "met"

    def _due(self, due: datetime) -> tuple[str, str, str]:
        """Tell how late it is, how much is left while it is little, else when it is due."""
        left, told = due - self.now, telling.moment(due)
        if left < timedelta():
            return f"−{telling.ago(-left)}", _("Overdue: it was due on %(when)s") % {"when": told}, "late"
        if left < timedelta(hours=1):
            return telling.ago(left), _("Due on %(when)s") % {"when": told}, "soon"
        return telling.when(due), _("Due on %(when)s") % {"when": told}, "soon" if left <= SOON else "ahead"
