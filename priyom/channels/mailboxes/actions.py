"""Adding, changing, trying and removing mailboxes: an administrator's matter."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.base.sealing import seal
from priyom.channels.mailboxes.trying import Finding, try_out
from priyom.channels.models import Mailbox
from priyom.channels.models.mailboxes import SEALED_PASSWORD
from priyom.people.models import Region, User

FACTS = frozenset({
    "address", "host", "port", "security", "certificate", "login", "folder", "move_to", "region", "is_active",
})  # fmt: skip
WHERE = frozenset({"host", "port", "login", "folder"})  # another place is read from its own beginning


@transaction.atomic
def add_mailbox(*, by: User, password: str, **facts: Any) -> Mailbox:
    """Let letters be fetched from a mailbox."""
    _refuse_strangers(by)
    _check(facts, password=password, is_new=True)
    mailbox = Mailbox(sealed_password=_sealed(password), due_at=now(), **facts)
    _save(mailbox)
    record("mailbox.added", mailbox, by=by, region_id=mailbox.region_id, mailbox=mailbox.pk)
    return mailbox


@transaction.atomic
def change_mailbox(pk: int, *, by: User, password: str = "", **facts: Any) -> Mailbox:
    """Change a mailbox; an empty password leaves the kept one. It is visited at once."""
    mailbox = get_mailbox(by, pk, lock=True)
    _check(facts, password=password, is_new=False)
    changed = sorted(name for name, value in facts.items() if getattr(mailbox, name) != value)
    if {"host", "port", "security"} & set(changed) and not password:
        # SECURITY: a kept password goes to no other server than the one it was entered for.
        raise Invalid(errors={"password": [_("Another server: enter the password again.")]})
    for name, value in facts.items():
        setattr(mailbox, name, value)
    if password:
        mailbox.sealed_password = _sealed(password)
        changed.append("password")
    if not changed:
        return mailbox
    if WHERE & set(changed):
        mailbox.uid_validity, mailbox.last_uid, mailbox.marked_uid, mailbox.fresh_from = None, 0, 0, 0
        mailbox.succeeded_at = None
    mailbox.due_at, mailbox.failures, mailbox.failure = now(), 0, ""
    _save(mailbox)
    record("mailbox.changed", mailbox, by=by, region_id=mailbox.region_id, mailbox=mailbox.pk, changed=changed)
    return mailbox


@transaction.atomic
def remove_mailbox(pk: int, *, by: User) -> None:
    """Fetch no letters from it any more; what was fetched stays."""
    mailbox = get_mailbox(by, pk, lock=True)
    record("mailbox.removed", mailbox, by=by, region_id=mailbox.region_id, mailbox=mailbox.pk)
    mailbox.delete()


def try_mailbox(pk: int, *, by: User) -> Finding:
    """Visit a mailbox and say how it went; nothing is taken. Not in a transaction: a server may be slow."""
    finding = try_out(get_mailbox(by, pk))
    # The list and the page say at once what the test has found; the failures in a row are counted by visits alone.
    found = {"failure": finding.code} | ({} if finding.is_good else {"failed_at": now()})
    Mailbox.objects.filter(pk=pk).update(**found)
    return finding


def get_mailbox(by: User, pk: int, *, lock: bool = False) -> Mailbox:
    """Return a mailbox to an administrator."""
    _refuse_strangers(by)
    mailboxes = Mailbox.objects.select_for_update(of=("self",)) if lock else Mailbox.objects
    mailbox = mailboxes.filter(pk=pk).first()
    if mailbox is None:
        raise NotVisible(_("There is no such mailbox."))
    return mailbox


def _refuse_strangers(by: User) -> None:
    if not (by.is_system or by.may("settings.manage")):
        raise NotAllowed(_("Only administrators can do this."))


def _check(facts: dict[str, Any], *, password: str, is_new: bool) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"not a fact about a mailbox: {', '.join(sorted(unknown))}")
    errors: dict[str, list[str]] = {}
    if is_new and not password:
        errors["password"] = [_("Enter the password.")]
    for name in ("host", "login", "folder", "move_to"):
        # SECURITY: these become parts of commands; a line end would begin another command.
        if not str(facts.get(name, "")).isprintable():
            errors[name] = [_("There are signs in it that cannot be typed.")]
    if not password.isprintable():
        errors["password"] = [_("There are signs in it that cannot be typed.")]
    if facts.get("move_to") and facts.get("move_to") == facts.get("folder"):
        errors["move_to"] = [_("This is the folder that is read.")]
    region = facts.get("region")
    if region is not None and not isinstance(region, Region):
        raise TypeError("region is a Region")
    if errors:
        raise Invalid(_("The mailbox could not be kept."), errors=errors)


def _sealed(password: str) -> bytes:
    return seal(password.encode(), purpose=SEALED_PASSWORD)


def _save(mailbox: Mailbox) -> None:
    mailbox.address = mailbox.address.lower()
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as clash:
        raise Invalid(errors={"address": [_("This folder of this address is fetched already.")]}) from clash
