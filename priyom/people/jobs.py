"""What happens to the directory and to accounts when nobody is looking."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from priyom.base.clock import now
from priyom.base.idempotency import forget_old_records
from priyom.base.jobs import every, on
from priyom.base.models import Event
from priyom.people.actions.exports import forget_old_exports, make_export
from priyom.people.actions.imports import run_import
from priyom.people.calls import forget_old_calls
from priyom.people.models import AccountLink, Import, Invitation
from priyom.people.rates import forget_idle_rates

DAYS_OF_A_TABLE = 1
DAYS_OF_A_LINK = 30


@on("import.confirmed")
def take_table_in(event_id: int) -> None:
    """Take in a table that is too long to be waited for."""
    run_import(Event.objects.get(pk=event_id).subject_id)


@on("export.asked")
def make_asked_export(event_id: int) -> None:
    """Make the file that somebody has asked for."""
    make_export(Event.objects.get(pk=event_id).subject_id)


@every(seconds=600)
def forget_exports_of_yesterday() -> None:
    """PRIVACY: a file with a list is gone after a day."""
    forget_old_exports()


@every(seconds=3600)
def forget_old_tables() -> None:
    """PRIVACY: a table that nobody has agreed to holds names; it is gone after a day."""
    before = now() - timedelta(days=DAYS_OF_A_TABLE)
    Import.objects.filter(created_at__lt=before, state=Import.State.DRAFT).delete()
    Import.objects.filter(created_at__lt=before).exclude(sealed=b"").exclude(state=Import.State.QUEUED).update(
        sealed=b""
    )


@every(seconds=3600)
def forget_old_links() -> None:
    """PRIVACY: links by mail, invitations and sessions are gone a month after they stopped being good for anything."""
    before = now() - timedelta(days=DAYS_OF_A_LINK)
    AccountLink.objects.filter(expires_at__lt=before).delete()
    over = (
        Q(used_at__lt=before) | Q(withdrawn_at__lt=before) | Q(used_at=None, withdrawn_at=None, expires_at__lt=before)
    )
    Invitation.objects.filter(over).delete()
    Session.objects.filter(expire_date__lt=now()).delete()


@every(seconds=3600)
def forget_old_calls_of_programs() -> None:
    """Calls are kept a year, the keys of repeated requests seven days, the pace of who is silent not at all."""
    forget_old_calls()
    forget_old_records()
    forget_idle_rates()
