"""PostgreSQL's own programs as streams: what `pg_dump` writes, and what `psql` runs in one transaction."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from priyom.base.postgres_home import find_binaries
from priyom.base.wording import Refusal

BLOCK_BYTES = 1024 * 1024
HEAD_BYTES = 4096
# Nothing of this is worth keeping: a cache, and the pulse of processes that will not exist then. The queue's workers
# are kept: jobs that were running name them, and are taken over from them after a restore.
WITHOUT_CONTENT = ("base_cache", "base_heartbeat")


@contextmanager
def dump_stream(url: str, *options: str) -> Iterator[IO[bytes]]:
    """What pg_dump writes, in its custom format."""
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
def restore_stream(url: str, *, force: bool) -> Iterator[IO[bytes]]:
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
        with _program(to_script, url, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
            assert reader.stdin is not None  # noqa: S101
            forwarding = threading.Thread(target=_forward, args=(reader.stdout, writer.stdin))
            forwarding.start()
            yield reader.stdin
            reader.stdin.close()
            forwarding.join()
        writer.stdin.close()


def _forward(script: IO[bytes], database: IO[bytes]) -> None:
    """Pass the script on without the one setting that servers before 17 do not know."""
    # Whoever is gone tells the reason with its exit code; here a broken pipe only means that it is over.
    with script, contextlib.suppress(BrokenPipeError):
        database.write(script.read(HEAD_BYTES).replace(b"SET transaction_timeout = 0;\n", b"", 1))
        shutil.copyfileobj(script, database, BLOCK_BYTES)


@contextmanager
def _program(command: list[str], url: str, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    binaries = find_binaries()
    address = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    # SECURITY: arguments of a process can be read by everybody on the machine; its environment cannot.
    password = address.pop("password", "")
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "PGOPTIONS": "-c client_min_messages=warning",
        **({"PGPASSWORD": password} if password else {}),
    }
    named = [] if command[0] == "pg_restore" else [f"--dbname={make_conninfo(**address)}"]
    process = subprocess.Popen(  # noqa: S603
        [str(binaries / command[0]), *command[1:], *named], env=environment, stderr=subprocess.PIPE, **streams
    )
    try:
        yield process
    except BaseException as error:
        # The neighbour in a pipe often complains first, although this program is the one that failed.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        failed_itself = process.returncode not in (None, 0)
        process.kill()
        process.wait()
        if failed_itself and isinstance(error, (Refusal, BrokenPipeError)):
            raise _explained(process, command[0]) from None
        raise
    if process.wait() != 0:
        raise _explained(process, command[0])


def _explained(process: subprocess.Popen[bytes], name: str) -> Refusal:
    told = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if "No space left on device" in told:
        return Refusal("the disk is full: make room and start again")
    reason = next((line for line in told.splitlines() if "ERROR" in line or "error:" in line), told.strip()[:300])
    return Refusal("{program} did not succeed: {reason}", program=name, reason=reason or "?")


def open_private(path: Path) -> IO[bytes]:
    """A new file that only we may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


# Everything of ours in the schema, without the extensions and what belongs to them.
EMPTY_SCHEMA = """
DO $$ DECLARE one record; BEGIN
  FOR one IN
    SELECT c.oid::regclass AS name, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (  -- a table in parts depends on its own columns
        SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refobjid <> c.oid
          AND d.deptype IN ('e', 'i', 'a'))
  LOOP EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name); END LOOP;
  FOR one IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name); END LOOP;
  FOR one IN
    SELECT t.oid::regtype AS name FROM pg_type t
    WHERE t.typnamespace = 'public'::regnamespace
      AND (t.typtype IN ('e', 'd', 'r') OR (SELECT c.relkind FROM pg_class c WHERE c.oid = t.typrelid) = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name); END LOOP;
  FOR one IN
    SELECT c.oid::regconfig AS name FROM pg_ts_config c WHERE c.cfgnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP TEXT SEARCH CONFIGURATION IF EXISTS %s CASCADE', one.name); END LOOP;
END $$;
"""
