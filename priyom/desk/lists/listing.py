"""Which tickets a list shows, in which order, a page at a time.

The same filters stand in the address of a list, in a saved view and in SQL; everything unknown in them is left out, so
that an old link or an old view still opens.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.lookups import LessThanOrEqual
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from priyom.base.clock import now
from priyom.base.prepared import MOMENT, STAND_IN
from priyom.desk.models import Consult, Reminder, Ticket, Topic, Watch
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketPriority
from priyom.desk.models.ticket import DUE, GROUP, OUTSIDE_RUNGS, SINCE, TicketQuerySet
from priyom.desk.rules.lifecycle import DONE_STATUSES, OPEN_STATUSES, Status, WaitingFor
from priyom.desk.search.queries import matching
from priyom.desk.search.words import LONGEST
from priyom.people.models import Organisation, Product, Team, User
from priyom.people.names import folded

PAGE = 50
ANY_STATUS = "any"
LONGEST_TEXT = LONGEST
MOST_VALUES = 20
MOST_NAMED = 50  # people and hospitals that a text in a list may mean
_SPAN = re.compile(r"(\d{1,4})([hd])")
_CODE = re.compile(r"[\w.@+-]{1,80}")
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to. Several values of one filter are alternatives; no status means: what is open."""

    status: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    assignee: tuple[str, ...] = ()  # a login, "me" or "none"
    topic: tuple[str, ...] = ()  # with everything below it
    kind: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()  # with everything below it
    region: tuple[str, ...] = ()
    requester: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    rung: tuple[str, ...] = ()  # "below": not ours yet, "any"; none: what is ours
    follow: tuple[str, ...] = ()  # "watched", "reminded", "consulted": by the person who looks
    opened_within: str = ""  # "24h", "7d"
    unchanged_for: str = ""
    due_within: str = ""  # "2h": falls due in two hours, or is overdue; "0h": is overdue
    awaited_for: str = ""  # so long somebody waits for us: "3d", or "0h" for however short
    text: str = ""
    sort: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Take filters from an address or a saved view; what is not understood is left out."""
        kept: dict[str, Any] = {}
        for name in _FILTERS:
            if name not in given:
                continue
            values = _values(given, name)
            if name in _PLAIN:
                kept[name] = _PLAIN[name](values[0]) if values else ""
            else:
                allowed = _ALLOWED.get(name, _is_code)
                kept[name] = tuple(value for value in dict.fromkeys(values) if allowed(value))
        return cls(**kept)

    def kept(self) -> dict[str, Any]:
        """Return the filters as a saved view and an address keep them: only what is set."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in self.given()}

    def given(self) -> list[tuple[str, Any]]:
        """Return the filters that are set."""
        return [(name, value) for name in _FILTERS if (value := getattr(self, name))]

    def narrowed_by(self, other: "Filters") -> "Filters":
        """Return these filters with those that the other one sets instead."""
        given = other.given()
        return replace(self, **dict(given)) if given else self

    def without(self, name: str) -> "Filters":
        """Return the filters with one of them taken off."""
        nothing: Any = "" if name in _PLAIN else ()
        return replace(self, **{name: nothing})

    @property
    def open_only(self) -> bool:
        """Say whether the list holds only what somebody still has work with."""
        return all(status in OPEN_STATUSES for status in self.status)

    @property
    def lasts(self) -> bool:
        """Say whether the same filters mean the same query tomorrow: no time, and nothing that is looked up for it."""
        return not (self.text or self.organisation or self.opened_within or self.unchanged_for or self.awaited_for)

    @property
    def order(self) -> "Order":
        """Return the order of the list: the chosen one, else what presses first, else the newest first."""
        if self.sort in ORDERS and (self.open_only or ORDERS[self.sort].of_everything):
            return ORDERS[self.sort]
        return ORDERS["due" if self.open_only else "-opened"]


_FILTERS = tuple(field.name for field in fields(Filters))


def _values(given: Mapping[str, Any], name: str) -> list[str]:
    raw = given.getlist(name) if isinstance(given, QueryDict) else given.get(name) or []
    many = [raw] if isinstance(raw, str) else raw
    return [str(value).strip() for value in many if str(value).strip()][:MOST_VALUES]


def _is_code(value: str) -> bool:
    return bool(_CODE.fullmatch(value))


def _span(value: str) -> str:
    return value if _SPAN.fullmatch(value) else ""


_PLAIN: dict[str, Any] = {
    "opened_within": _span,
    "unchanged_for": _span,
    "due_within": _span,
    "awaited_for": _span,
    "text": lambda value: value[:LONGEST_TEXT].replace("\0", ""),
    "sort": lambda value: value if value in ORDERS else "",
}
_PRIORITIES = {name.lower(): value for name, value in zip(TicketPriority.names, TicketPriority.values, strict=True)}
_ALLOWED: dict[str, Any] = {
    "status": {*map(str, Status), ANY_STATUS}.__contains__,
    "waiting_for": set(map(str, WaitingFor)).__contains__,
    "kind": set(TicketKind.values).__contains__,
    "impact": set(TicketImpact.values).__contains__,
    "priority": set(_PRIORITIES).__contains__,
    "rung": {"below", "any"}.__contains__,
    "follow": {"watched", "reminded", "consulted"}.__contains__,
}


# --- the order of a list ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """One part of an order: its name in the query, and how its value is read from an address."""

    name: str
    read: Any


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


@dataclass(frozen=True, slots=True)
class Order:
    """An order in which a list can be read on from any row: by values, never by counting rows."""

    code: str
    label: Any
    keys: tuple[Key, ...]
    descending: bool = False
    of_everything: bool = False  # also fit for the closed million: an index holds it

    @property
    def names(self) -> list[str]:
        """Return what the rows must carry so that the next page can begin after them."""
        return [key.name for key in self.keys]

    def sorted(self, tickets: TicketQuerySet, *, backwards: bool = False) -> TicketQuerySet:
        """Return the tickets in this order, or in its reverse."""
        down = self.descending != backwards
        return tickets.order_by(*[F(name).desc() if down else F(name).asc() for name in self.names])

    def after(self, tickets: TicketQuerySet, cursor: str, *, backwards: bool = False) -> TicketQuerySet:
        """Return the tickets that stand after the cursor (before it, when read backwards)."""
        values = self._read(cursor)
        if values is None:
            return tickets
        step = "lt" if self.descending != backwards else "gt"
        beyond, equal = Q(), Q()
        for name, value in zip(self.names, values, strict=True):
            beyond |= equal & Q(**{f"{name}__{step}": value})
            equal &= Q(**{name: value})
        return tickets.filter(beyond)

    def cursor(self, row: Mapping[str, Any]) -> str:
        """Return where a row stands, for an address."""
        values = (row[name] for name in self.names)
        return _SEPARATOR.join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)

    def _read(self, cursor: str) -> list[Any] | None:
        parts = cursor.split(_SEPARATOR)
        if len(parts) != len(self.keys):
            return None
        try:
            return [key.read(part) for key, part in zip(self.keys, parts, strict=True)]
        except (ValueError, OverflowError):
            return None


_ID = Key("id", int)
_PRIORITY = Key("priority", int)
_GROUP = Key("_group", int)
_SINCE = Key("_since", _moment)
ORDERS: dict[str, Order] = {
    order.code: order
    for order in (
        Order("due", _("what presses first"), (_GROUP, _PRIORITY, _SINCE, _ID)),
        Order("deadline", _("by due time"), (Key("_due", _moment), _ID)),
        Order("priority", _("by priority"), (_PRIORITY, _ID)),
        Order("-opened", _("newest first"), (_ID,), descending=True, of_everything=True),
        Order("opened", _("oldest first"), (_ID,), of_everything=True),
        Order("-changed", _("changed last first"), (Key("changed_at", _moment), _ID), descending=True),
        Order("changed", _("longest without a change first"), (Key("changed_at", _moment), _ID)),
        Order("reminder", _("by reminder"), (Key("_reminder", _moment), _ID)),
        Order("advice", _("by when advice is needed"), (Key("_advice", _moment), _ID)),
    )
}


# --- from filters to rows --------------------------------------------------------------------------------


def tickets_of(user: User, filters: Filters) -> TicketQuerySet:
    """Return the tickets the person may see that pass the filters, in no order yet."""
    return narrow(Ticket.objects.visible_to(user), filters, user)


def narrow(tickets: TicketQuerySet, filters: Filters, user: User) -> TicketQuerySet:
    """Leave only what passes the filters."""
    found = tickets.filter(_by_status(filters)).filter(_by_rung(filters))
    for name, column in _COLUMNS.items():
        values = getattr(filters, name)
        if values:
            found = found.filter(**{f"{column}__in": values})
    for name, test in _TESTS.items():
        value = getattr(filters, name)
        if value:
            found = found.filter(test(value, user))
    return found


_COLUMNS = {
    "waiting_for": "waiting_for", "kind": "kind", "impact": "impact", "region": "region__code",
    "requester": "requester__login", "version": "product_version",
}  # fmt: skip


def with_order(tickets: TicketQuerySet, order: Order, user: User) -> TicketQuerySet:
    """Give the tickets what the order needs beside their own columns."""
    if order.code == "due":
        return tickets.annotate(_group=GROUP, _since=SINCE)
    if order.code == "deadline":
        return tickets.annotate(_due=DUE)
    if order.code == "reminder":
        due = _reminders(user).order_by().values("ticket").annotate(due=Min("due_at")).values("due")
        return tickets.annotate(_reminder=Subquery(due))
    if order.code == "advice":
        due = _asked_of(user).order_by().values("ticket").annotate(due=Min("needed_by")).values("due")
        return tickets.annotate(_advice=Subquery(due))
    return tickets


def _reminders(user: User) -> Any:
    return Reminder.objects.filter(ticket=OuterRef("pk"), user=user, done_at=None)


def _asked_of(user: User) -> Any:
    return Consult.objects.unanswered().asked_of(user).filter(ticket=OuterRef("pk"))


def _by_status(filters: Filters) -> Q:
    if ANY_STATUS in filters.status or set(filters.status) >= set(map(str, (*OPEN_STATUSES, *DONE_STATUSES))):
        return Q()
    # Constants stand in the query, so that Postgres may use the partial indexes: each part of the open statuses implies
    # the whole. Saying both would make it expect fewer tickets than there are, and choose the wrong index.
    return Q(status__in=filters.status or [str(status) for status in OPEN_STATUSES])


def _by_rung(filters: Filters) -> Q:
    """Leave out what stands on a rung below us, unless it is asked for: it is nobody's work here yet."""
    if "below" in filters.rung:
        return Q(rung__in=OUTSIDE_RUNGS)
    return Q() if "any" in filters.rung or filters.text or filters.follow else ~Q(rung__in=OUTSIDE_RUNGS)


def _by_assignee(wanted: Iterable[str], user: User) -> Q:
    found = Q()
    for who in wanted:
        found |= (
            Q(assignee=None) if who == "none" else Q(assignee_id=user.pk) if who == "me" else Q(assignee__login=who)
        )
    return found


def _by_team(codes: tuple[str, ...], _user: User) -> Q:
    # The team is found first: a join would stand between the tickets and the index in whose order they are shown.
    teams = Team.objects.filter(code__in=codes).order_by().values("pk")
    some = Q(team=Subquery(teams[:1])) if len(codes) == 1 else Q(team__in=teams)
    return some | Q(team=None) if "none" in codes else some


def _by_text(text: str) -> Q:
    """Match the words, the number, or who asks: people and hospitals are looked up first, so that indexes serve."""
    found = matching(text)
    digits = re.sub(r"\D", "", text)
    if digits and re.fullmatch(r"[№#\s\d\u00a0\u202f]+", text) and len(digits) <= len("9223372036854775807") - 1:
        found |= Q(number=int(digits))
    words = folded(text)
    people = list(User.objects.filter(search__contains=words).values_list("pk", flat=True)[:MOST_NAMED])
    places = list(Organisation.objects.filter(search__contains=words).values_list("pk", flat=True)[:MOST_NAMED])
    if people:
        found |= Q(requester_id__in=people)
    if places:
        found |= Q(organisation_id__in=places)
    return found


def length_of(span: str) -> timedelta:
    amount, unit = _SPAN.fullmatch(span).groups()  # type: ignore[union-attr] # checked when it was read
    return timedelta(hours=int(amount)) if unit == "h" else timedelta(days=int(amount))


def _from_now(span: timedelta, user: User) -> Any:
    """Return the moment so far from now; into a statement that is kept the time is filled when it is asked."""
    if user.pk != STAND_IN:
        return Value(now() + span, output_field=DateTimeField())
    moment = ExpressionWrapper(Value(MOMENT), output_field=DateTimeField())
    return ExpressionWrapper(moment + Value(span, output_field=DurationField()), output_field=DateTimeField())


def _by_place(codes: tuple[str, ...], _user: User) -> Q:
    roots = Organisation.objects.filter(code__in=codes)
    return Q(organisation__in=Organisation.objects.within(*roots) if roots else [])


def _by_topic(codes: tuple[str, ...], _user: User) -> Q:
    # Few topics, many tickets: the topics are found first, and no join stands between a ticket and its index.
    return Q(topic__in=Topic.objects.filter(Q(code__in=codes) | Q(parent__code__in=codes)).values("pk"))


def _by_product(codes: tuple[str, ...], _user: User) -> Q:
    return Q(product_name__in=Product.objects.filter(code__in=codes).values("name"))


def _by_following(ways: tuple[str, ...], user: User) -> Q:
    found = Q()
    if "watched" in ways:
        found &= Q(Exists(Watch.objects.filter(ticket=OuterRef("pk"), user=user, ended_at=None)))
    if "reminded" in ways:
        found &= Q(Exists(_reminders(user)))
    if "consulted" in ways:
        # Few are asked of one person: they are found first, and their tickets by key.
        found &= Q(pk__in=Consult.objects.unanswered().asked_of(user).order_by().values("ticket_id"))
    return found


# Filters that are more than «this column is one of these».
_TESTS: dict[str, Callable[[Any, User], Q]] = {
    "priority": lambda names, _user: Q(priority__in=[_PRIORITIES[name] for name in names]),
    "assignee": _by_assignee,
    "team": _by_team,
    "topic": _by_topic,
    "organisation": _by_place,
    "product": _by_product,
    "follow": _by_following,
    "opened_within": lambda span, _user: Q(opened_at__gte=now() - length_of(span)),
    "unchanged_for": lambda span, _user: Q(changed_at__lte=now() - length_of(span)),
    "due_within": lambda span, user: Q(LessThanOrEqual(DUE, _from_now(length_of(span), user))),
    "awaited_for": lambda span, _user: Q(awaiting_us_since__lte=now() - length_of(span)),
    "text": lambda text, _user: _by_text(text),
}
