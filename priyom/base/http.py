"""Answers: a page or its inner part, and what a refusal looks like in each door."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from priyom.base.errors import DomainError, Invalid, NotNow, TooMany, WrongMethod
from priyom.base.unavailable import not_now, typed

PASSING = frozenset({429, 500, 503})  # what passes by itself


def page_or_fragment(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render the fragment for htmx and the whole page for everybody else."""
    answer = render(request, fragment if wants_fragment(request) else page, context, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asked for a part of the page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def wants_json(request: HttpRequest) -> bool:
    """Say whether the answer is for a program."""
    return request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")


class DomainErrorMiddleware:
    """Turn a refusal into a page, a fragment for the flash region, or problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != WrongMethod.status or answer.content:
            return answer
        # Who reloads what a form has answered, or follows its address, would else look at an empty window.
        told = refusal(request, WrongMethod())
        told["Allow"] = answer.get("Allow", "")
        return told

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refused = error if isinstance(error, DomainError) else not_now(error)
        return refusal(request, refused) if refused else None


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal in the language of the door it came through."""
    if wants_json(request):
        answer: HttpResponse = JsonResponse(
            problem(error), status=error.status, content_type="application/problem+json"
        )
    elif isinstance(error, NotNow):
        answer = _not_now(request, error)
    elif wants_fragment(request):
        answer = render(
            request, "base/_flash.html", {"level": "error", "sentences": sentences(error)}, status=error.status
        )
        answer["HX-Retarget"] = "#flash"
        answer["HX-Reswap"] = "innerHTML"
    else:
        context = refusal_context(error) | {"again": once_more(request, error.status), "back": came_from(request)}
        answer = render(request, "base/refusal.html", context, status=error.status)
    if isinstance(error, TooMany | NotNow):
        answer["Retry-After"] = str(error.retry_after)
    return answer


def _not_now(request: HttpRequest, error: NotNow) -> HttpResponse:
    """Answer without the session, the person or anything else that would ask the database."""
    if wants_fragment(request):
        told = render_to_string("base/_flash.html", {"level": "error", "sentences": sentences(error)}, using="jinja2")
        answer = HttpResponse(told, status=error.status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#flash", "innerHTML"
        return answer
    return kept_page(request, error)


def kept_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the refusal page that gives back what was typed."""
    kept, number = typed(request), getattr(request, "request_id", "")
    context = refusal_context(error) | {"typed": kept, "request_id": number, "again": once_more(request, error.status)}
    page = "base/again.html" if kept else "base/refusal.html"
    return HttpResponse(render_to_string(page, context, using="jinja2"), status=error.status)


def sentences(error: DomainError) -> list[str]:
    """Return what the refusal says, one sentence each."""
    said = [str(error.message)] if error.message else []
    return said + [str(text) for texts in error.errors.values() for text in texts]


def refusal_context(error: DomainError) -> dict[str, Any]:
    """Return the context of the refusal page."""
    return {"status": error.status, "title": title_of(error.status), "sentences": sentences(error)}


def once_more(request: HttpRequest, status: int) -> str:
    """Return the address that may well answer when it is opened again, or nothing."""
    path = request.get_full_path()
    passes = status in PASSING and request.method == "GET" and not path.startswith("//")
    return path if passes else ""


def came_from(request: HttpRequest) -> str:
    """Return the page from which a form was sent that is refused, where it can be opened again, or nothing."""
    if request.method != "POST":
        return ""
    try:
        came = urlsplit(request.headers.get("Referer", ""))
        ours = came.netloc == request.get_host()
    except (ValueError, DisallowedHost):  # what was sent is no address, or the host is what is refused
        return ""
    page = f"{came.path}?{came.query}" if came.query else came.path
    leads_back = ours and came.path not in ("", request.path) and url_has_allowed_host_and_scheme(page, None)
    return page if leads_back else ""


def title_of(status: int) -> str:
    """Return the heading of a refusal page."""
    titles = {
        400: _("The request could not be read"),
        403: _("This is not open to you"),
        404: _("Nothing here"),
        405: _("This address does not take that"),
        409: _("Somebody was faster"),
        413: _("This is too large"),
        422: _("Something is missing"),
        429: _("Too many at once"),
        500: _("Something broke on our side"),
        503: _("Not right now"),
    }
    return titles.get(status, titles[400])


def problem(error: DomainError) -> dict[str, Any]:
    """Return the refusal in the shape of RFC 9457, each error naming its field."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": title_of(error.status),
        "status": error.status,
        "detail": " ".join(sentences(error)) if not isinstance(error, Invalid) else str(error.message),
        "code": error.code,
    }
    if error.errors:
        body["errors"] = [
            {"field": name, "message": str(text)} for name, texts in error.errors.items() for text in texts
        ]
    return body
