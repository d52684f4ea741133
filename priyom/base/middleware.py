"""What happens around every request: its number, the person's language and zone, the headers of every answer."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from priyom.base.errors import WrongMethod
from priyom.base.http import refusal
from priyom.base.requests import end_request, start_request

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Number the request, and forbid caches to keep what was made for one person."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = start_request()  # type: ignore[attr-defined]
        try:
            answer = self.get_response(request)
        finally:
            end_request()
        answer.headers.setdefault("X-Request-Id", request.request_id)  # type: ignore[attr-defined]
        answer.headers.setdefault("Cache-Control", "no-store, private")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return answer


class OddRequestMiddleware:
    """Take out of a request what no browser sends and no view should have to expect.

    A null character in the address cannot be kept by PostgreSQL: it reads as the sign for broken characters, as
    broken UTF-8 does. An address a page claims to come from that is none is forgotten.
    """

    METHODS = ("GET", "HEAD", "POST")  # of pages; the API knows its own
    CLAIMED_ADDRESSES = ("HTTP_REFERER", "HTTP_HX_CURRENT_URL")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.METHODS and not request.path.startswith("/api/"):
            answer = refusal(request, WrongMethod())
            answer["Allow"] = ", ".join(self.METHODS)
            return answer
        request.path = request.path.replace("\0", "\ufffd")
        request.path_info = request.path_info.replace("\0", "\ufffd")
        request.META["QUERY_STRING"] = (
            request.META.get("QUERY_STRING", "").replace("\0", "%EF%BF%BD").replace("%00", "%EF%BF%BD")
        )
        for name in self.CLAIMED_ADDRESSES:
            if not _is_address(request.META.get(name, "")):
                del request.META[name]
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        urlsplit(text), urlsplit(unquote(text))
    except ValueError:
        return False
    return True


class PersonMiddleware:
    """Speak the person's language and tell the time in the person's own zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        with translation.override(person.language), timezone.override(ZoneInfo(person.timezone_name)):
            return self.get_response(request)
