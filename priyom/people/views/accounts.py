"""The doors of those who look after accounts: invitations, people who wait, one account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.errors import Invalid
from priyom.people import account_pages as pages
from priyom.people.actions import accounts
from priyom.people.actions.invitations import invite_person, send_invitation_again, withdraw_invitation
from priyom.people.actions.registration import approve_person, refuse_person
from priyom.people.actions.signin import ask_password_reset
from priyom.people.forms.accounts import InvitationForm
from priyom.people.limits import refuse_too_many
from priyom.people.models import Invitation, Role
from priyom.people.queries import get_account
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: SignedIn) -> HttpResponse:
    pages.refuse_without(request.user, "people.invite")
    form = InvitationForm.of(request, initial={"role": Role.REQUESTER})
    if form.is_valid() and form.submit(_invite, request, form.cleaned_data):
        messages.success(request, _("The invitation is on its way."))
        return redirect("people:invitations")
    context = {"form": form, "page": pages.invitations_page(request.user), "sections": sections_for(request)}
    return render(request, "people/invitations.html", context, status=form.status)


def _invite(request: SignedIn, wish: dict[str, Any]) -> Invitation:
    refuse_too_many(request, "invite", key=str(request.user.pk))
    organisation = pages.reachable_organisation(request.user, wish["organisation"])
    if wish["role"] not in Role.values:
        raise Invalid(errors={"role": [_("There is no such role.")]})
    return invite_person(by=request.user, email=wish["email"], organisation=organisation, role=wish["role"])


@login_required
@require_POST
def send_again(request: SignedIn, invitation_id: int) -> HttpResponse:
    send_invitation_again(invitation_id, by=request.user)
    messages.success(request, _("The invitation is on its way again; the earlier link no longer works."))
    return redirect("people:invitations")


@login_required
@require_POST
def withdraw(request: SignedIn, invitation_id: int) -> HttpResponse:
    withdraw_invitation(invitation_id, by=request.user)
    return redirect("people:invitations")


@login_required
@require_safe
def admissions(request: SignedIn) -> HttpResponse:
    pages.refuse_without(request.user, "people.approve")
    context = {"rows": pages.admissions_page(request.user), "sections": sections_for(request)}
    return render(request, "people/admissions.html", context)


@login_required
@require_POST
def approve(request: SignedIn, membership_id: int) -> HttpResponse:
    membership = approve_person(membership_id, by=request.user)
    messages.success(request, _("%(name)s may sign in now.") % {"name": membership.user.name})
    return redirect("people:admissions")


@login_required
@require_POST
def refuse(request: SignedIn, membership_id: int) -> HttpResponse:
    refuse_person(membership_id, by=request.user)
    return redirect("people:admissions")


@login_required
@require_safe
def account(request: SignedIn, login: str) -> HttpResponse:
    person = get_account(request.user, login)
    context = {"account": pages.account_page(request.user, person), "sections": sections_for(request)}
    return render(request, "people/account.html", context)


@login_required
@require_POST
def account_state(request: SignedIn, login: str) -> HttpResponse:
    change = accounts.enable_user if request.POST.get("open") == "1" else accounts.disable_user
    change(login, by=request.user)
    return redirect("people:account", login)


@login_required
@require_POST
def account_letter(request: SignedIn, login: str) -> HttpResponse:
    ask_password_reset(get_account(request.user, login).login)
    messages.success(request, _("A letter with a link to a new password is on its way."))
    return redirect("people:account", login)


@login_required
@require_POST
def account_factor(request: SignedIn, login: str) -> HttpResponse:
    accounts.remove_second_factor(login, by=request.user)
    messages.success(request, _("The second factor is taken off; the person sets up a new one at the next sign-in."))
    return redirect("people:account", login)


@login_required
@require_POST
def grant(request: SignedIn, login: str) -> HttpResponse:
    person = get_account(request.user, login)
    named = request.POST.get("organisation") or request.POST.get("organisation_code", "")
    organisation = pages.reachable_organisation(request.user, named)
    accounts.grant_role(person.login, pages.known_role(request.POST.get("role", "")), organisation, by=request.user)
    return redirect("people:account", login)


@login_required
@require_POST
def end_role(request: SignedIn, login: str, membership_id: int) -> HttpResponse:
    accounts.end_role(login, membership_id, by=request.user)
    return redirect("people:account", login)
