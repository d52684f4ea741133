"""The number under which one request can be found in the log, in the events and in an error page."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_found: ContextVar[dict[str, Any] | None] = ContextVar("found_in_request", default=None)


def current_request_id() -> str:
    """Return the id of the request or job being worked on, or an empty string."""
    return _request_id.get()


def start_request(request_id: str | None = None) -> str:
    """Give the present context an id (16 hex digits) and return it."""
    chosen = request_id or secrets.token_hex(8)
    _request_id.set(chosen)
    _found.set({})
    return chosen


def end_request() -> None:
    """Forget what was found out for the request that is over."""
    _found.set(None)


def remember_for_request(name: str, value: Any) -> None:
    """Keep something until the request is over."""
    found = _found.get()
    if found is not None:
        found[name] = value


def remembered_for_request(name: str) -> Any:
    """Return what was kept for this request, or None."""
    return (_found.get() or {}).get(name)


def once_per_request(name: str, find: Callable[[], Any]) -> Any:
    """Return what ``find`` gives, asked once per request; outside of a request it is asked every time."""
    found = _found.get()
    if found is None:
        return find()
    if name not in found:
        found[name] = find()
    return found[name]
