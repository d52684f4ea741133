"""The doors for people who are not signed in: sign-in, links by mail, invitations, asking to be let in."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView, LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from priyom.base.errors import TooMany
from priyom.base.http import refusal
from priyom.people.actions.invitations import accept_invitation, find_invitation, invited_user
from priyom.people.actions.registration import ask_to_register
from priyom.people.actions.signin import (
    PASSWORD,
    SIGN_IN,
    ask_password_reset,
    ask_sign_in_link,
    find_link,
    reset_password,
    use_sign_in_link,
)
from priyom.people.belongings import sentences_for_waiting
from priyom.people.forms.accounts import AddressForm, NameForm, NamesForm, NewPasswordForm
from priyom.people.limits import patience, refuse_too_many, steady
from priyom.people.models import User
from priyom.people.requests import SignedIn
from priyom.people.roles import STAFF_ROLES

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class SignInView(LoginView):
    """allauth's sign-in with honest status codes."""

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        locked = form.has_error("__all__", "too_many_login_attempts")
        answer.status_code = 429 if locked else 422
        return answer


class SignOutView(LogoutView):
    """allauth's sign-out; a shared computer keeps nothing of what was shown."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(*args, **kwargs)
        answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refusal(request, TooMany(patience(60)))


@get_or_post
def ask_link(request: HttpRequest) -> HttpResponse:
    form = NameForm.of(request, initial={"next": request.GET.get("next", "")})
    if form.is_valid():
        refuse_too_many(request, "link", key=form.cleaned_data["name"])
        with steady():
            ask_sign_in_link(form.cleaned_data["name"], next_path=form.cleaned_data["next"])
        return render(request, "people/letter_sent.html", {"about": "link"})
    return render(request, "people/ask_link.html", {"form": form}, status=form.status)


@get_or_post
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    refuse_too_many(request, "token")
    if request.method != "POST":
        return render(request, "people/use_link.html", {"link": find_link(token, SIGN_IN)})
    link = use_sign_in_link(token)
    return _sign_in(request, link.user, method="link", redirect_url=link.next_path)


@get_or_post
def ask_password(request: HttpRequest) -> HttpResponse:
    form = NameForm.of(request)
    if form.is_valid():
        refuse_too_many(request, "reset", key=form.cleaned_data["name"])
        with steady():
            ask_password_reset(form.cleaned_data["name"])
        return render(request, "people/letter_sent.html", {"about": "password"})
    return render(request, "people/ask_password.html", {"form": form}, status=form.status)


@sensitive_post_parameters("password")
@get_or_post
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    refuse_too_many(request, "token")
    link = find_link(token, PASSWORD)
    form = NewPasswordForm.of(request)
    if form.submit(reset_password, token, password=request.POST.get("password", "")):
        messages.success(request, _("The password is changed. Sign in with the new one."))
        return redirect("account_login")
    return render(request, "people/new_password.html", {"form": form, "person": link.user}, status=form.status)


@get_or_post
def register(request: HttpRequest) -> HttpResponse:
    form = AddressForm.of(request)
    if form.is_valid():
        refuse_too_many(request, "register", key=form.cleaned_data["email"])
        with steady():
            ask_to_register(form.cleaned_data["email"])
        return render(request, "people/letter_sent.html", {"about": "register"})
    return render(request, "people/register.html", {"form": form}, status=form.status)


@sensitive_post_parameters("password")
@get_or_post
def accept(request: HttpRequest, token: str) -> HttpResponse:
    refuse_too_many(request, "token")
    invitation = find_invitation(token)
    known, staff = invited_user(invitation), invitation.role in STAFF_ROLES
    if known is not None:
        return _accept_as_known(request, token, {"invitation": invitation, "known": known})
    form = NamesForm.of(request, needs_password=staff)
    if form.is_valid() and form.submit(accept_invitation, token, **form.cleaned_data):
        return _sign_in(request, form.result, method="invitation")
    context = {"invitation": invitation, "form": form, "staff": staff, "known": None}
    return render(request, "people/invitation.html", context, status=form.status)


def _accept_as_known(request: HttpRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/invitation.html", context)
    accept_invitation(token)
    messages.success(request, _("Done: you belong to one more organisation now."))
    return redirect("home")


@require_safe
@login_required
def waiting(request: SignedIn) -> HttpResponse:
    if request.user.active_memberships:
        return redirect("home")
    pending = request.user.memberships.filter(state="pending").select_related("organisation").first()
    context = {"pending": pending, "told": sentences_for_waiting(request.user)}
    return render(request, "people/waiting.html", context)


def _sign_in(request: HttpRequest, person: User, *, method: str, redirect_url: str = "") -> HttpResponse:
    """SECURITY: allauth's way in, with its stages: a link never stands for the second factor."""
    record_authentication(request, person, method=method)
    return perform_login(request, Login(user=person, redirect_url=redirect_url or None))
