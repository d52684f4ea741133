"""How the officer's page calls the ways by which words and files come, and what small texts were."""

from typing import Any

from django.utils.module_loading import autodiscover_modules
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from priyom.base.events import kinds
from priyom.privacy.rescreening.stocks import stocks

CHANNELS: dict[str, Any] = {
    "portal": _("portal"), "desk": _("desk"), "letter": _("letters"), "api": _("programs"), "chat": _("chats"),
    "phone": _("telephone calls"), "import": _("tables brought in"), "file": _("files"),
    "kept": _("kept before the guard"),
}  # fmt: skip


def channel_name(code: str) -> str:
    """Return what a way is called; one of tomorrow is called by its code."""
    return str(CHANNELS.get(code, code))


PARTS: dict[str, Any] = {"file.received": _("name of a file"), "text": _("a small text"), "letter": _("letter held")}


def part_name(code: str) -> str:
    """Return what a small text was: the sentence of the fact it was kept with, or the stock it was read again in."""
    autodiscover_modules("kept_before")  # each room names what it keeps
    facts, kept = kinds(), {stock.name: stock.label for stock in stocks()}
    return capfirst(str(PARTS.get(code) or kept.get(code) or (facts[code].sentence if code in facts else code)))
