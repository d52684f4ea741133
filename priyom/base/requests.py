"""The number under which one request can be found in the log, in the events and in an error page."""

import secrets
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request or job being worked on, or an empty string."""
    return _request_id.get()


def start_request(request_id: str | None = None) -> str:
    """Give the present context an id (16 hex digits) and return it."""
    chosen = request_id or secrets.token_hex(8)
    _request_id.set(chosen)
    return chosen
