"""A real worker with three jobs of its own: `python -m tests.disasters.plays`. It looks for the dead faster than usual."""

import os
import signal
import time
from pathlib import Path

import django

django.setup()

from priyom.base import queue, worker  # noqa: E402
from priyom.base.jobs import on  # noqa: E402

FOLDER = Path(os.environ["PRIYOM_DATA_DIR"])
queue.BEAT_SECONDS, queue.SILENCE_SECONDS, queue.LOOK_SECONDS = 0.3, 1, 0.3
queue.PAUSES = (0, 0.2, 0.4)
worker.TICK_SECONDS = 0.1


@on("play.slow")
def slow(event_id):
    """Say that it began, wait for the word, say that it is done."""
    with (FOLDER / f"slow-{event_id}.log").open("a") as log:
        log.write("began\n")
    while not (FOLDER / "go").exists():
        time.sleep(0.05)
    with (FOLDER / f"slow-{event_id}.log").open("a") as log:
        log.write("done\n")


@on("play.poison")
def poison(_event_id):
    """Kill the worker, as a converter that eats all memory would."""
    os.kill(os.getpid(), signal.SIGKILL)


@on("play.quick")
def quick(event_id):
    with (FOLDER / f"quick-{event_id}.log").open("a") as log:
        log.write("done\n")


if __name__ == "__main__":
    worker.run_worker(concurrency=2)
