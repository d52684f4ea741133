"""Which addresses and signatures are this installation's own."""

import ipaddress

from django.conf import settings
from django.db.models import Q

from priyom.channels.addresses import Marks
from priyom.channels.models import IncomingLetter, Mailbox
from priyom.people.models import Region


def marks() -> Marks:
    """Return what signs our letters and recognises the answers to them."""
    return Marks(
        host=settings.PRIYOM.host,
        pattern=settings.PRIYOM.answers,
        secrets=(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS),
    )


def own_addresses() -> frozenset[str]:
    """Return the plain addresses of this desk: the sender of our letters, those of the settings, the mailboxes'."""
    said = {settings.PRIYOM.support_mailbox, *settings.PRIYOM.mail_addresses}
    return frozenset(address.lower() for address in said | set(Mailbox.objects.values_list("address", flat=True)))


def is_ours(address: str) -> bool:
    """Say whether letters to this address come to us, and letters from it are our own."""
    return address.strip().lower() in own_addresses() or marks().is_answer_address(address)


def region_of(row: IncomingLetter) -> Region | None:
    """Return the region whose mailbox the letter came to, whichever way it took."""
    mailboxes = Mailbox.objects.exclude(region=None).select_related("region")
    to = [address.lower() for address in row.recipients]
    found = mailboxes.filter(Q(pk=row.mailbox_id) | Q(address__in=to)).order_by("pk").first()
    return found.region if found else None


def is_our_relay(peer: str | None) -> bool:
    """Say whether this host hands letters over for us, so that what it says of a sender counts."""
    try:
        host = ipaddress.ip_address(peer or "")
    except ValueError:
        return False
    return any(host in ipaddress.ip_network(one, strict=False) for one in settings.PRIYOM.mail_relays)
