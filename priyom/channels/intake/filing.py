"""Filing: a claimed row, read by a child with limits, decided, and filed in one transaction.

A row is claimed by moving its time on, in a transaction of its own. Whoever claims it may die at any moment: the time
passes, and another worker takes it. Everything that a letter causes — ticket, message, files, events and the outcome
in the journal — is one transaction, so a death in the middle leaves nothing, and a second try doubles nothing.
"""

from datetime import timedelta
from enum import StrEnum

import structlog
from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import override

from priyom.base.clock import now
from priyom.base.sealing import SealBroken, keyed_digest, unseal
from priyom.channels.identity import judge
from priyom.channels.intake.fingerprint import content_digest, message_id_of, sender_in
from priyom.channels.intake.flood import held_by_flood
from priyom.channels.intake.outcomes import decide_row, file_as, hold
from priyom.channels.mail.letter import Letter, Unreadable
from priyom.channels.mail.opening import WORTH_ANOTHER_TRY, open_letter
from priyom.channels.matching import Reason
from priyom.channels.models import IncomingLetter, Outcome
from priyom.channels.models.intake import SEALED_LETTER

log = structlog.get_logger("channels")

LEASE = timedelta(seconds=60)  # after so long without an outcome, whoever had the row is dead
MOST_FAILURES = 3
MOST_CLAIMS = 6  # a row whose takers die again and again is not taken any more
PAUSES = (timedelta(seconds=5), timedelta(seconds=30))
# Why a letter is held, beside what its reader and `matching` say.
BROKEN_SEAL, UNKNOWN_SENDER = "broken_seal", "unknown_sender"
FILING_FAILED, TAKERS_DIED = "filing_failed", "takers_died"


class Lane(StrEnum):
    """Which of the waiting letters a worker takes next."""

    OLDEST = "oldest"
    NEWEST = "newest"  # so that behind a flood of others a letter that comes now is filed now
    FAILED = "failed"  # what failed once may fail slowly again: apart from all others


def file_waiting(*, most: int, lane: Lane = Lane.OLDEST) -> int:
    """File what waits; return how many rows were taken."""
    for taken in range(most):
        row = _claim(lane)
        if row is None:
            return taken
        _file_one(row)
    return most


def file_row(row: IncomingLetter) -> None:
    """Read the letter and file it; raise what went wrong. For the worker and for «process again»."""
    octets = unseal(row.sealed, purpose=SEALED_LETTER)
    if not _is_first(row, octets):
        return
    if not row.outcome and held_by_flood(row):
        return
    letter = open_letter(octets, without_walls=settings.PRIYOM.preview_without_walls)
    # Words that we add ourselves («the letter is empty») are in the language of the desk.
    with override(settings.LANGUAGE_CODE):
        _file_letter(row, letter)


def _claim(lane: Lane) -> IncomingLetter | None:
    """Take the next row that is due and nobody else's."""
    with transaction.atomic():
        waiting = IncomingLetter.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            outcome="", due_at__lte=now()
        )
        waiting = waiting.filter(failures__gt=0) if lane == Lane.FAILED else waiting.filter(failures=0)
        row = waiting.order_by("-id" if lane == Lane.NEWEST else "id").first()
        if row is None:
            return None
        row.attempts += 1
        if row.attempts > MOST_CLAIMS:
            hold(row, TAKERS_DIED)
            row.save()
            return row
        row.due_at = now() + LEASE
        row.save(update_fields=["attempts", "due_at"])
        return row


def _file_one(row: IncomingLetter) -> None:
    """File the row, or write down that it failed."""
    if row.outcome:
        return
    try:
        file_row(row)
    except Unreadable as unreadable:
        _failed(row, unreadable.code)
    except SealBroken:
        _failed(row, BROKEN_SEAL)
    except OperationalError as error:
        # The database, not the letter: the row is free again when the lease is over.
        log.warning("letter not filed now", number=row.pk, error=type(error).__name__)
    except Exception:
        # A letter that no rule of ours foresaw must not stop the next one.
        log.exception("letter not filed", number=row.pk)
        _failed(row, FILING_FAILED)


@transaction.atomic
def _failed(row: IncomingLetter, reason: str) -> None:
    """Try again after a pause, three times in all; then, or if trying is in vain, a person has to look."""
    row = IncomingLetter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.outcome:
        return
    row.failures += 1
    if row.failures >= MOST_FAILURES or reason not in WORTH_ANOTHER_TRY | {FILING_FAILED}:
        hold(row, reason)
    else:
        row.reason, row.due_at = reason, now() + PAUSES[row.failures - 1]
    row.save()


def _is_first(row: IncomingLetter, octets: bytes) -> bool:
    """Write down what makes the letter itself; when the same has come before, the row is filed as a repetition."""
    if row.fingerprint:
        return True
    row.message_id, row.sender = message_id_of(octets), sender_in(octets)
    row.content_mac = keyed_digest(content_digest(octets), purpose="letter content")
    row.fingerprint = keyed_digest(f"{row.message_id}\0{row.content_mac}", purpose="letter fingerprint")
    try:
        with transaction.atomic():
            # RACE: workers may hold the same letter at once; the unique column lets one of them go on.
            row.save(update_fields=["message_id", "sender", "content_mac", "fingerprint"])
    except IntegrityError:
        _file_as_duplicate(row)
        return False
    return True


@transaction.atomic
def _file_as_duplicate(row: IncomingLetter) -> None:
    twin = IncomingLetter.objects.get(fingerprint=row.fingerprint)
    row.fingerprint, row.twin_id = None, twin.pk
    row.kind, row.subject, row.region_id = twin.kind, twin.subject, twin.region_id
    decide_row(row, Outcome.DUPLICATE, Reason.CAME_BEFORE)
    row.save()


@transaction.atomic
def _file_letter(row: IncomingLetter, letter: Letter) -> None:
    locked = IncomingLetter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.outcome not in {"", Outcome.HELD}:
        return  # somebody else was faster: the lease was over, or two people pressed
    decision = judge(letter, locked)
    if decision.outcome == Outcome.HELD:
        hold(locked, decision.reason, letter)
    elif decision.outcome == Outcome.TICKET and decision.by is None and settings.PRIYOM.unknown_senders == "hold":
        hold(locked, UNKNOWN_SENDER, letter)
    else:
        file_as(decision, letter, locked)
    locked.save()
