"""Saved views: keeping a list under a name, and looking after what one has kept."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.desk.actions.views import change_view, get_view, move_view, remove_view, save_view, views_of
from priyom.desk.forms.operations import ViewForm
from priyom.desk.lists.listing import Filters
from priyom.desk.lists.wording import chips_of
from priyom.desk.views.doors import needs
from priyom.people.models import Team, User
from priyom.people.queries import team_ids_of
from priyom.people.requests import SignedIn
from priyom.people.roles import SEES_ALL
from priyom.people.sections import sections_for


@needs("desk.read")
@require_safe
def views(request: SignedIn) -> HttpResponse:
    kept = [(view, described(view.filters)) for view in views_of(request.user)]
    context = {"kept": kept, "may_share": request.user.may("view.share"), "sections": sections_for(request)}
    return render(request, "desk/views.html", context)


@needs("desk.read")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    form = ViewForm(request.POST or None, initial={"filters": request.GET.urlencode()})
    if request.method == "POST" and form.attempt(
        lambda said: save_view(
            by=request.user, name=said["name"], team=said["team"], filters=QueryDict(said["filters"])
        )
    ):
        messages.success(request, _("The view is kept. It stands in the list on the left."))
        return redirect("desk:views")
    filters = Filters.read(QueryDict(str(form.said("filters")))).kept()
    return _form(request, form, None, filters)


@needs("desk.read")
@require_http_methods(["GET", "HEAD", "POST"])
def view(request: SignedIn, view_id: int) -> HttpResponse:
    kept = get_view(request.user, view_id)
    form = ViewForm(request.POST or None, initial={"name": kept.name, "team": kept.team_id or ""})
    if request.method == "POST" and form.attempt(
        lambda said: change_view(view_id, by=request.user, name=said["name"], team=said["team"])
    ):
        return redirect("desk:views")
    return _form(request, form, view_id, kept.filters)


@needs("desk.read")
@require_POST
def remove(request: SignedIn, view_id: int) -> HttpResponse:
    remove_view(view_id, by=request.user)
    return redirect("desk:views")


@needs("desk.read")
@require_POST
def move(request: SignedIn, view_id: int) -> HttpResponse:
    move_view(view_id, by=request.user, up=request.POST.get("to") == "up")
    return redirect("desk:views")


def described(filters: Mapping[str, Any]) -> list[str]:
    """Return the filters in words, for whoever wonders what the view shows."""
    return [chip.text for chip in chips_of(Filters.read(filters))]


def _form(request: SignedIn, form: ViewForm, view_id: int | None, filters: dict[str, Any]) -> HttpResponse:
    context = {
        "form": form,
        "view_id": view_id,
        "described": described(filters),
        "sections": sections_for(request),
        "teams": _teams(request.user),
    }
    return render(request, "desk/view_form.html", context, status=form.status)


def _teams(user: User) -> list[tuple[int, str]]:
    if not user.may("view.share"):
        return []
    teams = Team.objects.filter(is_active=True)
    teams = teams if SEES_ALL & user.roles else teams.filter(pk__in=team_ids_of(user))
    return [(team.pk, team.name) for team in teams]
