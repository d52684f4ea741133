"""Doors of teams and of those who work in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priyom.base.errors import NotAllowed
from priyom.people.actions import teams as actions
from priyom.people.directory.places import get_team, history_of, places_in, team_rows
from priyom.people.forms.places import ColleagueForm, TeamForm
from priyom.people.models import Team
from priyom.people.permissions import may_manage_team
from priyom.people.requests import SignedIn
from priyom.people.views.directory import given, show


@login_required
def teams(request: SignedIn) -> HttpResponse:
    return show(request, "people/teams.html", {"teams": team_rows(request.user)})


@login_required
def team_new(request: SignedIn) -> HttpResponse:
    if not request.user.may("teams.create"):
        raise NotAllowed(_("Only a manager or an administrator adds teams."))
    form = TeamForm(given(request))
    created = form.carry_out(actions.create_team, by=request.user) if request.method == "POST" else None
    if created:
        messages.success(request, _("The team is added. Now say who works in it."))
        return redirect("people:team", created.code)
    return show(request, "people/team_form.html", {"team": None}, form=form)


@login_required
def team(request: SignedIn, code: str) -> HttpResponse:
    return _team_page(request, get_team(request.user, code), ColleagueForm())


@login_required
def team_edit(request: SignedIn, code: str) -> HttpResponse:
    found = _to_change(request, code)
    form = TeamForm(given(request), team=found, initial={**vars(found), "regions": found.regions.all()})
    if not request.user.may("teams.create"):
        form.fields["regions"].disabled = form.fields["only_asked"].disabled = True
    if request.method == "POST" and form.carry_out(actions.change_team, code, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:team", code)
    return show(request, "people/team_form.html", {"team": found}, form=form)


@login_required
@require_POST
def team_members(request: SignedIn, code: str) -> HttpResponse:
    found = _to_change(request, code)
    form = ColleagueForm(request.POST)
    if form.carry_out(actions.add_to_team, code, by=request.user):
        messages.success(request, _("The colleague works in the team now."))
        return redirect("people:team", code)
    return _team_page(request, found, form)


@login_required
@require_POST
def team_member(request: SignedIn, code: str, login: str) -> HttpResponse:
    """Take a colleague out, or make the colleague lead the team."""
    said = request.POST.get("place")
    if said == "out":
        actions.remove_from_team(code, login, by=request.user)
    else:
        actions.set_lead(code, login, by=request.user, is_lead=said == "lead")
    messages.success(request, _("Saved."))
    return redirect("people:team", code)


def _team_page(request: SignedIn, found: Team, form: ColleagueForm) -> HttpResponse:
    places = places_in(found)
    context = {
        "team": found, "places": places, "history": history_of(found),
        "is_led": any(place.is_lead and place.user.is_active for place in places),
        "may_manage": may_manage_team(request.user, found),
    }  # fmt: skip
    return show(request, "people/team.html", context, form=form)


def _to_change(request: SignedIn, code: str) -> Team:
    found = get_team(request.user, code)
    if not may_manage_team(request.user, found):
        raise NotAllowed(_("Only the team's lead, a manager or an administrator changes the team."))
    return found
