"""Letters that wait for an administrator: «process again», «reject», a word every day, and the end after fourteen."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.base.sealing import SealBroken, unseal
from priyom.channels.intake.filing import BROKEN_SEAL, file_row
from priyom.channels.intake.outcomes import decide_row
from priyom.channels.mail.letter import Unreadable
from priyom.channels.matching import Reason
from priyom.channels.models import IncomingLetter, Outcome
from priyom.channels.models.intake import SEALED_LETTER
from priyom.people.models import User

LIFE = timedelta(days=14)  # rulings, «Personal data»
WARN_EVERY = timedelta(days=1)
AT_ONCE = 500
EXPIRED, BY_HAND = "expired", "by_hand"
DAY = timedelta(days=1)
# The letter itself breaks a limit: however often one reads it, it does. A limit only changes with a new release.
NEVER_FILED = frozenset({
    "headers_too_large", "too_many_parts", "too_many_files", "file_too_large", "not_a_letter", "too_large",
    "encoding_unknown",
})  # fmt: skip


def days_left(received_at: datetime) -> int:
    """Return in how many days, begun ones counted, a letter that came then is destroyed."""
    return max(0, -((now() - received_at - LIFE) // DAY))


def process_again(letter_id: int, *, by: User) -> IncomingLetter:
    """Read and file the letter once more, as the rules and the directory are now."""
    row = _held(letter_id, by=by)
    # Reading takes seconds in a process of its own, so this is no one transaction: filing locks the row and is one.
    try:
        file_row(row)
    except Unreadable as unreadable:
        _say_why(letter_id, unreadable.code)
    except SealBroken:
        _say_why(letter_id, BROKEN_SEAL)
    return _note_decision(letter_id, by=by)


@transaction.atomic
def reject_letter(letter_id: int, *, by: User) -> IncomingLetter:
    """Say that nothing becomes of the letter; its octets are gone with that."""
    row = _held(letter_id, by=by, lock=True)
    decide_row(row, Outcome.REJECTED, BY_HAND, by=by)
    row.save()
    record("letter.rejected", row, by=by)
    return row


def may_be_taken() -> bool:
    """Say whether letters may be seen as they came at all."""
    return settings.PRIYOM.guard == "off"


@transaction.atomic
def take_letter(letter_id: int, *, by: User) -> bytes:
    """Return the letter as it came, for an administrator to save: else what no rule files could only be destroyed.

    PRIVACY: these are the words before masking. Only who may decide on the letter takes it, and it is written down;
    where the guard watches, nobody does.
    """
    row = _held(letter_id, by=by, lock=True)
    if not may_be_taken():
        raise NotAllowed(_("Nobody sees a letter before the guard has read it. Process it again, or reject it."))
    try:
        octets = unseal(row.sealed or b"", purpose=SEALED_LETTER)
    except SealBroken as broken:
        raise WrongState(_("Its seal was made with another key: nobody can read it here.")) from broken
    record("letter.taken", row, by=by)
    return octets


@transaction.atomic
def release_sender(letter_id: int, *, by: User) -> int:
    """Let the worker file every letter of the sender that was held as too many; return how many."""
    flood = _flood_of(letter_id, by=by)
    released = flood.update(outcome="", reason="", decided_at=None, due_at=now(), failures=0, attempts=0, decided_by=by)
    record("letter.processed_again", IncomingLetter.objects.get(pk=letter_id), by=by, count=released)
    return released


@transaction.atomic
def reject_sender(letter_id: int, *, by: User) -> int:
    """Reject every letter of the sender that was held as too many; return how many."""
    rows = list(_flood_of(letter_id, by=by).select_for_update(of=("self",)).defer("sealed"))
    for row in rows:
        decide_row(row, Outcome.REJECTED, BY_HAND, by=by)
        row.save()
    if rows:
        record("letter.rejected", rows[0], by=by, count=len(rows))
    return len(rows)


@transaction.atomic
def warn_of_held() -> int:
    """Tell administrators of what waits for them: at once of what is new, and of the rest once a day."""
    held = IncomingLetter.objects.filter(outcome=Outcome.HELD)
    fresh = held.filter(warned_at=None).exclude(reason=Reason.TOO_MANY)  # a flood was told when it began
    stale = held.filter(warned_at__lte=now() - WARN_EVERY)
    newest = fresh.defer("sealed").order_by("-pk").first() or stale.defer("sealed").order_by("-pk").first()
    if newest is None:
        return 0
    count = held.count()
    oldest = held.order_by("received_at").values_list("received_at", flat=True)[0]
    record("letters.held", newest, by=None, count=count, days_left=days_left(oldest))
    held.update(warned_at=now())
    return count


@transaction.atomic
def let_old_ones_go() -> int:
    """Destroy what nobody has decided in fourteen days; the journal keeps that it came."""
    old = IncomingLetter.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        outcome=Outcome.HELD, received_at__lte=now() - LIFE
    )
    rows = list(old.defer("sealed").order_by("pk")[:AT_ONCE])
    for row in rows:
        decide_row(row, Outcome.REJECTED, EXPIRED)
        row.save()
        record("letter.expired", row, by=None)
    return len(rows)


def _held(letter_id: int, *, by: User, lock: bool = False) -> IncomingLetter:
    if not by.may("deliveries.read"):
        raise NotVisible(_("There is no such letter."))
    rows = IncomingLetter.objects.filter(pk=letter_id)
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NotVisible(_("There is no such letter."))
    if not by.may("settings.manage"):
        raise NotAllowed(_("Only administrators can do this."))
    if row.outcome != Outcome.HELD:
        raise WrongState(_("This letter has been decided already."))
    return row


def _flood_of(letter_id: int, *, by: User) -> "QuerySet[IncomingLetter]":
    row = _held(letter_id, by=by)
    return IncomingLetter.objects.filter(outcome=Outcome.HELD, reason=Reason.TOO_MANY, sender=row.sender)


@transaction.atomic
def _say_why(letter_id: int, reason: str) -> None:
    IncomingLetter.objects.filter(pk=letter_id, outcome=Outcome.HELD).update(reason=reason, decided_at=now())


@transaction.atomic
def _note_decision(letter_id: int, *, by: User) -> IncomingLetter:
    """Write down whose press led to what became of the letter."""
    row = IncomingLetter.objects.select_for_update(of=("self",)).defer("sealed").get(pk=letter_id)
    row.decided_by = by
    row.save(update_fields=["decided_by"])
    record("letter.processed_again", row, by=by, outcome=row.outcome, reason=row.reason)
    return row
