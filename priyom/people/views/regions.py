"""Doors of regions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.people.actions.regions import change_region, create_region
from priyom.people.directory.places import get_region, history_of, region_rows
from priyom.people.forms.places import RegionForm
from priyom.people.requests import SignedIn
from priyom.people.views.directory import given, show
from priyom.people.zones import zone_words


@login_required
def regions(request: SignedIn) -> HttpResponse:
    return show(request, "people/regions.html", {"regions": region_rows(request.user), "zone_words": zone_words})


@login_required
def region_new(request: SignedIn) -> HttpResponse:
    refuse_readers(request)
    form = RegionForm(given(request))
    region = form.carry_out(create_region, by=request.user) if request.method == "POST" else None
    if region:
        messages.success(request, _("The region is added."))
        return redirect("people:regions")
    return show(request, "people/region_form.html", {"region": None, "history": []}, form=form)


@login_required
def region(request: SignedIn, code: str) -> HttpResponse:
    found = get_region(request.user, code)
    refuse_readers(request)
    form = RegionForm(given(request), region=found, initial=vars(found))
    if request.method == "POST" and form.carry_out(change_region, code, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:regions")
    return show(request, "people/region_form.html", {"region": found, "history": history_of(found)}, form=form)


def refuse_readers(request: SignedIn) -> None:
    if not request.user.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes this."))
