"""How many tickets the views of the rail hold, and what a list holds altogether.

What is one's own is counted each time. What a whole team sees is counted once for every new event, and then told to
everybody in the team: two hundred people who ask every five seconds would otherwise count the same tickets all day.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet

from priyom.base.clock import now
from priyom.base.prepared import ME, ask, written
from priyom.desk.lists.board import View, ViewGroup, board_of
from priyom.desk.lists.listing import Filters, tickets_of
from priyom.desk.lists.pinned import PINNED, PinnedRows
from priyom.desk.lists.statements import remembered
from priyom.desk.models.ticket import GROUP
from priyom.desk.sight import Sight
from priyom.people.models import User

MOST_COUNTED = 999  # beyond this a list is «many», and nobody waits for the exact number
MOST_SUMMED = 5_000
AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
NEWEST = "(SELECT id FROM base_event ORDER BY id DESC LIMIT 1)"
# RACE: an event may be committed after one with a higher number; nothing is told longer than this.
REMEMBERED_SECONDS = 10.0
MOST_REMEMBERED = 1_000

Counted = tuple[Any, ...]
_remembered: dict[str, tuple[int, float, Counted]] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """How many tickets each view holds, and the newest event that was known then."""

    newest: int
    counts: dict[str, int]
    pinned: PinnedRows = ()  # critical incidents of everybody

    def digest(self) -> str:
        """Return a short fingerprint, so that a page is told only of counts it does not show yet."""
        return hashlib.blake2b(repr(sorted(self.counts.items())).encode(), digest_size=6).hexdigest()


def board_now(user: User) -> tuple[list[ViewGroup], Standing]:
    """Return the person's rail and its counts, worked out once for a request."""
    if not hasattr(user, "_board_now"):
        groups = board_of(user)
        standing = standing_of(user, [view for group in groups for view in group.views])
        user._board_now = (groups, standing)  # type: ignore[attr-defined] # noqa: SLF001 - kept with its person
    return user._board_now  # type: ignore[attr-defined] # noqa: SLF001


def standing_of(user: User, views: list[View]) -> Standing:
    """Return how many tickets each view holds, none counted beyond ``MOST_COUNTED``."""
    sight = Sight.of(user)
    parts = {view.code: (_counting(sight, view.filters), view.filters.lasts) for view in views}
    own = [code for code, (part, lasts) in parts.items() if ME in part or not lasts]
    often = all(parts[code][1] for code in own)
    first = ", ".join([NEWEST, *(parts[code][0] for code in own)])
    newest, *found = ask(f"SELECT {first}", {"me": user.pk, "at": now()}, often=often)[0]
    counts = dict(zip(own, found, strict=True))
    shared = [code for code in parts if code not in counts]
    statement = f"SELECT {', '.join([PINNED, *(parts[code][0] for code in shared)])}"
    pinned, *found = once_an_event(statement, {}, newest or 0)
    counts |= zip(shared, found, strict=True)
    return Standing(newest or 0, {view.code: counts[view.code] for view in views}, pinned)


def pinned_rows(newest: int) -> PinnedRows:
    """Return the critical incidents of everybody, for a page without a board."""
    (rows,) = once_an_event(f"SELECT {PINNED}", {}, newest)
    return rows


@remembered
def _counting(sight: Sight, filters: Filters) -> str:
    """Return the expression that counts the tickets which pass the filters."""
    tickets = tickets_of(sight.stand_in(), filters).order_by().values("pk")[: MOST_COUNTED + 1]
    try:
        return f"(SELECT count(*) FROM ({written(tickets)}) AS counted)"  # noqa: S608 - the ORM's own statement
    except EmptyResultSet:
        return "0"


def once_an_event(statement: str, values: Mapping[str, Any], newest: int) -> Counted:
    """Return the one row of a statement about everybody's tickets, as it was when the newest event was recorded."""
    known = _remembered.get(statement)
    if known and known[0] == newest and time.monotonic() - known[1] < REMEMBERED_SECONDS:
        return known[2]
    (row,) = ask(statement, {"me": 0, "at": now(), **values})
    if newest:  # a desk without a single event is being set up: nothing there says that something has changed
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[statement] = (newest, time.monotonic(), row)
    return row


def forget() -> None:
    """Count anew: tests begin with another world without an event having been recorded."""
    _remembered.clear()


def told(count: int) -> str:
    """Tell a count: «17», «999+»."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


# --- what a list holds altogether ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list holds altogether: how many in each part, and how old (up to a day, three days, a week, older)."""

    groups: Mapping[int, int]
    ages: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.ages)


def summary_of(user: User, filters: Filters, newest: int) -> Summary:
    """Return what the list holds altogether; of the largest only the first ``MOST_SUMMED``."""
    statement = _summing(Sight.of(user), filters)
    if not statement:
        return Summary(dict.fromkeys(range(3), 0), (0, 0, 0, 0))
    moment = now()
    edges = {f"edge{n}": moment - age for n, age in enumerate(AGES)}
    if ME in statement or not filters.lasts:
        (row,) = ask(statement, {"me": user.pk, "at": moment, **edges}, often=filters.lasts)
    else:
        row = once_an_event(statement, edges, newest)
    return Summary(groups=dict(enumerate(row[:3])), ages=row[3:])


@remembered
def _summing(sight: Sight, filters: Filters) -> str:
    tickets = tickets_of(sight.stand_in(), filters).annotate(part=GROUP).values("part", "opened_at")[:MOST_SUMMED]
    try:
        some = written(tickets)
    except EmptyResultSet:
        return ""
    wanted = [f"part = {part}" for part in range(3)]
    wanted += [
        "opened_at > %(edge0)s",
        "opened_at <= %(edge0)s AND opened_at > %(edge1)s",
        "opened_at <= %(edge1)s AND opened_at > %(edge2)s",
        "opened_at <= %(edge2)s",
    ]
    counts = ", ".join(f"count(*) FILTER (WHERE {what})" for what in wanted)
    return f"SELECT {counts} FROM ({some}) AS listed"  # noqa: S608 - the ORM's own statement


def age_strip(summary: Summary, *, width: int = 340) -> list[tuple[int, int, int]]:
    """Return the strip of the list's ages: shade, place and width of each part that is not empty."""
    filled = [(shade, count) for shade, count in enumerate(summary.ages, start=2) if count]
    room = width - max(0, len(filled) - 1)
    at, strip = 0, []
    for index, (shade, count) in enumerate(filled):
        last = index == len(filled) - 1
        wide = width - at if last else max(3, round(room * count / summary.total))
        strip.append((shade, at, wide))
        at += wide + 1
    return strip
