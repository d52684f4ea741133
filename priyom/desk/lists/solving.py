"""Who solves: the share of the lines before development, and how often tickets go to and fro. Thirty days, live."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from priyom.base.clock import now
from priyom.desk.models import Passing, Solving
from priyom.desk.rules.lifecycle import DONE_STATUSES
from priyom.desk.rules.passing import Share
from priyom.people.models import User
from priyom.people.reach import reach_of

DAYS = 30
WINDOW = timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Passings:
    """What went from team to team, and what the solvers said of it."""

    up: int
    down: int
    tickets: int  # that were passed on at all
    to_and_fro: int  # that came back down at least once
    yes: int
    missing: int
    no: int

    @property
    def judged(self) -> int:
        """Return of how many passings it is known whether the line below could have solved it."""
        return self.yes + self.missing + self.no


def share_of_lines(user: User) -> Share:
    """Return who solved what is solved now, within the person's reach. One query."""
    done = [str(status) for status in DONE_STATUSES]
    rows = Solving.objects.filter(_within(user), current=True, at__gt=now() - WINDOW, ticket__status__in=done)
    counts = dict(rows.values_list("level").annotate(count=Count("pk")).order_by("level"))
    elsewhere = counts.pop(None, 0)
    return Share(counts, elsewhere)


def passings_of(user: User) -> Passings:
    """Return how tickets went between teams, within the person's reach. One query."""
    down = Q(way=Passing.Way.DOWN)
    found = Passing.objects.filter(_within(user), at__gt=now() - WINDOW).aggregate(
        up=Count("pk", filter=Q(way=Passing.Way.UP)),
        down=Count("pk", filter=down),
        tickets=Count("ticket", distinct=True),
        to_and_fro=Count("ticket", distinct=True, filter=down),
        **{verdict: Count("pk", filter=Q(verdict=verdict)) for verdict in ("yes", "missing", "no")},
    )
    return Passings(**found)


def _within(user: User) -> Q:
    reach = reach_of(user)
    return Q() if reach.everything else Q(region_id__in=reach.region_ids)
