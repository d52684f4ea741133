"""Doors of contracts: the list in its order, one contract, what is said of it, its end, its preview."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priyom.base.forms import key_in
from priyom.people.actions import contracts as actions
from priyom.people.contracts import terms_of
from priyom.people.directory.contract_page import ladder_of, matrix_of, products_named, topics_in_words
from priyom.people.directory.contracts import contract_rows, get_contract, party_names, state_of, zones_of
from priyom.people.directory.overlaps import overlaps_for
from priyom.people.directory.places import history_of
from priyom.people.directory.promised import Preview, preview_of
from priyom.people.forms.contracts import ContractForm, EndForm, PreviewForm
from priyom.people.models import Contract
from priyom.people.requests import SignedIn
from priyom.people.views.contract_rows import moved_to
from priyom.people.views.directory import given, show, slot

FACTS = (
    "title", "number", "customer", "starts_on", "ends_on", "support_model", "goal_percent", "tells_by_itself",
    "is_active",
)  # fmt: skip


@login_required
def contracts(request: SignedIn) -> HttpResponse:
    rows = contract_rows(request.user)
    overlaps = overlaps_for(request.user, [row.contract.pk for row in rows])
    context = {
        "rows": [row for row in rows if not row.contract.is_template],
        "templates": [row for row in rows if row.contract.is_template],
        "overlaps": overlaps,
        "moved": moved_by(request),
    }
    return show(request, "people/contracts.html", context)


@login_required
def contract_new(request: SignedIn) -> HttpResponse:
    """Choose what to begin with, then say what the contract is."""
    rows = contract_rows(request.user)
    actions.refuse_writers(request.user)
    chosen = key_in(request.POST.get("source") or request.GET.get("source"))
    if request.method != "POST" and chosen is None and "empty" not in request.GET:
        return show(request, "people/contract_new.html", {"rows": rows})
    source = get_contract(request.user, chosen) if chosen else None
    form = ContractForm(given(request), initial=_begun(source))
    if request.method == "POST" and form.carry_out(actions.create_contract, by=request.user, source=source):
        messages.success(request, _("The contract is added. Look through its rows, then try it in the preview."))
        return redirect("people:contract", form.result.pk)
    return show(request, "people/contract_form.html", {"contract": None, "source": source}, form=form)


@login_required
def contract(request: SignedIn, pk: int) -> HttpResponse:
    found = get_contract(request.user, pk)
    return show(request, "people/contract.html", _page(request, found))


@login_required
def contract_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = get_contract(request.user, pk)
    actions.refuse_writers(request.user)
    form = ContractForm(given(request), contract=found, initial=_said(found))
    if request.method == "POST" and form.carry_out(actions.change_contract, pk, by=request.user):
        saved = _("Saved. Tickets opened from now on go by it; those that are open keep their terms.")
        messages.success(request, form.kept(saved))
        return redirect("people:contract", pk)
    return show(request, "people/contract_form.html", {"contract": found, "source": None}, form=form)


@login_required
def contract_end(request: SignedIn, pk: int) -> HttpResponse:
    found = get_contract(request.user, pk)
    actions.refuse_writers(request.user)
    initial = {"ends_on": found.ends_on, "revision": found.revision}
    form = EndForm(given(request), contract=found, initial=initial)
    if request.method == "POST" and form.carry_out(actions.end_contract, pk, by=request.user):
        messages.success(request, _("The last day is kept. Tickets that are open keep their terms."))
        return redirect("people:contract", pk)
    return show(
        request,
        "people/contract_end.html",
        {"contract": found, "overlaps": overlaps_for(request.user, [pk])},
        form=form,
    )


@login_required
@require_POST
def contract_move(request: SignedIn, pk: int) -> HttpResponse:
    to = request.POST.get("to", "")
    actions.move_contract(pk, by=request.user, to=to)
    return redirect(moved_to(reverse("people:contracts"), pk, to))


@login_required
def contract_preview(request: SignedIn, pk: int) -> HttpResponse:
    """Answer what the contract promises for an imagined ticket."""
    found = get_contract(request.user, pk)
    return render(request, "people/_contract_preview.html", _previewed(request, found))


def moved_by(request: HttpRequest) -> tuple[int | None, str]:
    """Return which row was moved just now, and where to."""
    return key_in(request.GET.get("moved")), request.GET.get("to", "")


def _page(request: SignedIn, found: Contract) -> dict[str, Any]:
    terms = terms_of(found.pk)
    overlaps = overlaps_for(request.user, [found.pk])
    signs = [(sign, topics_in_words(sign.topics)) for sign in terms.signs] if terms else []
    return {
        "contract": found,
        "state": state_of(found),
        "parties": party_names(request.user, [found.pk])[found.pk],
        "matrix": matrix_of(terms) if terms else None,
        "signs": signs,
        "rungs": ladder_of(found),
        "overlaps": overlaps,
        "history": history_of(found),
        "report_url": "" if found.is_template else slot("insight:contract", found.pk),
        "moved": moved_by(request),
        "may_manage": request.user.may("contracts.manage"),
        **_previewed(request, found),
    }


def _previewed(request: HttpRequest, found: Contract) -> dict[str, Any]:
    terms, preview = terms_of(found.pk), None
    asked = PreviewForm(request.GET, zones=zones_of(found), products=products_named(terms))
    if terms is not None and asked.is_valid():
        preview = _preview(terms, asked)
    return {"contract": found, "asked": asked, "preview": preview}


def _preview(terms: Any, asked: PreviewForm) -> Preview:
    said = asked.cleaned_data
    return preview_of(
        terms, kind=said["kind"], priority=said["priority"], topic=said["topic"],
        products=[said["product"].pk] if said["product"] else [], at=asked.registered_at, zone=said["zone"],
    )  # fmt: skip


def _begun(source: Contract | None) -> dict[str, Any]:
    """Begin a contract with what its source says, without the number, the customer and the parties."""
    if source is None:
        return {}
    kept = {name: getattr(source, name) for name in ("support_model", "goal_percent", "tells_by_itself")}
    products = list(source.products.values_list("pk", flat=True))
    return kept | {"calendar": source.calendar_id, "duty_calendar": source.duty_calendar_id, "products": products}


def _said(found: Contract) -> dict[str, Any]:
    parties = list(found.parties.values_list("region_id", "organisation_id"))
    return {name: getattr(found, name) for name in FACTS} | {
        "calendar": found.calendar_id,
        "duty_calendar": found.duty_calendar_id,
        "products": list(found.products.values_list("pk", flat=True)),
        "regions": [region for region, _organisation in parties if region],
        "organisations": [organisation for _region, organisation in parties if organisation],
        "revision": found.revision,
    }
