"""Clocks of tickets between the table and the arithmetic: rows in, due times and warnings out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db import transaction

from priyom.base.clock import now
from priyom.desk.models import Clock, FrozenTerms, Pause, Ticket
from priyom.desk.models.clock import Reckoning
from priyom.desk.rules.clocks import ELSEWHERE, NEVER_PROMISED, Stop, Timing, timing
from priyom.people.calendars import WorkingCalendar
from priyom.people.calendars_at import calendar_of as working_calendar
from priyom.people.contracts import products_at
from priyom.people.models import Rung
from priyom.people.terms import ContractTerms, LevelTerms, TargetTerms, round_the_clock

# On these rungs of the ladder a ticket is not ours yet: no promise of ours runs.
OUTSIDE = frozenset({str(Rung.Kind.COLLEAGUES), str(Rung.Kind.LOCAL), str(Rung.Kind.OPERATOR)})


# --- what was promised -----------------------------------------------------------------------------------


def freeze(terms: ContractTerms) -> int:
    """Keep what the contract says today, and return under which row; the same words are kept once."""
    text, digest = _worded(terms.id, terms.calendar_id, terms.levels)
    kept = _known.get(digest) or FrozenTerms.objects.filter(digest=digest).values_list("pk", flat=True).first()
    if kept is None:
        row = FrozenTerms(contract_id=terms.id, digest=digest, terms=json.loads(text), frozen_at=now())
        # RACE: two tickets are the first under new words; one row stays, both point to it.
        FrozenTerms.objects.bulk_create([row], ignore_conflicts=True)
        kept = FrozenTerms.objects.values_list("pk", flat=True).get(digest=digest)
    found = kept
    transaction.on_commit(lambda: _known.setdefault(digest, found))
    return found


_known: dict[str, int] = {}  # by digest, once committed; the rows are never changed and never deleted


def forget() -> None:
    """Forget which words are kept: tests begin with another database."""
    _known.clear()
    _frozen.cache_clear()


@lru_cache(maxsize=256)
def _worded(contract_id: int, calendar_id: int, levels: tuple[LevelTerms, ...]) -> tuple[str, str]:
    kept = {"calendar_id": calendar_id, "levels": [asdict(level) for level in levels]}
    text = json.dumps(kept, sort_keys=True)
    return text, blake2b(f"{contract_id} {text}".encode(), digest_size=16).hexdigest()


def level_of(ticket: Ticket) -> tuple[LevelTerms, int] | None:
    """Return the row of the frozen matrix that is about the ticket as it is now, and its calendar; None: no promise."""
    if ticket.terms_id is None or ticket.kind in NEVER_PROMISED or ticket.rung in OUTSIDE:
        return None
    levels, calendar_id = _frozen(ticket.terms_id)
    of_product = any(level.product_id for level in levels)
    products = products_at(ticket.organisation) if of_product else frozenset()
    topic = ticket.topic.code if ticket.topic else ""
    for level in levels:
        if level.is_about(kind=ticket.kind, priority=ticket.priority, topic=topic, products=products):
            return level, level.calendar_id or calendar_id
    return None


@lru_cache(maxsize=256)
def _frozen(terms_id: int) -> tuple[tuple[LevelTerms, ...], int]:
    kept = FrozenTerms.objects.values_list("terms", flat=True).get(pk=terms_id)
    levels = (
        LevelTerms(**level | {"targets": tuple(_target_from(each) for each in level["targets"])})
        for level in kept["levels"]
    )
    return tuple(levels), kept["calendar_id"]


def _target_from(kept: dict[str, Any]) -> TargetTerms:
    return TargetTerms(**kept | {"stops_for": tuple(kept["stops_for"])})


def promise_on(clock: Clock, ticket: Ticket, target: TargetTerms, level: LevelTerms, calendar_id: int) -> None:
    """Write into the clock what is promised of it: frozen from here on."""
    counts_working_time = target.unit not in {"cal_min", "cal_day"}
    clock.contract_id, clock.region_id = ticket.contract_id, ticket.region_id  # type: ignore[assignment]
    clock.unit, clock.amount, clock.end_of_day = target.unit, target.amount, target.end_of_day
    clock.stops_for = list(target.stops_for)
    clock.clause, clock.level_name = target.clause or level.clause, level.name
    clock.calendar_id = calendar_id if counts_working_time else None
    clock.timezone = working_calendar(calendar_id, ticket.organisation.timezone_name).tz


def promised(level: LevelTerms) -> dict[str, TargetTerms]:
    """Return what a row promises of a ticket, by promise."""
    return {target.promise: target for target in level.targets if target.promise not in ELSEWHERE}


# --- when it falls due -----------------------------------------------------------------------------------


def target_of(clock: Reckoning) -> TargetTerms:
    """Return what the clock was frozen with."""
    return TargetTerms(
        promise=clock.promise, unit=clock.unit, amount=clock.amount, end_of_day=clock.end_of_day,
        stops_for=tuple(clock.stops_for), clause=clock.clause,
    )  # fmt: skip


def calendar_of(clock: Reckoning) -> WorkingCalendar:
    """Return the calendar of the clock with its days as they are known today."""
    if clock.calendar_id is None:
        return round_the_clock(clock.timezone)
    return working_calendar(clock.calendar_id, clock.timezone)


def stops_of(pauses: Iterable[Pause]) -> list[Stop]:
    """Return rows of pauses as the arithmetic takes them."""
    return [Stop(pause.since, pause.until, pause.reason, pause.pk or 0) for pause in pauses]


def timing_of(clock: Clock, stops: Sequence[Stop], *, agreed_at: datetime | None = None) -> Timing:
    """Return when the promise falls due and is warned of, from the beginning."""
    return timing(target_of(clock), clock.started_at, calendar=calendar_of(clock), stops=stops, agreed_at=agreed_at)


def set_timing(clock: Clock, found: Timing, moment: datetime) -> None:
    """Let the clock be due then. Steps that were spoken of are not said again; a later date takes them back."""
    clock.due_at, clock.ladder, stand = found.due_at, list(found.ladder), clock.stand
    if found.due_at is not None:
        stand.warned = min(stand.warned, found.reached(moment))
        stand.told = min(stand.told, stand.warned)
    stand.next_at = found.next_after(stand.warned) if clock.ended_at is None else None
