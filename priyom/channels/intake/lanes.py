"""Lanes on which the worker files letters side by side, so that one that is slow to read delays no other.

The worker's sweep only looks whether a lane stands idle while letters wait. The lanes are threads of their own: a
hostile letter may take a lane for many seconds, and answers, reminders and other sweeps must not wait for it.
"""

import threading

import structlog
from django.db import close_old_connections, connection

from priyom.base.clock import now
from priyom.channels.intake.filing import Lane, file_waiting
from priyom.channels.models import IncomingLetter
from priyom.privacy.guards import wake

log = structlog.get_logger("channels")

AT_ONCE = 1000
_running: dict[Lane, threading.Thread] = {}


def keep_lanes_busy() -> None:
    """Start every idle lane for which something waits."""
    waiting = IncomingLetter.objects.filter(outcome="", due_at__lte=now())
    fresh, slow = waiting.filter(failures=0).exists(), waiting.filter(failures__gt=0).exists()
    if fresh:
        wake()  # beside the reading, so that nobody waits for it afterwards
    for lane in Lane:
        idle = lane not in _running or not _running[lane].is_alive()
        if idle and (slow if lane == Lane.SLOW else fresh):
            # A daemon: the worker may end at once, and what a lane had in hand is free with its connection.
            _running[lane] = threading.Thread(target=_file, args=(lane,), name=f"letters-{lane}", daemon=True)
            _running[lane].start()


def _file(lane: Lane) -> None:
    close_old_connections()
    try:
        file_waiting(most=AT_ONCE, lane=lane)
    except Exception:  # the database may be away; the next look starts the lane again
        log.exception("letters were not filed")
    finally:
        connection.close()
