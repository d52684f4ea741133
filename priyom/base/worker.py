"""The worker: takes jobs from the queue, runs sweeps when they are due, and shows that it is alive.

A worker that has lost its database ends, and whoever started it starts it again: a fresh process has no half-open
connections. What it was doing is taken over by ``base.queue``.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.db.backends.signals import connection_created
from django.db.models.functions import Now
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker

from priyom.base import queue, reactions, signs
from priyom.base.databases import be_patient
from priyom.base.jobs import Sweep, run_sweep, sweeps, worker_begins
from priyom.base.models import Heartbeat

log = structlog.get_logger(__name__)
SWEEPERS = 3
TICK_SECONDS = 0.5
BEAT_SECONDS = 10
STUCK_SECONDS = 60.0
HEARTBEAT = "worker"
FINISH_SECONDS = 15
END_SECONDS = FINISH_SECONDS + 15  # whoever has not ended by then never will
FORGET = Sweep("base.forget_old_failures", 3600, queue.forget_old_failures)


def react() -> None:
    """Run what is due together, until nothing is."""
    while reactions.run_due() == reactions.AT_ONCE:
        pass


# Half a second gathers what belongs into one transaction; nobody sees it on a page that looks every few seconds.
REACT = Sweep("base.react", TICK_SECONDS, react)


def run_worker(*, concurrency: int) -> None:
    """Work until SIGTERM or SIGINT; running jobs are finished first."""
    connection_created.connect(be_patient)
    hands = Hands()
    sweeper = Sweeper(hands)
    worker_begins.send(sender=None)
    sweeper.start()
    try:
        asyncio.run(_take_jobs(concurrency, hands, sweeper))
    finally:
        _end_at_last()
        sweeper.stop()
        hands.sign.remove()


class Hands:
    """What this worker is doing right now."""

    def __init__(self) -> None:
        self._running: set[int] = set()
        self._worker: Worker | None = None
        self.sign = signs.Sign(settings.PRIYOM.run_dir)

    async def hold(self, call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
        """Remember a job for as long as it runs."""
        self._worker = worker
        job_id = context.job.id or 0
        self._running.add(job_id)
        try:
            return await call_next()
        finally:
            self._running.discard(job_id)
            self.sign.finished_one()

    def now(self) -> tuple[int | None, list[int]]:
        """Return the worker's number in the database and the jobs that it works on."""
        return (self._worker.worker_id if self._worker else None), sorted(self._running)


async def _take_jobs(concurrency: int, hands: Hands, sweeper: Sweeper) -> None:
    # The tasks keep the web's connector: what a job records queues its reactions in the job's transaction.
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        signing = asyncio.create_task(_show_that_we_live(hands.sign, sweeper))
        try:
            await worker_app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=5,
                shutdown_graceful_timeout=FINISH_SECONDS,
                update_heartbeat_interval=queue.BEAT_SECONDS,
                worker_middleware=[hands.hold],
                delete_jobs=DeleteJobCondition.SUCCESSFUL,  # what happened stands in the events
            )
        finally:
            signing.cancel()


async def _show_that_we_live(sign: signs.Sign, sweeper: Sweeper) -> None:
    """Freshen the sign of life from the loop that takes jobs, as long as the sweeper turns, too."""
    while True:
        if sweeper.silence() < STUCK_SECONDS:
            sign.give()
        await asyncio.sleep(signs.BEAT_SECONDS)


def _leave() -> None:
    """Our loop no longer beats although the database answers: end at once, a fresh process does better."""
    log.error("this worker has lost its beat and ends")
    os._exit(1)


def _end_at_last() -> None:
    """End the process even when a job or a sweep never comes back; what it held is taken over."""
    timer = threading.Timer(END_SECONDS, os._exit, args=(1,))
    timer.daemon = True
    timer.start()


class Sweeper(threading.Thread):
    """Starts every sweep when it is due, several side by side, none twice at once."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(name="sweeper", daemon=True)
        # Every worker for itself, hence without the lock of a sweep.
        self._own = (
            Sweep("base.heartbeat", BEAT_SECONDS, beat),
            Sweep("base.take_over", queue.LOOK_SECONDS, queue.Takeovers(hands.now, _leave).look),
        )
        # Neither ever waits behind a mail server that hangs.
        self._own_pool = ThreadPoolExecutor(1, thread_name_prefix="upkeep")
        self._reaction_pool = ThreadPoolExecutor(1, thread_name_prefix="reactions")
        self._turned = time.monotonic()
        self._stop_asked = threading.Event()
        self._pool = ThreadPoolExecutor(SWEEPERS, thread_name_prefix="sweep")
        self._running: dict[str, Future[None]] = {}
        self._due: dict[str, float] = {}

    def run(self) -> None:
        while not self._stop_asked.wait(TICK_SECONDS):
            self._turned = time.monotonic()
            for sweep in (*sweeps(), FORGET):
                self._start_if_due(sweep, self._pool, run_sweep)
            for sweep in self._own:
                self._start_if_due(sweep, self._own_pool, lambda own: own.run())
            self._start_if_due(REACT, self._reaction_pool, lambda react: react.run())

    def silence(self) -> float:
        """Return the seconds since the sweeper last looked what is due."""
        return time.monotonic() - self._turned

    def stop(self) -> None:
        """Let running sweeps finish, start none."""
        self._stop_asked.set()
        self.join(timeout=TICK_SECONDS * 4)
        for pool in (self._pool, self._own_pool, self._reaction_pool):
            pool.shutdown(wait=True, cancel_futures=True)

    def _start_if_due(self, sweep: Sweep, pool: ThreadPoolExecutor, run: Callable[[Sweep], object]) -> None:
        running = self._running.get(sweep.name)
        if time.monotonic() < self._due.get(sweep.name, 0.0) or (running and not running.done()):
            return
        self._due[sweep.name] = time.monotonic() + sweep.seconds
        self._running[sweep.name] = pool.submit(_run_safely, sweep, run)


def _run_safely(sweep: Sweep, run: Callable[[Sweep], object]) -> None:
    """A sweep that fails is tried again when it is next due; the others do not notice."""
    close_old_connections()
    try:
        run(sweep)
    except Exception:
        log.exception("sweep failed", sweep=sweep.name)
    finally:
        close_old_connections()


def beat() -> None:
    """Show that the worker is alive."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=HEARTBEAT, beat_at=Now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )
