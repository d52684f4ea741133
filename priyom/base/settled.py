"""Up to what moment the past is complete: for whoever reads on from where one stopped.

RACE: a row bears its moment, and its number, before its transaction ends. Whoever reads on by either would pass over
one that is still on its way. So what is younger than the oldest transaction that writes is not told before it ends.
"""

from datetime import datetime, timedelta

from django.db import connection

from priyom.base.clock import now

SLACK = timedelta(seconds=1)  # between the moment that a row bears and the transaction that writes it
SKEW = timedelta(milliseconds=300)  # by so much the clocks of our processes may be behind the database's
_WRITING = """
SELECT min(xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""
# Whoever changes a row locks it first, and so shows on the table what is coming.
_WRITING_INTO = """
SELECT min(xact_start) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE relation = %s::regclass AND mode IN ('RowShareLock', 'RowExclusiveLock') AND pid <> pg_backend_pid()
"""


def settled() -> datetime:
    """Return the moment before which nothing more can appear, a second ago at the latest."""
    oldest = _oldest(_WRITING)
    return (min(oldest, now()) if oldest else now()) - SLACK


def unsettled_in(table: str) -> datetime | None:
    """Return the moment from which on more may appear in the table; None while nobody writes into it."""
    oldest = _oldest(_WRITING_INTO, table)
    return oldest - SKEW if oldest else None


def _oldest(question: str, *facts: str) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        oldest: datetime | None = cursor.fetchone()[0]
        return oldest
