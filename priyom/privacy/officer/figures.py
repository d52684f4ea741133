"""The figures of the security officer's page: counted from the rows of screenings, a few questions for any period."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from priyom.base.audit import tell_subjects
from priyom.base.clock import now
from priyom.people.models import Organisation, User
from priyom.privacy.decided.words import name_of
from priyom.privacy.found.models import Screening
from priyom.privacy.officer.learning import Learning, learning
from priyom.privacy.officer.shares import Share, rows_of
from priyom.privacy.officer.words import channel_name, part_name
from priyom.privacy.sentences import sentence_of

PERIODS = (7, 30, 90, 365)
SHOWN, SHOWN_TICKETS = 15, 20

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
    WHERE at >= %(since)s AND hidden > 0 AND coalesce(place ->> -1, '') <> 'released'
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
_PARTS = """
    SELECT part, by_staff, count(*), count(*) FILTER (WHERE hidden > 0) FROM privacy_screening
    WHERE at >= %(since)s AND part <> '' GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 1
"""


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
    parts: list[Share]
    small: Share
    learning: Learning
    tickets: list[Share]


def figures(days: int) -> Figures:
    """Count what happened in the last so many days."""
    since = now() - timedelta(days=days)
    asked = {"since": since, "most": SHOWN}
    messages, found, files, files_found, refused, hidden, released = rows_of(_TOTALS, asked)[0]
    kinds, parts = rows_of(_KINDS, asked), rows_of(_PARTS, asked)
    whole = sum(count for _kind, count, _in in kinds)
    return Figures(
        days=days, since=since, messages=Share("", messages, found), files=Share("", files, files_found),
        refused=refused, hidden=hidden, released=released,
        kinds=[Share(name_of(kind), whole, count, str(inside)) for kind, count, inside in kinds],
        channels=[Share(channel_name(channel), every, some, "staff" if staff else "") for channel, staff, every, some in
                  rows_of(_CHANNELS, asked)],
        places=_places(rows_of(_PLACES, asked)), people=_people(rows_of(_PEOPLE, asked)),
        file_kinds=[(kind, every, some, no, sentence_of(why) if why else "") for kind, every, some, no, why in
                    rows_of(_FILES, asked)],
        parts=[Share(part_name(part), every, some, "staff" if staff else "") for part, staff, every, some in
               parts[:SHOWN]],
        small=Share("", sum(row[2] for row in parts), sum(row[3] for row in parts)),
        learning=learning(days, since), tickets=_tickets(since),
    )  # fmt: skip


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
        for pk, at, kinds, hidden in rows if pk is not None
    ]  # fmt: skip


def _url(told: dict[tuple[str, int], tuple[str, str]], kind: str, pk: int) -> str:
    return told.get((kind, pk), ("", ""))[1]
