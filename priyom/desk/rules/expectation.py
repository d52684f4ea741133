"""How long such tickets take, from what was: the date beside the contract's, silent where little is known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LEAST = 15  # solved tickets without which nothing is said
ANY = 0
Key = tuple[int, int, int]  # topic, priority, season; ANY for the last two


@dataclass(frozen=True)
class Span:
    """What was measured of like tickets: of ``solved``, half took at most ``median``, four of five at most ``p80``."""

    solved: int
    median: timedelta
    p80: timedelta


@dataclass(frozen=True)
class Expected:
    """When such a ticket is usually solved; ``half`` is None once that moment has passed."""

    half: datetime | None
    most: datetime
    solved: int

    def is_over(self, moment: datetime) -> bool:
        """Say whether the ticket takes longer than four of five."""
        return self.most <= moment


def season_of(day: date) -> int:
    """Return the season, 1 winter to 4 autumn: inflow and pace go by it (product.md, A22)."""
    return day.month % 12 // 3 + 1


def like(spans: Mapping[Key, Span], *, topics: tuple[int, ...], priority: int, season: int) -> Span | None:
    """Return the measure of the likest tickets of which there are enough.

    ``topics`` is the ticket's topic and then the one above it. The topic says more than the season, the priority more
    than the topic's branch: so the order in which it is looked for.
    """
    for topic in topics:
        for key in ((topic, priority, season), (topic, priority, ANY)):
            if (span := spans.get(key)) and span.solved >= LEAST:
                return span
    return None


def expected(span: Span, opened_at: datetime, moment: datetime) -> Expected:
    """Return when a ticket that was opened then is usually solved, seen from the moment."""
    half, most = opened_at + span.median, opened_at + span.p80
    return Expected(half if half > moment else None, most, span.solved)
