"""What a contract says, without the database: its rows, which of them is about a ticket, when a promise is due. Pure.

The same arithmetic serves the preview beside the contract, the clocks of tickets and the contract's report.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from priyom.people.calendars import WorkingCalendar

Span = tuple[datetime, datetime]
ALL_WEEK = {weekday: [(time(0), time(0))] for weekday in range(7)}


@dataclass(frozen=True)
class TargetTerms:
    """One promise: ``amount`` of ``unit`` (minutes or days), and for whom its clock stops."""

    promise: str
    unit: str
    amount: int = 0
    end_of_day: bool = False
    stops_for: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class LevelTerms:
    """A row of the matrix; an empty kind, topic, priority or product means any."""

    id: int
    name: str
    kind: str = ""
    priority: int | None = None
    topic: str = ""
    product_id: int | None = None
    calendar_id: int | None = None
    clause: str = ""
    customer_words: str = ""
    targets: tuple[TargetTerms, ...] = ()

    def is_about(self, *, kind: str, priority: int, topic: str, products: Collection[int]) -> bool:
        """Say whether the row is about such a ticket; a topic stands for its subtopics, too."""
        return (
            self.kind in {"", kind}
            and self.priority in {None, priority}
            and (not self.topic or topic == self.topic or topic.startswith(f"{self.topic}."))
            and (self.product_id is None or self.product_id in products)
        )


@dataclass(frozen=True)
class SignTerms:
    """A sign of a critical incident, in the customer's words, and how people write it."""

    id: int
    text: str
    phrases: tuple[str, ...]
    topics: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class RungTerms:
    """A step of the ladder before the vendor and the vendor's own."""

    kind: str
    team_id: int | None
    minutes: int | None
    skipped_when_critical: bool
    skipped_by_doctors: bool


@dataclass(frozen=True)
class ContractTerms:
    """A contract as it stands today; ``also`` names those that fit as well and stand behind it in the order."""

    id: int
    number: str
    title: str
    customer: str
    support_model: str
    calendar_id: int
    duty_calendar_id: int | None
    tells_by_itself: bool
    levels: tuple[LevelTerms, ...] = ()
    signs: tuple[SignTerms, ...] = ()
    rungs: tuple[RungTerms, ...] = ()
    also: tuple[str, ...] = ()

    def level_for(self, *, kind: str, priority: int, topic: str, products: Collection[int]) -> LevelTerms | None:
        """Return the first row that is about such a ticket, or None: then nothing is promised for it."""
        fitting = (
            level
            for level in self.levels
            if level.is_about(kind=kind, priority=priority, topic=topic, products=products)
        )
        return next(fitting, None)


def due_of(
    target: TargetTerms, started_at: datetime, *, calendar: WorkingCalendar, pauses: Sequence[Span] = ()
) -> datetime | None:
    """Return when the promise falls due, or None for a date that is agreed and not computed.

    ``pauses`` are those that stop this promise. Time round the clock and calendar days know no calendar: pauses are
    added as they were; a calendar day ends at local midnight when the promise runs until the end of the day.
    """
    if target.unit == "work_min":
        return calendar.due(started_at, timedelta(minutes=target.amount), pauses=pauses)
    if target.unit == "work_day":
        return calendar.due_in_days(started_at, target.amount, pauses=pauses, end_of_day=target.end_of_day)
    if target.unit == "cal_min":
        return round_the_clock(calendar.tz).due(started_at, timedelta(minutes=target.amount), pauses=pauses)
    if target.unit == "cal_day":
        every_day = round_the_clock(calendar.tz)
        return every_day.due_in_days(started_at, target.amount, pauses=pauses, end_of_day=target.end_of_day)
    return None


@lru_cache(maxsize=64)
def round_the_clock(tz: str) -> WorkingCalendar:
    """Return the calendar in which every minute counts, in this zone's days."""
    return WorkingCalendar(tz, ALL_WEEK)
