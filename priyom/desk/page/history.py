"""What happened to a ticket, told in lines: who, what, and from what to what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.events import kind_of
from priyom.base.models import Event
from priyom.base.prepared import THOSE, Kept
from priyom.base.telling import ticket_number
from priyom.desk.models import Consult
from priyom.desk.models.choices import TicketKind, TicketPriority, TicketWaitingFor
from priyom.desk.taxonomy import taxonomy
from priyom.people.models import Promise, Rung, Team, User

# What is said in the conversation itself needs no line there.
SAID = frozenset({
    "ticket.opened", "ticket.replied", "ticket.commented", "ticket.noted", "ticket.text_screened", "consult.said",
})  # fmt: skip


_PEOPLE: Kept[User] = Kept(lambda: User.objects.filter(pk__in=THOSE).order_by())
_CONSULTS: Kept[Consult] = Kept(
    lambda: Consult.objects.filter(pk__in=THOSE).select_related("team", "person").order_by()
)
_TEAMS: Kept[Team] = Kept(lambda: Team.objects.filter(pk__in=THOSE).order_by())


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    id: int
    kind: str
    icon: str
    at: datetime
    who: str
    did: str
    before: str = ""
    after: str = ""

    @property
    def day(self) -> date:
        """Return the reader's day on which it happened."""
        return timezone.localdate(self.at)


# One kind of fact, told by how it came about.
_SAID_OTHERWISE: dict[tuple[str, Any], Any] = {
    ("ticket.placed", "taken_back"): gettext_lazy("no longer knows the hospital of the ticket"),
    ("ticket.prioritised", "override"): gettext_lazy("set the priority by hand"),
    ("ticket.prioritised", "critical"): gettext_lazy("made it the first of all"),
    ("ticket.prioritised", "rule_again"): gettext_lazy("let the rule decide the priority again"),
}


def lines_of(events: Iterable[Event]) -> list[Line]:
    """Tell the events in order; the names they point to are read in three queries at most."""
    events = list(events)
    names = _names(events)
    return [_line(event, names) for event in events]


@dataclass(frozen=True, slots=True)
class _Names:
    topics: dict[str, str]
    people: dict[int, str]
    teams: dict[int, str]
    consulted: dict[int, str]


def _line(event: Event, names: _Names) -> Line:
    kind = kind_of(event.kind)
    before, after = _values(event, names)
    actor = event.actor
    who = _("Priyom") if actor is None or actor.is_system else actor.name
    did = str(_SAID_OTHERWISE.get((event.kind, event.details.get("how")), kind.sentence))
    return Line(event.pk, event.kind, kind.icon, event.happened_at, who, did, before, after)


def _values(event: Event, names: _Names) -> tuple[str, str]:
    told = _TOLD.get(event.kind)
    if told is None:
        return "", ""
    return told(names, event.details.get("before")), told(names, event.details.get(_AFTER.get(event.kind, "after")))


def _choice(choices: Any) -> Callable[[_Names, Any], str]:
    return lambda _names, value: str(choices(value).label) if value in choices.values else ""


def _person(names: _Names, value: Any) -> str:
    return names.people.get(value, "")


def _number(_names: _Names, value: Any) -> str:
    return ticket_number(value) if isinstance(value, int) else ""


# Facts about advice, told with whose it is.
CONSULTED = ("consult.asked", "consult.handed_over", "consult.returned", "consult.taken_back", "consult.overdue")

# Facts about a clock, told with what it promises: a ticket has several.
OF_A_CLOCK = ("clock.warned", "clock.breached", "clock.recounted", "clock.explained", "ticket.date_agreed")

_TOLD: dict[str, Callable[[_Names, Any], str]] = {
    "ticket.classified": lambda names, value: names.topics.get(value, ""),
    "ticket.kind_changed": _choice(TicketKind),
    "ticket.prioritised": _choice(TicketPriority),
    "ticket.rung_skipped": _choice(Rung.Kind),
    "ticket.passed_up": _choice(Rung.Kind),
    "ticket.rung_overdue": _choice(Rung.Kind),
    "ticket.assigned": _person,
    "ticket.handed_over": _person,
    "ticket.watched": _person,
    "ticket.unwatched": _person,
    "ticket.transferred": lambda names, value: names.teams.get(value, ""),
    "ticket.waiting": _choice(TicketWaitingFor),
    **dict.fromkeys(CONSULTED, lambda names, value: names.consulted.get(value, "")),
    "ticket.merged": _number,
    "ticket.took_in": _number,
    "ticket.linked": _number,
    "ticket.unlinked": _number,
    "ticket.split": _number,
    "ticket.change_requested": _number,
    **dict.fromkeys(OF_A_CLOCK, _choice(Promise)),
}
# Where an event keeps what it came to, if not under «after».
_AFTER = {
    "ticket.rung_skipped": "rung", "ticket.rung_overdue": "rung",
    "ticket.waiting": "waiting_for", "ticket.watched": "user", "ticket.unwatched": "user", "ticket.merged": "into",
    "ticket.took_in": "other", "ticket.linked": "other", "ticket.unlinked": "other", "ticket.split": "other",
    "ticket.change_requested": "other", **dict.fromkeys(CONSULTED, "consult"),
    **dict.fromkeys(OF_A_CLOCK, "promise"),
}  # fmt: skip


def _names(events: list[Event]) -> _Names:
    def mentioned(*kinds: str) -> set[Any]:
        return {
            event.details.get(key)
            for event in events
            if event.kind in kinds
            for key in ("before", _AFTER.get(event.kind, "after"))
            if event.details.get(key) is not None
        }

    codes = mentioned("ticket.classified")
    people = mentioned("ticket.assigned", "ticket.handed_over", "ticket.watched", "ticket.unwatched")
    teams = mentioned("ticket.transferred")
    consults = mentioned(*CONSULTED)
    return _Names(
        topics={topic.code: topic.name for topic in taxonomy().topics} if codes else {},
        people={user.pk: user.name for user in _PEOPLE.ask(those=list(people))} if people else {},
        teams={team.pk: team.name for team in _TEAMS.ask(those=list(teams))} if teams else {},
        consulted={each.pk: each.whom for each in _CONSULTS.ask(those=list(consults))} if consults else {},
    )
