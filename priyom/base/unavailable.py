"""What cannot be done right now, and could be done in a moment: the database is away or busy, the disk is full.

That is no fault of a page and no fault of a person. The answer is «not now» with a time to come back, and a form gets
back what was typed into it, ready to be sent again.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Any

import psycopg
from django.core.exceptions import SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, UnreadablePostError
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from priyom.base.errors import NotNow

# PostgreSQL's classes: connection, rollback of a transaction (deadlock, serialization), no room, somebody stopped it
# (cancelled, shut down, cannot connect now), the system under it; and a lock or a transaction that took too long.
CLASSES = ("08", "40", "53", "57", "58")
CODES = ("55P03", "25P03", "25P04", "25006")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NEVER_KEPT = ("csrfmiddlewaretoken",)
PRIVATE = ("password", "code", "secret", "login")
LONG = 60  # characters; longer texts are shown, so that they can also be copied
MOST_KEPT = 500


def not_now(error: BaseException | None) -> NotNow | None:
    """Return the refusal that this error comes down to, or None when it is a fault of ours."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return NotNow(_("There is no room left to keep this. Administrators can see it; try again in a few minutes."))
    if isinstance(error, Error | psycopg.Error) and _is_passing(error):
        return NotNow(_("It did not work right now. Try again in a minute."))
    return None


def _is_passing(error: Error | psycopg.Error) -> bool:
    """Say whether the database was away or busy; what fails because of that a moment later is the same trouble."""
    if isinstance(error, TransactionManagementError):
        return isinstance(error.__context__, Error | psycopg.Error) and _is_passing(error.__context__)
    state = getattr(error if isinstance(error, psycopg.Error) else error.__cause__, "sqlstate", None)
    if state is None:  # the connection is gone, or was never there
        return isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError)
    return state.startswith(CLASSES) or state in CODES


@dataclass(frozen=True)
class Typed:
    """A form that was sent, to be sent again."""

    action: str
    token: str
    hidden: list[tuple[str, str]]
    shown: list[tuple[str, str]]
    lost_files: bool


def typed(request: HttpRequest) -> Typed | None:
    """Return what a person typed into a form. PRIVACY: never a password or a code."""
    if request.method != "POST" or request.path.startswith("/accounts/"):
        return None
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts][:MOST_KEPT]
        lost_files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError, OSError):
        return None
    kept = [(name, str(text)) for name, text in fields if name not in NEVER_KEPT]
    if not kept or any(part in name.lower() for name, _text in kept for part in PRIVATE):
        return None
    return Typed(
        action=request.get_full_path(),
        token=get_token(request),
        hidden=[pair for pair in kept if not _is_long(pair)],
        shown=[pair for pair in kept if _is_long(pair)],
        lost_files=lost_files,
    )


def _is_long(pair: tuple[str, Any]) -> bool:
    return len(pair[1]) > LONG or "\n" in pair[1]
