"""What surrounds every page: views, search, palette, pulse, theme.

The layouts read one Shell. Rooms give their parts with @shell_part when they are ready, because base may not
know them. It is built only when a whole page asks: fragments never do, so they never pay for its counts.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject

from priyom.base.requests import remember_for_request

FORM_TOKEN = "form_token"  # noqa: S105 - its name


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One line of the rail, the top line or the phone's bottom bar."""

    label: str
    url: str
    icon: str = ""
    count: int | str | None = None
    current: bool = False
    alarm: bool = False
    key: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Lines of the rail under one heading; an empty title has none."""

    title: str
    items: list[NavItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Something that concerns everybody now: one line at the top of every page."""

    title: str
    url: str
    facts: tuple[str, ...]
    due: datetime | None = None
    due_label: str = ""


@dataclass(frozen=True, slots=True)
class Pins:
    """What is pinned, and a short fingerprint, so that a page is told only of what it does not show yet."""

    lines: tuple[Pin, ...] = ()

    @property
    def digest(self) -> str:
        """Return the fingerprint; nothing when nothing is pinned."""
        return hashlib.blake2b(repr(self.lines).encode(), digest_size=6).hexdigest() if self.lines else ""


@dataclass(slots=True, kw_only=True)
class Shell:
    """Everything the layouts show around a page; what is empty is absent."""

    home_url: str = "/"
    search_url: str = ""
    palette_url: str = ""
    bell_url: str = ""  # answers with the bell and its count; channels keeps it
    pulse_url: str = ""
    pulse_since: int | str = 0
    pulse_params: str = ""
    person: str = ""
    person_url: str = ""
    person_note: str = ""
    theme: str = ""
    keys: str = "on"
    pins: Pins = Pins()
    nav: list[NavGroup] = field(default_factory=list)
    tabs: list[NavItem] = field(default_factory=list)
    foot: list[NavItem] = field(default_factory=list)


Part = Callable[[HttpRequest, Shell], None]
_parts: list[Part] = []


def shell_part(part: Part) -> Part:
    """Register a room's part: a function that fills in the shell of this request."""
    if part not in _parts:
        _parts.append(part)
    return part


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the templates their shell, and the form's token once for a page: Django's own is made anew at every use.

    The components of base/_ui.html are the same for every page and know no context; they ask for the token themselves.
    """
    token = SimpleLazyObject(lambda: get_token(request))
    remember_for_request(FORM_TOKEN, token)
    return {"shell": SimpleLazyObject(lambda: _build(request)), "csrf_token": token}


def _build(request: HttpRequest) -> Shell:
    built = Shell()
    for part in _parts:
        part(request, built)
    # What stands among the views is where one is; the way into all the others at the foot is not a second place.
    if any(item.current for group in built.nav for item in group.items):
        built.foot = [replace(item, current=False) for item in built.foot]
    return built
