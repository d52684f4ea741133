"""When one sender writes more than a person can: what is over the rate is held unread, never lost, and told once."""

from datetime import datetime, timedelta

from django.db import transaction

from priyom.base import locks
from priyom.base.events import record
from priyom.channels.intake.outcomes import hold
from priyom.channels.matching import Reason
from priyom.channels.models import IncomingLetter

# security.md, 3: so many letters of one sender are filed by themselves.
RATES = ((timedelta(minutes=1), 60), (timedelta(hours=1), 600))
TELL_AGAIN = timedelta(hours=1)
NOT_COUNTED = ("held", "duplicate")


@transaction.atomic
def held_by_flood(row: IncomingLetter) -> bool:
    """Hold the letter when its sender is over the rate, before anybody spends time on reading it."""
    if not row.sender or row.decided_by_id is not None:  # somebody has let them through
        return False
    # RACE: two workers must not each take the sixtieth letter.
    locks.wait_for(f"letters of {row.sender}")
    if not any(_is_crowded(row, span, most) for span, most in RATES):
        return False
    if not _held_already(row):
        record("letters.flood", row, by=None)
    hold(row, Reason.TOO_MANY)
    row.save()
    return True


def _is_crowded(row: IncomingLetter, span: timedelta, most: int) -> bool:
    """Say whether some minute, or hour, in which the letter came has its fill of the sender's letters already.

    Any minute, not one of the clock: else a sender who begins at its end has two at once. Before and after, so that it
    does not matter in which order a backlog is worked off, nor how fast.
    """
    near = IncomingLetter.objects.filter(
        sender=row.sender, received_at__gt=row.received_at - span, received_at__lt=row.received_at + span
    )
    filed = near.exclude(pk=row.pk).exclude(outcome__in=NOT_COUNTED).exclude(fingerprint=None)
    # No minute holds more than its fill, so there are no more than two fills to look at.
    moments = list(filed.order_by("received_at").values_list("received_at", flat=True)[: 2 * most])
    return most_at_once(moments, row.received_at, span) >= most


def most_at_once(moments: list[datetime], at: datetime, span: timedelta) -> int:
    """Return how many of the moments, in their order, lie in the fullest span that holds ``at``, too."""
    most = first = 0
    for last, moment in enumerate(moments):
        while max(moment, at) - moments[first] >= span:
            first += 1
        # What begins after ``at`` holds it only if it is counted from there.
        if moment - min(moments[first], at) < span:
            most = max(most, last - first + 1)
    return most


def _held_already(row: IncomingLetter) -> bool:
    since = row.received_at - TELL_AGAIN
    held = IncomingLetter.objects.filter(sender=row.sender, reason=Reason.TOO_MANY, received_at__gt=since)
    return held.exclude(pk=row.pk).exists()
