"""Up to what moment the past is complete: for whoever reads on from where one stopped."""

from datetime import datetime, timedelta

from django.db import connection

from priyom.base.clock import now

SLACK = timedelta(seconds=1)  # between the moment that a row bears and the transaction that writes it


def settled() -> datetime:
    """Return the moment before which nothing more can appear.

    RACE: a row bears its moment, and its number, before its transaction ends. Whoever reads on by either would pass
    over one that is still on its way, so nothing is told that is younger than the oldest transaction that has written.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        )
        oldest = cursor.fetchone()[0]
    return (min(oldest, now()) if oldest else now()) - SLACK
