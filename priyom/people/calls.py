"""Around every call of a program: how fast it goes, what it was, how it ended.

The address is counted before anybody is asked who it is, so that guessing keys is slow as well; the key is counted
where it is known (``people.keys``). Every call with a key leaves one row in the audit trail.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from priyom.base.audit import Entry, Question, Source, register_source, within_period
from priyom.base.clock import now
from priyom.base.http import refusal
from priyom.base.requests import current_request_id
from priyom.base.rows import insert
from priyom.people.models import ApiKey
from priyom.people.models.calls import ApiCall
from priyom.people.rates import Allowance, TooFast, spend

log = structlog.get_logger("api")
PREFIX = "/api/v1"
KEPT = timedelta(days=365)


class ApiCallMiddleware:
    """Count the call, let it through, tell the program how many are left, write the call down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(f"{PREFIX}/"):
            return self.get_response(request)
        begun = time.monotonic()
        try:
            request.api_allowance = _spend_of_address(request)  # type: ignore[attr-defined]
            answer = self.get_response(request)
        except TooFast as refused:
            request.api_allowance = refused.allowance  # type: ignore[attr-defined]
            answer = refusal(request, refused)
        allowance: Allowance = request.api_allowance  # type: ignore[attr-defined]
        for name, value in allowance.headers.items():
            answer.headers.setdefault(name, value)
        key: ApiKey | None = getattr(request, "api_key", None)
        if key is not None:
            _write_down(request, key, answer.status_code, int((time.monotonic() - begun) * 1000))
        return answer


def spend_of_key(request: HttpRequest, key: ApiKey) -> None:
    """Count a call of the key; what the program is told from now on is what the key has left."""
    try:
        request.api_allowance = spend(  # type: ignore[attr-defined]
            f"key:{key.pk}", per_minute=settings.PRIYOM.api_calls_per_minute
        )
    except TooFast as refused:
        request.api_allowance = refused.allowance  # type: ignore[attr-defined]
        raise


def forget_old_calls() -> int:
    """Let go of calls that are older than a year; return how many."""
    return ApiCall.objects.filter(called_at__lt=now() - KEPT).delete()[0]


def _spend_of_address(request: HttpRequest) -> Allowance:
    address = get_adapter().get_client_ip(request) or "?"
    return spend(f"ip:{address}", per_minute=settings.PRIYOM.api_calls_per_address)


def _write_down(request: HttpRequest, key: ApiKey, status: int, milliseconds: int) -> None:
    route = request.resolver_match.route if request.resolver_match else ""
    try:
        insert(ApiCall(
            key_id=key.pk, user_id=key.user_id, method=str(request.method)[:7], route=_general(route)[:120],
            status=status, milliseconds=milliseconds, request_id=current_request_id(), called_at=now(),
        ))  # fmt: skip
    except DatabaseError:
        # The work is done and committed; to answer it with an error now would make the program do it twice.
        log.exception("call not written down", status=status, method=request.method)


def _general(route: str) -> str:
    """Return «/tickets/{number}» for «api/v1/tickets/<int:number>»."""
    shown = f"/{route}".removeprefix(PREFIX)
    return "".join(part if "<" not in part else _named(part) for part in _parts(shown))


def _parts(route: str) -> list[str]:
    return [f"/{part}" for part in route.split("/")[1:]]


def _named(part: str) -> str:
    return "/{" + part.strip("/<>").rpartition(":")[2] + "}"


def _entries(question: Question, limit: int) -> list[Entry]:
    rows = within_period(ApiCall.objects.select_related("user", "key").order_by("-pk"), question, "called_at")
    if question.person_id is not None:
        rows = rows.filter(user_id=question.person_id)
    if question.subject is not None:
        rows = rows.filter(key_id=question.subject[1]) if question.subject[0] == "apikey" else rows.none()
    return [
        Entry(
            id=row.pk, at=row.called_at, kind=row.method, did=f"{row.method} {row.route}", person=row.user,
            about=str(row.key),
            facts={"status": row.status, "milliseconds": row.milliseconds, "request": row.request_id},
        )
        for row in rows[:limit]
    ]  # fmt: skip


register_source(Source("calls", _("Calls of programs"), _entries))
