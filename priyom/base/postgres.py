"""The own PostgreSQL: a server in the data folder, reached by a private socket.

Several programs may use it at once (`serve`, a backup, a command): each of them holds a shared lock, and only
the last one to leave stops the server.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from priyom.base import postgres_conf
from priyom.base.postgres_home import (
    SYSTEM_HOME,
    PostgresError,
    account_for,
    binaries_for,
    cluster_dir,
    make_folder,
    make_socket_dir,
    owner_of,
    socket_dir,
)
from priyom.base.wording import say

__all__ = ["EmbeddedPostgres", "PostgresError", "embedded_url"]

ROLE = DATABASE = "priyom"
EXTENSIONS = {"pg_trgm": True, "btree_gin": True, "unaccent": True, "vector": False}  # name: whether Priyom needs it
THROWAWAY_HOME = Path(tempfile.gettempdir())
LEAST_FREE_BYTES = 200 * 1024 * 1024
PATIENCE_SECONDS = 60
TELLING = ("FATAL", "PANIC", "ERROR", "error:", "could not")


def embedded_url(data_dir: Path) -> str:
    """The address of the own server of this data folder, running or not."""
    return _url(socket_dir(data_dir), ROLE, DATABASE)


def _url(socket: Path, role: str, database: str) -> str:
    return f"postgresql://{role}@/{database}?host={quote(str(socket), safe='')}"


class EmbeddedPostgres:
    """The server of one data folder.

    `durable=False` is for tests: fast instead of safe, may create databases and write without triggers, and is
    deleted when it stops.
    """

    def __init__(self, data_dir: Path | str, *, durable: bool = True) -> None:
        self.data_dir = Path(data_dir).resolve()
        self.durable = durable
        self.socket = socket_dir(self.data_dir)
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        return _url(self.socket, ROLE, DATABASE)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Start the server, or join the one that runs already; make what is missing; return its address."""
        self._prepare_folder()
        self.account = account_for(self.data_dir)
        self.binaries = binaries_for(self.account)
        self.cluster = cluster_dir(self.data_dir, self.account, home=SYSTEM_HOME if self.durable else THROWAWAY_HOME)
        with (self.data_dir / "run" / "postgres.start").open("w") as gate:
            # RACE: two commands may start at the same moment; the second waits and then joins.
            fcntl.flock(gate, fcntl.LOCK_EX)
            self._lock = (self.data_dir / "run" / "postgres.lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            try:
                if not self._is_running():
                    self._initialise()
                    self._launch()
                self._furnish()
            except BaseException:
                self._release()
                raise
        return self.url

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it."""
        if self._lock is None:
            return
        with (self.data_dir / "run" / "postgres.start").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._release()
                return
            if self._is_running():
                self._control("stop", "-m", "fast")
            if self._is_running():
                self._control("stop", "-m", "immediate")
            if not self.durable:
                self._throw_away()
            self._release()

    def keep_alive(self) -> None:
        """Start the server again if something killed it.

        Its orphans may hold the shared memory for another moment, and a full disk for longer: ask again soon.
        """
        if self._lock is not None and not self._is_running():
            self._launch()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _throw_away(self) -> None:
        shutil.rmtree(self.cluster, ignore_errors=True)
        link = self.data_dir / "postgres"
        if link.is_symlink():
            link.unlink()
            shutil.rmtree(self.cluster.parent, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    # --- starting ---

    def _prepare_folder(self) -> None:
        try:
            make_folder(self.data_dir / "run")
            free = shutil.disk_usage(self.data_dir).free
        except NotADirectoryError:
            raise PostgresError("{folder} is not a folder; choose another with --data", folder=self.data_dir) from None
        except OSError as error:
            raise PostgresError(
                "the data folder {folder} cannot be used: {reason}; give it to this user or choose another with --data",
                folder=self.data_dir,
                reason=error.strerror,
            ) from None
        if free < LEAST_FREE_BYTES:
            raise PostgresError(
                "the disk is full: {free} MB are left for {folder}, 200 MB are needed; "
                "make room or choose another folder with --data",
                free=free // 2**20,
                folder=self.data_dir,
            )

    def _initialise(self) -> None:
        """Make the cluster if there is none; refuse one that this version cannot use."""
        version_file = self.cluster / "PG_VERSION"
        if version_file.exists():
            self._check_version(version_file.read_text(encoding="ascii").strip())
            return
        if self.cluster.exists() and any(self.cluster.iterdir()):
            raise PostgresError(
                "the data folder is broken: {folder} is not empty, but holds no database; "
                "move it away and restore a backup with: bin/priyom restore FILE",
                folder=self.cluster,
            )
        draft = self.cluster.with_name(self.cluster.name + ".new")
        if draft.exists():
            shutil.rmtree(draft)  # an earlier first start was interrupted
        self.account.own(draft)
        made = self.account.run(self.binaries / "initdb", *self._initdb_options(), "-D", draft)
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise self._explained("the database could not be made", made.stderr)
        if self.cluster.exists():
            self.cluster.rmdir()
        draft.rename(self.cluster)

    def _initdb_options(self) -> list[str]:
        options = ["-U", "postgres", "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        if self.binaries.major >= 17:  # noqa: PLR2004 — the release that brought the built-in provider
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return options if self.durable else [*options, "--no-sync"]

    def _check_version(self, found: str) -> None:
        if found == str(self.binaries.major):
            return
        if int(found.partition(".")[0]) < self.binaries.major:
            text = (
                "the database in {folder} was made by the older PostgreSQL {found}, "
                "this Priyom brings {ours}: take a backup with the Priyom that made it and restore that here"
            )
        else:
            text = (
                "the database in {folder} was made by the newer PostgreSQL {found}, "
                "this Priyom brings {ours}: use the newer Priyom, or choose another folder with --data"
            )
        raise PostgresError(text, folder=self.cluster, found=found, ours=self.binaries.major)

    def _launch(self) -> None:
        make_socket_dir(self.socket, self.account)
        self._remove_stale_pid()
        accounts = {self.account.name, *(_name(uid) for uid in (0, os.geteuid(), owner_of(self.data_dir)))}
        self._write("priyom.conf", postgres_conf.settings(self.socket, durable=self.durable))
        self._write("postgresql.conf", postgres_conf.ENTRY)
        self._write("pg_hba.conf", postgres_conf.HBA)
        self._write("pg_ident.conf", postgres_conf.ident(accounts))
        if not (self.cluster / "local.conf").exists():
            self._write("local.conf", postgres_conf.LOCAL)
        log = self.cluster / "start.log"
        self._write("start.log", "")
        started = self._control("start", "-l", str(log))
        if started != 0:
            raise self._explained("PostgreSQL did not start", self._last_words(log))

    def _last_words(self, start_log: Path) -> str:
        """What the server said before it gave up: at first into one file, later into that of the day."""
        days = sorted((self.cluster / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)[-1:]
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in (*days, start_log)]
        return "\n".join(text[-4000:] for text in texts)

    def _control(self, action: str, *options: str) -> int:
        limit = ("-t", str(PATIENCE_SECONDS))
        done = self.account.run(
            self.binaries / "pg_ctl",
            action,
            "-w",
            "-s",
            "-D",
            self.cluster,
            *limit,
            *options,
            timeout=PATIENCE_SECONDS * 2,
        )
        return done.returncode

    def _write(self, name: str, text: str) -> None:
        path = self.cluster / name
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise self._explained("PostgreSQL did not start", f"{path}: {error.strerror}") from None
        path.chmod(0o600)
        if self.account.switch:
            os.chown(path, self.account.uid, self.account.gid)

    def _furnish(self) -> None:
        """Make role, database and extensions; quick when they exist."""
        options = sql.SQL("LOGIN CREATEDB" if not self.durable else "LOGIN")
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(ROLE), options))
                if not self.durable:  # tests put back rows as they were, without what writing them once set off
                    connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")
            missing = not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if missing:
            self._add_extensions("template1")
            with self._connect("postgres") as connection:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
                )

    def _add_extensions(self, database: str) -> None:
        with self._connect(database) as connection:
            rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
            available = {row[0] for row in rows}
            for name, needed in EXTENSIONS.items():
                if name in available:
                    connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
                elif needed:
                    raise PostgresError(
                        "this PostgreSQL has no extension {name}: install the package postgresql-contrib",
                        name=name,
                    )

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """Connect as the owner of the server, waiting while it starts or recovers."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return psycopg.connect(_url(self.socket, "postgres", database), autocommit=True, connect_timeout=10)
            except psycopg.OperationalError as error:
                if "starting up" not in str(error) or time.monotonic() > deadline:
                    raise self._explained("PostgreSQL does not answer", str(error)) from None
            time.sleep(0.1)

    # --- what runs already ---

    def _is_running(self) -> bool:
        """Whether a living server holds our cluster; one that listens elsewhere is refused."""
        lines = self._pid_lines()
        if not lines or not self._is_ours(int(lines[0])):
            return False
        if len(lines) > 4 and lines[4] and Path(lines[4]) != self.socket:  # noqa: PLR2004 — line 5 names the socket
            raise PostgresError(
                "another PostgreSQL (process {pid}) already works in {folder}; "
                "stop it, or choose another folder with --data",
                pid=lines[0],
                folder=self.cluster,
            )
        return True

    def _remove_stale_pid(self) -> None:
        """After a crash or a restart of the machine the number may belong to somebody else by now."""
        lines = self._pid_lines()
        if lines and not self._is_ours(int(lines[0])):
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _pid_lines(self) -> list[str]:
        try:
            lines = (self.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []
        return lines if lines and lines[0].strip().isdigit() else []

    def _is_ours(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.cluster.resolve()
        except FileNotFoundError:
            return False
        except PermissionError:  # alive, and not ours to look at: believe the file
            return True

    def _explained(self, what: str, told: str) -> PostgresError:
        """One sentence from PostgreSQL's many."""
        if "No space left on device" in told or "Disk quota exceeded" in told:
            return PostgresError("the disk is full: make room for {folder}, then start again", folder=self.cluster)
        lines = [line.strip() for line in told.splitlines() if line.strip()]
        telling = [line for line in lines if any(word in line for word in TELLING)] or lines
        reason = " — ".join(dict.fromkeys(line.partition(":  ")[2] or line for line in telling[-2:])) or "?"
        return PostgresError(
            "{what}: {reason}. The folder {folder} may be broken: "
            "move it away and restore a backup with: bin/priyom restore FILE",
            what=say(what),
            reason=reason,
            folder=self.cluster,
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return "root"
