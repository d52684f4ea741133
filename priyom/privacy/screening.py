"""Screening a file that waits in quarantine: read behind the guard's walls, stored masked, the sealed bytes destroyed.

The order is what makes a death harmless: sealed bytes on the disk, then the row; masked bytes on the disk, then the
row's new state; only then the sealed bytes go. Whatever dies in between is done once more, or swept up.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Q

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.sealing import SealBroken
from priyom.base.storage import store_file
from priyom.people.models import User
from priyom.privacy import quarantine
from priyom.privacy.boxes.holding import begin, release_what_is_over
from priyom.privacy.boxes.painting import Asked, asked_of, give_up, paint_again
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.files import FileReport
from priyom.privacy.found.keeping import keep_file_findings
from priyom.privacy.guards import the_masker
from priyom.privacy.labels import people_of, remember, ticket_of
from priyom.privacy.models import ScreenedFile
from priyom.privacy.names import safe_name

log = structlog.get_logger("privacy")
_resting: dict[UUID, float] = {}  # until when a file is left alone; a fresh worker tries at once

State = ScreenedFile.State
MOST_ATTEMPTS = 5  # a file that takes its takers along is not taken any more
PAUSES = (5.0, 30.0, 120.0, 600.0)  # seconds after each attempt that failed by our own fault
LOOKED_AT = 20  # files of which one must be free: more than there are workers
CHUNK = 256 * 1024
TOLD_EVERY = 3.0  # seconds
SECONDS = 600  # of one file; a recording takes the longest
# What is wrong with us and not with the file: tried again before it is said.
OURS = frozenset({"guard_failed"})


def screen_waiting(*, most: int) -> int:
    """Screen what waits in quarantine, the oldest first; return how many files were taken."""
    for taken in range(most):
        screened = _claim()
        if screened is None:
            return taken
        try:
            _screen(screened)
        finally:
            locks.let_go(_hand(screened))
    return most


def _claim() -> ScreenedFile | None:
    """Take the next file that is in nobody else's hands; whoever takes it lets it go."""
    waiting = ScreenedFile.objects.filter(state=State.WAITING)
    for screened in list(waiting.order_by("received_at")[:LOOKED_AT]):
        if _resting.get(screened.pk, 0.0) > time.monotonic() or not locks.seize(_hand(screened)):
            continue
        # How often it was taken is counted beforehand: a file that kills its takers is not taken for ever.
        if waiting.filter(pk=screened.pk).update(attempts=screened.attempts + 1):
            screened.refresh_from_db()
            return screened
        locks.let_go(_hand(screened))
    return None


def _hand(screened: ScreenedFile) -> str:
    return f"quarantined file {screened.pk}"


def _screen(screened: ScreenedFile) -> None:
    """Screen one file, or write down why it cannot be."""
    if screened.attempts > MOST_ATTEMPTS:
        if asked_of(screened):
            give_up(screened)  # what was to be uncovered stays hidden; what was to be covered is not shown at all
            screened.refresh_from_db()
        if screened.state == State.WAITING:
            refuse(screened, "guard_failed")
        return
    try:
        if asked := asked_of(screened):
            _paint(screened, asked)
            return
        with quarantine.opened(screened.pk) as source, quarantine.room_for_masked(screened.pk) as target:
            report = _masked(screened, source, target)
            if report.status == "refused" and report.reason in OURS and screened.attempts < MOST_ATTEMPTS:
                _rest(screened)
            elif report.status == "refused":
                refuse(screened, report.reason)
            else:
                accept(screened, target, report)
    except (quarantine.Gone, SealBroken):
        refuse(screened, "lost")
    except OperationalError:
        raise  # the database, not the file
    except Exception:
        log.exception("file not screened", attempt=screened.attempts)
        _rest(screened)


def _paint(screened: ScreenedFile, asked: Asked) -> None:
    """Paint a picture again as its author asked; what cannot be painted now is tried again."""
    reason = paint_again(screened, asked)
    if reason:
        log.warning("picture not painted again", reason=reason, attempt=screened.attempts)
        _rest(screened)


def _masked(screened: ScreenedFile, source: Path, target: Path) -> FileReport:
    ticket_id = ticket_of(screened)
    people, rules = people_of(ticket_id), rules_for(screened.received_by.organisation)
    report = the_masker().mask_file(
        source, target, name=screened.name, people=people, rules=rules, seconds=SECONDS, progress=_telling(screened)
    )
    if report.status != "refused" and ticket_id is not None:
        remember(ticket_id, people)
    return report


def _telling(screened: ScreenedFile) -> Callable[[float], None]:
    """Return what writes down how far a file is that takes long, now and then: its sender waits for it."""
    began = told = time.monotonic()

    def tell(share: float) -> None:
        nonlocal told
        moment = time.monotonic()
        if moment - told < TOLD_EVERY or not 0 < share < 1:
            return
        told = moment
        left = timedelta(seconds=(moment - began) * (1 - share) / share)
        ScreenedFile.objects.filter(pk=screened.pk).update(percent=int(100 * share), ready_at=now() + left)

    return tell


def _rest(screened: ScreenedFile) -> None:
    _resting[screened.pk] = time.monotonic() + PAUSES[min(screened.attempts, len(PAUSES)) - 1]


def accept(screened: ScreenedFile, masked: Path, report: FileReport) -> None:
    """Store the masked bytes and let the file be seen; then destroy what it was made of, or hold it for its author."""
    is_over = False
    with masked.open("rb") as made, transaction.atomic():
        stored = store_file(iter(lambda: made.read(CHUNK), b""))
        kinds = [found.kind for found in report.findings]
        settled = _settle(
            screened, State.SCREENED, file=stored, size=stored.size, content_type=stored.content_type,
            hidden=len(kinds), **({"name": safe_name(report.name)} if report.name else {}),
        )  # fmt: skip
        if settled:
            counts = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
            keep_file_findings(screened, report.findings, ticket_id=ticket_of(screened))
            is_over = not begin(screened, report)
            _record("file.screened", screened, kinds=counts, type=stored.content_type)
    if is_over:
        quarantine.destroy(screened.pk)


def refuse(screened: ScreenedFile, reason: str) -> None:
    """Say that the file will not be seen and why; its bytes are destroyed, its masked name stays."""
    with transaction.atomic():
        if _settle(screened, State.REFUSED, reason=reason[:40]):
            keep_file_findings(screened, (), reason=reason, ticket_id=ticket_of(screened))
            _record("file.refused", screened, reason=reason[:40], type=screened.content_type)
    quarantine.destroy(screened.pk)


def destroy_what_is_over() -> int:
    """Refuse what nobody could check in its time, and destroy what lies in quarantine without need; return how many."""
    over = ScreenedFile.objects.filter(
        state=State.WAITING, masked_picture=None,
        received_at__lte=now() - timedelta(hours=settings.PRIYOM.quarantine_hours),
    )  # fmt: skip
    gone = 0
    for screened in over.select_related("received_by"):
        refuse(screened, "expired")
        gone += 1
    return gone + release_what_is_over() + _destroy_left_behind()


def _destroy_left_behind() -> int:
    lying = dict(quarantine.lying_here())
    files = ScreenedFile.objects.filter(pk__in=lying)
    waits = Q(state=State.WAITING) | Q(masked_picture__sealed_until__isnull=False)
    needed = set(files.filter(waits).values_list("pk", flat=True))
    settled = set(files.filter(settled_at__isnull=False).values_list("pk", flat=True))
    # RACE: a file whose row is not there yet may belong to a transaction that is still open; so may one that the guard
    # has never settled: what was kept before it stood comes here first, and its row says so a moment later.
    left = [name for name, is_old in lying.items() if name not in needed and (is_old or name in settled)]
    for name in left:
        quarantine.destroy(name)
    return len(left)


def _settle(screened: ScreenedFile, state: str, **columns: object) -> bool:
    """Write the outcome once, whoever else tries; say whether it was us."""
    waiting = ScreenedFile.objects.filter(pk=screened.pk, state=State.WAITING)
    if not waiting.update(state=state, settled_at=now(), percent=None, ready_at=None, **columns):
        return False
    screened.state = state
    _resting.pop(screened.pk, None)
    return True


def _record(kind: str, screened: ScreenedFile, **details: object) -> None:
    """Write the fact down about who sent it: a file has no number of its own."""
    sender: User = screened.received_by
    record(kind, sender, by=None, region_id=screened.region_id, file=str(screened.pk), **details)
