import hashlib
import io
import json
import tarfile

import psycopg
import pytest
from psycopg import sql

from priyom.base.backup import WITHOUT_CONTENT, count_rows
from priyom.base.config import load_config
from priyom.base.postgres import EmbeddedPostgres
from tests.base.program import Program
from tests.database import unpack

CONTENT = b"a screenshot of a prescription"
CHECKSUM = sql.SQL("SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {} t")
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def full():
    """A desk with people, events and a file."""
    program = Program()
    unpack(program.data)  # how a desk is made from nothing, tests/base/test_start.py shows
    (program.data / "priyom.toml").write_text("demo = true\n")
    upgraded = program.run("upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    made = program.run("user", "create", "first", "--role", "administrator", "--email", "first@example.org")
    assert made.returncode == 0, made.stderr
    path = program.data / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    (program.data / "secrets").mkdir(exist_ok=True)
    yield program
    program.clean()


@pytest.fixture(scope="module")
def archive(full, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "desk.tar"
    taken = full.run("backup", str(path))
    assert taken.returncode == 0, taken.stderr
    assert "secrets are not in it" in taken.stdout
    return path


@pytest.fixture
def empty():
    program = Program()
    (program.data / "priyom.toml").write_text("demo = true\n")
    yield program
    program.clean()


def contents(program):
    """Every table with its number of rows and a checksum over all of them."""
    config = load_config({"PRIYOM_DATA_DIR": str(program.data)})
    with EmbeddedPostgres(program.data), psycopg.connect(config.database_url) as connection:
        found = {}
        for name, rows in count_rows(connection).items():
            found[name] = (rows, connection.execute(CHECKSUM.format(sql.Identifier(name))).fetchone()[0])
        sequences = connection.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()
        return found, sequences


def differences(one, other):
    """Names of tables and sequences that differ between two places, or a place and what was in one."""
    (tables, sequences), (others, other_sequences) = (p if isinstance(p, tuple) else contents(p) for p in (one, other))
    # A stamp is there to differ after every write, and a restore is one.
    looked_at = (tables.keys() | others.keys()) - {"base_stamp"}
    names = [name for name in looked_at if tables.get(name) != others.get(name)]
    return [*sorted(names), *sorted(set(sequences) ^ set(other_sequences))]


def test_every_table_comes_back_in_an_empty_place(full, archive, empty):
    restored = empty.run("restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    kept = contents(full)
    assert differences(empty, kept) == []
    assert kept[0]["people_user"][0] == 2
    assert (empty.data / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST).read_bytes() == CONTENT


def test_the_archive_is_ours_alone_and_holds_no_secret(archive):
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert not [name for name in names if name.startswith("secrets/")]
    assert names[-1] == "manifest.json"
    assert manifest["files"] == 1
    assert set(manifest["rows"]).isdisjoint(WITHOUT_CONTENT)


def test_secrets_travel_only_when_asked_for(full, empty, tmp_path):
    path = tmp_path / "whole.tar"
    assert full.run("backup", str(path), "--with-secrets").returncode == 0
    assert empty.run("restore", str(path)).returncode == 0
    key = (full.data / "secrets" / "secret_key").read_text()
    assert (empty.data / "secrets" / "secret_key").read_text() == key


@pytest.mark.parametrize("damage", ["cut", "foreign", "none"])
def test_what_is_no_backup_is_refused(damage, archive, empty, tmp_path):
    path = tmp_path / "damaged.tar"
    if damage == "cut":
        path.write_bytes(archive.read_bytes()[:20_000])
    elif damage == "foreign":
        path.write_text("a letter")
    refused = empty.run("restore", str(path))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert not (empty.data / "postgres").exists()


def test_a_file_whose_bytes_have_changed_stops_the_restore(archive, empty, tmp_path):
    path = tmp_path / "changed.tar"
    with tarfile.open(archive) as source, tarfile.open(path, "w") as target:
        for member in source:
            content = source.extractfile(member).read()
            if member.name.startswith("files/"):
                content = content.replace(b"prescription", b"presomething")
            target.addfile(member, io.BytesIO(content))
    refused = empty.run("restore", str(path))
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert contents(empty)[0] == {}
    assert not (empty.data / "files").exists()


def test_a_broken_dump_leaves_the_place_as_it_was(archive, empty, tmp_path):
    path = tmp_path / "broken.tar"
    with tarfile.open(archive) as source, tarfile.open(path, "w") as target:
        for member in source:
            content = bytearray(source.extractfile(member).read())
            if member.name.startswith("database/"):
                content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
            target.addfile(member, io.BytesIO(bytes(content)))
    refused = empty.run("restore", str(path))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert contents(empty)[0] == {}


def test_a_place_without_tables_takes_nobody_in(empty):
    assert empty.run("user", "create", "first", "--role", "administrator").returncode == 1


def test_a_place_that_holds_something_is_refused_and_replaced_by_force(full, archive):
    """The last one here: afterwards the desk is not as the others know it."""
    before = contents(full)
    assert full.run("user", "create", "second", "--role", "administrator", "--organisation", "vendor").returncode == 0
    refused = full.run("restore", str(archive))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "is not empty" in refused.stderr
    forced = full.run("restore", str(archive), "--force")
    assert forced.returncode == 0, forced.stderr
    assert differences(full, before) == []
    saved = next((full.data / "dumps").glob("before-restore-*.tar"))
    back = full.run("restore", str(saved), "--force")
    assert back.returncode == 0, back.stderr
    assert contents(full)[0]["people_user"][0] == 3
