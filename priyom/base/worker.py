"""The worker: takes jobs from the queue, runs sweeps when they are due, and shows that it is alive."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from django.db import close_old_connections
from django.db.models.functions import Now
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.jobs import DeleteJobCondition

from priyom.base.jobs import Sweep, run_sweep, sweeps
from priyom.base.models import Heartbeat

log = structlog.get_logger(__name__)
SWEEPERS = 3
TICK_SECONDS = 0.5
BEAT_SECONDS = 10
UPKEEP_SECONDS = 20
HEARTBEAT = "worker"


def run_worker(*, concurrency: int) -> None:
    """Work until SIGTERM or SIGINT; running jobs are finished first."""
    sweeper = Sweeper()
    sweeper.start()
    try:
        asyncio.run(_take_jobs(concurrency))
    finally:
        sweeper.stop()


async def _take_jobs(concurrency: int) -> None:
    # The tasks keep the web's connector: what a job records queues its reactions in the job's transaction.
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        upkeep = asyncio.create_task(_keep_queue_clean(worker_app))
        try:
            await worker_app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=5,
                shutdown_graceful_timeout=15,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,  # what happened stands in the events
            )
        finally:
            upkeep.cancel()


async def _keep_queue_clean(worker_app: App) -> None:
    """Give jobs of a worker that was killed to the others, and forget failures after a month."""
    while True:
        try:
            for job in await worker_app.job_manager.get_stalled_jobs():
                await worker_app.job_manager.retry_job(job)
            await worker_app.job_manager.delete_old_jobs(nb_hours=24 * 30, include_failed=True)
        except Exception:  # the database may be away for a moment; without upkeep jobs of the dead would lie for ever
            log.exception("upkeep of the queue failed")
        await asyncio.sleep(UPKEEP_SECONDS)


class Sweeper(threading.Thread):
    """Starts every sweep when it is due, several side by side, none twice at once."""

    def __init__(self) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._stop_asked = threading.Event()
        self._pool = ThreadPoolExecutor(SWEEPERS, thread_name_prefix="sweep")
        self._running: dict[str, Future[None]] = {}
        self._due: dict[str, float] = {}

    def run(self) -> None:
        while not self._stop_asked.wait(TICK_SECONDS):
            for sweep in (*sweeps(), Sweep("base.heartbeat", BEAT_SECONDS, beat)):
                self._start_if_due(sweep)

    def stop(self) -> None:
        """Let running sweeps finish, start none."""
        self._stop_asked.set()
        self.join(timeout=TICK_SECONDS * 4)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start_if_due(self, sweep: Sweep) -> None:
        running = self._running.get(sweep.name)
        if time.monotonic() < self._due.get(sweep.name, 0.0) or (running and not running.done()):
            return
        self._due[sweep.name] = time.monotonic() + sweep.seconds
        self._running[sweep.name] = self._pool.submit(_run_safely, sweep)


def _run_safely(sweep: Sweep) -> None:
    """A sweep that fails is tried again when it is next due; the others do not notice."""
    close_old_connections()
    try:
        if sweep.run is beat:
            beat()  # every worker for itself, hence without the lock
        else:
            run_sweep(sweep)
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
