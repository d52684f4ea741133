"""Saved views: a list's filters under a name, for oneself or for one's team."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.desk.lists.keeping import to_keep
from priyom.desk.lists.listing import Filters
from priyom.desk.models import SavedView
from priyom.people.models import Team, User
from priyom.people.queries import team_ids_of
from priyom.people.roles import SEES_ALL
from priyom.privacy.actions import screen_text

MOST = 50


@transaction.atomic
def save_view(*, by: User, name: str, filters: Mapping[str, Any], team: Team | None = None) -> SavedView:
    """Keep the list under a name. Filters that a list does not know are not kept."""
    if not by.may("desk.read"):
        raise NotAllowed(_("Only support staff can do this."))
    _check(by, name=name, team=team)
    mine = _of(by)
    if mine.filter(owner=by).count() >= MOST:
        raise Invalid(
            _("Too many views."),
            errors={"name": [_("At most %(most)d views; remove one first.") % {"most": MOST}]},
        )
    last = mine.aggregate(last=Max("position"))["last"] or 0
    kept = to_keep(Filters.read(filters))
    said = screen_text(name.strip()).masked
    return SavedView.objects.create(owner=by, team=team, name=said, filters=kept, position=last + 1)


@transaction.atomic
def change_view(
    view_id: int, *, by: User, name: str, team: Team | None, filters: Mapping[str, Any] | None = None
) -> SavedView:
    """Rename the view, share it or take it back; with filters it shows another list from now on."""
    view = get_view(by, view_id, lock=True)
    _check(by, name=name, team=team if team != view.team else None)
    view.name, view.team = screen_text(name.strip()).masked, team
    if filters is not None:
        view.filters = to_keep(Filters.read(filters))
    view.save(update_fields=["name", "team", "filters"])
    return view


@transaction.atomic
def remove_view(view_id: int, *, by: User) -> None:
    """Remove the view; tickets are not touched by that."""
    get_view(by, view_id, lock=True).delete()


@transaction.atomic
def move_view(view_id: int, *, by: User, up: bool) -> None:
    """Let the view change places with its neighbour."""
    view = get_view(by, view_id, lock=True)
    among = list(_of(by).filter(team=view.team).select_for_update(of=("self",)).order_by("position", "id"))
    at = next(index for index, each in enumerate(among) if each.pk == view.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(among):
        among[at], among[to] = among[to], among[at]
    for position, each in enumerate(among):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])


def views_of(user: User) -> list[SavedView]:
    """Return the person's own views and those of their teams, in order."""
    return list(_of(user).select_related("team", "owner").order_by("team", "position", "id"))


def get_view(by: User, view_id: int, *, lock: bool = False) -> SavedView:
    """Return a view that the person may change: their own, or their team's; others do not exist."""
    views = SavedView.objects.select_for_update(of=("self",)) if lock else SavedView.objects.select_related("team")
    view = views.filter(pk=view_id).filter(Q(owner=by) | Q(team__in=team_ids_of(by))).first()
    if view is None:
        raise NotVisible(_("There is no such view, or it is not yours."))
    if view.owner_id != by.pk and not by.may("view.share"):
        raise NotAllowed(_("A team's view is changed by whoever made it or leads the team."))
    return view


def _of(user: User) -> Any:
    return SavedView.objects.filter(Q(owner=user, team=None) | Q(team__in=team_ids_of(user)))


def _check(by: User, *, name: str, team: Team | None) -> None:
    errors: dict[str, list[Any]] = {}
    if not name.strip():
        errors["name"] = [_("Give it a name.")]
    if team is not None and not by.may("view.share"):
        errors["team"] = [_("Views are shared by team leads.")]
    elif team is not None and not (SEES_ALL & by.roles) and team.pk not in team_ids_of(by):
        errors["team"] = [_("Choose one of your own teams.")]
    if errors:
        raise Invalid(_("The view was not saved."), errors=errors)
