"""One desk for all disasters: it must survive them one after another, as a real one does."""

import signal

import pytest

from tests.disasters.stage import Stage


@pytest.fixture(scope="package")
def serving():
    """The whole program: supervisor, database, web, worker."""
    stage = Stage()
    process = stage.serve("--empty")
    assert "Priyom is ready" in stage.told(), stage.told()
    yield stage
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    stage.clean()
