"""Doors of organisations: list, card, the tree and its changes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priyom.base.errors import NotAllowed
from priyom.base.forms import key_in
from priyom.base.http import page_or_fragment
from priyom.people.actions import organisations as actions
from priyom.people.actions.relocating import relocate_organisation
from priyom.people.directory import organisations as directory
from priyom.people.directory.contracts import contracts_of_organisation
from priyom.people.directory.mergers import Merger, merger_of
from priyom.people.directory.paging import Cursor
from priyom.people.directory.places import history_of, regions_to_choose
from priyom.people.directory.relocations import Relocation, relocation_of
from priyom.people.directory.tables import ORGANISATION_HEADER, organisation_table
from priyom.people.forms.organisations import MergeForm, OrganisationForm, PlaceForm, RegionForm
from priyom.people.models import Organisation
from priyom.people.permissions import may_manage_installations, may_manage_people_of
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.people.views.directory import around, given, options, show, slot, table
from priyom.people.views.regions import refuse_readers
from priyom.people.zones import zone_words


@login_required
def organisations(request: SignedIn) -> HttpResponse:
    user = request.user
    refuse_strangers(request)
    filters = directory.OrganisationFilters.read(request.GET)
    page = directory.organisation_page(user, filters, Cursor.read(request.GET))
    context = {
        "page": page, "filters": filters, "query": urlencode(filters.as_query),
        "regions": regions_to_choose(user), "kinds": Organisation.Kind.choices,
        "parent": directory.get_organisation(user, int(filters.parent)) if filters.parent else None,
        "sections": sections_for(request),
        **around(page, reverse("people:organisations"), filters.as_query),
    }  # fmt: skip
    return page_or_fragment(request, "people/organisations.html", "people/_organisation_list.html", context)


@login_required
def organisations_csv(request: SignedIn) -> StreamingHttpResponse:
    refuse_strangers(request)
    found = directory.filtered(request.user, directory.OrganisationFilters.read(request.GET))
    return table("organisations", [str(name) for name in ORGANISATION_HEADER], organisation_table(found))


@login_required
def organisations_print(request: SignedIn) -> HttpResponse:
    refuse_strangers(request)
    filters = directory.OrganisationFilters.read(request.GET)
    rows = directory.rows_to_print(request.user, filters)
    return render(request, "people/organisations_print.html", {"rows": rows, "filters": filters})


@login_required
def organisation_options(request: SignedIn) -> HttpResponse:
    refuse_strangers(request)
    return options(request, directory.organisation_options(request.user, request.GET.get("q", "")))


@login_required
def organisation(request: SignedIn, pk: int) -> HttpResponse:
    return show(request, "people/organisation.html", card_context(request, pk))


@login_required
def organisation_print(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "people/organisation_print.html", card_context(request, pk))


@login_required
def organisation_new(request: SignedIn) -> HttpResponse:
    refuse_readers(request)
    form = OrganisationForm(given(request), initial=_suggested(request))
    created = form.carry_out(actions.create_organisation, by=request.user) if request.method == "POST" else None
    if created:
        messages.success(request, _("The organisation is added."))
        return redirect("people:organisation", created.pk)
    return show(request, "people/organisation_form.html", {"organisation": None}, form=form)


@login_required
def organisation_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = directory.get_organisation(request.user, pk)
    refuse_readers(request)
    form = OrganisationForm(given(request), organisation=found, initial=vars(found))
    if request.method == "POST" and form.carry_out(actions.change_organisation, pk, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:organisation", pk)
    return show(request, "people/organisation_form.html", {"organisation": found}, form=form)


@login_required
def organisation_place(request: SignedIn, pk: int) -> HttpResponse:
    found = directory.get_organisation(request.user, pk)
    refuse_readers(request)
    form = PlaceForm(given(request), initial={"parent": found.parent_id})
    if request.method == "POST" and form.carry_out(actions.move_organisation, pk, by=request.user):
        messages.success(request, _("The organisation stands in its new place, with everything below it."))
        return redirect("people:organisation", pk)
    below = Organisation.objects.filter(path__startswith=found.path).exclude(pk=pk).count()
    return show(request, "people/organisation_place.html", {"organisation": found, "below": below}, form=form)


@login_required
@require_POST
def organisation_state(request: SignedIn, pk: int) -> HttpResponse:
    close = request.POST.get("state") == "closed"
    (actions.close_organisation if close else actions.reopen_organisation)(pk, by=request.user)
    messages.success(request, _("The organisation is closed.") if close else _("The organisation is in use again."))
    return redirect("people:organisation", pk)


@login_required
def organisation_merge(request: SignedIn, pk: int) -> HttpResponse:
    """Choose the other organisation, see what moves, then do it."""
    found = directory.get_organisation(request.user, pk)
    refuse_readers(request)
    form = MergeForm(request.POST if request.method == "POST" else request.GET or None)
    merger: Merger | None = form.carry_out(merger_of, request.user, pk) if form.is_bound else None
    if merger and request.method == "POST":
        target = actions.merge_organisations(pk, by=request.user, into=merger.target.pk)
        messages.success(request, _("Merged. Tickets follow within a minute."))
        return redirect("people:organisation", target.pk)
    return show(request, "people/organisation_merge.html", {"organisation": found, "merger": merger}, form=form)


@login_required
def organisation_region(request: SignedIn, pk: int) -> HttpResponse:
    """Choose the region, see what goes over, then do it."""
    found = directory.get_organisation(request.user, pk)
    refuse_readers(request)
    form = RegionForm(request.POST if request.method == "POST" else request.GET or None)
    relocation: Relocation | None = form.carry_out(relocation_of, request.user, pk) if form.is_bound else None
    if relocation and request.method == "POST":
        relocate_organisation(pk, by=request.user, region=relocation.region, parent=relocation.parent)
        messages.success(request, _("The organisation is in its new region. Its tickets follow within a minute."))
        return redirect("people:organisation", pk)
    return show(
        request,
        "people/organisation_region.html",
        {"organisation": found, "relocation": relocation, "zone_words": zone_words},
        form=form,
    )


def card_context(request: SignedIn, pk: int) -> dict[str, object]:
    card = directory.organisation_card(request.user, pk)
    return {
        "card": card,
        "organisation": card.organisation,
        "history": history_of(card.organisation),
        "held": contracts_of_organisation(card.organisation),
        "tickets_url": slot("desk:organisation_tickets", pk),
        "may_install": may_manage_installations(request.user, card.organisation),
        "may_invite": may_manage_people_of(request.user, card.organisation),
        "may_manage": request.user.may("organisations.manage"),
        "zone_words": zone_words,
    }


def refuse_strangers(request: SignedIn) -> None:
    if not (request.user.may("organisations.read") or request.user.may("organisation.tickets")):
        raise NotAllowed(_("Only local specialists and support staff look in here."))


def _suggested(request: SignedIn) -> dict[str, object]:
    """Fill in what follows from the organisation below which a new one is added."""
    parent = key_in(request.GET.get("parent"))
    if parent is None:
        return {}
    above = directory.get_organisation(request.user, parent)
    is_hospital = above.kind in {Organisation.Kind.HOSPITAL, Organisation.Kind.DEPARTMENT}
    kind = Organisation.Kind.DEPARTMENT if is_hospital else Organisation.Kind.HOSPITAL
    return {
        "parent": above.pk,
        "region": above.region_id,
        "kind": kind,
        "code": f"{above.code}/" if is_hospital else "",
    }
