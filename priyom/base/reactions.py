"""Reactions that run together: what was recorded in the last moment is reacted to at once, not one job for each fact.

A job of the queue costs three transactions before it has done anything, which is more than most reactions do. So a
fact leaves a row of ``DueReaction`` in its own transaction; the worker takes up to a hundred of them, and in one
transaction they run and their rows go. Whoever dies meanwhile leaves the rows as they were.

What fails together is tried alone, and what fails alone, or was tried in vain again and again because it kills its
worker, becomes a job of the queue: there it is tried later, given up at last, and shown to an administrator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from priyom.base.models import Event
from priyom.base.prepared import ask
from priyom.base.requests import end_request, start_request

log = structlog.get_logger(__name__)
AT_ONCE = 100
TRIES = 3  # of a row among others; what has cost so many workers their life runs as a job, apart from everybody

# Counted in a transaction of its own, so that the count outlives whoever dies of what it took up. Between that and the
# lock of the next statement lie milliseconds, for which the others leave the rows alone.
_TAKE_UP = """
    UPDATE base_duereaction SET tries = tries + 1, taken_at = clock_timestamp() WHERE id = ANY(ARRAY(
        SELECT id FROM base_duereaction
        WHERE (taken_at IS NULL OR taken_at < clock_timestamp() - interval '3 seconds') AND name = ANY(%s)
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED))
    RETURNING id, name, event_id, tries
"""
# RACE: whoever was slow may find that another worker has taken up the same rows; whoever locks a row first runs it.
_LET_GO = """
    DELETE FROM base_duereaction WHERE id = ANY(ARRAY(
        SELECT id FROM base_duereaction WHERE id = ANY(%s) FOR UPDATE SKIP LOCKED))
    RETURNING event_id
"""


@dataclass(frozen=True)
class Together:
    """A function that reacts to many facts, and the task of the queue that reacts to one."""

    run: Callable[[list[Event]], Any]
    task: Any


@dataclass(frozen=True, slots=True)
class _Due:
    id: int
    event_id: int
    tries: int


_together: dict[str, Together] = {}


def register(name: str, reaction: Together) -> None:
    """Let a reaction be found by the name under which it is due. Rooms use ``base.jobs.together``."""
    _together[name] = reaction


def run_due(*, most: int = AT_ONCE) -> int:
    """Run the next reactions, the oldest facts first; return how many were taken up."""
    # What another version of the program has left behind waits for one that knows it, and holds nobody up.
    rows = ask(_TAKE_UP, [list(_together), most])
    by_name: dict[str, list[_Due]] = {}
    for pk, name, event_id, tries in sorted(rows):
        by_name.setdefault(name, []).append(_Due(pk, event_id, tries))
    for name, due in by_name.items():
        reaction = _together[name]
        for each in due:
            if each.tries > TRIES:
                _hand_over(reaction, each)
        _run(reaction, [each for each in due if each.tries <= TRIES])
    return len(rows)


def _run(reaction: Together, due: list[_Due]) -> None:
    """Run them together; failing that each alone, and what fails alone later as a job."""
    if not due:
        return
    start_request()
    try:
        with transaction.atomic():
            facts = Event.objects.in_bulk(event_id for (event_id,) in ask(_LET_GO, [[each.id for each in due]]))
            if facts:
                reaction.run([facts[pk] for pk in sorted(facts)])
    except Exception:
        log.exception("reactions failed", count=len(due))
        for each in due:
            if len(due) == 1:
                _hand_over(reaction, each)
            else:
                _run(reaction, [each])
    finally:
        end_request()


@transaction.atomic
def _hand_over(reaction: Together, due: _Due) -> None:
    for (event_id,) in ask(_LET_GO, [[due.id]]):
        reaction.task.defer(event_id=event_id)
