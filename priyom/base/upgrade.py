"""Bringing a database to this version: refused when it is newer, dumped first when it holds anything."""

from __future__ import annotations

from collections.abc import Callable

from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from priyom import __version__
from priyom.base.backup import write_safety_copy
from priyom.base.config import Config
from priyom.base.shipping import load_shipped
from priyom.base.wording import Refusal, say

UPGRADE_LOCK = 7_150_411  # any number, as long as it is always the same


def upgrade_database(config: Config, *, tell: Callable[[str], None], dump: bool = True) -> None:
    """Apply what is pending, one process at a time."""
    with connection.cursor() as cursor:
        # The limits that keep a web request short must not cut a migration in two.
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        # RACE: two servers of one database may be upgraded at the same moment.
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPGRADE_LOCK])
        cursor.execute("SET lock_timeout = '4s'")
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        if dump and holds_work():
            tell(say("Dumping the database into {folder} before it changes …", folder=config.data_dir / "dumps"))
            write_safety_copy(config, "upgrade")
        tell(say("Preparing the database: {count} steps …", count=len(plan)))
        call_command("migrate", interactive=False, verbosity=0)
    load_shipped()


def check_installation(config: Config) -> None:
    """Refuse real work on an installation that is not fit for it."""
    if config.demo:
        return
    serious = [
        found for found in run_checks(include_deployment_checks=True, databases=["default"]) if found.level >= ERROR
    ]
    if serious:
        raise Refusal(
            "this installation is not fit for real work: {reasons}",
            reasons="; ".join(found.msg for found in serious),
        )


def holds_work() -> bool:
    """Whether anything was ever done here: every change leaves an event."""
    if "base_event" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM base_event)")
        return bool(cursor.fetchone()[0])


def pending_migrations() -> list[str]:
    """Names of migrations that this code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _refuse_newer(executor: MigrationExecutor) -> None:
    loader = executor.loader
    unknown = [
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    ]
    if unknown:
        raise Refusal(
            "the database is newer than this Priyom {version} (it has {names}): use the newer program, "
            "or restore the dump that was taken before the upgrade (bin/priyom restore)",
            version=__version__,
            names=", ".join(sorted(unknown)[:3]),
        )
