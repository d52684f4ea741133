"""What happens when nobody is looking: reactions to events, and sweeps over what is due.

A reaction is one procrastinate job per event and function, inserted in the transaction of the fact; one that fails
is retried alone. What follows nearly every fact and takes a moment runs together (``base.reactions``). A sweep runs
in the worker every so many seconds under an advisory lock: time is a column and a sweep, never a job scheduled ahead.
"""

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.cache import cache
from django.db import close_old_connections, connection, transaction
from django.dispatch import Signal
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from priyom.base import events, locks, reactions
from priyom.base.models import Event
from priyom.base.requests import end_request, start_request

NOW = "now"  # people wait
SOON = "soon"

SAID_AGAIN = 3600  # seconds until the same failure is worth another line

log = structlog.get_logger(__name__)
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
worker_begins = Signal()  # what takes long to load and will be needed is begun beside the first work


@dataclass(frozen=True)
class Sweep:
    """A function that the worker calls every ``seconds``."""

    name: str
    seconds: float
    run: Callable[[], Any]


_sweeps: dict[str, Sweep] = {}


def on(*kinds: str, queue: str = SOON) -> Callable[[Callable[[int], Any]], Any]:
    """Run the function, given the event's id, after every event of these kinds. It must be safe to run twice."""

    def register(function: Callable[[int], Any]) -> Any:
        task = app.task(name=_name_of(function), queue=queue, retry=RETRY)(_in_job(function))
        for kind in kinds:
            events.add_reaction(kind, task)
        return task

    return register


def together(*kinds: str) -> Callable[[Callable[[list[Event]], Any]], Callable[[list[Event]], Any]]:
    """Run the function soon after events of these kinds, given all of the last moment's. It must be safe to run twice.

    It runs in a transaction of its own; what fails runs alone, later, as a job of the queue.
    """

    def register(function: Callable[[list[Event]], Any]) -> Callable[[list[Event]], Any]:
        def alone(event_id: int) -> Any:
            return function([Event.objects.get(pk=event_id)])

        name = _name_of(function)
        task = app.task(name=name, queue=NOW, retry=RETRY)(_in_job(alone))
        reactions.register(name, reactions.Together(function, task))
        for kind in kinds:
            events.add_together(kind, name)
        return function

    return register


def every(*, seconds: float) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Let the worker call the function every so many seconds, one worker at a time."""

    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        name = _name_of(function)
        _sweeps[name] = Sweep(name, seconds, function)
        return function

    return register


def sweeps() -> list[Sweep]:
    """Return every registered sweep."""
    return list(_sweeps.values())


def run_sweep(sweep: Sweep) -> bool:
    """Run one sweep unless another worker is at it; return whether it ran."""
    with locks.alone(f"sweep {sweep.name}") as is_ours:
        if is_ours:
            _run_in_peace(sweep)
    return is_ours


def _run_in_peace(sweep: Sweep) -> None:
    try:
        start_request()
        sweep.run()
    finally:
        end_request()


def one_by_one(what: str, keys: Iterable[int], act: Callable[[int], Any]) -> int:
    """Let a sweep act on each, in a transaction of its own; return how often something was done.

    One that fails holds up no other. It is said once an hour and tried again with every round.
    """
    done = 0
    for key in keys:
        try:
            with transaction.atomic():
                done += bool(act(key))
        except Exception:
            if cache.add(f"failed:{what}:{key}", 1, SAID_AGAIN):
                log.exception("left out of a sweep", sweep=what, key=key)
    return done


def run_reactions(limit: int = 1000) -> int:
    """Drain the queued reactions in line, in order; return how many ran. For tests and for filling a demo desk."""
    done = 0
    while done < limit:
        together = reactions.run_due(most=limit - done)
        done += together
        job = _take_job()
        if job is None and not together:
            return done
        if job is None:
            continue
        job_id, task_name, arguments = job
        app.tasks[task_name].func(**arguments)
        _set_job_status(job_id, "succeeded")
        done += 1
    return done


def _take_job() -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        return None
    _set_job_status(row[0], "doing")
    job_id, task_name, arguments = row
    return job_id, task_name, json.loads(arguments) if isinstance(arguments, str) else arguments


def _set_job_status(job_id: int, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job_id])


def _in_job(function: Callable[[int], Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(event_id: int) -> Any:
        _refresh_connection()
        start_request()
        try:
            return function(event_id)
        finally:
            end_request()
            _refresh_connection()

    return run


def _refresh_connection() -> None:
    """Let go of a connection that the server has closed: a worker's thread lives long. Not inside a transaction."""
    if not connection.in_atomic_block:
        close_old_connections()


def _name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__.removeprefix('priyom.')}.{function.__name__}"
