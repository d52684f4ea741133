"""The database that tests begin with: migrated once for a state of the tables, kept as an archive, unpacked for each run.

Migrating takes longer than most files of tests do, and several processes test at once. A server of one's own
(PRIYOM_TEST_DATABASE_URL) is migrated each time.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.db import connection

from priyom.base.postgres import DATABASE, THROWAWAY_HOME, EmbeddedPostgres
from priyom.base.postgres_home import SYSTEM_HOME, account_for, cluster_dir, make_folder

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache" / "database"
# All that decides what `migrate` makes: the migrations, the models (permissions come from them), the libraries' versions.
DECIDING = (
    "priyom/*/migrations/*.py",
    "priyom/**/models.py",
    "priyom/**/models/*.py",
    "priyom/base/postgres*.py",
    "requirements-test.lock",
)
TEMPLATE = DATABASE
WITHOUT_TRIGGERS, AS_USUAL = (f"SET session_replication_role = {role}" for role in ("replica", "origin"))


def start_server(place):
    """Return a running server whose database TEMPLATE is migrated; stopped, it is gone."""
    unpack(place, home=THROWAWAY_HOME)
    server = EmbeddedPostgres(place, durable=False)
    server.start()
    return server


def unpack(place, *, home=SYSTEM_HOME):
    """Put the migrated database into a data folder that has none."""
    archive = KEPT / f"{_digest()}.tar"
    make_folder(place)
    account = account_for(place)
    cluster = cluster_dir(place, account, home=home)
    account.own(cluster)
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "making").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # RACE: several processes start at once; the first makes it for all
        if not archive.exists():
            _make(archive)
        subprocess.run(["tar", "-C", cluster, "-xpf", archive], check=True)  # noqa: S603, S607


def _digest():
    found = hashlib.sha256()
    for path in sorted(path for pattern in DECIDING for path in ROOT.glob(pattern)):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _make(archive):
    with tempfile.TemporaryDirectory(prefix="priyom-tests-") as folder:
        Path(folder).chmod(0o711)  # a system account may run the server
        server = EmbeddedPostgres(Path(folder) / "made", durable=False)
        surroundings = os.environ | {"DATABASE_URL": server.start(), "PRIYOM_DATA_DIR": folder}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=surroundings, check=True
        )
        server.durable = True  # ended as one that stays, its files are whole and there
        server.stop()
        for earlier in KEPT.glob("*.tar"):
            earlier.unlink()
        draft = archive.with_suffix(".draft")
        subprocess.run(["tar", "-C", server.cluster, "-cf", draft, "."], check=True)  # noqa: S603, S607
        server._throw_away()  # noqa: SLF001
        draft.rename(archive)


def may_write_without_triggers():
    """Return whether the database's role may: that of a server of one's own might not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return cursor.fetchone()[0]


def empty_by_deleting():
    """Let `flush` delete instead of truncate: making the files of 150 empty tables anew takes ten times as long."""
    type(connection.ops).sql_flush = _deletions  # of all connections: beside a browser tests get one of their own


def _deletions(_operations, _style, tables, **_options):
    deletions = (f"DELETE FROM {connection.ops.quote_name(name)}" for name in tables)  # noqa: S608
    return ["; ".join([WITHOUT_TRIGGERS, *deletions, AS_USUAL])]
