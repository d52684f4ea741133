"""Doors of what a contract consists of: rows of the matrix, signs, the ladder."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priyom.base.forms import key_in
from priyom.people.actions import contract_rows as actions
from priyom.people.actions.contracts import refuse_writers
from priyom.people.contracts import level_terms
from priyom.people.directory.contracts import get_contract, zones_of
from priyom.people.directory.promised import promised
from priyom.people.forms.contract_rows import LadderForm, LevelForm, SignForm
from priyom.people.forms.contracts import PreviewForm
from priyom.people.models import Contract, CriticalSign, ServiceLevel
from priyom.people.requests import SignedIn
from priyom.people.sums import moment_in
from priyom.people.views.directory import given, show


@login_required
def level_new(request: SignedIn, pk: int) -> HttpResponse:
    found = _to_change(request, pk)
    like = key_in(request.GET.get("like"))
    shown = _shown(actions.get_level(found, like)) if like else {}
    form = LevelForm(given(request), contract=found, initial=shown | {"revision": found.revision})
    if request.method == "POST" and form.carry_out(actions.add_level, pk, by=request.user):
        messages.success(request, _("The row is added, above the more general ones."))
        return redirect("people:contract", pk)
    return _level_page(request, found, None, form)


@login_required
def level(request: SignedIn, pk: int, level_id: int) -> HttpResponse:
    found = _to_change(request, pk)
    row = actions.get_level(found, level_id)
    form = LevelForm(given(request), contract=found, initial=_shown(row) | {"revision": found.revision})
    form.keep("product", row.product_id)
    form.keep("calendar", row.calendar_id)
    if request.method == "POST" and form.carry_out(actions.change_level, pk, level_id, by=request.user):
        messages.success(request, form.kept(_("The row is saved.")))
        return redirect("people:contract", pk)
    return _level_page(request, found, row, form)


@login_required
@require_POST
def level_preview(request: SignedIn, pk: int) -> HttpResponse:
    """Say what the row would promise as it is typed."""
    found = _to_change(request, pk)
    return render(
        request, "people/_contract_level_preview.html", _tried(found, LevelForm(request.POST, contract=found))
    )


@login_required
@require_POST
def level_removal(request: SignedIn, pk: int, level_id: int) -> HttpResponse:
    actions.remove_level(pk, level_id, by=request.user, revision=key_in(request.POST.get("revision")))
    messages.success(request, _("The row is gone. Tickets opened under it keep their terms."))
    return redirect("people:contract", pk)


@login_required
@require_POST
def level_move(request: SignedIn, pk: int, level_id: int) -> HttpResponse:
    to = request.POST.get("to", "")
    actions.move_level(pk, level_id, by=request.user, to=to, revision=key_in(request.POST.get("revision")))
    return redirect(moved_to(reverse("people:contract", args=[pk]), level_id, to))


@login_required
def sign_new(request: SignedIn, pk: int) -> HttpResponse:
    found = _to_change(request, pk)
    form = SignForm(given(request), contract=found, initial={"revision": found.revision})
    if request.method == "POST" and form.carry_out(actions.add_sign, pk, by=request.user):
        messages.success(request, _("The sign is added."))
        return redirect("people:contract", pk)
    return show(request, "people/contract_sign.html", {"contract": found, "sign": None}, form=form)


@login_required
def sign(request: SignedIn, pk: int, sign_id: int) -> HttpResponse:
    found = _to_change(request, pk)
    row = actions.get_sign(found, sign_id)
    form = SignForm(given(request), contract=found, initial=_said_of(row) | {"revision": found.revision})
    if request.method == "POST" and form.carry_out(actions.change_sign, pk, sign_id, by=request.user):
        messages.success(request, form.kept(_("The sign is saved.")))
        return redirect("people:contract", pk)
    return show(request, "people/contract_sign.html", {"contract": found, "sign": row}, form=form)


@login_required
@require_POST
def sign_removal(request: SignedIn, pk: int, sign_id: int) -> HttpResponse:
    actions.remove_sign(pk, sign_id, by=request.user, revision=key_in(request.POST.get("revision")))
    messages.success(request, _("The sign is struck out."))
    return redirect("people:contract", pk)


@login_required
def ladder(request: SignedIn, pk: int) -> HttpResponse:
    found = _to_change(request, pk)
    shown = LadderForm.initial_of(list(found.rungs.all())) | {"revision": found.revision}
    form = LadderForm(given(request), contract=found, initial=shown)
    if request.method == "POST" and form.carry_out(actions.set_ladder, pk, by=request.user):
        messages.success(request, form.kept(_("The ladder is saved.")))
        return redirect("people:contract", pk)
    return show(request, "people/contract_ladder.html", {"contract": found}, form=form)


def moved_to(address: str, pk: int, to: str) -> str:
    """Return the page after a move, with the same button in focus: who goes on moving presses Enter again."""
    return f"{address}?{urlencode({'moved': pk, 'to': to})}#moved"


def _shown(row: ServiceLevel) -> dict[str, Any]:
    return LevelForm.initial_of(level_terms(row, row.targets.all()))


def _to_change(request: SignedIn, pk: int) -> Contract:
    found = get_contract(request.user, pk)
    refuse_writers(request.user)
    return found


def _level_page(request: HttpRequest, found: Contract, row: ServiceLevel | None, form: LevelForm) -> HttpResponse:
    tried = _tried(found, form) if form.is_bound else {"promises": ()}
    if row is not None and not form.is_bound:
        tried = _tried(found, LevelForm(form.initial, contract=found))
    return show(request, "people/contract_level.html", {"contract": found, "level": row, **tried}, form=form)


def _tried(found: Contract, form: LevelForm) -> dict[str, Any]:
    """Return what the row as typed promises to a ticket that is registered at the end of a week."""
    asked = PreviewForm({}, zones=zones_of(found))
    if not (form.is_valid() and asked.is_valid()):
        return {"contract": found, "promises": ()}
    said = form.cleaned_data
    calendar_id = said["calendar"].pk if said["calendar"] else found.calendar_id
    at, zone = asked.registered_at, asked.cleaned_data["zone"]
    promises = [promised(each, said["clause"], calendar_id, at=at, zone=zone) for each in said["targets"]]
    return {"contract": found, "promises": promises, "registered": moment_in(at, zone)}


def _said_of(row: CriticalSign) -> dict[str, Any]:
    topics = [code for code in row.topics.split(",") if code]
    return {"text": row.text, "phrases": row.phrases, "topics": topics, "clause": row.clause}
