"""One desk for all disasters: it must survive them one after another, as a real one does."""

import signal

import pytest

from tests.disasters.stage import Stage


@pytest.fixture(scope="package")
def stage():
    stage = Stage()
    made = stage.run("upgrade")
    assert made.returncode == 0, made.stderr
    yield stage
    stage.clean()


@pytest.fixture(scope="package")
def serving(stage):
    """The whole program: supervisor, database, web, worker."""
    process = stage.serve("--empty")
    assert "Priyom is ready" in stage.told(), stage.told()
    yield stage
    process.send_signal(signal.SIGTERM)
    process.wait(60)
