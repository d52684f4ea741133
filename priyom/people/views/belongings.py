"""Doors of what belongs to an organisation: products, exchanges, oddities, mail domains."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priyom.base.errors import NotAllowed
from priyom.people.actions import installations as actions
from priyom.people.directory.organisations import get_organisation
from priyom.people.forms import DirectoryForm
from priyom.people.forms.organisations import DomainForm, InstallationForm, IntegrationForm, PeculiarityForm
from priyom.people.models import Installation, Integration, Organisation, Peculiarity
from priyom.people.permissions import may_manage_installations
from priyom.people.requests import SignedIn
from priyom.people.views.directory import given, show
from priyom.people.views.regions import refuse_readers

PAGE = "people/belonging_form.html"


@login_required
def installation_new(request: SignedIn, pk: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    form = InstallationForm(given(request))
    return _add(request, organisation, form, actions.install_product, _("A product that runs here"))


@login_required
def installation(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    found = actions.get_belonging(Installation, organisation, thing)
    initial = {**vars(found), "components": found.components.all()}
    form = InstallationForm(given(request), installation=found, initial=initial)
    return _change(request, organisation, form, actions.change_installation, thing, str(found.product))


@login_required
@require_POST
def installation_removal(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    return _gone(request, actions.remove_installation(pk, thing, by=request.user))


@login_required
def integration_new(request: SignedIn, pk: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    form = IntegrationForm(given(request))
    return _add(request, organisation, form, actions.add_integration, _("An exchange with another system"))


@login_required
def integration(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    found = actions.get_belonging(Integration, organisation, thing)
    form = IntegrationForm(given(request), initial=vars(found))
    return _change(request, organisation, form, actions.change_integration, thing, found.name)


@login_required
@require_POST
def integration_removal(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    return _gone(request, actions.remove_integration(pk, thing, by=request.user))


@login_required
def peculiarity_new(request: SignedIn, pk: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    form = PeculiarityForm(given(request))
    return _add(request, organisation, form, actions.add_peculiarity, _("Something that is different here"))


@login_required
def peculiarity(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    found = actions.get_belonging(Peculiarity, organisation, thing)
    form = PeculiarityForm(given(request), initial=vars(found))
    return _change(request, organisation, form, actions.change_peculiarity, thing, _("What is different here"))


@login_required
@require_POST
def peculiarity_removal(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    return _gone(request, actions.remove_peculiarity(pk, thing, by=request.user))


@login_required
def domain_new(request: SignedIn, pk: int) -> HttpResponse:
    organisation = get_organisation(request.user, pk)
    refuse_readers(request)
    form = DomainForm(given(request))
    return _add(request, organisation, form, actions.add_mail_domain, _("A mail domain"))


@login_required
@require_POST
def domain_removal(request: SignedIn, pk: int, thing: int) -> HttpResponse:
    return _gone(request, actions.remove_mail_domain(pk, thing, by=request.user))


def _to_change(request: SignedIn, pk: int) -> Organisation:
    organisation = get_organisation(request.user, pk)
    if not may_manage_installations(request.user, organisation):
        raise NotAllowed(_("Only the local specialist, a team lead or an administrator writes this down."))
    return organisation


def _add(
    request: HttpRequest, organisation: Organisation, form: DirectoryForm, action: Any, title: str
) -> HttpResponse:
    if request.method == "POST" and form.carry_out(action, organisation.pk, by=request.user):
        messages.success(request, _("Written down."))
        return redirect("people:organisation", organisation.pk)
    return show(request, PAGE, {"organisation": organisation, "title": title}, form=form)


def _change(
    request: HttpRequest, organisation: Organisation, form: DirectoryForm, action: Any, thing: int, title: str
) -> HttpResponse:
    if request.method == "POST" and form.carry_out(action, organisation.pk, thing, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:organisation", organisation.pk)
    return show(request, PAGE, {"organisation": organisation, "title": title}, form=form)


def _gone(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.success(request, _("Struck out."))
    return redirect("people:organisation", organisation.pk)
