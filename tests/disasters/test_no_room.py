"""The disk is full: what cannot be kept is refused aloud, and everything goes on by itself when there is room again."""

import os
import shutil
import subprocess

import pytest

from tests.database import unpack
from tests.disasters.stage import Stage, until
from tests.disasters.writers import Writer, check, end

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")]
SIZE = "420m"


@pytest.fixture
def small_disk(tmp_path):
    """A desk whose data folder is a disk of its own, which the test can fill."""
    stage = Stage()
    kept = (stage.data / "priyom.toml").read_text()
    mounted = subprocess.run(  # noqa: S603
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", str(stage.data)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        stage.clean()
        pytest.skip("this machine lets nobody mount a disk")
    unpack(stage.data)
    (stage.data / "priyom.toml").write_text(kept)
    stage.serve("--empty")
    assert "Priyom is ready" in stage.told(), stage.told()
    yield stage
    for process in stage.running:
        process.terminate()
        process.wait(60)
    stage.running.clear()
    subprocess.run(["/bin/umount", "-l", str(stage.data)], check=False)  # noqa: S603
    stage.clean()


def fill(folder):
    """Take every byte that is left."""
    ballast = folder / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


def test_a_full_disk_refuses_aloud_and_recovers_when_there_is_room(small_disk):
    writers = [Writer(small_disk, **small_disk.enter()) for _ in range(1)]
    writers += [Writer(small_disk, writers[0].key, writers[0].session)]
    for writer in writers:
        writer.start()
    assert until(lambda: sum(len(writer.history) for writer in writers) >= 8)
    ballast = fill(small_disk.data)
    assert shutil.disk_usage(small_disk.data).free < 1 << 20
    refused = until(lambda: [said for writer in writers for said in writer.history if said.answers[:1] == [503]])
    assert refused, "nobody was told that it did not work"
    assert until(lambda: small_disk.get("/ready") == 503)
    assert small_disk.get("/live") == 200
    ballast.unlink()
    assert until(lambda: all(said.status in {200, 201, 302} for said in refused)), small_disk.told()[-2000:]
    history = end(writers)
    assert until(small_disk.is_whole), small_disk.told()[-2000:]
    assert until(lambda: not small_disk.jobs()), small_disk.jobs()
    check(small_disk, history)
