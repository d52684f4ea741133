"""The agent's board: which views stand in the rail, and where one stands in one of them."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base.addresses import address
from priyom.base.errors import NotVisible
from priyom.base.forms import key_in
from priyom.base.prepared import ask
from priyom.desk.lists.listing import ANY_STATUS, Filters
from priyom.desk.models import SavedView, Ticket
from priyom.desk.rules.lifecycle import Status
from priyom.people.models import Team, User
from priyom.people.reach import TeamPlace, places_of

_SAVED = """
    SELECT id, name, filters FROM desk_savedview WHERE (owner_id = %s AND team_id IS NULL) OR team_id = ANY(%s)
    ORDER BY team_id NULLS FIRST, position, id
"""


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
    """Return the views that stand in the person's rail: own, each team's, saved. A few queries at most."""
    teams = places_of(user)
    groups = [_mine(user)]
    groups += [ViewGroup(team.name, _of_team(team, first=team == teams[0])) for team in teams]
    if not teams:
        groups.append(ViewGroup(_("Everybody's"), (_everything(key="g q"), _burning())))
    saved = ask(_SAVED, [user.pk, [team.team_id for team in teams]])
    views = tuple(_saved(pk, name, json.loads(filters)) for pk, name, filters in saved)
    return [*groups, ViewGroup(_("Saved"), views)] if views else groups


def find_view(user: User, code: str) -> View:
    """Return the view of this name; a team's view is open to everybody at the desk, a saved one to its owners."""
    for view in (*_own(), _everything(), _burning()):
        if view.code == code:
            return view
    team_code, _dash, part = code.rpartition("-")
    saved_id = key_in(part)
    if saved_id is not None and team_code == "saved":
        teams = Team.objects.filter(places__user=user)
        saved = SavedView.objects.filter(Q(owner=user) | Q(team__in=teams), pk=saved_id).first()
        if saved:
            return saved_view(saved)
    own = next((place for place in places_of(user) if place.code == team_code), None)
    team = own or Team.objects.filter(code=team_code).first()
    for view in _of_team(team, named=True) if team else ():
        if view.code == code:
            return view
    raise NotVisible(_("There is no such list, or it is not open to you."))


def saved_view(saved: SavedView) -> View:
    """Return a saved view as a view of the board."""
    return _saved(saved.pk, saved.name, saved.filters)


def _saved(pk: int, name: str, filters: dict[str, Any]) -> View:
    return View(code=f"saved-{pk}", title=name, filters=Filters.read(filters))


def _mine(user: User) -> ViewGroup:
    """Return a person's own views: who may not work has no work, no answer and no reminder to wait for."""
    if user.may("desk.work"):
        return ViewGroup(_("Mine"), _own())
    follows = user.watches.filter(ended_at=None).exists()
    return ViewGroup("", tuple(view for view in _own() if view.code == "watched" and follows))


def _own() -> tuple[View, ...]:
    me = ("me",)
    return (
        View(code="mine", title=_("My work"), filters=Filters(assignee=me), icon="inbox", key="g m"),
        View(
            code="asked", title=_("I wait for an answer"), icon="clock",
            filters=Filters(assignee=me, status=(str(Status.WAITING),), waiting_for=("requester",)),
        ),
        View(
            code="advice", title=_("My advice is asked"), icon="consult", key="g a",
            filters=Filters(follow=("consulted",), sort="advice"),
        ),
        View(code="watched", title=_("I follow"), filters=Filters(follow=("watched",)), icon="eye"),
        View(
            code="reminders", title=_("Reminders"), icon="reminder",
            filters=Filters(follow=("reminded",), status=(ANY_STATUS,), sort="reminder"),
        ),
    )  # fmt: skip


def _of_team(team: Team | TeamPlace, *, first: bool = False, named: bool = False) -> tuple[View, ...]:
    whose = (team.code,)
    titles = {
        "burning": (_("Burning"), "warning", {"due_within": "2h", "sort": "deadline"}),
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


def _burning() -> View:
    return View(code="burning", title=_("Burning"), filters=Filters(due_within="2h", sort="deadline"), icon="warning")


def _everything(key: str = "") -> View:
    return View(code="all", title=_("All open"), filters=Filters(), icon="list", key=key)


def home_view(user: User, ticket: Ticket) -> str:
    """Return the list beside which a ticket is opened when nothing else is said."""
    if ticket.assignee_id == user.pk:
        return "mine"
    return f"{ticket.team.code}-open" if ticket.team else "all"


# --- where one stands -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """Where one stands: the view, what was narrowed further, and the page."""

    view: View
    narrowing: Filters = field(default_factory=Filters)
    after: str = ""
    before: str = ""

    @property
    def filters(self) -> Filters:
        """Return everything the list is narrowed by; words are searched for in what is closed, too, unless told."""
        given = self.narrowing
        if given.text and not given.status and self.view.code == "all":
            given = replace(given, status=(ANY_STATUS,))
        return self.view.filters.narrowed_by(given)

    @classmethod
    def at(cls, user: User, query: str) -> "ListState":
        """Return where the parameters of an address stand, as ``beside`` gives them."""
        given = QueryDict(query)
        return cls(view=find_view(user, given.get("view", "all")), narrowing=Filters.read(given))

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
        path = address("desk:list", view=self.view.code)
        return f"{path}?{urlencode(query, doseq=True)}" if query else path
