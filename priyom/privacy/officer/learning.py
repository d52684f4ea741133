"""Whether people write less personal data after they were told: by week or month, by organisation, by person.

Counted are messages of requesters. «Told» is who had something hidden within the last year before the message: both
faces and the answer to a letter say so at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from priyom.base.audit import tell_subjects
from priyom.base.clock import now
from priyom.people.models import Organisation, User
from priyom.privacy.officer.shares import Share, rows_of

REMEMBERED = timedelta(days=365)  # so far back counts that somebody has written personal data before
WEEKS_UP_TO = 90  # days; longer periods are told by month
SHOWN = 10

# Each message is looked at once: by step of time, of everybody, by organisation and by person.
_COUNTED = """
    WITH said AS (
        SELECT at, author_id, organisation_id, hidden > 0 AS found, bool_or(hidden > 0) OVER (
            PARTITION BY author_id ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS told
        FROM privacy_screening
        WHERE message_id IS NOT NULL AND NOT by_staff AND author_id IS NOT NULL AND at >= %(remembered)s
    ), lately AS (
        SELECT *, date_trunc(%(step)s, at AT TIME ZONE %(zone)s)::date AS begins FROM said WHERE at >= %(since)s
    )
    SELECT begins, organisation_id, author_id,
        CASE WHEN GROUPING(begins) = 0 THEN 'step' WHEN GROUPING(organisation_id) = 0 THEN 'place'
            WHEN GROUPING(author_id) = 0 THEN 'person' ELSE 'whole' END AS what,
        count(*), count(*) FILTER (WHERE found), count(*) FILTER (WHERE told), count(*) FILTER (WHERE told AND found),
        count(*) FILTER (WHERE told AND at < %(half)s), count(*) FILTER (WHERE told AND found AND at < %(half)s),
        count(*) FILTER (WHERE told AND at >= %(half)s), count(*) FILTER (WHERE told AND found AND at >= %(half)s)
    FROM lately GROUP BY GROUPING SETS ((begins), (), (organisation_id), (author_id))
    HAVING GROUPING(organisation_id, author_id) = 3 OR count(*) FILTER (WHERE told AND found) > 0
    ORDER BY what, begins, 12 DESC, 10 DESC, organisation_id, author_id
"""


@dataclass(frozen=True)
class Step:
    """A week or a month: messages with data among all, and among those of people who had been told before."""

    begins: date
    all: Share
    again: Share


@dataclass(frozen=True)
class Learner:
    """Somebody who had been told: how often again in the first half of the period, and how often in the second."""

    what: str
    more: str
    url: str
    before: Share
    after: Share


@dataclass(frozen=True)
class Learning:
    """What the page says of repetition."""

    steps: list[Step]
    trend: tuple[Share, Share] | None
    places: list[Learner]
    people: list[Learner]


def learning(days: int, since: datetime) -> Learning:
    """Count repetition since then: over time, and for whoever repeats most."""
    moment = now()
    asked = {
        "since": since, "half": since + (moment - since) / 2, "remembered": min(since, moment - REMEMBERED),
        "step": "week" if days <= WEEKS_UP_TO else "month", "zone": timezone.get_current_timezone_name(),
    }  # fmt: skip
    by_what: dict[str, list[tuple]] = {"step": [], "place": [], "person": [], "whole": []}
    for row in rows_of(_COUNTED, asked):
        by_what[row[3]].append(row)
    steps = [Step(row[0], Share("", row[4], row[5]), Share("", row[6], row[7])) for row in by_what["step"]]
    before, after = _halves(by_what["whole"][0])
    return Learning(
        steps, (before, after) if before.all and after.all else None,
        _places([row for row in by_what["place"] if row[1] is not None][:SHOWN]),
        _people([row for row in by_what["person"] if row[2] is not None][:SHOWN]),
    )  # fmt: skip


def _halves(row: tuple) -> tuple[Share, Share]:
    return Share("", row[8], row[9]), Share("", row[10], row[11])


def _places(rows: list[tuple]) -> list[Learner]:
    names = dict(Organisation.objects.filter(pk__in=[row[1] for row in rows]).values_list("pk", "short_name"))
    told = _addresses("organisation", (row[1] for row in rows))
    return [Learner(names.get(row[1], ""), "", told.get(row[1], ""), *_halves(row)) for row in rows]


def _people(rows: list[tuple]) -> list[Learner]:
    people = User.objects.select_related("organisation").in_bulk([row[2] for row in rows])
    told = _addresses("user", (row[2] for row in rows))
    return [
        Learner(people[row[2]].name, str(people[row[2]].organisation or ""), told.get(row[2], ""), *_halves(row))
        for row in rows
        if row[2] in people
    ]


def _addresses(kind: str, pks: Iterable[int]) -> dict[int, str]:
    return {pk: url for (_kind, pk), (_name, url) in tell_subjects((kind, pk) for pk in pks).items()}
