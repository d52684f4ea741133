"""Measuring how long like tickets took, once a day and in one statement."""

from datetime import timedelta

from django.db import connection, transaction

from priyom.base import locks
from priyom.base.clock import now
from priyom.desk.models import Expectation
from priyom.desk.rules.expectation import ANY, LEAST

REMEMBERED = timedelta(days=730)
OLD = timedelta(hours=20)

# A ticket counts for its topic and for the one above it. From the first word to the last solution, waiting included:
# that is what a requester lives through.
_MEASURE = """
    INSERT INTO desk_expectation (topic_id, priority, season, solved, median, p80, measured_at)
    SELECT topic, priority, coalesce(season, %(any)s), count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY took), percentile_cont(0.8) WITHIN GROUP (ORDER BY took), %(now)s
    FROM (
        SELECT unnest(array_remove(ARRAY[topic.id, topic.parent_id], NULL)) AS topic, ticket.priority,
            extract(month FROM ticket.opened_at)::int %% 12 / 3 + 1 AS season,
            ticket.resolved_at - ticket.opened_at AS took
        FROM desk_ticket ticket JOIN desk_topic topic ON topic.id = ticket.topic_id
        WHERE ticket.resolved_at >= %(since)s AND ticket.merged_into_id IS NULL AND ticket.kind <> 'gratitude'
    ) solved
    GROUP BY GROUPING SETS ((topic, priority, season), (topic, priority))
    HAVING count(*) >= %(least)s
"""


def measure_if_old() -> bool:
    """Measure anew unless it was done today; return whether it was."""
    if Expectation.objects.filter(measured_at__gt=now() - OLD).exists():
        return False
    return measure() > 0


@transaction.atomic
def measure() -> int:
    """Measure every topic; return how many measures there are."""
    if not locks.take("expectations"):
        return 0
    moment = now()
    Expectation.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")  # it reads two years of tickets, once a day
        cursor.execute(_MEASURE, {"any": ANY, "now": moment, "since": moment - REMEMBERED, "least": LEAST})
        return cursor.rowcount
