"""Processes forked from the loaded supervisor: what they share with it, and what they must not."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from priyom.base.forked import Forked
from priyom.base.supervisor import Child, Supervisor
from tests.base.program import ROOT

LOADED = """
import json, os
from priyom.base.loading import load
load()
from django.db import connections
print(json.dumps({
    "threads": len(os.listdir("/proc/self/task")),
    "connections": sum(one.connection is not None for one in connections.all(initialized_only=True)),
    "files": sum(int(number) > 2 and os.path.exists(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")),
}))
"""


@pytest.fixture
def said(tmp_path):
    """Where a child writes what it has seen."""
    return tmp_path / "said"


def test_loading_begins_no_thread_and_no_connection_that_a_fork_would_tear(tmp_path):
    place = {"PATH": os.environ["PATH"], "PRIYOM_DATA_DIR": str(tmp_path), "PRIYOM_DEMO": "true"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LOADED], env=place, cwd=ROOT, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"threads": 1, "connections": 0, "files": 0}


def test_a_child_has_no_open_file_of_the_supervisor(tmp_path, said):
    with (tmp_path / "claim").open("w") as claim:

        def look():
            opened = [number for number in range(256) if Path(f"/proc/self/fd/{number}").exists()]
            said.write_text(json.dumps([opened, str(Path("/proc/self/fd/0").readlink())]))

        assert claim.fileno() > 2
        assert Forked("priyom looking", look).wait() == 0
    assert json.loads(said.read_text()) == [[0, 1, 2], os.devnull]


def test_a_child_leads_a_group_of_its_own_under_a_name_of_its_own(said):
    child = Forked("priyom named", lambda: time.sleep(60))
    command = Path(f"/proc/{child.pid}/cmdline").read_bytes().rstrip(b"\0").decode()
    group = os.getpgid(child.pid)
    os.kill(child.pid, signal.SIGTERM)
    assert (command, group, child.wait()) == ("priyom named", child.pid, -signal.SIGTERM)


@pytest.mark.parametrize(
    ("end", "code"),
    [(lambda: None, 0), (lambda: 3, 3), (lambda: sys.exit(4), 4), (lambda: sys.exit("why"), 1), (lambda: 1 / 0, 1)],
)
def test_however_a_child_ends_nothing_of_the_supervisor_is_tidied_up_in_it(end, code, said):
    try:
        child = Forked("priyom ending", end)
        assert child.wait() == code
    finally:
        with said.open("a") as written:
            written.write(f"{os.getpid()}\n")
    assert said.read_text() == f"{os.getpid()}\n"


def test_a_sentence_that_a_child_ends_with_is_said(said):
    def end():
        sys.stderr = said.open("w")
        sys.exit("no such file")

    assert Forked("priyom ending", end).wait() == 1
    assert said.read_text() == "no such file\n"


def test_a_supervisor_that_may_not_fork_for_a_moment_goes_on(monkeypatch, capsys):
    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    supervisor = Supervisor([Child("the worker", "worker", lambda: time.sleep(60))])
    supervisor.settled = True
    monkeypatch.setattr(os, "fork", refuse)
    supervisor.look()
    assert "cannot be started now" in capsys.readouterr().err
    monkeypatch.undo()
    supervisor.children[0].start_at = 0.0
    supervisor.look()
    assert supervisor.children[0].alive
    supervisor.stop()
    assert not supervisor.children[0].alive
