"""A message that came by letter, as it is shown: what it quotes, what speaks against its sender, and its own form.

SECURITY: this is the one place where HTML that a stranger wrote becomes part of a page. It was rebuilt by the
sanitiser before it was kept (channels/mail/html_safe: no script, style, class, id or address of a picture); here its
pictures are given the addresses of the ticket's own files, and whatever still looks like a source is taken away.
"""

import re
from html import unescape
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from priyom.base.errors import NotVisible
from priyom.desk.models import Message, MessageLetter
from priyom.desk.queries import get_ticket
from priyom.people.models import User

MOST_QUOTED = 8000  # characters shown in the conversation; the letter's own page has the rest
DOUBTS: dict[str, Any] = {
    "sender_not_confirmed": gettext_lazy("The check of the sender failed: somebody else may have written this."),
    "agent_not_confirmed": gettext_lazy("In an agent's name, but not confirmed."),
    "looks_like_another": gettext_lazy("The address only looks like one that we know."),
    "name_is_another_address": gettext_lazy("The sender's name shows another address than the letter came from."),
    "answers_go_elsewhere": gettext_lazy("The letter asks for answers to another address."),
    "subject_twice": gettext_lazy("The letter has two subjects."),
}
FAULTS: dict[str, Any] = {
    "html_link_lies": gettext_lazy("A link shows another address than it leads to. The letter as it came names both."),
    "letters_lost": gettext_lazy("Some characters could not be read: the letter names the wrong encoding."),
    "encoding_lost": gettext_lazy("A part of the letter came damaged. Shown is what could be read."),
    "broken_base64": gettext_lazy("A part of the letter came damaged. Shown is what could be read."),
    "tnef_broken": gettext_lazy("The file winmail.dat, into which Outlook packs attachments, could not be opened."),
    "partial": gettext_lazy("This is one part of a letter that was sent in several."),
    "text_cut": gettext_lazy("The letter is very long. All of it is in the file letter.txt."),
    "forms_differ": gettext_lazy("As plain text the letter says something else. It stands under “Quoted text”."),
}
_SOURCE = re.compile(r"""\ssrc="([^"]*)\"""")
_ELEMENT = re.compile(r"""<([a-z][a-z0-9]*)((?:\s+[a-z]+="[^"]*")*)\s*/?>""")  # as the sanitiser writes one
_ALT = re.compile(r"""\salt="([^"]*)\"""")
_OURS = re.compile(r"cid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\Z")


def letter_of(message: Message) -> MessageLetter | None:
    """Return what the message was as a letter, if it was one."""
    return getattr(message, "letter", None)


def doubts_of(letter: MessageLetter) -> list[str]:
    """Return the sentences that say what is doubtful about the sender."""
    return [str(DOUBTS[code]) for code in letter.doubts if code in DOUBTS]


def faults_of(letter: MessageLetter) -> list[str]:
    """Return the sentences that say what was odd about the letter itself, or got lost on its way; each once."""
    return list(dict.fromkeys(str(FAULTS[code]) for code in letter.doubts if code in FAULTS))


def get_letter(user: User, message_id: int) -> Message:
    """Return a message that came by letter, with its form, for somebody at the desk who may see its ticket."""
    found = (
        Message.objects.filter(pk=message_id, letter__isnull=False).select_related("ticket", "author", "letter").first()
    )
    if found is None or not user.may("desk.read"):
        raise NotVisible(_("There is no such letter."))
    get_ticket(user, found.ticket.number)
    return found


def with_pictures(html: str, files: dict[str, UUID]) -> str:
    """Point the letter's pictures (``cid:`` and the id in the letter) at the attachments they became."""

    def point(found: re.Match[str]) -> str:
        name = found[1].removeprefix("cid:")
        return f' src="cid:{files[name]}"' if found[1].startswith("cid:") and name in files else ""

    return _SOURCE.sub(point, html)


def shown(html: str) -> Markup:
    """Return sanitised HTML for a page; in place of a picture that is not one of the ticket's files it says so."""

    def address(found: re.Match[str]) -> str:
        ours = _OURS.match(found[1])
        return f' src="{reverse("files:preview", kwargs={"attachment": ours[1]})}" loading="lazy"' if ours else ""

    def element(found: re.Match[str]) -> str:
        return _missing(found[2]) if found[1] == "img" and not _SOURCE.search(found[2]) else found[0]

    # SECURITY: whole elements are looked at, one after the other, so that nothing in an attribute is taken for one.
    return Markup(_ELEMENT.sub(element, _SOURCE.sub(address, html)))  # noqa: S704 - see above


def _missing(attributes: str) -> Markup:
    alt = _ALT.search(attributes)
    words = unescape(alt[1]).strip() if alt else ""
    told = _("A picture from somebody else's server was not loaded")
    return Markup('<span class="no-picture">{}</span>').format(f"{told}: {words}" if words else told)
