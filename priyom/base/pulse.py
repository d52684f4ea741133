"""The one question that an open page asks every few seconds: what has happened since?

Rooms answer with pieces of HTML that name their own place (hx-swap-oob). Base knows only the number of the last event.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from priyom.base.models import Event

Part = Callable[[Any, int], Iterable[str]]
_parts: list[Part] = []


def pulse_part(part: Part) -> Part:
    """Register a room's part: a function of the request and the last event that the page knows."""
    if part not in _parts:
        _parts.append(part)
    return part


def last_event() -> int:
    """Return the number of the newest event."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def pieces(request: HttpRequest, since: int) -> list[str]:
    """Return what the rooms have to say."""
    return [piece for part in _parts for piece in part(request, since)]
