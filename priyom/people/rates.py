"""How fast programs may call, counted in the database, so that all web processes count together.

One row per key or address holds a single moment: when everything is free again. A call moves it on by its share of a
minute and is refused when that would be more than a minute ahead. So a minute's calls may come at once, no minute
ever sees twice as many, and a call costs one statement on a table that writes no log.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import TooMany
from priyom.base.prepared import ask
from priyom.people.models.calls import ApiRate

PERIOD = timedelta(minutes=1)
_SPEND = """
INSERT INTO people_apirate AS held (bucket, full_at) VALUES (%(bucket)s, %(now)s + %(share)s)
ON CONFLICT (bucket) DO UPDATE SET full_at = greatest(held.full_at, %(now)s) + %(share)s
WHERE greatest(held.full_at, %(now)s) + %(share)s <= %(now)s + %(period)s
RETURNING full_at
"""


@dataclass(frozen=True)
class Allowance:
    """What is left of a minute's calls, and in how many seconds all of them are free again."""

    limit: int
    left: int
    resets: int

    @property
    def headers(self) -> dict[str, str]:
        """Return what a program reads to go slower by itself."""
        return {
            "RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.resets),
        }  # fmt: skip


class TooFast(TooMany):
    """More calls than the minute has; carries the same headers as an answer."""

    def __init__(self, allowance: Allowance, *, retry_after: int) -> None:
        super().__init__(_("Too many calls. Go on after the time that Retry-After says."), retry_after=retry_after)
        self.allowance = allowance


def spend(bucket: str, *, per_minute: int) -> Allowance:
    """Count one call; raise TooFast when the minute has no more."""
    moment, share = now(), PERIOD / per_minute
    rows = ask(_SPEND, {"bucket": bucket[:80], "now": moment, "share": share, "period": PERIOD})
    if not rows:
        full_at = ApiRate.objects.filter(bucket=bucket[:80]).values_list("full_at", flat=True).first() or moment
        ahead = full_at - moment
        wait = max(timedelta(0), ahead + share - PERIOD)
        raise TooFast(Allowance(per_minute, 0, _seconds(ahead)), retry_after=max(1, _seconds(wait)))
    ahead = rows[0][0] - moment
    return Allowance(per_minute, max(0, int((PERIOD - ahead) / share)), _seconds(ahead))


def forget_idle_rates() -> int:
    """Let go of the rows of who has been silent for long; return how many."""
    return ApiRate.objects.filter(full_at__lt=now() - 10 * PERIOD).delete()[0]


def _seconds(span: timedelta) -> int:
    return max(0, math.ceil(span.total_seconds()))
