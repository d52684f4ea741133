"""How the desk stands today, for those who watch over the work instead of doing it: a few figures, each a list.

Only what is open is counted, and two weeks of what came and went: nothing here reads the closed million.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.lists.solving import Passings, passings_of, share_of_lines
from priyom.desk.models import Ticket
from priyom.desk.models.choices import TicketPriority
from priyom.desk.models.ticket import OUTSIDE_RUNGS, TicketQuerySet
from priyom.desk.rules.passing import Share
from priyom.people.models import User
from priyom.people.reach import reach_of

DAYS = 14
LATE = timedelta(days=3)
ROWS = 8
CHART_HEIGHT, LEAST_BAR = 96, 2  # units of the picture; a day with one ticket is seen

_OURS = Q(awaiting_us_since__isnull=False)
_UNOWNED = Q(assignee=None, status__in=("new", "open"))
_CRITICAL = Q(priority=TicketPriority.CRITICAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name and the list behind it."""

    label: str
    count: int
    url: str
    level: int | None = None  # a triage mark, where the number itself is one


@dataclass(frozen=True, slots=True)
class Line:
    """One team, region or topic: what stands open there, and since when somebody has been waiting for us."""

    name: str
    url: str
    open: int
    unowned: int
    critical: int
    ours: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Day:
    """What came and what was solved on one day; the heights of its two bars."""

    day: date
    opened: int
    resolved: int
    opened_height: int
    resolved_height: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page."""

    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    teams: tuple[Line, ...]
    regions: tuple[Line, ...]
    topics: tuple[Line, ...]
    oldest: tuple[Ticket, ...]
    share: Share
    passings: Passings

    @property
    def percent(self) -> str:
        """Return the share of the lines before development, as it is written here: «84,7»."""
        return number_format(self.share.percent, decimal_pos=1) if self.share.percent is not None else ""

    @property
    def opened(self) -> int:
        """Return how many came in the two weeks."""
        return sum(day.opened for day in self.days)

    @property
    def resolved(self) -> int:
        """Return how many were solved in the two weeks."""
        return sum(day.resolved for day in self.days)


def overview_of(user: User) -> Overview:
    """Return how the part of the desk that the person sees stands now. Eight queries."""
    tickets = Ticket.objects.visible_to(user).open().exclude(rung__in=OUTSIDE_RUNGS)
    oldest = tickets.filter(_OURS).select_related("organisation", "assignee", "team").order_by("awaiting_us_since")
    return Overview(
        figures=_figures(tickets),
        days=_days(user),
        teams=_lines(tickets, "team", "team__code", "team__name", nobody=_("Without a team")),
        regions=_lines(tickets, "region", "region__code", "region__name"),
        topics=_lines(tickets, "topic", "topic__code", "topic__name", nobody=_("Without a topic")),
        oldest=tuple(oldest[:ROWS]),
        share=share_of_lines(user),
        passings=passings_of(user),
    )


def _figures(tickets: TicketQuerySet) -> tuple[Figure, ...]:
    found = tickets.aggregate(
        all=Count("pk"), ours=Count("pk", filter=_OURS), unowned=Count("pk", filter=_UNOWNED),
        critical=Count("pk", filter=_CRITICAL), late=Count("pk", filter=Q(awaiting_us_since__lte=now() - LATE)),
    )  # fmt: skip
    return (
        Figure(_("Open"), found["all"], _list()),
        Figure(_("Critical"), found["critical"], _list(priority="critical"), level=TicketPriority.CRITICAL),
        Figure(_("Without an owner"), found["unowned"], _list(assignee="none", status=("new", "open"))),
        Figure(_("They wait for us"), found["ours"], _list(awaited_for="0h")),
        Figure(_("Longer than three days"), found["late"], _list(awaited_for=f"{LATE.days}d")),
    )


def _lines(tickets: TicketQuerySet, name: str, code: str, title: str, *, nobody: str = "") -> tuple[Line, ...]:
    """Return the places with the most open tickets, the fullest first."""
    rows = (
        tickets.order_by().values(code, title)
        .annotate(
            open=Count("pk"), unowned=Count("pk", filter=_UNOWNED), critical=Count("pk", filter=_CRITICAL),
            ours=Count("pk", filter=_OURS), oldest=Min("awaiting_us_since"),
        )
        .order_by("-open")
    )  # fmt: skip
    return tuple(
        Line(
            name=row[title] or nobody, url=_list(**{name: row[code]}) if row[code] else "", open=row["open"],
            unowned=row["unowned"], critical=row["critical"], ours=row["ours"], oldest=row["oldest"],
        )
        for row in rows[:ROWS]
    )  # fmt: skip


def _days(user: User) -> tuple[Day, ...]:
    """Return the last two weeks, today last, by the days of the person's zone."""
    today = timezone.localdate(now())
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    opened, resolved = _per_day(user, "ticket.opened", days[0]), _per_day(user, "ticket.resolved", days[0])
    most = max([1, *opened.values(), *resolved.values()])
    return tuple(
        Day(
            day, opened.get(day, 0), resolved.get(day, 0),
            _height(opened.get(day, 0), most), _height(resolved.get(day, 0), most),
        )
        for day in days
    )  # fmt: skip


def _per_day(user: User, kind: str, since: date) -> dict[date, int]:
    start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    events = Event.objects.filter(kind=kind, happened_at__gte=start)
    reach = reach_of(user)
    if not reach.everything:
        events = events.filter(region_id__in=reach.region_ids)
    days: Iterable[tuple[date, int]] = (
        events.annotate(day=TruncDate("happened_at")).values_list("day").annotate(count=Count("pk")).order_by()
    )
    return dict(days)


def _height(count: int, most: int) -> int:
    return max(LEAST_BAR, round(CHART_HEIGHT * count / most)) if count else 0


def _list(**filters: Any) -> str:
    return f"{reverse('desk:tickets')}{'?' + urlencode(filters, doseq=True) if filters else ''}"
