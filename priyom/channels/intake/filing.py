"""Filing: a claimed row, read by a child with limits, decided, and filed in one transaction.

A row is in a worker's hand by an advisory lock of the worker's connection: when the worker dies, the database lets go
at once and another takes it. How often it was taken is counted beforehand, so that a letter that kills its takers is
not taken for ever. What takes long to read or to screen is set aside for a lane of its own, so that it delays no other
letter. Everything that a letter causes — ticket, message, files, events and the outcome
in the journal — is one transaction, so a death in the middle leaves nothing, and a second try doubles nothing.
"""

from contextlib import nullcontext, suppress
from datetime import timedelta
from enum import StrEnum

import structlog
from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import override

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import NotNow
from priyom.base.requests import end_request, start_request
from priyom.base.sealing import SealBroken, keyed_digest, unseal
from priyom.channels.hiding import tell_of_hidden
from priyom.channels.identity import judge
from priyom.channels.intake.fingerprint import content_digest, message_id_of, sender_in
from priyom.channels.intake.flood import held_by_flood
from priyom.channels.intake.outcomes import decide_row, file_as, hold
from priyom.channels.mail.letter import Letter, Unreadable
from priyom.channels.mail.opening import WORTH_ANOTHER_TRY, open_letter
from priyom.channels.matching import Reason
from priyom.channels.models import IncomingLetter, Outcome
from priyom.channels.models.intake import SEALED_LETTER
from priyom.privacy.guards import patiently

log = structlog.get_logger("channels")

LOOKED_AT = 20  # rows of which one must be free: more than there are lanes
MOST_FAILURES = 3
MOST_CLAIMS = 6  # a row whose takers die again and again rests, and is then taken once more
REST = timedelta(minutes=5)
PAUSES = (timedelta(seconds=5), timedelta(seconds=30))
BREATH = timedelta(seconds=10)  # while the database or the guard is busy or away
GUARD_PATIENCE = timedelta(hours=1)
# More than this takes the guard more than a second: not beside letters of a few lines.
MUCH_TEXT, MANY_FILES = 40_000, 20
# Why a letter is held, beside what its reader and `matching` say.
BROKEN_SEAL, UNKNOWN_SENDER = "broken_seal", "unknown_sender"
FILING_FAILED, TAKERS_DIED, GUARD_FAILED = "filing_failed", "takers_died", "guard_failed"


class Lane(StrEnum):
    """Which of the waiting letters a worker takes next."""

    OLDEST = "oldest"
    NEXT = "next"  # the oldest that is in nobody's hands: two that are slow to read at once delay no third
    NEWEST = "newest"  # so that behind a flood of others a letter that comes now is filed now
    SLOW = "slow"  # what takes long, or failed once and may fail slowly again: apart from all others


class TakesLong(Exception):
    """The letter is set aside: it would keep others waiting."""


def file_waiting(*, most: int, lane: Lane = Lane.OLDEST) -> int:
    """File what waits; return how many rows were taken."""
    for taken in range(most):
        row = _claim(lane)
        if row is None:
            return taken
        start_request()  # each letter by itself: what was hidden in it is remembered until it is filed
        try:
            _file_one(row, lane)
        finally:
            end_request()
            locks.let_go(_hand(row.pk))
    return most


def file_row(row: IncomingLetter, *, lane: Lane | None = None) -> None:
    """Read the letter and file it; raise what went wrong. For the worker and, without a lane, for «process again»."""
    octets = unseal(row.sealed or b"", purpose=SEALED_LETTER)
    if not _is_first(row, octets):
        return
    if not row.outcome and held_by_flood(row):
        return
    is_quick = lane not in {None, Lane.SLOW}
    letter = open_letter(octets, without_walls=settings.PRIYOM.preview_without_walls, quickly=is_quick)
    if is_quick and _takes_long(letter):
        raise TakesLong
    # Words that we add ourselves («the letter is empty») are in the language of the desk.
    with override(settings.LANGUAGE_CODE), patiently() if lane == Lane.SLOW else nullcontext():
        _file_letter(row, letter)


def _takes_long(letter: Letter) -> bool:
    words = sum(map(len, (letter.text, letter.quoted, letter.html, letter.quoted_html)))
    return settings.PRIYOM.guard == "on" and (words > MUCH_TEXT or len(letter.files) > MANY_FILES)


def _claim(lane: Lane) -> IncomingLetter | None:
    """Take the next row that is due and in nobody else's hands; whoever takes it lets it go."""
    waiting = IncomingLetter.objects.filter(outcome="", due_at__lte=now())
    waiting = waiting.filter(failures__gt=0) if lane == Lane.SLOW else waiting.filter(failures=0)
    # Of what is slow the smallest: fifty small ones are filed while a large one is read.
    order = {Lane.NEWEST: ("-id",), Lane.SLOW: ("size", "id")}.get(lane, ("id",))
    for pk in list(waiting.order_by(*order).values_list("pk", flat=True)[:LOOKED_AT]):
        if not locks.seize(_hand(pk)):
            continue
        row = _counted(waiting.filter(pk=pk))
        if row is not None:
            return row
        locks.let_go(_hand(pk))
    return None


@transaction.atomic
def _counted(waiting: QuerySet[IncomingLetter]) -> IncomingLetter | None:
    """Count one more attempt; None when the row was filed between the look and the hand."""
    row = waiting.first()
    if row is not None:
        row.attempts += 1
        row.save(update_fields=["attempts"])
    return row


def _hand(pk: int) -> str:
    return f"letter {pk}"


def _file_one(row: IncomingLetter, lane: Lane) -> None:
    """File the row, or write down that it failed."""
    if _has_worn_out_takers(row):
        return
    try:
        file_row(row, lane=lane)
    except TakesLong:
        _set_aside(row)
    except Unreadable as unreadable:
        if unreadable.code == "too_slow" and lane != Lane.SLOW:
            _set_aside(row)
        else:
            _failed(row, unreadable.code)
    except SealBroken:
        _failed(row, BROKEN_SEAL)
    except OperationalError as error:
        _again_in_a_moment(row, error)
    except NotNow as error:
        # The guard answers nothing. It may be the letter that makes it stumble: not for ever.
        if now() - row.received_at > GUARD_PATIENCE:
            _hold(row, GUARD_FAILED)
        else:
            _again_in_a_moment(row, error)
    except Exception:
        # A letter that no rule of ours foresaw must not stop the next one.
        log.exception("letter not filed", number=row.pk)
        _failed(row, FILING_FAILED)


def _has_worn_out_takers(row: IncomingLetter) -> bool:
    """Say whether nobody takes the letter now.

    The oldest letter is in hand whenever a worker or a database dies, so it rests until that may be over. If its taker
    dies even then, it was the letter, and it is held.
    """
    if row.attempts == MOST_CLAIMS + 1:
        log.warning("letter rests", number=row.pk, attempts=row.attempts)
        with suppress(DatabaseError):
            IncomingLetter.objects.filter(pk=row.pk, outcome="").update(due_at=now() + REST)
        return True
    if row.attempts > MOST_CLAIMS + 2:
        _hold(row, TAKERS_DIED)
        return True
    return False


def _again_in_a_moment(row: IncomingLetter, error: Exception) -> None:
    """Leave the letter where it is, sealed: it was not its fault, and this time does not count."""
    log.warning("letter not filed now", number=row.pk, error=type(error).__name__)
    with suppress(DatabaseError):
        IncomingLetter.objects.filter(pk=row.pk).update(due_at=now() + BREATH, attempts=F("attempts") - 1)


def _set_aside(row: IncomingLetter) -> None:
    """Leave the letter to the slow lane, which has the time and a guard of its own; it counts as one try."""
    with suppress(DatabaseError):
        IncomingLetter.objects.filter(pk=row.pk, outcome="").update(failures=F("failures") + 1, due_at=now())


@transaction.atomic
def _hold(row: IncomingLetter, reason: str) -> None:
    hold(row, reason)
    row.save()


@transaction.atomic
def _failed(row: IncomingLetter, reason: str) -> None:
    """Try again after a pause, three times in all; then, or if trying is in vain, a person has to look."""
    row = IncomingLetter.objects.select_for_update(of=("self",)).defer("sealed").get(pk=row.pk)
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
    twin = IncomingLetter.objects.defer("sealed", "outline").get(fingerprint=row.fingerprint)
    row.fingerprint, row.twin_id = None, twin.pk
    row.kind, row.subject, row.region_id = twin.kind, twin.subject, twin.region_id
    decide_row(row, Outcome.DUPLICATE, Reason.CAME_BEFORE)
    row.save()


@transaction.atomic
def _file_letter(row: IncomingLetter, letter: Letter) -> None:
    locked = IncomingLetter.objects.select_for_update(of=("self",)).defer("sealed").get(pk=row.pk)
    if locked.outcome not in {"", Outcome.HELD}:
        return  # somebody else was faster: two people pressed
    decision = judge(letter, locked)
    if decision.outcome == Outcome.HELD:
        hold(locked, decision.reason, letter)
    elif decision.outcome == Outcome.TICKET and decision.by is None and settings.PRIYOM.unknown_senders == "hold":
        hold(locked, UNKNOWN_SENDER, letter)
    else:
        file_as(decision, letter, locked)
    locked.save()
    if locked.outcome == Outcome.APPEND and locked.message_pk:
        tell_of_hidden(locked.message_pk)  # nothing else answers a letter that joins its ticket
