"""The doors to oneself: profile, theme, sessions."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.people.actions.profile import change_profile, choose_theme, end_own_sessions
from priyom.people.devices import device_of
from priyom.people.forms.accounts import ProfileForm
from priyom.people.models import Team
from priyom.people.requests import SignedIn
from priyom.people.zones import zone_choices


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedIn) -> HttpResponse:
    me = request.user
    form = ProfileForm.of(request, initial={name: getattr(me, name) for name in ProfileForm.base_fields})
    if form.is_valid() and form.submit(change_profile, by=me, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    context = {
        "form": form, "zones": zone_choices(), "keys": me.api_keys.filter(revoked_at__isnull=True).order_by("pk"),
        "teams": list(Team.objects.filter(places__user=me, is_active=True).values_list("name", flat=True)),
        "second_factor": is_mfa_enabled(me), "notifications_url": address_or_nothing("channels:preferences"),
    }  # fmt: skip
    return render(request, "people/profile.html", context, status=form.status)


@login_required
@require_POST
def theme(request: SignedIn) -> HttpResponse:
    choose_theme(request.POST.get("theme", ""), by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if ours else "people:profile")


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    rows = [
        {"session": one, "device": device_of(one.user_agent), "present": one.session_key == request.session.session_key}
        for one in sorted(
            UserSession.objects.purge_and_list(request.user), key=lambda one: one.last_seen_at, reverse=True
        )
    ]
    return render(request, "people/sessions.html", {"rows": rows})


@login_required
@require_POST
def end_session(request: SignedIn, session_id: int) -> HttpResponse:
    end_own_sessions(by=request.user, present=request.session.session_key, session_id=session_id)
    return redirect("people:sessions")


@login_required
@require_POST
def end_other_sessions(request: SignedIn) -> HttpResponse:
    end_own_sessions(by=request.user, present=request.session.session_key)
    messages.success(request, _("All other sessions are ended."))
    return redirect("people:sessions")


def address_or_nothing(name: str) -> str:
    """Return the address of a page that a room above may or may not have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
