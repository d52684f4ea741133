"""What a contract promises for a ticket such as this: the row that decides, each due time, and the sum that makes it.

The arithmetic is that of real tickets (``terms`` and ``reckoning``); only the ticket is imagined.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.people.amounts import amount_words
from priyom.people.calendars import CalendarError
from priyom.people.calendars_at import calendar_name, calendar_of, day_names
from priyom.people.models import Promise
from priyom.people.reckoning import days_counted
from priyom.people.sums import SumLine, moment_in, sum_lines
from priyom.people.terms import ContractTerms, LevelTerms, TargetTerms, due_of

WORKING = frozenset({"work_min", "work_day"})


@dataclass(frozen=True)
class Promised:
    """One promise kept at its latest, in words: when, counted how, by which calendar, under which clause."""

    promise: str
    what: str
    amount: str
    clause: str
    due_at: datetime | None = None  # none: on an agreed date, or the calendar cannot say
    due: str = ""
    calendar: str = ""
    lines: tuple[SumLine, ...] = ()
    is_unknown: bool = False  # the calendar has not that much working time


@dataclass(frozen=True)
class Preview:
    """The answer to “what if”: without a level nothing is promised."""

    registered: str
    zone: str
    level: LevelTerms | None = None
    promises: tuple[Promised, ...] = field(default=())


def preview_of(
    terms: ContractTerms,
    *,
    kind: str,
    priority: int,
    topic: str,
    products: Collection[int],
    at: datetime,
    zone: str,
) -> Preview:
    """Return what the contract promises for a ticket that is registered at that moment by a customer of the zone."""
    level = terms.level_for(kind=kind, priority=priority, topic=topic, products=products)
    registered = moment_in(at, zone)
    if level is None:
        return Preview(registered, zone)
    calendar_id = level.calendar_id or terms.calendar_id
    promises = tuple(promised(target, level.clause, calendar_id, at=at, zone=zone) for target in level.targets)
    return Preview(registered, zone, level, promises)


def promised(target: TargetTerms, clause: str, calendar_id: int, *, at: datetime, zone: str) -> Promised:
    """Return one promise for a ticket that is registered at that moment."""
    calendar = calendar_of(calendar_id, zone)
    said = Promised(
        promise=target.promise,
        what=str(Promise(target.promise).label),
        amount=amount_words(target.unit, target.amount, end_of_day=target.end_of_day),
        clause=target.clause or clause,
        calendar=calendar_name(calendar_id) if target.unit in WORKING else "",
    )
    try:
        due_at = due_of(target, at, calendar=calendar)
    except CalendarError:
        return replace(said, is_unknown=True)
    if due_at is None:
        return replace(said, due=_("on a date that is agreed with the customer"))
    lines = days_counted(target, at, due_at, calendar=calendar, named=day_names(calendar_id, zone))
    return replace(said, due_at=due_at, due=_due(target, due_at, calendar.tz), lines=tuple(sum_lines(lines)))


def _due(target: TargetTerms, due_at: datetime, zone: str) -> str:
    """Return the due time in words; the midnight that ends a day belongs to that day."""
    local = due_at.astimezone(ZoneInfo(zone))
    if target.end_of_day and local.time() == time(0):
        return _("until the end of %(day)s") % {"day": telling.moment(local.date() - timedelta(days=1))}
    return _("by %(moment)s") % {"moment": moment_in(due_at, zone)}
