import os
import shutil
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from priyom.base import postgres
from priyom.base.postgres import EmbeddedPostgres, PostgresError, embedded_url


@pytest.fixture
def place():
    """A data folder that PostgreSQL's account can reach, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="priyom-pg-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def ask(server, question="SELECT 1"):
    with psycopg.connect(server.url) as connection:
        return connection.execute(question).fetchone()[0]


def test_from_an_empty_folder_to_an_answer(place):
    with EmbeddedPostgres(place, durable=False) as server:
        assert server.url == embedded_url(place)
        assert ask(server, "SELECT upper('приём')") == "ПРИЁМ"
        assert ask(server, "SELECT similarity('приём', 'прием') > 0 AND unaccent('é') = 'e'")
        assert ask(server, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError):
        ask(server)


def test_the_role_of_the_program_is_no_superuser(place):
    with EmbeddedPostgres(place, durable=False) as server:
        assert not ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")


def test_what_was_written_is_there_after_a_restart(place):
    with EmbeddedPostgres(place) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('слово')")
    with EmbeddedPostgres(place) as server:
        assert ask(server, "SELECT word FROM kept") == "слово"
        assert ask(server, "SHOW fsync") == "on"


def test_the_last_one_to_leave_stops_the_server(place):
    first, second = EmbeddedPostgres(place, durable=False), EmbeddedPostgres(place, durable=False)
    first.start()
    second.start()
    first.stop()
    assert ask(second) == 1
    second.stop()
    with pytest.raises(psycopg.OperationalError):
        ask(second)


def test_a_number_left_by_a_crash_is_no_obstacle(place):
    with EmbeddedPostgres(place) as server:
        cluster = server.cluster
    # The process with this number lives and is not PostgreSQL: it is us.
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n0\n5432\n{server.socket}\n\n0 0\nready\n")
    with EmbeddedPostgres(place) as server:
        assert ask(server) == 1


def test_a_server_that_was_killed_comes_back(place):
    with EmbeddedPostgres(place) as server:
        os.kill(int((server.cluster / "postmaster.pid").read_text().split()[0]), 9)
        for _ in range(100):
            try:
                server.keep_alive()  # its orphans may hold the memory for another moment: the supervisor asks again, too
                assert ask(server) == 1
                break
            except (psycopg.OperationalError, PostgresError):
                time.sleep(0.1)
        else:
            pytest.fail("it did not come back")


@pytest.mark.parametrize(("version", "sentence"), [("12", "made by the older"), ("99", "made by the newer")])
def test_a_cluster_of_another_version_is_refused(place, version, sentence):
    (place / "postgres").mkdir()
    (place / "postgres" / "PG_VERSION").write_text(version)
    with pytest.raises(PostgresError, match=sentence):
        EmbeddedPostgres(place).start()


def test_a_folder_with_something_else_in_it_is_refused(place):
    (place / "postgres").mkdir()
    (place / "postgres" / "holiday.jpg").write_text("beach")
    with pytest.raises(PostgresError, match="the data folder is broken"):
        EmbeddedPostgres(place).start()
    assert (place / "postgres" / "holiday.jpg").exists()


def test_a_broken_cluster_is_refused_with_the_reason(place):
    with EmbeddedPostgres(place) as server:
        cluster = server.cluster
    (cluster / "global" / "pg_control").unlink()
    with pytest.raises(PostgresError, match=r"did not start.*pg_control.*restore"):
        EmbeddedPostgres(place).start()


def test_a_first_start_that_was_interrupted_is_begun_anew(place):
    (place / "postgres.new").mkdir()
    (place / "postgres.new" / "PG_VERSION").write_text("18")
    with EmbeddedPostgres(place, durable=False) as server:
        assert ask(server) == 1


def test_a_full_disk_is_said_before_anything_is_written(place, monkeypatch):
    monkeypatch.setattr(postgres, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(PostgresError, match="the disk is full"):
        EmbeddedPostgres(place).start()
    assert not (place / "postgres").exists()


def test_a_file_is_no_folder(place):
    (place / "data").write_text("")
    with pytest.raises(PostgresError, match="data"):
        EmbeddedPostgres(place / "data").start()


def test_a_deep_folder_gets_its_socket_elsewhere(place):
    deep = place / ("very-" * 20) / "deep"
    with EmbeddedPostgres(deep, durable=False) as server:
        assert ask(server) == 1
        assert len(os.fsencode(server.socket)) < 100


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets folders that its helper cannot reach")
def test_a_closed_folder_of_root_holds_a_link_to_the_cluster(place):
    closed = place / "root"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "var", durable=False) as server:
        assert ask(server) == 1
        assert (closed / "var" / "postgres").is_symlink()
        elsewhere = server.cluster
        assert closed not in elsewhere.parents
    assert not elsewhere.exists()


def test_somebody_elses_folder_for_the_socket_is_refused(place):
    if os.geteuid() != 0:
        pytest.skip("needs another owner")
    server = EmbeddedPostgres(place, durable=False)
    server.socket.mkdir(parents=True)
    os.chown(server.socket, 65534, 65534)
    with pytest.raises(PostgresError, match="belongs to somebody else"):
        server.start()
