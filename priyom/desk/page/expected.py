"""When such tickets are usually solved: what stands beside the contract's time, for the desk and the portal."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.base import telling
from priyom.base.clock import now
from priyom.desk.models import Expectation, Ticket
from priyom.desk.rules.expectation import Key, Span, expected, like, season_of
from priyom.desk.rules.lifecycle import is_open

STALE_SECONDS = 600.0  # they are measured once a day
_kept: tuple[float, dict[Key, Span]] | None = None
FEW_DAYS, ALMOST_AN_HOUR = timedelta(days=3), timedelta(minutes=59, seconds=59)


@dataclass(frozen=True)
class Usually:
    """A sentence about like tickets, and on how many it rests."""

    words: str
    rests_on: str


def usually(ticket: Ticket) -> Usually | None:
    """Return what is known of like tickets; None when there is too little to say, or nothing to wait for."""
    if not is_open(ticket.status) or ticket.topic is None:
        return None
    return usually_of(
        topics=(ticket.topic.pk, ticket.topic.parent_id or 0), priority=ticket.priority, opened_at=ticket.opened_at
    )


def usually_of(*, topics: tuple[int, ...], priority: int, opened_at: datetime) -> Usually | None:
    """Return the same for a ticket that is perhaps not written yet."""
    season = season_of(timezone.localtime(opened_at).date())
    span = like(_spans(), topics=topics, priority=priority, season=season)
    if span is None:
        return None
    guess, moment = expected(span, opened_at, now()), now()
    if guess.is_over(moment):
        words = _("Longer than usual: four of five such requests are solved in %(span)s.")
        told = words % {"span": telling.ago(span.p80)}
    elif guess.half is None:
        told = _("Judging by like requests: %(most)s — four of five are solved.") % {"most": _about(guess.most)}
    else:
        told = _("Judging by like requests: %(half)s — half are solved, %(most)s — four of five.") % {
            "half": _about(guess.half),
            "most": _about(guess.most),
        }
    rests_on = ngettext("%(count)s request in two years", "%(count)s requests in two years", span.solved) % {
        "count": telling.number(span.solved)
    }
    return Usually(told, rests_on)


def _about(when: datetime) -> str:
    """Tell a guess no finer than it is: the next full hour, and beyond a few days the day alone."""
    local = timezone.localtime(when)
    if when - now() > FEW_DAYS:
        return telling.day(local.date())
    return telling.day((local + ALMOST_AN_HOUR).replace(minute=0, second=0, microsecond=0))


def _spans() -> dict[Key, Span]:
    """Return every measure, from memory for ten minutes: no page asks for what changes at night."""
    global _kept  # noqa: PLW0603 - one set of measures per process is the point
    if _kept is None or time.monotonic() - _kept[0] > STALE_SECONDS:
        _kept = time.monotonic(), _read()
    return _kept[1]


def forget() -> None:
    """Read anew with the next question. For tests, in which a desk follows the other."""
    global _kept  # noqa: PLW0603
    _kept = None


def _read() -> dict[Key, Span]:
    return {
        (each.topic_id, each.priority, each.season): Span(each.solved, each.median, each.p80)
        for each in Expectation.objects.all()
    }
