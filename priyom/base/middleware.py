"""What happens around every request: its number, the person's language and zone, the headers of every answer."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from priyom.base.requests import start_request

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Number the request, and forbid caches to keep what was made for one person."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = start_request()  # type: ignore[attr-defined]
        answer = self.get_response(request)
        answer.headers.setdefault("X-Request-Id", request.request_id)  # type: ignore[attr-defined]
        answer.headers.setdefault("Cache-Control", "no-store, private")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return answer


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
