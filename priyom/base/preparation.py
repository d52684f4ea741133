"""What must be true before the web server may start: a free port, one supervisor, a database of this version.

Asking Django whether migrations are pending takes a second. So a start that went well leaves a stamp: a hash
over everything the answer depends on. While it is the same, nothing has to be asked.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import socket
from pathlib import Path
from typing import IO

import psycopg

from priyom import __version__
from priyom.base.config import LOCAL_NAMES, PROJECT, Config
from priyom.base.postgres_home import make_folder
from priyom.base.wording import Refusal

PACKAGE = Path(__file__).resolve().parents[1]
OLDEST_SERVER = 150000
NEW = "new"  # the state of a database in which nothing was ever made

FIRST_CONFIGURATION = """\
# Written by the first start. Every setting: docs/admin/install.md, and `bin/priyom doctor --settings`.

# A desk to try out: invented people with known passwords, and no letter leaves the machine.
# For real work start with a folder of its own, this set to false, and site_url below set.
demo = true

# site_url = "https://help.example.org"
"""


def write_first_configuration(data_dir: Path) -> None:
    """Make a new data folder one to try things out in; leave a folder alone that holds anything."""
    target = data_dir / "priyom.toml"
    if target.exists() or (data_dir / "postgres").exists():
        return
    try:
        make_folder(data_dir)
        target.touch(mode=0o600)  # passwords will stand here one day
        target.write_text(FIRST_CONFIGURATION, encoding="utf-8")
    except OSError as error:
        raise Refusal(
            "the data folder {folder} cannot be used: {reason}; give it to this user or choose another with --data",
            folder=data_dir,
            reason=error.strerror,
        ) from None


def refuse_careless_production(config: Config) -> None:
    """What a demo may leave open, real work may not."""
    if config.demo:
        return
    if config.host in (name.strip("[]") for name in LOCAL_NAMES):
        if config.source is None and (config.data_dir / "postgres").exists():
            raise Refusal(
                "the data folder {folder} holds a database but no priyom.toml: its first start was interrupted, or the "
                "file is lost; put the file back, or remove the folder when nothing in it is needed, or name another "
                "with --data; for real work without that file set site_url (or PRIYOM_SITE_URL)",
                folder=config.data_dir,
            )
        raise Refusal(
            "this is not a demo, so people need an address: set site_url (or PRIYOM_SITE_URL) to what they "
            "will type, such as https://help.example.org; for a desk to try out set demo = true"
        )
    if not config.https:
        raise Refusal(
            "site_url is {url}: passwords would travel readable; put a proxy with a certificate in front "
            "and set an https:// address (docs/admin/install.md)",
            url=config.site_url,
        )
    if len(config.secret_key) < 40:  # noqa: PLR2004 — what we generate is longer
        raise Refusal("the secret key is too short to protect anything: remove it, Priyom makes its own")


def claim(config: Config) -> IO[str]:
    """Become the only supervisor of this data folder; the claim ends with the process."""
    make_folder(config.run_dir)
    lock = (config.run_dir / "serve.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise Refusal(
            "Priyom already works in {folder} ({who}); stop it, or choose another folder with --data",
            folder=config.data_dir,
            who=lock.read().strip() or "?",
        ) from None
    lock.truncate(0)
    lock.write(f"pid {os.getpid()}, {config.site_url}\n")
    lock.flush()
    return lock


def is_claimed(config: Config) -> bool:
    """Whether a supervisor works on this data folder right now."""
    try:
        with (config.run_dir / "serve.lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def check_port(config: Config) -> None:
    """Refuse a port that cannot be had, and name one that can."""
    problem = _port_problem(config.listen, config.port)
    if problem == errno.EADDRINUSE:
        free = next(
            (port for port in range(config.port + 1, config.port + 100) if not _port_problem(config.listen, port)),
            0,
        )
        raise Refusal(
            "port {port} is busy: another program listens there; try --port {free}",
            port=config.port,
            free=free,
        )
    if problem == errno.EACCES:
        raise Refusal("port {port} is reserved for root: choose one above 1023 with --port", port=config.port)
    if problem:
        raise Refusal(
            "the web server cannot listen on {address}: {reason}; change `listen`",
            address=f"{config.listen}:{config.port}",
            reason=os.strerror(problem),
        )


def port_for_letters(config: Config) -> int:
    """Return the port of the receiver of letters; only a desk to try out may move on when its own is busy."""
    if not _port_problem(config.intake_listen, config.intake_port):
        return config.intake_port
    after = range(config.intake_port + 1, config.intake_port + 100)
    free = next((port for port in after if not _port_problem(config.intake_listen, port)), 0)
    if config.demo and free:
        return free
    raise nowhere_to_take_letters(config.intake_listen, config.intake_port)


def nowhere_to_take_letters(listen: str, port: int) -> Refusal:
    """Return what is said when the receiver cannot have its port."""
    return Refusal(
        "the receiver of letters cannot listen on {address}: change intake_port or intake_listen, or set intake = off",
        address=f"{listen}:{port}",
    )


def _port_problem(address: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except socket.gaierror:
            return errno.EADDRNOTAVAIL
        except OSError as error:
            return error.errno or errno.EADDRNOTAVAIL
    return 0


def database_state(config: Config) -> str:
    """Connect, refuse a server that is too old, tell which database this is and how far it was migrated."""
    try:
        with psycopg.connect(config.database_url, connect_timeout=10) as connection:
            if connection.info.server_version < OLDEST_SERVER:
                raise Refusal(
                    "the database server is PostgreSQL {found}: Priyom needs 15 or newer",
                    found=connection.info.server_version // 10000,
                )
            encoding, oid, is_new = connection.execute(
                "SELECT current_setting('server_encoding'), d.oid, to_regclass('django_migrations') IS NULL "
                "FROM pg_database d WHERE d.datname = current_database()"
            ).fetchone() or ("", 0, True)
            if encoding != "UTF8":
                raise Refusal("the database keeps text in {found}: create it with ENCODING 'UTF8'", found=encoding)
            if is_new:
                return NEW
            last = connection.execute("SELECT max(id), count(*), max(applied) FROM django_migrations").fetchone()
            return f"{oid} {last}"
    except psycopg.OperationalError as error:
        raise Refusal(
            "the database does not answer: {reason}; check DATABASE_URL and whether the server runs",
            reason=" ".join(str(error).split()),
        ) from None


def stamp(config: Config, state: str) -> str:
    """A hash that changes with migrations, catalogues, dependencies, database and mode."""
    digest = hashlib.sha256(f"{__version__} {config.demo} {config.site_url} {state}".encode())
    lock = PROJECT / "requirements.lock"
    digest.update(lock.read_bytes() if lock.exists() else b"")
    for pattern in ("*/migrations/*.py", "*/locale/*/LC_MESSAGES/*.po", "*/data/*.toml"):
        for path in sorted(PACKAGE.glob(pattern)):
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()


def is_prepared(config: Config, state: str) -> bool:
    """Whether an earlier start already did everything for exactly this state."""
    try:
        return (config.run_dir / "prepared").read_text(encoding="ascii") == stamp(config, state)
    except OSError:
        return False


def remember_prepared(config: Config, state: str) -> None:
    """Leave the stamp for the next start."""
    (config.run_dir / "prepared").write_text(stamp(config, state), encoding="ascii")
