"""Counting many clocks anew: a day of their calendar was corrected, or their tickets came to another customer.

Many tickets at a time, each part in a transaction of its own, so that nobody waits long for a ticket and a worker
that dies leaves nothing half done. What was counted already comes to the same when it is counted again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction

from priyom.base.clock import now
from priyom.base.events import record, record_many
from priyom.desk.actions.clocks import Clockwork, match_breach, place_anew
from priyom.desk.models import AgreedDate, Clock, Pause, Ticket
from priyom.desk.rules.clocks import AGREED, Stop
from priyom.desk.timing import set_timing, timing_of
from priyom.people.models import Organisation, User, WorkCalendar

AT_ONCE = 1_000
PLACED_AT_ONCE = 50  # each is placed by statements of its own, and nobody waits three seconds for a ticket
SHOWN_SECONDS = 3_600  # how long a page can still ask how it went

_WRITE = """
    UPDATE desk_clock clock SET due_at = given.due_at, ladder = given.ladder::timestamptz[]
    FROM unnest(%(ids)s::bigint[], %(due)s::timestamptz[], %(ladders)s::text[]) AS given (id, due_at, ladder)
    WHERE clock.id = given.id
"""
_STAND = """
    INSERT INTO desk_clockstand (clock_id, next_at, breached_at, warned, told)
    SELECT * FROM unnest(%(ids)s::bigint[], %(next)s::timestamptz[], %(breached)s::timestamptz[], %(warned)s::integer[],
        %(told)s::integer[])
    ON CONFLICT (clock_id) DO UPDATE SET next_at = excluded.next_at, breached_at = excluded.breached_at,
        warned = excluded.warned, told = excluded.told
"""
_NEAREST = """
    UPDATE desk_ticket ticket SET due_at = nearest.due_at
    FROM (SELECT ticket_id, min(due_at) AS due_at FROM desk_clock
        WHERE ticket_id = ANY(%(tickets)s) AND ended_at IS NULL GROUP BY ticket_id) nearest
    WHERE ticket.id = nearest.ticket_id AND ticket.due_at IS DISTINCT FROM nearest.due_at
"""


@dataclass
class Progress:
    """How far a count has come: clocks in all, counted, and with another due time."""

    total: int
    done: int = 0
    moved: int = 0
    is_over: bool = False


def recount_calendar(calendar: WorkCalendar, *, by: User | None) -> Progress:
    """Count every open clock that hangs on the calendar from its beginning; say how far it is, then what came of it."""
    hanging = Clock.objects.filter(calendar=calendar, ended_at=None)
    tickets = sorted(set(hanging.values_list("ticket_id", flat=True)))
    progress = Progress(total=hanging.count())
    for part in _parts(tickets, AT_ONCE):
        _show(calendar.pk, progress)
        _recount_some(part, calendar.pk, progress)
    progress.is_over = True
    _show(calendar.pk, progress)
    record("calendar.recounted", calendar, by=by, clocks=progress.total, moved=progress.moved)
    return progress


def recount_late_ones(calendar: WorkCalendar, *, since: datetime) -> Progress:
    """Count those once more that were being opened or worked on while the calendar was corrected.

    RACE: such a ticket was counted by the days of before and was not to be seen yet when all were counted anew.
    """
    hanging = Clock.objects.filter(calendar=calendar, ended_at=None, ticket__changed_at__gt=since)
    tickets = sorted(set(hanging.values_list("ticket_id", flat=True)))
    progress = Progress(total=len(tickets), is_over=True)
    for part in _parts(tickets, AT_ONCE):
        _recount_some(part, calendar.pk, progress)
    return progress


def progress_of(calendar_id: int) -> Progress | None:
    """Return how far the last count of the calendar has come, while it is worth knowing."""
    kept = cache.get(f"recount:{calendar_id}")
    return Progress(**kept) if kept else None


def _show(calendar_id: int, progress: Progress) -> None:
    cache.set(f"recount:{calendar_id}", asdict(progress), SHOWN_SECONDS)


def _parts(keys: Sequence[int], size: int) -> Iterable[list[int]]:
    return (list(keys[at : at + size]) for at in range(0, len(keys), size))


@transaction.atomic
def _recount_some(tickets: list[int], calendar_id: int, progress: Progress) -> None:
    # RACE: in one order, so that whoever holds two tickets and this count do not wait for each other.
    locked = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=tickets)
    list(locked.order_by("pk").values_list("pk"))
    hanging = Clock.objects.filter(ticket_id__in=tickets, calendar_id=calendar_id, ended_at=None)
    clocks = list(hanging.select_related("kept_stand"))
    stops, agreed, moment = _stops_of(tickets), _agreed(clocks), now()
    moved: list[tuple[Clock, datetime | None]] = []
    changed: list[Clock] = []
    for clock in clocks:
        before = clock.due_at, clock.ladder
        found = timing_of(clock, stops[clock.ticket_id], agreed_at=agreed.get((clock.ticket_id, clock.promise)))
        set_timing(clock, found, moment)
        match_breach(clock, before[0], moment)
        if before != (clock.due_at, clock.ladder):
            changed.append(clock)
        if before[0] != clock.due_at:
            moved.append((clock, before[0]))
    _write(changed)
    record_many("clock.recounted", "ticket", [_fact(clock, before) for clock, before in moved])
    progress.done += len(clocks)
    progress.moved += len(moved)


def _stops_of(tickets: list[int]) -> dict[int, list[Stop]]:
    found: dict[int, list[Stop]] = defaultdict(list)
    pauses = Pause.objects.filter(ticket_id__in=tickets).order_by("since")
    for ticket, since, until, reason in pauses.values_list("ticket_id", "since", "until", "reason"):
        found[ticket].append(Stop(since, until, reason))
    return found


def _agreed(clocks: Iterable[Clock]) -> dict[tuple[int, str], datetime]:
    tickets = [clock.ticket_id for clock in clocks if clock.unit == AGREED]
    if not tickets:
        return {}
    made = AgreedDate.objects.filter(ticket_id__in=tickets).order_by("made_at", "id")
    return {(ticket, promise): due for ticket, promise, due in made.values_list("ticket_id", "promise", "due_at")}


def _write(clocks: Sequence[Clock]) -> None:
    if not clocks:
        return
    values: dict[str, Any] = {
        "ids": [clock.pk for clock in clocks],
        "due": [clock.due_at for clock in clocks],
        "ladders": [f"{{{','.join(at.isoformat() for at in clock.ladder)}}}" for clock in clocks],
        "warned": [clock.stand.warned for clock in clocks],
        "told": [clock.stand.told for clock in clocks],
        "next": [clock.stand.next_at for clock in clocks],
        "breached": [clock.stand.breached_at for clock in clocks],
        "tickets": sorted({clock.ticket_id for clock in clocks}),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        cursor.execute(_STAND, values)
        cursor.execute(_NEAREST, values)


def _fact(clock: Clock, before: datetime | None) -> tuple[int, int | None, dict[str, Any]]:
    details = {
        "promise": clock.promise,
        "before": before.isoformat() if before else None,
        "due": clock.due_at.isoformat() if clock.due_at else None,
        "calendar": clock.calendar_id,
    }
    return clock.ticket_id, clock.region_id, details


# --- another customer ------------------------------------------------------------------------------------


def place_tickets_of(organisation: Organisation) -> int:
    """Put the open tickets of an organisation, with those below it, under the contract that is theirs now."""
    within = Organisation.objects.within(organisation)
    keys = list(Ticket.objects.filter(organisation__in=within).open().order_by("pk").values_list("pk", flat=True))
    for part in _parts(keys, PLACED_AT_ONCE):
        _place_some(part)
    return len(keys)


@transaction.atomic
def _place_some(keys: list[int]) -> None:
    tickets = Ticket.objects.select_for_update(of=("self",)).select_related("organisation__region", "topic")
    for ticket in tickets.filter(pk__in=keys).open().order_by("pk"):
        before = ticket.contract_id
        place_anew(ticket)
        work = Clockwork(ticket, now())
        if ticket.terms_id is not None:
            work.retarget()
            work.count()
            work.save()
        if ticket.contract_id != before:
            record("ticket.contract_followed", ticket, by=None, before=before, after=ticket.contract_id)
