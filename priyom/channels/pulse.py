"""The bell in the pulse: its number is said again when it is not the one the page shows."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from priyom.base.pulse import pulse_part
from priyom.channels.queries import unread_count
from priyom.people.requests import SignedIn


@pulse_part
def bell_part(request: SignedIn, _since: int) -> Iterator[str]:
    """Renew the bell of a page that shows one."""
    shown = request.GET.get("bell")
    unread = unread_count(request.user) if shown is not None else 0
    if shown is not None and shown != str(unread):
        yield render_to_string("channels/_bell.html", {"unread": unread, "oob": True}, request=request)
