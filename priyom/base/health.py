"""Whether this installation works: what `/ready` answers and `priyom doctor` explains.

Strangers learn only ready or not; the sentences are for administrators.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from priyom.base.wording import say

log = structlog.get_logger(__name__)

LEAST_FREE_BYTES = 200 * 1024 * 1024
SILENCE_ALLOWED = timedelta(seconds=60)
LAG_ALLOWED = timedelta(minutes=10)
REMEMBER_SECONDS = 3.0


@dataclass(frozen=True)
class Check:
    """One question about the installation, with its answer."""

    name: str
    ok: bool
    said: str


def is_ready() -> bool:
    """Whether requests should be sent here. Remembered for seconds, so that asking often costs nothing."""
    return _remembered.get()


def checks() -> list[Check]:
    """Ask everything; what cannot be asked because the database is away is left out."""
    answers = [_disk(), _database()]
    if answers[-1].ok:
        answers += [_migrations(), _worker(), _queue()]
    return answers


def _disk() -> Check:
    free = shutil.disk_usage(settings.PRIYOM.data_dir).free
    said = say("{free} MB are free in {folder}", free=free // 2**20, folder=settings.PRIYOM.data_dir)
    return Check("disk", free >= LEAST_FREE_BYTES, said)


def _database() -> Check:
    """Write something: a server that is read-only or has a full disk still answers questions."""
    began = time.monotonic()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '3s'")
            cursor.execute("SELECT pg_logical_emit_message(true, 'priyom.ready', '')")
    except DatabaseError as error:
        return Check(
            "database",
            ok=False,
            said=say("the database does not accept writes: {reason}", reason=_first_line(error)),
        )
    milliseconds = round((time.monotonic() - began) * 1000)
    return Check("database", ok=True, said=say("the database accepts writes ({ms} ms)", ms=milliseconds))


def _migrations() -> Check:
    """Asked until nothing is pending; after that the code of this process cannot become newer."""
    from priyom.base.upgrade import pending_migrations

    names = [] if _seen.up_to_date else pending_migrations()
    if not names:
        _seen.up_to_date = True
        return Check("migrations", ok=True, said=say("the database is of this version"))
    told = say("the database is older than the program ({names}): bin/priyom upgrade", names=", ".join(names[:3]))
    return Check("migrations", ok=False, said=told)


def _worker() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() - max(beat_at) FROM base_heartbeat WHERE name = 'worker'")
        silence = cursor.fetchone()[0]
    if silence is None:
        return Check("worker", ok=False, said=say("no worker has run here yet: bin/priyom worker"))
    told = say("the worker was last alive {seconds} s ago", seconds=round(silence.total_seconds()))
    return Check("worker", silence <= SILENCE_ALLOWED, told)


def _queue() -> Check:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo') + (SELECT count(*) FROM base_duereaction), "
            "count(*) FILTER (WHERE status = 'failed'), coalesce(now() - least("
            "(SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = (SELECT min(id) "
            "FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now())), "
            "(SELECT happened_at FROM base_event WHERE id = (SELECT min(event_id) FROM base_duereaction))), "
            "interval '0') "
            "FROM procrastinate_jobs WHERE status IN ('todo', 'failed')"
        )
        waiting, failed, lag = cursor.fetchone()
    told = say(
        "{waiting} jobs wait, the oldest for {seconds} s; {failed} were given up",
        waiting=waiting,
        seconds=round(lag.total_seconds()),
        failed=failed,
    )
    return Check("queue", lag <= LAG_ALLOWED, told)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["?"])[0]


@dataclass
class _Seen:
    up_to_date: bool = False


class Readiness:
    """The last answer, shared by the threads of a process; what fails is told to the log once, not at each question."""

    def __init__(self, ask: Callable[[], list[Check]]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._failing: list[str] | None = None
        self._asked_at = -REMEMBER_SECONDS

    def get(self) -> bool:
        with self._lock:
            if time.monotonic() - self._asked_at >= REMEMBER_SECONDS:
                self._ask_again()
            return not self._failing

    def _ask_again(self) -> None:
        failing = [check.name for check in self._ask() if not check.ok]
        self._asked_at = time.monotonic()
        if failing and failing != self._failing:
            log.warning("not ready", place=", ".join(failing))
        elif self._failing and not failing:
            log.info("ready again")
        self._failing = failing


_seen = _Seen()
_remembered = Readiness(checks)
