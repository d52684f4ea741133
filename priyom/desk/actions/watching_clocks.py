"""Warnings and breaches: the clocks whose next step has come, all at once and in the database.

The steps of the ladder were worked out when the clock was set, so the sweep counts nothing: it compares moments.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Mod

from priyom.base.beside import Beside
from priyom.base.clock import now
from priyom.base.events import record, record_found
from priyom.base.jobs import one_by_one
from priyom.desk.models import ClockStand
from priyom.desk.rules.clocks import BROKEN
from priyom.people.models import TeamMembership, User

log = structlog.get_logger(__name__)
AT_ONCE = 10_000
TOLD_FROM = 75  # half of the time is a colour on the list; a person is told from here on
MOST_NAMED = 50  # tickets that one digest names

# RACE: whoever works on a ticket holds its lock and then changes its clocks: FOR UPDATE or, as a recount does, FOR NO
# KEY UPDATE, which a mere key share would not notice. The sweeps take the ticket's lock, shared, or leave its clocks to
# the next round. What was changed since the statement began is looked at once more where it is written.
_SWEEP = """
WITH ripe AS MATERIALIZED (
    SELECT stand.clock_id AS id, stand.next_at FROM desk_clockstand stand
    JOIN desk_clock clock ON clock.id = stand.clock_id JOIN desk_ticket ticket ON ticket.id = clock.ticket_id
    WHERE stand.next_at <= %(now)s AND ticket.id %% 2 = ANY(%(halves)s) ORDER BY stand.next_at LIMIT %(most)s
    FOR SHARE OF ticket SKIP LOCKED
), warned AS (
    UPDATE desk_clockstand stand SET
        warned = CASE WHEN clock.ladder[4] <= %(now)s THEN 100 WHEN clock.ladder[3] <= %(now)s THEN 90
            WHEN clock.ladder[2] <= %(now)s THEN 75 ELSE 50 END,
        next_at = CASE WHEN clock.ladder[4] <= %(now)s THEN NULL
            WHEN clock.ladder[3] <= %(now)s THEN clock.ladder[4]
            WHEN clock.ladder[2] <= %(now)s THEN clock.ladder[3] ELSE clock.ladder[2] END,
        breached_at = CASE WHEN clock.ladder[4] <= %(now)s THEN %(now)s ELSE stand.breached_at END
    FROM ripe JOIN desk_clock clock ON clock.id = ripe.id
    WHERE stand.clock_id = ripe.id AND stand.next_at = ripe.next_at
    RETURNING clock.ticket_id, clock.region_id, clock.contract_id, clock.promise, clock.due_at, stand.warned
), broken AS (
    INSERT INTO desk_breach (ticket_id, region_id, contract_id, promise, due_at, noticed_at, cause, note)
    SELECT ticket_id, region_id, contract_id, promise, due_at, %(now)s, '', '' FROM warned WHERE warned = 100
    {if_broken_before}
), given AS (
    SELECT CASE warned WHEN 100 THEN 'clock.breached' ELSE 'clock.warned' END AS kind, ticket_id AS subject_id,
        region_id, jsonb_build_object('promise', promise, 'due', due_at, 'step', warned) AS details
    FROM warned ORDER BY ticket_id, promise
)
"""

# To ask of each whether it was broken before takes a tenth of the time; nearly never was one broken, lifted, and is due
# at that very moment again.
_BROKEN_AGAIN = "ON CONFLICT (ticket_id, promise, due_at) DO UPDATE SET lifted_at = NULL"
_WARN, _WARN_FIRST = (_SWEEP.replace("{if_broken_before}", each) for each in (_BROKEN_AGAIN, ""))
_WARN_ONE = _WARN.replace("WHERE stand.next_at", "WHERE stand.clock_id = %(clock)s AND stand.next_at", 1)
_FACTS = ("clock.breached", "clock.warned")
EVEN, ODD = 0, 1  # halves of what is ripe, by the ticket's key: two sweeps never meet at one ticket


def warn_of_clocks() -> int:
    """Take every clock whose next step has come up the ladder, and record it; return how many there were.

    More than a part at once is what a worker finds that has slept: a second connection takes half of it.
    """
    if not _ripe()[AT_ONCE : AT_ONCE + 1].exists():
        return _warn_all(_WARN, [EVEN, ODD])
    others: list[int] = []
    other = Beside("warnings", lambda: others.append(_warn_all(_WARN_FIRST, [ODD])))
    other.begin()
    try:
        warned = _warn_all(_WARN_FIRST, [EVEN])
    finally:
        other.wait()
    return warned + sum(others)


def _ripe() -> "QuerySet[ClockStand]":
    return ClockStand.objects.filter(next_at__lte=now()).order_by("next_at")


def _warn_all(statement: str, halves: list[int]) -> int:
    """Take what is ripe of these halves, part by part."""
    warned = 0
    try:
        while part := _warn_some(statement, halves):
            warned += part
            if part < AT_ONCE:
                break
    except DatabaseError as error:
        if statement == _WARN_FIRST and isinstance(error, IntegrityError):
            return warned + _warn_all(_WARN, halves)
        log.exception("clocks not warned of together")
        warned += _warn_one_by_one(halves)
    return warned


@transaction.atomic
def _warn_some(statement: str, halves: list[int]) -> int:
    return record_found(statement, "ticket", _FACTS, {"most": AT_ONCE, "halves": halves})


def _warn_one_by_one(halves: list[int]) -> int:
    """Leave out what cannot be written: one bad row holds up no other."""
    here = _ripe().annotate(half=Mod("clock__ticket_id", 2)).filter(half__in=halves)
    return one_by_one("clocks", here.values_list("pk", flat=True)[:AT_ONCE], _warn_of)


def _warn_of(clock_id: int) -> int:
    return record_found(_WARN_ONE, "ticket", _FACTS, {"most": 1, "clock": clock_id, "halves": [EVEN, ODD]})


# --- telling ---------------------------------------------------------------------------------------------

# 75 and 90 per cent are the owner's affair, a breach is the lead's as well, and so is all that nobody has.
_UNTOLD = """
WITH untold AS MATERIALIZED (
    SELECT stand.clock_id AS id, ticket.number, ticket.assignee_id, ticket.team_id
    FROM desk_clockstand stand
    JOIN desk_clock clock ON clock.id = stand.clock_id JOIN desk_ticket ticket ON ticket.id = clock.ticket_id
    WHERE stand.warned > stand.told AND stand.warned >= %(from)s AND clock.ended_at IS NULL
    FOR SHARE OF ticket SKIP LOCKED
)
UPDATE desk_clockstand stand SET told = stand.warned FROM untold WHERE stand.clock_id = untold.id
    AND stand.warned > stand.told
RETURNING untold.number, untold.assignee_id, untold.team_id, stand.warned
"""


@dataclass
class _Digest:
    """What one person is told at once: numbers of tickets, the late ones and those that soon will be."""

    late: set[int] = field(default_factory=set)
    soon: set[int] = field(default_factory=set)


@transaction.atomic
def tell_of_clocks() -> int:
    """Tell everybody concerned in one digest each; return how many were told."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, {"from": TOLD_FROM})
        found = cursor.fetchall()
    leads = _leads_of({team for _number, _owner, team, _step in found if team})
    digests: dict[int, _Digest] = defaultdict(_Digest)
    for number, owner, team, step in found:
        told = {owner} if owner else set()
        if step == BROKEN or not owner:
            told |= leads.get(team, set())
        for person in told:
            (digests[person].late if step == BROKEN else digests[person].soon).add(number)
    for person in User.objects.filter(pk__in=digests, is_active=True):
        digest = digests[person.pk]
        late, soon = sorted(digest.late)[:MOST_NAMED], sorted(digest.soon - digest.late)[:MOST_NAMED]
        record("clock.digest", person, by=None, late=late, soon=soon)
    return len(digests)


def _leads_of(teams: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    places = TeamMembership.objects.filter(team_id__in=teams, is_lead=True, user__is_active=True)
    for team, person in places.values_list("team_id", "user_id"):
        found[team].add(person)
    return found
