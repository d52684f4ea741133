"""The doors to the guard's settings: for everybody, for one organisation, the lists, the box to try it in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.forms import key_in
from priyom.base.http import wants_fragment
from priyom.people.account_pages import refuse_without
from priyom.people.models import Organisation
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.privacy.decided import actions
from priyom.privacy.decided.forms import EntryForm, ExceptionForm, KindsForm
from priyom.privacy.decided.queries import get_organisation, guard_page
from priyom.privacy.decided.trying import LONGEST, tried


@login_required
@require_safe
def everybody(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "guard.read")
    return _page(request, None)


@login_required
@require_safe
def organisation(request: SignedIn, pk: int) -> HttpResponse:
    return _page(request, get_organisation(request.user, pk))


@login_required
@require_POST
def kinds(request: SignedIn) -> HttpResponse:
    actions.refuse_others(request.user)
    place, form = _place(request), KindsForm(request.POST)
    if form.is_valid() and form.submit(actions.decide_kinds, by=request.user, organisation=place, **form.cleaned_data):
        messages.success(request, _("Saved. It holds for what is written from now on."))
        return _back(place)
    return _page(request, place, kinds_form=form)


@login_required
@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    place = get_organisation(request.user, pk)
    actions.withdraw_exception(place, by=request.user)
    messages.success(request, _("What holds for everybody holds here again."))
    return _back(place)


@login_required
@require_POST
def exception(request: SignedIn) -> HttpResponse:
    actions.refuse_others(request.user)
    form = ExceptionForm(request.POST)
    if form.is_valid():
        return redirect("guard:organisation", form.cleaned_data["organisation"].pk)
    return _page(request, None, exception_form=form)


@login_required
@require_POST
def entries(request: SignedIn) -> HttpResponse:
    actions.refuse_others(request.user)
    place, form = _place(request), EntryForm(request.POST)
    if form.is_valid() and form.submit(actions.add_entry, by=request.user, organisation=place, **form.cleaned_data):
        messages.success(request, _("The line is kept."))
        return _back(place)
    return _page(request, place, entry_form=form)


@login_required
@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    entry = actions.remove_entry(pk, by=request.user)
    messages.success(request, _("The line is removed."))
    return _back(entry.organisation)


@login_required
@require_POST
def attempt(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "guard.read")
    place = _place(request)
    text = request.POST.get("text", "")[:LONGEST]
    masked, pieces = tried(text, place)
    if wants_fragment(request):
        return render(request, "privacy/_tried.html", {"masked": masked, "pieces": pieces, "asked": True})
    return _page(request, place, masked=masked, pieces=pieces, text=text)


def _place(request: SignedIn) -> Organisation | None:
    pk = key_in(request.POST.get("organisation"))
    return get_organisation(request.user, pk) if pk is not None else None


def _back(place: Organisation | None) -> HttpResponse:
    return redirect("guard:organisation", place.pk) if place else redirect("guard:settings")


def _page(request: SignedIn, place: Organisation | None, **more: Any) -> HttpResponse:
    forms: dict[str, Any] = {
        "kinds_form": KindsForm(), "entry_form": EntryForm(initial={"kind": "telephone"}),
        "exception_form": ExceptionForm(), "masked": "", "pieces": [], "text": "",
    } | more  # fmt: skip
    status = max(forms[name].status for name in ("kinds_form", "entry_form", "exception_form"))
    context = forms | {
        "page": guard_page(place), "sections": sections_for(request), "asked": bool(forms["text"]),
        "may_manage": request.user.may("guard.manage"), "longest": LONGEST,
    }  # fmt: skip
    return render(request, "privacy/settings.html", context, status=status)
