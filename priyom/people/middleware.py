"""Who gets how far: sessions that have rested too long, staff without a second factor, people nobody has let in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from priyom.base.clock import now, running
from priyom.people.models import User

Handler = Callable[[HttpRequest], HttpResponse]

OPEN_PREFIXES = ("/accounts/", "/static/")
PROBES = ("/live", "/ready")
OPEN_PATHS = (*PROBES, "/profile/theme/")
MINUTE, HOUR, DAY = 60, 3600, 86_400
# How long a session may rest, and how long it may live at all, in seconds.
STAFF_LIFE = (30 * MINUTE, 12 * HOUR)
REQUESTER_LIFE = (14 * DAY, 90 * DAY)
NOTED_EVERY = MINUTE
SEEN, BORN = "seen", "born"


class SessionLifeMiddleware:
    """SECURITY: a session ends after rest and after age; staff sooner, since their screens show many people's affairs.

    What a page asks by itself (``…/pulse``) is no sign of life: a forgotten screen closes although it polls.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in PROBES:
            request.get_host()  # SECURITY: a host that is not ours is refused here, before anything is made of it.
        user = request.user
        if user.is_authenticated and self._is_over(request, user):
            logout(request)
        return self._lead_to_sign_in(request, self.get_response(request))

    def _is_over(self, request: HttpRequest, user: User) -> bool:
        moment, session = int(running().timestamp()), request.session
        rest, age = STAFF_LIFE if user.works_at_desk else REQUESTER_LIFE
        seen, born = session.get(SEEN, moment), session.get(BORN, moment)
        if moment - seen > rest or moment - born > age:
            return True
        new = SEEN not in session
        if new or (moment - seen >= NOTED_EVERY and not request.path.rstrip("/").endswith("/pulse")):
            session[SEEN], session[BORN] = moment, born
            session.set_expiry(min(rest, age - (moment - born)))
            if not new:
                UserSession.objects.filter(session_key=session.session_key).update(
                    last_seen_at=now(), ip=get_adapter().get_client_ip(request)
                )
        return False

    def _lead_to_sign_in(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Let htmx leave the page, instead of putting the sign-in page into a corner of it."""
        htmx: Any = getattr(request, "htmx", None)
        login = resolve_url(settings.LOGIN_URL)
        if not htmx or not answer.get("Location", "").startswith(login):
            return answer
        back = htmx.current_url_abs_path or urlsplit(request.headers.get("Referer", "")).path or "/"
        return HttpResponseClientRedirect(f"{login}?{urlencode({'next': back})}")


class SecondFactorMiddleware:
    """SECURITY: compulsory in production for everybody who works at the desk (rulings, «Letters»)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PRIYOM.second_factor and self._must_set_up(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and not is_open(request) and user.works_at_desk and not is_mfa_enabled(user)


class AdmissionMiddleware:
    """Whoever has no role yet, or none any more, sees one page that says so, and nothing else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not is_open(request) and not user.active_memberships:
            return redirect("people:waiting")
        return self.get_response(request)


def is_open(request: HttpRequest) -> bool:
    """Say whether the page is about signing in and one's own account."""
    return request.path in OPEN_PATHS or request.path.startswith(OPEN_PREFIXES)
