"""The queue and its upkeep: jobs of the dead go to the living, and a poison job ends on the list of given-up ones.

A worker that is killed leaves its jobs marked as running for ever. Every worker therefore looks, every few seconds, for
running jobs whose worker has stopped beating, and puts them back. Two looks must agree, so that a database that stood
still for half a minute does not make everybody look dead at once. A job is taken over a few times only, each time
later and apart from those it ran beside: what kills its worker again and again is given up, the others go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction

log = structlog.get_logger(__name__)
BEAT_SECONDS, SILENCE_SECONDS, LOOK_SECONDS = 2, 8, 3
STANDSTILL_SECONDS, LOOKS_ALLOWED = 40, 2
PAUSES = (0, 10, 60)  # seconds before each takeover; after the last one a job is given up
DAYS_OF_FAILURES = 30

_ABANDONED = """
    SELECT job.id, coalesce(job.worker_id, 0) FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND (
        worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s)
        OR worker.id = %s AND NOT job.id = ANY(%s))
"""
_COUNT = """
    INSERT INTO base_takeover (job_id, times, last_at) VALUES (%s, 1, now())
    ON CONFLICT (job_id) DO UPDATE SET times = base_takeover.times + 1, last_at = now() RETURNING times
"""


@dataclass(frozen=True)
class GivenUp:
    """A job that nobody tries again by itself."""

    id: int
    task: str
    attempts: int
    killed_its_worker: bool
    since: datetime | None


class Takeovers:
    """What one worker has seen of jobs that nobody works on."""

    def __init__(self, mine: Callable[[], tuple[int | None, list[int]]], leave: Callable[[], None]) -> None:
        self._mine = mine  # this worker's number, and the jobs that it does work on
        self._leave = leave  # called when this worker's own heart stands still
        self._suspects: set[tuple[int, int]] = set()
        self._looks_without_beat = 0

    def look(self) -> int:
        """Take over what was abandoned at the last look and still is; return how many."""
        number, running = self._mine()
        self._feel_own_pulse(number)
        abandoned = {(job_id, worker_id) for job_id, worker_id in _rows(_ABANDONED, [SILENCE_SECONDS, number, running])}
        certain = sorted(abandoned & self._suspects)
        for place, (job_id, worker_id) in enumerate(certain):
            take_over(job_id, worker_id, place)
        self._suspects = abandoned - set(certain)
        return len(certain)

    def _feel_own_pulse(self, number: int | None) -> None:
        """A worker that is ending, but cannot because of a job that hangs, beats no more."""
        beating = number is None or _rows(
            "SELECT 1 FROM procrastinate_workers WHERE id = %s AND last_heartbeat > now() - make_interval(secs => %s)",
            [number, STANDSTILL_SECONDS],
        )
        self._looks_without_beat = 0 if beating else self._looks_without_beat + 1
        if self._looks_without_beat > LOOKS_ALLOWED:
            self._leave()


@transaction.atomic
def take_over(job_id: int, worker_id: int, place: int = 0) -> None:
    """Put an abandoned job back into the queue, or give it up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'doing' "
            "AND coalesce(worker_id, 0) = %s FOR UPDATE SKIP LOCKED",
            [job_id, worker_id],
        )
        row = cursor.fetchone()
        if row is None:  # RACE: another worker was faster, or its own has come back
            return
        cursor.execute(_COUNT, [job_id])
        times = cursor.fetchone()[0]
        if times > len(PAUSES):
            log.error("job given up: its worker died with it each time", job=row[0], attempt=times)
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
            return
        log.warning("job taken over from a worker that died", job=row[0], attempt=times)
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(%s, now() + make_interval(secs => %s), NULL, NULL, NULL)",
            [job_id, PAUSES[times - 1] * (place + 1)],
        )


def given_up(limit: int = 50) -> list[GivenUp]:
    """Return the newest jobs that were given up."""
    return [GivenUp(*row) for row in _rows(
        "SELECT job.id, job.task_name, job.attempts, coalesce(t.times, 0) > %s, "
        "(SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = job.id) "
        "FROM procrastinate_jobs job LEFT JOIN base_takeover t ON t.job_id = job.id "
        "WHERE job.status = 'failed' ORDER BY job.id DESC LIMIT %s", [len(PAUSES), limit],
    )]  # fmt: skip


@transaction.atomic
def try_again(job_id: int | None = None) -> int:
    """Queue one given-up job, or all of them, once more with a clean slate; return how many."""
    rows = _rows(
        "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL "
        "WHERE status = 'failed' AND (id = %s OR %s) RETURNING id",
        [job_id, job_id is None],
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM base_takeover WHERE job_id = ANY(%s)", [[row[0] for row in rows]])
    return len(rows)


def let_go(job_id: int) -> bool:
    """Forget a given-up job."""
    return bool(_rows("DELETE FROM procrastinate_jobs WHERE status = 'failed' AND id = %s RETURNING id", [job_id]))


def forget_old_failures() -> None:
    """Let go of failures after a month, and of what was counted for jobs that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs job WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS (SELECT FROM "
            "procrastinate_events e WHERE e.job_id = job.id AND e.at > now() - make_interval(days => %s))",
            [DAYS_OF_FAILURES],
        )
        cursor.execute("DELETE FROM base_takeover WHERE job_id NOT IN (SELECT id FROM procrastinate_jobs)")
        cursor.execute("DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '1 hour'")


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
