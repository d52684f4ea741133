"""When one sender writes more than a person can: what is over the rate is held unread, never lost, and told once."""

from datetime import timedelta

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
    if not any(_filed_in(row, span) >= most for span, most in RATES):
        return False
    if not _held_already(row):
        record("letters.flood", row, by=None)
    hold(row, Reason.TOO_MANY)
    row.save()
    return True


def _filed_in(row: IncomingLetter, span: timedelta) -> int:
    """Count the sender's letters of the same minute or hour by the clock, so that it does not matter in which order
    a backlog is worked off, nor how fast."""
    seconds = int(span.total_seconds())
    begins = row.received_at - timedelta(seconds=row.received_at.timestamp() % seconds)
    same = IncomingLetter.objects.filter(sender=row.sender, received_at__gte=begins, received_at__lt=begins + span)
    return same.exclude(pk=row.pk).exclude(outcome__in=NOT_COUNTED).exclude(fingerprint=None).count()


def _held_already(row: IncomingLetter) -> bool:
    since = row.received_at - TELL_AGAIN
    held = IncomingLetter.objects.filter(sender=row.sender, reason=Reason.TOO_MANY, received_at__gt=since)
    return held.exclude(pk=row.pk).exists()
