"""The doors that belong to nobody else: the first page, health, and refusals."""

import sys
from typing import Any

from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priyom.base.errors import DomainError, Invalid, NotAllowed, NotVisible
from priyom.base.http import once_more, refusal, title_of, wants_json
from priyom.base.unavailable import not_now


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect(request.user.home)


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    from priyom.base.health import is_ready

    fit = is_ready()
    return JsonResponse({"status": "ok" if fit else "unready"}, status=200 if fit else 503)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    path = request.path
    twin = path.rstrip("/") if path.endswith("/") else f"{path}/"
    if request.method in {"GET", "HEAD"} and not is_valid_path(path) and twin and is_valid_path(twin):
        return redirect(twin + (f"?{query}" if (query := request.META.get("QUERY_STRING", "")) else ""))
    return refusal(request, NotVisible(_("There is nothing at this address, or it is not open to you.")))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refusal(request, NotAllowed(_("This is not open to you.")))


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    return refusal(
        request, NotAllowed(_("The page was open for too long or came from elsewhere. Open it again and repeat."))
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return refusal(request, Invalid(_("There is far too much in this form. Send it in parts.")))
    return refusal(request, DomainError(_("The request could not be read. It may be too large or damaged.")))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when everything else failed: no query, no session, no context processor."""
    if refused := not_now(sys.exc_info()[1]):
        return refusal(request, refused)
    number = getattr(request, "request_id", "")
    if wants_json(request):
        return JsonResponse(
            {"type": "/problems/broken", "title": title_of(500), "status": 500, "code": "broken", "request_id": number},
            status=500,
            content_type="application/problem+json",
        )
    context: dict[str, Any] = {"status": 500, "title": title_of(500), "sentences": [], "request_id": number}
    context["again"] = once_more(request, 500)
    return HttpResponse(render_to_string("base/refusal.html", context, using="jinja2"), status=500)
