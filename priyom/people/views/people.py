"""Doors of people: list, card, what is said of them, and handing their work over."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.base.events import record
from priyom.base.http import page_or_fragment
from priyom.people.actions.accounts import create_user
from priyom.people.actions.handover import hand_over
from priyom.people.actions.people import change_person
from priyom.people.belongings import belongings_of_person
from priyom.people.directory import people as directory
from priyom.people.directory.organisations import get_organisation
from priyom.people.directory.paging import Cursor
from priyom.people.directory.places import history_of, regions_to_choose
from priyom.people.directory.tables import PEOPLE_HEADER, people_table
from priyom.people.forms.people import HandoverForm, PersonForm
from priyom.people.models import Organisation
from priyom.people.permissions import may_hand_over, may_manage_account
from priyom.people.queries import get_account
from priyom.people.requests import SignedIn
from priyom.people.roles import Role
from priyom.people.sections import sections_for
from priyom.people.views.directory import around, given, options, show, slot, table
from priyom.people.zones import zone_words

WORKING = f"{Role.AGENT},{Role.TEAM_LEAD},{Role.MANAGER},{Role.ADMINISTRATOR}"


@login_required
def people(request: SignedIn) -> HttpResponse:
    filters = directory.PeopleFilters.read(request.GET)
    page = directory.people_page(request.user, filters, Cursor.read(request.GET))
    context = {
        "page": page, "filters": filters, "query": urlencode(filters.as_query),
        "regions": regions_to_choose(request.user), "roles": Role.choices,
        "organisation": _chosen(request, filters.organisation),
        "sections": sections_for(request),
        **around(page, reverse("people:people"), filters.as_query),
    }  # fmt: skip
    return page_or_fragment(request, "people/people.html", "people/_people_list.html", context)


@login_required
def people_csv(request: SignedIn) -> StreamingHttpResponse:
    if not request.user.may("people.manage"):
        raise NotAllowed(_("Only an administrator takes people away as a table."))
    found = directory.filtered(request.user, directory.PeopleFilters.read(request.GET))
    record("people.exported", request.user, by=request.user)
    return table("people", [str(name) for name in PEOPLE_HEADER], people_table(found))


@login_required
def people_print(request: SignedIn) -> HttpResponse:
    filters = directory.PeopleFilters.read(request.GET)
    rows = directory.rows_to_print(request.user, filters)
    return render(request, "people/people_print.html", {"rows": rows, "filters": filters})


@login_required
def colleague_options(request: SignedIn) -> HttpResponse:
    if not request.user.may("desk.read"):
        raise NotAllowed(_("Only support staff look in here."))
    return options(request, directory.person_options(request.user, request.GET.get("q", ""), role=WORKING))


@login_required
def person(request: SignedIn, login: str) -> HttpResponse:
    card = directory.person_card(request.user, login)
    context = {
        "card": card, "person": card.person, "zone_words": zone_words, "history": history_of(card.person),
        "may_change": _may_change(request, login) and may_manage_account(request.user, card.person),
        "may_hand_over": may_hand_over(request.user, card.person) and bool(card.places),
        "account_url": slot("people:account", login) if _may_change(request, login) else "",
        "tickets_url": slot("desk:person_tickets", login),
    }  # fmt: skip
    return show(request, "people/person.html", context)


@login_required
def person_new(request: SignedIn) -> HttpResponse:
    if not request.user.may("people.manage"):
        raise NotAllowed(_("Only an administrator opens accounts. Others invite people."))
    initial = {"organisation": request.GET.get("organisation", "")}
    form = PersonForm(given(request), by=request.user, initial=initial)
    created = form.carry_out(create_user, by=request.user, password=None) if request.method == "POST" else None
    if created:
        messages.success(request, _("The account is open. A link by mail signs the person in."))
        return redirect("people:person", created.login)
    return show(request, "people/person_form.html", {"person": None}, form=form)


@login_required
def person_edit(request: SignedIn, login: str) -> HttpResponse:
    found = directory.get_person(request.user, login)
    if not (_may_change(request, login) and may_manage_account(request.user, found)):
        raise NotAllowed(_("This account is not yours to change."))
    initial = {**vars(found), "organisation": found.organisation_id}
    form = PersonForm(given(request), by=request.user, person=found, initial=initial)
    if request.method == "POST" and form.carry_out(change_person, login, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:person", login)
    return show(request, "people/person_form.html", {"person": found}, form=form)


@login_required
def person_handover(request: SignedIn, login: str) -> HttpResponse:
    """Say where the work goes, see how much it is, and do it in one step."""
    found = directory.get_person(request.user, login)
    if not may_hand_over(request.user, found):
        raise NotAllowed(_("Only the team's lead, a manager or an administrator hands work over."))
    form = HandoverForm(given(request), by=request.user, initial={"close": found.is_active})
    if request.method == "POST" and form.carry_out(hand_over, login, by=request.user):
        messages.success(request, _("The work is handed over. The tickets follow within a minute."))
        return redirect("people:person", login)
    places = found.places.select_related("team")
    context = {"person": found, "places": places, "belongings": belongings_of_person(found)}
    return show(request, "people/person_handover.html", context, form=form)


def _may_change(request: SignedIn, login: str) -> bool:
    """Say whether the account is in the person's keeping; its door is narrower than that of the card."""
    return request.user.may("people.manage") or (request.user.may("people.approve") and _is_kept(request, login))


def _is_kept(request: SignedIn, login: str) -> bool:
    return bool(get_account(request.user, login))


def _chosen(request: SignedIn, organisation: str) -> Organisation | None:
    """Return the organisation that the list is narrowed to."""
    return get_organisation(request.user, int(organisation)) if organisation else None
