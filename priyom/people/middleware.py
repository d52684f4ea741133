"""Staff without a second factor get no further than the page where they set one up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN_PATHS = ("/accounts/", "/static/", "/live", "/ready")


class SecondFactorMiddleware:
    """SECURITY: compulsory in production for everybody who works at the desk (rulings, «Letters»)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.required = settings.PRIYOM.second_factor

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.required and self._must_set_up(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        return (
            user.is_authenticated
            and not request.path.startswith(OPEN_PATHS)
            and user.works_at_desk
            and not is_mfa_enabled(user)
        )
