"""The «test» button: visits a mailbox without taking anything, and says in one sentence what it found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.channels.mailboxes.folder import Place, opened
from priyom.channels.mailboxes.words import Trouble, sentence
from priyom.channels.models import Mailbox

SECONDS = 25  # somebody waits


@dataclass(frozen=True)
class Finding:
    """How a visit went."""

    is_good: bool
    told: str
    code: str = ""  # of what is wrong


def try_out(mailbox: Mailbox) -> Finding:
    """Visit the mailbox as a poll would, reading nothing."""
    try:
        with opened(Place.of(mailbox), seconds=SECONDS) as folder:
            count, unread = folder.count, len(folder.uids("UNSEEN UNDELETED"))
    except Trouble as trouble:
        return Finding(is_good=False, told=sentence(trouble.code, trouble.folders), code=trouble.code)
    letters = ngettext("%(n)d letter", "%(n)d letters", count) % {"n": count}
    told = _("The mailbox answers. In the folder “%(folder)s”: %(letters)s, unread %(unread)d.")
    return Finding(is_good=True, told=told % {"folder": mailbox.folder, "letters": letters, "unread": unread})
