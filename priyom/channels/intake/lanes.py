"""Lanes on which the worker files letters side by side, so that one that is slow to read delays no other.

The worker's sweep only looks whether a lane stands idle while letters wait. The lanes are threads of their own: a
hostile letter may take a lane for many seconds, and answers, reminders and other sweeps must not wait for it.
"""

from functools import partial

from priyom.base.beside import Beside
from priyom.base.clock import now
from priyom.channels.intake.filing import Lane, file_waiting
from priyom.channels.models import IncomingLetter
from priyom.privacy.guards import wake

AT_ONCE = 1000
_lanes = {lane: Beside(f"letters-{lane}", partial(file_waiting, most=AT_ONCE, lane=lane)) for lane in Lane}


def keep_lanes_busy() -> None:
    """Start every idle lane for which something waits."""
    waiting = IncomingLetter.objects.filter(outcome="", due_at__lte=now())
    fresh, slow = waiting.filter(failures=0).exists(), waiting.filter(failures__gt=0).exists()
    if fresh:
        wake()  # beside the reading, so that nobody waits for it afterwards
    for lane, filing in _lanes.items():
        if slow if lane == Lane.SLOW else fresh:
            filing.begin()
