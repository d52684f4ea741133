"""How the officer's page calls the ways by which words and files come."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CHANNELS: dict[str, Any] = {
    "portal": _("portal"), "desk": _("desk"), "letter": _("letters"), "api": _("programs"), "chat": _("chats"),
    "phone": _("telephone calls"), "import": _("tables brought in"), "file": _("files"),
}  # fmt: skip


def channel_name(code: str) -> str:
    """Return what a way is called; one of tomorrow is called by its code."""
    return str(CHANNELS.get(code, code))
