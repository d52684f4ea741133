"""Up to what moment the past is complete: for whoever reads on from where one stopped.

RACE: a row bears its moment, and its number, before its transaction ends. Whoever reads on by either would pass over
one that is still on its way. So what is younger than the oldest transaction that writes is not told before it ends.
"""

import time
from datetime import datetime, timedelta

from django.db import connection

from priyom.base.clock import now

SLACK = timedelta(seconds=1)  # between the moment that a row bears and the transaction that writes it
SKEW = timedelta(milliseconds=100)  # by so much the clocks of our processes may be behind the database's
_WRITING = """
SELECT min(xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""
# Whoever changes a row locks it first, and so shows on the table what is coming. The moment is that of the statement's
# beginning: whoever locks a row while it looks is younger.
_WRITING_INTO = """
SELECT least(statement_timestamp(), (
    SELECT min(xact_start) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = %s::regclass AND mode IN ('RowShareLock', 'RowExclusiveLock') AND pid <> pg_backend_pid()
))
"""


def settled() -> datetime:
    """Return the moment before which nothing more can appear, a second ago at the latest."""
    oldest = _oldest(_WRITING)
    return (min(oldest, now()) if oldest else now()) - SLACK


def settled_in(table: str) -> datetime:
    """Return the moment before which nothing more can appear in the table, by the moments that its rows bear.

    RACE: to be asked before the rows are. Who begins to write in between is younger than this moment, whatever the
    rows tell; who wrote when this was asked is the reason for an earlier one.
    """
    time.sleep(SKEW.total_seconds())  # so that whoever has written and then asks finds it
    oldest = _oldest(_WRITING_INTO, table)
    return (oldest or now()) - SKEW


def announce(table: str) -> None:
    """Show on the table that a row is coming: before the moment is read that a new row will bear."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN ROW SHARE MODE")


def _oldest(question: str, *facts: str) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        oldest: datetime | None = cursor.fetchone()[0]
        return oldest
