"""Processes forked from the loaded supervisor: what they share with it, and what they must not."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from priyom.base.forked import Forked, tie_forks_to_us
from priyom.base.supervisor import Child, Supervisor
from priyom.base.wording import Refusal
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


def test_a_start_that_may_not_fork_is_refused_with_a_sentence(monkeypatch):
    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    supervisor = Supervisor([Child("the worker", "worker", lambda: time.sleep(60))])
    monkeypatch.setattr(os, "fork", refuse)
    for begin in (supervisor.start, supervisor.look):
        with pytest.raises(Refusal, match="Resource temporarily unavailable"):
            begin()


@pytest.mark.parametrize("dies_before", [True, False])
def test_what_a_fork_forks_ends_with_it_even_if_it_dies_before_the_kernel_knows(said, dies_before):
    def bear():
        signal.signal(signal.SIGTERM, lambda *_: None)  # as a server that ends in its own time
        if dies_before:  # hooks of children run in the order of their registration
            os.register_at_fork(after_in_child=lambda: (said.write_text(str(os.getpid())), orphaned()))
        tie_forks_to_us()
        if os.fork() == 0:
            said.write_text(str(os.getpid()))
            time.sleep(60)
            os._exit(0)
        time.sleep(60)

    def orphaned():
        parent = os.getppid()
        while os.getppid() == parent:
            time.sleep(0.01)

    middle = Forked("priyom bearing", bear)
    assert until(lambda: said.exists() and said.read_text())
    os.kill(middle.pid, signal.SIGKILL)
    middle.wait()
    assert until(lambda: is_gone(int(said.read_text())))


def until(question):
    deadline = time.monotonic() + 10
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return answer


def is_gone(pid):
    """Whether it has ended; nobody may have fetched its code."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
