"""Processes that live but do nothing are ended and started again, without anybody's command."""

import os
import signal
from pathlib import Path

import pytest

from tests.disasters.stage import until

pytestmark = pytest.mark.slow


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_what_is_frozen_is_replaced_and_the_desk_works_on(serving):
    """One of the two web processes, the keeper of both, and the worker stand still at the same moment."""
    assert until(serving.is_whole), serving.told()[-2000:]
    beating = {int(path.stem) for path in (serving.data / "run/alive").glob("*.alive")}
    web, worker = serving.pids("web"), serving.pids("worker")
    keeper = [pid for pid in web if pid not in beating]
    assert (len(web), len(keeper), len(worker)) == (3, 1, 1)
    frozen = [*keeper, next(pid for pid in web if pid in beating), *worker]
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    assert until(lambda: all(is_gone(pid) for pid in frozen)), serving.told()[-2000:]
    assert until(lambda: len(serving.pids("web")) == 3 and serving.pids("worker"))
    assert until(serving.is_whole), serving.told()[-2000:]
    assert serving.told().count("gives no sign of life") >= 3
