"""Fetching letters. A letter is kept and committed first; only then is it marked or moved on the server.

How far a folder has been read is written in the transaction that keeps the letter, so whatever breaks between two
steps, the letter is neither fetched again nor left behind. Nobody's «read» mark hides a letter from us: on the first
visit unread letters are taken, from then on everything that comes.

A visitor signs in once and stays for some minutes: a letter is fetched as soon as the server tells of it, and nobody
signs in every few seconds. A line that breaks while nothing is read is no failure, the next visit shows whether it is;
one that breaks so again and again is told as any other.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.events import record
from priyom.channels.intake.taking import take_in
from priyom.channels.mailboxes.folder import Folder, Place, opened
from priyom.channels.mailboxes.words import Trouble
from priyom.channels.models import IncomingLetter, Mailbox

log = structlog.get_logger("channels")

PAUSE = timedelta(seconds=8)  # without anybody there
ROUND_SECONDS = 5.0  # until a visitor looks again unasked: sooner than another worker may come
VISIT_SECONDS = 240.0
VISITORS = 16  # mailboxes at the same time; where there are more, nobody stays
MOST_AT_ONCE = 100  # letters of one visit; the next one follows at once
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 1800))
TOLD_AFTER = 5  # failures in a row, then administrators are told
FINAL = {"wrong_password", "seal_broken"}  # asked too often, a server locks the account
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # of IMAP
TOO_LARGE = "too_large"  # the reason in the journal


_under_way: dict[int, Future[int]] = {}
_broken_waits: Counter[int] = Counter()  # in a row, by mailbox: what no visit that reads would show


def visit_due() -> list[Future[int]]:
    """Set out to every mailbox that is due; return the visits. A server that hangs keeps only its own visitor."""
    due = Mailbox.objects.filter(is_active=True, due_at__lte=now()).order_by("due_at").values_list("pk", flat=True)
    for pk in [pk for pk, visit in _under_way.items() if visit.done()]:
        del _under_way[pk]
    for pk in [pk for pk in due if pk not in _under_way][: VISITORS - len(_under_way)]:
        visit: Future[int] = Future()
        _under_way[pk] = visit
        # A daemon: the worker may end at once, and what was in hand is free with its connection.
        threading.Thread(target=_visit, args=(pk, visit), name=f"mailbox-{pk}", daemon=True).start()
    return list(_under_way.values())


def _visit(mailbox_id: int, visit: Future[int]) -> None:
    taken = 0
    try:
        taken = poll(mailbox_id, stay=VISIT_SECONDS)
    except Exception:
        log.exception("mailbox visit failed", mailbox=mailbox_id)
    finally:
        connection.close()
        visit.set_result(taken)


def poll(mailbox_id: int, *, stay: float = 0.0) -> int:
    """Read a mailbox, and what comes while we stay; return how many letters were taken in.

    Somebody else at it, or not in use: none.
    """
    with _alone_with(mailbox_id) as mailbox:
        if mailbox is None:
            return 0
    taken: list[int] = []
    is_reading = True
    try:
        place = Place.of(mailbox)
        with opened(place) as folder:
            ends = time.monotonic() + stay
            while (is_more := _round(mailbox_id, place, folder, taken)) is not None and _may_stay(mailbox_id, ends):
                if not is_more:
                    connection.close()  # nobody needs the database while nothing comes
                    is_reading = False
                    folder.wait(ROUND_SECONDS)
                    is_reading = True
                    _waited_well(mailbox_id)
    except Trouble as trouble:
        if is_reading:
            _failed(mailbox_id, trouble.code)
        else:
            _waited_in_vain(mailbox_id, trouble.code)
    return sum(taken)


def _round(mailbox_id: int, place: Place, folder: Folder, taken: list[int]) -> bool | None:
    """Take in what is new; say whether more is waiting, None when the mailbox is not ours any more, or another one."""
    with _alone_with(mailbox_id) as mailbox:
        if mailbox is None or Place.of(mailbox) != place:
            return None
        before = mailbox.fetched
        try:
            is_more = _read(mailbox, folder)
        finally:
            taken.append(mailbox.fetched - before)
        _succeeded(mailbox, is_more=is_more)
        return is_more


def _may_stay(mailbox_id: int, ends: float) -> bool:
    if time.monotonic() < ends:
        return len(_under_way) < VISITORS
    if mailbox_id in _under_way:
        Mailbox.objects.filter(pk=mailbox_id).update(due_at=now())  # the next visit begins where this one ends
    return False


def _read(mailbox: Mailbox, folder: Folder) -> bool:
    """Take in what is new; return whether more is waiting."""
    if mailbox.uid_validity != folder.uid_validity:
        _begin_anew(mailbox, folder)
    if mailbox.marked_uid < mailbox.last_uid:  # kept, but the connection broke before it was marked
        folder.put_away(folder.uids(f"UID {mailbox.marked_uid + 1}:{mailbox.last_uid} UNSEEN"))
        _remember(mailbox, marked_uid=mailbox.last_uid)
    waiting = folder.uids_after(mailbox.last_uid, fresh_from=mailbox.fresh_from, criteria=_old_but_ours(mailbox))
    for uid in waiting[:MOST_AT_ONCE]:
        _take(mailbox, folder, uid)
    if not waiting and mailbox.last_uid < folder.uid_next - 1:
        _remember(mailbox, last_uid=folder.uid_next - 1, marked_uid=folder.uid_next - 1)
    return len(waiting) > MOST_AT_ONCE


def _take(mailbox: Mailbox, folder: Folder, uid: int) -> None:
    size = folder.size(uid)
    if size is not None and size > settings.PRIYOM.max_letter_bytes:
        _keep_note(mailbox, uid, size)
        folder.flag(uid)  # it stays in the mailbox, where a person finds it
        _remember(mailbox, marked_uid=uid)
        return
    octets = folder.octets(uid) if size is not None else None
    if octets is None:  # somebody took it away meanwhile
        _remember(mailbox, last_uid=uid, marked_uid=uid)
        return
    _keep(mailbox, uid, octets)
    folder.put_away([uid])
    _remember(mailbox, marked_uid=uid)


@transaction.atomic
def _keep(mailbox: Mailbox, uid: int, octets: bytes) -> None:
    _move_on(mailbox, uid)
    take_in(octets, way=IncomingLetter.Way.IMAP, mailbox_id=mailbox.pk, recipients=[mailbox.address])


@transaction.atomic
def _keep_note(mailbox: Mailbox, uid: int, size: int) -> None:
    _move_on(mailbox, uid)
    moment = now()
    IncomingLetter.objects.create(
        way=IncomingLetter.Way.IMAP, received_at=moment, due_at=moment, decided_at=moment, mailbox_id=mailbox.pk,
        recipients=[mailbox.address], size=size, outcome=IncomingLetter.Outcome.REJECTED, reason=TOO_LARGE,
    )  # fmt: skip
    record("mailbox.letter_too_large", mailbox, by=None, region_id=mailbox.region_id, uid=uid, size=size)


def _move_on(mailbox: Mailbox, uid: int) -> None:
    """Write down that the letter is ours, in the transaction that makes it so."""
    # RACE: the lock is the connection's; should the connection be lost, another worker may be here already.
    here = Mailbox.objects.filter(pk=mailbox.pk, uid_validity=mailbox.uid_validity, last_uid__lt=uid)
    if not here.update(last_uid=uid, fetched=F("fetched") + 1):
        raise Trouble("broken")
    mailbox.last_uid, mailbox.fetched = uid, mailbox.fetched + 1


def _begin_anew(mailbox: Mailbox, folder: Folder) -> None:
    """Start at the beginning: the first visit, or the server has numbered its letters anew."""
    log.info("mailbox begun", mailbox=mailbox.pk, is_first=mailbox.uid_validity is None)
    here = Mailbox.objects.filter(pk=mailbox.pk, uid_validity=mailbox.uid_validity)  # RACE: as in _move_on
    begun = {"uid_validity": folder.uid_validity, "last_uid": 0, "marked_uid": 0, "fresh_from": folder.uid_next}
    if not here.update(**begun):
        raise Trouble("broken")
    for name, value in begun.items():
        setattr(mailbox, name, value)


def _old_but_ours(mailbox: Mailbox) -> str:
    """Return which of the letters from before we take: unread ones, and after a renumbering all that may be new.

    What had been taken before comes a second time then, and is recognised by its content.
    """
    if mailbox.succeeded_at is None:
        return "UNSEEN"
    since = mailbox.succeeded_at - timedelta(days=2)
    return f"OR UNSEEN SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}"


def _remember(mailbox: Mailbox, **reached: int) -> None:
    """Write down how far we are; never back."""
    for name, value in reached.items():
        setattr(mailbox, name, value)
    columns = {name: Greatest(F(name), value) for name, value in reached.items()}
    Mailbox.objects.filter(pk=mailbox.pk, uid_validity=mailbox.uid_validity).update(**columns)


def _succeeded(mailbox: Mailbox, *, is_more: bool) -> None:
    moment = now()
    if mailbox.failures >= TOLD_AFTER:
        record("mailbox.recovered", mailbox, by=None, region_id=mailbox.region_id)
    due_at = moment if is_more else moment + PAUSE * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    columns = {"succeeded_at": moment, "failures": 0, "failure": "", "due_at": due_at}
    Mailbox.objects.filter(pk=mailbox.pk).update(**columns)


def _failed(mailbox_id: int, code: str) -> None:
    mailbox = Mailbox.objects.filter(pk=mailbox_id).first()
    if mailbox is None:
        return
    failures = mailbox.failures + 1
    pause = BACKOFF[-1] if code in FINAL else BACKOFF[min(failures, len(BACKOFF)) - 1]
    due_at = now() + pause * random.uniform(0.75, 1.25)  # noqa: S311 - so that many do not come back together
    columns = {"failed_at": now(), "failures": failures, "failure": code, "due_at": due_at}
    with transaction.atomic():
        Mailbox.objects.filter(pk=mailbox.pk).update(**columns)
        if failures == TOLD_AFTER or (failures == 1 and code in FINAL):
            record("mailbox.failed", mailbox, by=None, region_id=mailbox.region_id, failure=code, failures=failures)
    log.warning("mailbox not read", mailbox=mailbox.pk, error=code, attempt=failures)


def _waited_in_vain(mailbox_id: int, code: str) -> None:
    """Say that a line broke while nothing was read: an administrator hears of it when it does so again and again."""
    _broken_waits[mailbox_id] += 1
    log.warning("mailbox line broken while waiting", mailbox=mailbox_id, error=code, attempt=_broken_waits[mailbox_id])
    mailbox = Mailbox.objects.filter(pk=mailbox_id).first()
    if mailbox is not None and _broken_waits[mailbox_id] == TOLD_AFTER:
        with transaction.atomic():
            record("mailbox.failed", mailbox, by=None, region_id=mailbox.region_id, failure=code, failures=TOLD_AFTER)


def _waited_well(mailbox_id: int) -> None:
    """A line that has held once is a good one again; whoever was told of a bad one hears of that, too."""
    if _broken_waits.pop(mailbox_id, 0) < TOLD_AFTER:
        return
    mailbox = Mailbox.objects.filter(pk=mailbox_id).first()
    if mailbox is not None:
        with transaction.atomic():
            record("mailbox.recovered", mailbox, by=None, region_id=mailbox.region_id)


@contextmanager
def _alone_with(mailbox_id: int) -> Iterator[Mailbox | None]:
    """Hold the mailbox for this process; None when another one has it."""
    with locks.alone(f"mailbox {mailbox_id}") as is_ours:
        yield Mailbox.objects.filter(pk=mailbox_id, is_active=True).first() if is_ours else None
