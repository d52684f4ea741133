"""Several processes tell the tickets, each a few thousand at a time; they come back in the order of time. Pure.

What is told depends on the seed and the place in the order alone, not on how many processes there are.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field

from priyom.desk.loading.life import Item, Life
from priyom.desk.loading.script import Script, Stage

AT_ONCE = 4000  # tickets of a task
AHEAD = 2  # tasks that a process may be ahead of the database, so that memory does not grow


@dataclass
class Told:
    """The tickets of one task as lines of COPY; who was told last says until when nothing earlier can come."""

    tickets: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    reached: int = 0


_script: Script | None = None


def _prepare(stage: Stage) -> None:
    global _script  # noqa: PLW0603 - one script per process is the point
    _script = Script(stage)


def _tell(first: int, last: int) -> Told:
    if _script is None:
        raise RuntimeError("the process was not prepared")
    return _told(_script.tell(first, last))


def _told(lives: Sequence[Life]) -> Told:
    told = Told(reached=lives[-1].opened_at)
    for each in lives:
        told.tickets.append(each.line())
        told.items += each.items
        for table, lines in each.aside.items():
            told.aside.setdefault(table, []).extend(lines)
    return told


def told_in_order(stage: Stage, processes: int) -> Iterator[Told]:
    """Yield the tasks in order, a few of them told ahead by other processes."""
    bounds = [(first, min(first + AT_ONCE, stage.tickets)) for first in range(0, stage.tickets, AT_ONCE)]
    if processes == 1 or len(bounds) == 1:
        script = Script(stage)
        yield from (_told(script.tell(first, last)) for first, last in bounds)
        return
    # Spawned, not forked: a forked child would share our connection to the database.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, initializer=_prepare, initargs=(stage,)) as pool:
        waiting: deque[Future[Told]] = deque()
        for first, last in bounds:
            waiting.append(pool.submit(_tell, first, last))
            if len(waiting) > processes * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
