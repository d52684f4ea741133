"""What processes cost: CPU to the nanosecond, memory as PSS, for a process and everything below it."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CPUCLOCK_SCHED = 2


class Family:
    """A process and all its descendants, also those that come and go while they are watched."""

    def __init__(self, root):
        self.root = root

    def members(self):
        """Return the ids of the processes that live now."""
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            fields = _stat(int(folder.name))
            if fields:
                parents.setdefault(int(fields[1]), []).append(int(folder.name))
        found, left = [], [self.root]
        while left:
            pid = left.pop()
            found.append(pid)
            left += parents.get(pid, [])
        return found

    def spent(self):
        """Return what each living process has used, and what the dead ones left to the living, in seconds."""
        return {pid: _spent(pid) for pid in self.members()}, sum(map(_left_by_children, self.members()))

    def pss(self, *, without=frozenset(), only=None):
        """Return the memory in MiB of all members, or some; a shared page is counted once among those who share it."""
        return sum(_pss(pid) for pid in self.members() if pid not in without and (only is None or pid in only)) / 1024


def between(before, after):
    """Return the CPU seconds between two calls of ``spent``; whoever died meanwhile is found with its parent."""
    (then, reaped_then), (now, reaped_now) = before, after
    return sum(spent - then.get(pid, 0.0) for pid, spent in now.items()) + max(
        reaped_now - reaped_then - sum(spent for pid, spent in then.items() if pid not in now), 0.0
    )


def _spent(pid):
    """Read the process's own clock; /proc/PID/stat knows only hundredths of a second."""
    try:
        return time.clock_gettime((~pid << 3) | CPUCLOCK_SCHED)
    except OSError:
        return 0.0


def _left_by_children(pid):
    fields = _stat(pid)
    return (int(fields[13]) + int(fields[14])) / TICKS if fields else 0.0


def _stat(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _pss(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
