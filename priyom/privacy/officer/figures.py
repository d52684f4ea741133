"""The figures of the security officer's page: counted from the rows of screenings, a few questions for any period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from priyom.base.audit import tell_subjects
from priyom.base.clock import now
from priyom.people.models import Organisation, User
from priyom.privacy.decided.words import name_of
from priyom.privacy.found.models import Screening
from priyom.privacy.officer.words import channel_name
from priyom.privacy.sentences import sentence_of

PERIODS = (7, 30, 90, 365)
REMEMBERED = timedelta(days=365)  # so far back counts that somebody has written personal data before
SHOWN, SHOWN_TICKETS = 15, 30

_TOTALS = """
    SELECT count(*) FILTER (WHERE message_id IS NOT NULL),
        count(*) FILTER (WHERE message_id IS NOT NULL AND hidden > 0),
        count(*) FILTER (WHERE file_id IS NOT NULL), count(*) FILTER (WHERE file_id IS NOT NULL AND hidden > 0),
        count(*) FILTER (WHERE outcome = 'refused'), coalesce(sum(hidden), 0), coalesce(sum(released), 0)
    FROM privacy_screening WHERE at >= %(since)s
"""
_KINDS = """
    SELECT place ->> 1, count(*), count(DISTINCT id)
    FROM privacy_screening, jsonb_array_elements(places) AS place
    WHERE at >= %(since)s AND hidden > 0 AND coalesce(place ->> 5, '') <> 'released'
    GROUP BY 1 ORDER BY 2 DESC
"""
_CHANNELS = """
    SELECT channel, by_staff, count(*), count(*) FILTER (WHERE hidden > 0) FROM privacy_screening
    WHERE at >= %(since)s GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC
"""
_PLACES = """
    SELECT organisation_id, count(*), count(*) FILTER (WHERE hidden > 0) FROM privacy_screening
    WHERE at >= %(since)s AND organisation_id IS NOT NULL AND NOT by_staff
    GROUP BY 1 HAVING count(*) FILTER (WHERE hidden > 0) > 0 ORDER BY 3 DESC, 1 LIMIT %(most)s
"""
_PEOPLE = """
    SELECT author_id, count(*), count(*) FILTER (WHERE hidden > 0), max(at) FILTER (WHERE hidden > 0)
    FROM privacy_screening WHERE at >= %(since)s AND author_id IS NOT NULL
    GROUP BY 1 HAVING count(*) FILTER (WHERE hidden > 0) > 0 ORDER BY 3 DESC, 1 LIMIT %(most)s
"""
_FILES = """
    SELECT content_type, count(*), count(*) FILTER (WHERE hidden > 0), count(*) FILTER (WHERE outcome = 'refused'),
        coalesce(mode() WITHIN GROUP (ORDER BY reason) FILTER (WHERE outcome = 'refused'), '')
    FROM privacy_screening WHERE at >= %(since)s AND file_id IS NOT NULL GROUP BY 1 ORDER BY 4 DESC, 2 DESC
"""
# Of those who had been told before that something was hidden: in how many of their messages was something again.
_AGAIN = """
    WITH said AS (
        SELECT at, hidden > 0 AS found, bool_or(hidden > 0) OVER (
            PARTITION BY author_id ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS told
        FROM privacy_screening
        WHERE message_id IS NOT NULL AND NOT by_staff AND author_id IS NOT NULL AND at >= %(remembered)s
    )
    SELECT date_trunc(%(step)s, at AT TIME ZONE %(zone)s)::date, count(*), count(*) FILTER (WHERE found),
        count(*) FILTER (WHERE told), count(*) FILTER (WHERE told AND found)
    FROM said WHERE at >= %(since)s GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Share:
    """A line of a table: of so many so many, in percent of the whole or of the largest."""

    what: str
    all: int
    found: int
    more: str = ""
    url: str = ""
    at: datetime | None = None

    @property
    def percent(self) -> int:
        """Return the share in percent."""
        return round(100 * self.found / self.all) if self.all else 0


@dataclass(frozen=True)
class Step:
    """A week or a month: messages with data among all, and among those of people who had been told before."""

    begins: date
    all: Share
    again: Share


@dataclass(frozen=True)
class Figures:
    """Everything the page says of a period."""

    days: int
    since: datetime
    messages: Share
    files: Share
    refused: int
    hidden: int
    released: int
    kinds: list[Share]
    channels: list[Share]
    places: list[Share]
    people: list[Share]
    file_kinds: list[tuple[str, int, int, int, str]]
    steps: list[Step]
    tickets: list[Share]

    @property
    def trend(self) -> tuple[int, int] | None:
        """Return the share of repetition in the first and in the last half of the period, in percent."""
        told = [step.again for step in self.steps if step.again.all]
        if len(told) < 2:  # noqa: PLR2004
            return None
        half = len(told) // 2
        return _share_of(told[:half]), _share_of(told[half:])


def figures(days: int) -> Figures:
    """Count what happened in the last so many days."""
    since = now() - timedelta(days=days)
    asked = {
        "since": since, "most": SHOWN, "remembered": min(since, now() - REMEMBERED),
        "step": "week" if days <= 90 else "month", "zone": timezone.get_current_timezone_name(),  # noqa: PLR2004
    }  # fmt: skip
    messages, found, files, files_found, refused, hidden, released = _rows(_TOTALS, asked)[0]
    kinds = _rows(_KINDS, asked)
    whole = sum(count for _kind, count, _in in kinds)
    return Figures(
        days=days, since=since, messages=Share("", messages, found), files=Share("", files, files_found),
        refused=refused, hidden=hidden, released=released,
        kinds=[Share(name_of(kind), whole, count, str(inside)) for kind, count, inside in kinds],
        channels=[Share(channel_name(channel), every, some, "staff" if staff else "") for channel, staff, every, some in
                  _rows(_CHANNELS, asked)],
        places=_places(_rows(_PLACES, asked)), people=_people(_rows(_PEOPLE, asked)),
        file_kinds=[(kind, every, some, no, sentence_of(why) if why else "") for kind, every, some, no, why in
                    _rows(_FILES, asked)],
        steps=[Step(begins, Share("", every, some), Share("", told, again)) for begins, every, some, told, again in
               _rows(_AGAIN, asked)],
        tickets=_tickets(since),
    )  # fmt: skip


def _share_of(shares: list[Share]) -> int:
    return Share("", sum(share.all for share in shares), sum(share.found for share in shares)).percent


def _places(rows: list[tuple]) -> list[Share]:
    names = dict(Organisation.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "short_name"))
    told = tell_subjects(("organisation", row[0]) for row in rows)
    return [Share(names.get(pk, ""), every, some, url=_url(told, "organisation", pk)) for pk, every, some in rows]


def _people(rows: list[tuple]) -> list[Share]:
    people = User.objects.select_related("organisation").in_bulk([row[0] for row in rows])
    told = tell_subjects(("user", row[0]) for row in rows)
    return [
        Share(people[pk].name, every, some, str(people[pk].organisation or ""), _url(told, "user", pk), last)
        for pk, every, some, last in rows
        if pk in people
    ]


def _tickets(since: datetime) -> list[Share]:
    rows = list(
        Screening.objects.filter(at__gte=since, hidden__gt=0, ticket_id__isnull=False)
        .order_by("-id").values_list("ticket_id", "at", "kinds", "hidden")[:SHOWN_TICKETS]
    )  # fmt: skip
    told = tell_subjects(("ticket", row[0]) for row in rows)
    return [
        Share(
            told.get(("ticket", pk), (str(pk), ""))[0], hidden, hidden, ", ".join(name_of(kind) for kind in kinds),
            _url(told, "ticket", pk), at,
        )
        for pk, at, kinds, hidden in rows
    ]  # fmt: skip


def _url(told: dict[tuple[str, int], tuple[str, str]], kind: str, pk: int) -> str:
    return told.get((kind, pk), ("", ""))[1]


def _rows(statement: str, asked: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
