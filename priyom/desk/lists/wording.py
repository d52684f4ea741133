"""How filters are said and chosen: the chips above a list, and what the filter form offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base import telling
from priyom.desk.lists.listing import ANY_STATUS, Filters, length_of
from priyom.desk.models import Topic
from priyom.desk.models.choices import (
    TicketImpact,
    TicketKind,
    TicketPriority,
    TicketStatus,
    TicketWaitingFor,
)
from priyom.people.models import Organisation, Region, Team, User


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, in words."""

    name: str
    text: str


def chips_of(filters: Filters) -> list[Chip]:
    """Return the filters that are set besides the view's own, in words; names are looked up once each."""
    chips = []
    for name, value in filters.given():
        if name != "sort":
            words = _WORDS[name](value) if isinstance(value, tuple) else [_WORDS[name](value)]
            chips.append(Chip(name, ", ".join(words)))
    return chips


def filter_choices() -> dict[str, Any]:
    """Return what the filter form offers to choose from."""
    topics = list(Topic.objects.filter(is_active=True).order_by("position", "code"))
    parts: dict[int, list[tuple[str, str]]] = {}
    for topic in topics:
        if topic.parent_id:
            parts.setdefault(topic.parent_id, []).append((topic.code, topic.name))
    return {
        "status": [*TicketStatus.choices, (ANY_STATUS, pgettext("status", "any"))],
        "waiting_for": TicketWaitingFor.choices,
        "kind": TicketKind.choices,
        "rung": [("below", _("not ours yet")), ("any", _("ours or not yet"))],
        "priority": [(name.lower(), TicketPriority[name].label) for name in TicketPriority.names],
        "team": [
            *Team.objects.filter(is_active=True).values_list("code", "name"),
            ("none", pgettext("team", "none")),
        ],
        "region": list(Region.objects.filter(is_active=True).values_list("code", "name")),
        "topic": [
            (root.name, [(root.code, root.name), *parts[root.pk]]) if root.pk in parts else (root.code, root.name)
            for root in topics
            if root.parent_id is None
        ],
    }


def _labels(choices: Any, **others: str) -> Callable[[tuple[str, ...]], list[str]]:
    known = dict(choices.choices)
    return lambda values: [str(others.get(value) or known.get(value, value)) for value in values]


def _named(model: Any, key: str, column: str) -> Callable[[tuple[str, ...]], list[str]]:
    def look_up(values: tuple[str, ...]) -> list[str]:
        names = dict(model.objects.filter(**{f"{key}__in": values}).values_list(key, column))
        return [names.get(value) or (pgettext("team", "none") if value == "none" else value) for value in values]

    return look_up


def _people(values: tuple[str, ...]) -> list[str]:
    names = {user.login: user.name for user in User.objects.filter(login__in=values)}
    return [{"me": _("mine"), "none": _("nobody's")}.get(value) or names.get(value, value) for value in values]


def _status(values: tuple[str, ...]) -> list[str]:
    known = dict(TicketStatus.choices)
    return [pgettext("status", "any") if value == ANY_STATUS else str(known[value]) for value in values]


def _priorities(values: tuple[str, ...]) -> list[str]:
    return [str(TicketPriority[value.upper()].label) for value in values]


_WORDS: dict[str, Callable[[Any], Any]] = {
    "status": _status,
    "waiting_for": _labels(TicketWaitingFor),
    "team": _named(Team, "code", "name"),
    "assignee": _people,
    "topic": _named(Topic, "code", "name"),
    "kind": _labels(TicketKind),
    "priority": _priorities,
    "impact": _labels(TicketImpact),
    "organisation": _named(Organisation, "code", "short_name"),
    "region": _named(Region, "code", "name"),
    "requester": _people,
    "product": list,
    "version": list,
    "rung": lambda values: [{"below": _("not ours yet"), "any": _("ours or not yet")}[value] for value in values],
    "follow": lambda values: [
        {
            "watched": _("followed by me"),
            "reminded": _("with a reminder"),
            "consulted": _("my advice is asked"),
        }[value]
        for value in values
    ],
    "opened_within": lambda span: _("opened in the last %(span)s") % {"span": telling.ago(length_of(span))},
    "unchanged_for": lambda span: _("unchanged for %(span)s") % {"span": telling.ago(length_of(span))},
    "due_within": lambda span: (
        _("due within %(span)s or overdue") % {"span": telling.ago(length_of(span))}
        if length_of(span)
        else _("overdue")
    ),
    "awaited_for": lambda span: (
        _("waits for us for %(span)s") % {"span": telling.ago(length_of(span))}
        if length_of(span)
        else _("waits for us")
    ),
    "text": lambda text: f"«{text}»",
}
