"""Which program on which computer: what a browser says about itself, in words that its owner recognises."""

import re

from django.utils.translation import gettext as _

# The order counts: nearly every browser also calls itself by the names of others.
PROGRAMS = (
    ("YaBrowser", "Yandex Browser"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"),
    ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Return «Firefox 128, Windows», or that it is not known."""
    program = next((_versioned(name, mark, user_agent) for mark, name in PROGRAMS if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (program, system) if part) or _("unknown device")


def _versioned(name: str, mark: str, user_agent: str) -> str:
    found = re.search(rf"{mark}/(\d{{1,4}})", user_agent)
    return f"{name} {found[1]}" if found else name
