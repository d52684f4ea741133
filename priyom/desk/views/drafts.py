"""The doors of drafts: a form saves itself at every pause."""

import re
import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from priyom.base.errors import NotVisible
from priyom.desk.actions.drafts import discard_draft, save_draft
from priyom.people.requests import SignedIn
from priyom.privacy.hints.views import with_releases

PLACE = re.compile(r"[a-z][a-z_-]{0,19}(?::[A-Za-z0-9_-]{1,36})?")  # "new", "reply:17", "note:17"
OWN = {"place", "token", "csrfmiddlewaretoken", "body", "released"}


@login_required
@require_POST
@with_releases
def save(request: SignedIn) -> HttpResponse:
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in OWN}
    token = _token(request.GET.get("token") or request.POST.get("token"))
    saved_at = save_draft(
        by=request.user, place=_place(request), text=request.POST.get("body", ""), token=token, fields=fields
    )
    return render(request, "portal/_draft_status.html", {"saved_at": saved_at})


@login_required
@require_POST
def discard(request: SignedIn) -> HttpResponse:
    discard_draft(by=request.user, place=_place(request))
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return HttpResponse(status=204)


def _place(request: HttpRequest) -> str:
    place = request.GET.get("place") or request.POST.get("place", "")
    if not PLACE.fullmatch(place):
        raise NotVisible
    return place


def _token(given: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return None
