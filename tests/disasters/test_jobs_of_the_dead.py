"""A worker is killed with a job in its hands (security.md, R5)."""

import signal
import subprocess

import pytest

from priyom.base.postgres import EmbeddedPostgres
from tests.disasters.stage import Stage, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage():
    """A place of its own: on the desk of the other disasters a whole program may still be at work."""
    stage = Stage()
    made = stage.run("upgrade")
    assert made.returncode == 0, made.stderr
    yield stage
    stage.clean()


@pytest.fixture
def desk(stage):
    """The database alone; each play starts its own workers."""
    with EmbeddedPostgres(stage.data):
        yield stage
        for process in stage.running:
            if process.poll() is None:
                process.kill()
                process.wait(30)
        stage.running.clear()
        stage.sql("TRUNCATE procrastinate_jobs, procrastinate_workers, base_takeover CASCADE")


def lines(desk, name):
    path = desk.data / f"{name}.log"
    return path.read_text().split() if path.exists() else []


def test_the_job_of_a_killed_worker_is_done_by_the_next_one(desk):
    desk.defer("__main__.slow", 1)
    first = desk.start_worker_of_plays()
    assert until(lambda: lines(desk, "slow-1") == ["began"])
    first.kill()
    first.wait()
    assert desk.jobs() == {"doing": 1}
    (desk.data / "go").touch()
    desk.start_worker_of_plays()
    assert until(lambda: desk.jobs() == {}), desk.jobs()
    assert lines(desk, "slow-1") == ["began", "began", "done"]


def test_a_job_that_kills_its_worker_is_given_up_and_holds_nobody_up(desk):
    desk.defer("__main__.poison", 2)
    for number in range(3, 8):
        desk.defer("__main__.quick", number)
    starts = 0
    worker = desk.start_worker_of_plays()
    while desk.jobs() != {"failed": 1} and starts < 10:
        try:
            worker.wait(1)
        except subprocess.TimeoutExpired:
            continue
        assert worker.returncode == -signal.SIGKILL
        starts += 1
        worker = desk.start_worker_of_plays()
    assert desk.jobs() == {"failed": 1}
    assert starts == 4  # once, and three times taken over
    assert all(lines(desk, f"quick-{number}") for number in range(3, 8))

    told = desk.run("jobs")
    assert "__main__.poison" in told.stdout
    assert "killed" in told.stdout
    doctor = desk.run("doctor")
    assert "bin/priyom jobs" in doctor.stdout
    number = told.stdout.split()[0]
    assert desk.run("jobs", "forget", number).returncode == 0
    assert desk.jobs() == {}


def test_a_job_that_failed_for_good_is_tried_again_when_an_administrator_says_so(desk):
    desk.defer("__main__.quick", 9)
    desk.sql("UPDATE procrastinate_jobs SET status = 'failed', attempts = 8")
    assert desk.run("jobs", "retry", "all").returncode == 0
    desk.start_worker_of_plays()
    assert until(lambda: lines(desk, "quick-9") == ["done"])
