"""Backups: one tar archive with a dump of the database, the files, and a manifest that says what must come back.

The dump and the row counts are of one snapshot, taken while people work. The dump is cut into parts inside the
archive, so that neither side needs a second copy on the disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from priyom import __version__
from priyom.base.config import Config
from priyom.base.postgres_home import find_binaries
from priyom.base.wording import Refusal, say

FORMAT = 1
PART_BYTES = 16 * 1024 * 1024
SHA256_LENGTH = 64
# Nothing of this is worth keeping: a cache, and the pulse of processes that will not exist then.
WITHOUT_CONTENT = ("base_cache", "base_heartbeat", "procrastinate_workers")

Progress = Callable[[int], None]


@dataclass
class Manifest:
    """What an archive holds, and what must be there when it has been read."""

    format: int
    version: str
    taken_at: str
    postgres: int
    rows: dict[str, int]
    files: int = 0
    file_bytes: int = 0
    secrets: bool = False
    migrations: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


# --- taking ---


def write_backup(
    config: Config, target: Path, *, with_secrets: bool = False, progress: Progress = lambda _: None
) -> Manifest:
    """Write the archive under a temporary name, then under its own: a broken one never looks whole."""
    if target.is_dir():
        raise Refusal("{path} is a folder: name a file", path=target)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb", opener=_private) as raw, tarfile.open(fileobj=raw, mode="w|") as archive:
            manifest = _write_database(config, archive, progress)
            _write_files(config, archive, manifest, progress)
            if with_secrets:
                manifest.secrets = True
                for path in sorted(config.secrets_dir.glob("[!.]*")):
                    archive.add(path, f"secrets/{path.name}", filter=_anonymous)
            # Last, so that an archive that was cut off has none.
            _add_bytes(archive, "manifest.json", manifest.to_json())
            archive.close()
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    except FileNotFoundError:
        raise Refusal("the folder {folder} does not exist", folder=target.parent) from None
    except PermissionError as error:
        raise Refusal("{path} cannot be written: {reason}", path=target, reason=error.strerror) from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def dump_database(url: str, target: Path) -> None:
    """Write only the database, in PostgreSQL's own format, under a temporary name first."""
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("xb", opener=_private) as out, _pg_dump(url) as dump:
            shutil.copyfileobj(dump, out, PART_BYTES)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def expected_bytes(config: Config) -> int:
    """About how much a backup will read, for the progress bar."""
    with psycopg.connect(config.database_url) as connection:
        row = connection.execute("SELECT coalesce(sum(size), 0) FROM base_storedfile").fetchone()
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    # A compressed dump without indexes is about a fifth of the database.
    return int(row[0] if row else 0) + int(size[0] if size else 0) // 5


def _write_database(config: Config, archive: tarfile.TarFile, progress: Progress) -> Manifest:
    with psycopg.connect(config.database_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        applied = connection.execute(
            "SELECT app || '.' || name FROM django_migrations ORDER BY id"
        ).fetchall()
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
            postgres=connection.info.server_version // 10000,
            rows=count_rows(connection),
            migrations=[row[0] for row in applied],
        )
        with _pg_dump(config.database_url, f"--snapshot={snapshot[0]}") as dump:
            number = 0
            while part := dump.read(PART_BYTES):
                _add_bytes(archive, f"database/{number:06}", part)
                number += 1
                progress(len(part))
    return manifest


def _write_files(config: Config, archive: tarfile.TarFile, manifest: Manifest, progress: Progress) -> None:
    """Files are named by their content and never change, so the ones of the snapshot are whole at any later time."""
    for path in sorted(config.files_dir.glob("*/*/*")):
        if len(path.name) != SHA256_LENGTH:
            continue
        try:
            archive.add(path, f"files/{path.name}", filter=_anonymous)
        except FileNotFoundError:  # erased meanwhile; the restore tells if the dump still needs it
            continue
        size = path.stat().st_size
        manifest.files += 1
        manifest.file_bytes += size
        progress(size)


def count_rows(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    """Every table of ours with its number of rows."""
    tables = connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1"
    ).fetchall()
    counted = {}
    for (name,) in tables:
        if name in WITHOUT_CONTENT:
            continue
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", str(name)))
        ).fetchone()
        counted[str(name)] = int(str(row[0])) if row else 0
    return counted


# --- bringing back ---


def read_manifest(source: Path) -> Manifest:
    """The manifest of an archive; refuses what is no archive of ours, or one that was cut off."""
    try:
        with tarfile.open(source, "r:") as archive:
            found = archive.extractfile("manifest.json")
            values = json.load(found) if found else {}
    except FileNotFoundError:
        raise Refusal("there is no file {path}", path=source) from None
    except IsADirectoryError:
        raise Refusal("{path} is a folder: name a file", path=source) from None
    except (tarfile.TarError, KeyError, ValueError, EOFError):
        raise Refusal("{path} is no backup of Priyom, or it was cut off", path=source) from None
    if values.get("format") != FORMAT:
        raise Refusal(
            "{path} was written by another Priyom ({version})", path=source, version=values.get("version")
        )
    return Manifest(**values)


def restore_backup(
    config: Config, source: Path, *, force: bool = False, progress: Progress = lambda _: None
) -> Manifest:
    """Bring database, files and secrets back. A place that holds anything is refused, or dumped and emptied by force."""
    manifest = read_manifest(source)
    _make_room(config, force=force)
    # The data folder's own disk, so that taking over the files is one rename.
    incoming = config.data_dir / f"restoring-{os.getpid()}"
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(mode=0o700, parents=True)
    try:
        with tarfile.open(source, "r:") as archive, _psql(config.database_url, force=force) as database:
            for member in archive:
                content = archive.extractfile(member)
                if content is None or member.name == "manifest.json":
                    continue
                folder, _, name = member.name.partition("/")
                if folder == "database":
                    shutil.copyfileobj(content, database, 1024 * 1024)
                elif folder == "files":
                    _take_file(incoming / "files", name, content)
                elif folder == "secrets":
                    _take_secret(incoming / "secrets", name, content)
                progress(member.size)
        _compare(config, manifest)
        _take_over(config, incoming)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return manifest


def _make_room(config: Config, *, force: bool) -> None:
    with psycopg.connect(config.database_url) as connection:
        counted = count_rows(connection)
    used = any(rows for name, rows in counted.items() if name != "django_migrations")
    files = config.files_dir.exists() and any(config.files_dir.iterdir())
    if (used or files) and not force:
        raise Refusal(
            "{folder} is not empty: restore into a new folder with --data, or replace what is there with --force "
            "(it is dumped first)",
            folder=config.data_dir,
        )
    if used:
        folder = config.data_dir / "dumps"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        dump_database(config.database_url, folder / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump")


def _take_file(folder: Path, name: str, content: IO[bytes]) -> None:
    """Keep a file only when its bytes are what its name says."""
    if len(name) != SHA256_LENGTH or not name.isalnum():
        raise Refusal("the backup holds a file with a strange name: {name}", name=name)
    target = folder / name[:2] / name[2:4] / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb", opener=_private) as out:
        while block := content.read(1024 * 1024):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != name:
        raise Refusal("the backup is damaged: the file {name} has other bytes than its name says", name=name)


def _take_secret(folder: Path, name: str, content: IO[bytes]) -> None:
    if not name.replace("_", "").isalnum():
        raise Refusal("the backup holds a file with a strange name: {name}", name=name)
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / name).open("xb", opener=_private) as out:
        out.write(content.read(65536))


def _compare(config: Config, manifest: Manifest) -> None:
    with psycopg.connect(config.database_url) as connection:
        found = count_rows(connection)
    different = [
        f"{name}: {found.get(name)} ≠ {rows}"
        for name, rows in manifest.rows.items()
        if found.get(name) != rows
    ]
    if different:
        raise Refusal(
            "the restored database differs from the backup: {tables}", tables=", ".join(different[:5])
        )


def _take_over(config: Config, incoming: Path) -> None:
    for name, target in (("files", config.files_dir), ("secrets", config.secrets_dir)):
        if not (incoming / name).exists():
            continue
        if target.exists():
            target.rename(target.with_name(f"{name}-before-restore-{int(time.time())}"))
        (incoming / name).rename(target)


# --- PostgreSQL's programs ---


@contextmanager
def _pg_dump(url: str, *options: str) -> Iterator[IO[bytes]]:
    tables = [f"--exclude-table-data={name}" for name in WITHOUT_CONTENT]
    command = [
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--lock-wait-timeout=60s",
        *tables,
        *options,
    ]
    with _program(command, url, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 — for the type checker
        yield process.stdout


@contextmanager
def _psql(url: str, *, force: bool) -> Iterator[IO[bytes]]:
    """A sink for a dump in custom format: everything in it happens in one transaction, or nothing does."""
    to_script = ["pg_restore", "--file=-", "--no-owner", "--no-privileges", "--no-comments"]
    to_database = [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    with _program(to_database, url, stdin=subprocess.PIPE) as writer:
        assert writer.stdin is not None  # noqa: S101
        if force:
            writer.stdin.write(EMPTY_SCHEMA.encode())
            writer.stdin.flush()
        with _program(to_script, url, stdin=subprocess.PIPE, stdout=writer.stdin) as reader:
            assert reader.stdin is not None  # noqa: S101
            yield reader.stdin
            reader.stdin.close()
        writer.stdin.close()


@contextmanager
def _program(command: list[str], url: str, **streams: int | IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    binaries = find_binaries()
    address = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    # SECURITY: arguments of a process can be read by everybody on the machine; its environment cannot.
    password = address.pop("password", "")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **({"PGPASSWORD": password} if password else {})}
    named = [] if command[0] == "pg_restore" else [f"--dbname={make_conninfo(**address)}"]
    process = subprocess.Popen(  # noqa: S603
        [binaries / command[0], *command[1:], *named], env=environment, stderr=subprocess.PIPE, **streams
    )
    broken = None
    try:
        yield process
    except BrokenPipeError as error:
        broken = error
    except BaseException:
        process.kill()
        process.communicate()
        raise
    told = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if process.wait() != 0 or broken:
        reason = next((line for line in told.splitlines() if "rror" in line), told.strip()[:300])
        if "No space left on device" in told:
            raise Refusal("the disk is full: make room and start again")
        raise Refusal(
            "{program} did not succeed: {reason}",
            program=command[0],
            reason=reason or say("no reason was given"),
        )


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(time.time())
    archive.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


# Everything of ours in the schema, without the extensions and what belongs to them.
EMPTY_SCHEMA = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT c.oid::regclass AS name, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
  LOOP EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name); END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name); END LOOP;
  FOR one IN SELECT t.oid::regtype AS name FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace
      AND t.typtype IN ('e', 'd') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name); END LOOP;
END $$;
"""
