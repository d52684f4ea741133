"""The rows of a ticket's clocks: read with one question, written with one statement, however many they are.

Nearly every answer under a contract moves clocks. One statement writes them with their stands and the rounds that have
ended; it is the same for one clock as for four, so PostgreSQL plans it once (``base.prepared``).
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models

from priyom.base.prepared import THAT, Kept, ask
from priyom.desk.models import Clock, ClockStand, Pause, Round, Ticket
from priyom.desk.rules.clocks import ELSEWHERE
from priyom.people.models import Organisation

_CLOCKS: Kept[Clock] = Kept(
    lambda: (
        Clock.objects.filter(ticket_id=THAT).exclude(promise__in=ELSEWHERE).select_related("kept_stand").order_by("id")
    )
)
_PAUSES: Kept[Pause] = Kept(lambda: Pause.objects.filter(ticket_id=THAT).order_by("since", "id"))
_PLACE: Kept[Organisation] = Kept(lambda: Organisation.objects.filter(pk=THAT).select_related("region"))
_SAME = ("ticket_id", "promise")  # by which a clock is known

_WRITE = """
WITH clock AS (
    INSERT INTO desk_clock ({clock})
    SELECT {clock} FROM jsonb_populate_recordset(NULL::desk_clock, %(clocks)s::jsonb)
    ON CONFLICT (ticket_id, promise) DO UPDATE SET {clock_anew}
    RETURNING id, promise
), stand AS (
    INSERT INTO desk_clockstand (clock_id, {stand})
    SELECT clock.id, {given_stand}
    FROM clock JOIN jsonb_to_recordset(%(stands)s::jsonb)
        AS given (promise text, next_at timestamptz, breached_at timestamptz, warned smallint, told smallint)
        USING (promise)
    ON CONFLICT (clock_id) DO UPDATE SET {stand_anew}
), ended AS (
    INSERT INTO desk_round ({round})
    SELECT {round} FROM jsonb_populate_recordset(NULL::desk_round, %(rounds)s::jsonb)
)
SELECT promise, id FROM clock
"""


def clocks_of(ticket_id: int) -> dict[str, Clock]:
    """Return the ticket's own clocks by promise, each with its stand."""
    return {clock.promise: clock for clock in _CLOCKS.ask(that=ticket_id)}


def pauses_of(ticket_id: int) -> list[Pause]:
    """Return every pause of the ticket, the earliest first."""
    return _PAUSES.ask(that=ticket_id)


def bring_place(ticket: Ticket) -> None:
    """Read the ticket's hospital with its region, in whose hours a promise is counted, unless it is there already."""
    if not Ticket._meta.get_field("organisation").is_cached(ticket):
        (ticket.organisation,) = _PLACE.ask(that=ticket.organisation_id)


def write_clocks(clocks: Collection[Clock], rounds: Iterable[Round] = ()) -> None:
    """Write clocks of one ticket, new or known, with their stands, and the rounds that they have ended."""
    if not clocks:
        return
    stands = [_cells(clock.stand, _names(ClockStand)) | {"promise": clock.promise} for clock in clocks]
    written = ask(_statement(), {
        "clocks": _told([_cells(clock, _names(Clock)) for clock in clocks]),
        "stands": _told(stands),
        "rounds": _told([_cells(each, _names(Round)) for each in rounds]),
    })  # fmt: skip
    by_promise = dict(written)
    for clock in clocks:
        clock.pk = clock.stand.pk = by_promise[clock.promise]
        for row in (clock, clock.stand):
            row._state.adding, row._state.db = False, "default"  # noqa: SLF001 - as Model.save leaves it


@cache
def _statement() -> str:
    clock, stand = _names(Clock), _names(ClockStand)
    return _WRITE.format(
        clock=_columns(clock), clock_anew=_anew(name for name in clock if name not in _SAME),
        stand=_columns(stand), stand_anew=_anew(stand), given_stand=", ".join(f"given.{name}" for name in stand),
        round=_columns(_names(Round)),
    )  # fmt: skip


@cache
def _names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


def _columns(names: Iterable[str]) -> str:
    return ", ".join(names)


def _anew(names: Iterable[str]) -> str:
    return ", ".join(f"{name} = EXCLUDED.{name}" for name in names)


def _cells(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _told(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, default=datetime.isoformat)
