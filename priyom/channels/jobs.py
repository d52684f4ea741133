"""Reactions that tell people, and the sweeps that let letters leave."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.jobs import NOW, every, on, together
from priyom.base.models import Event
from priyom.channels import account_letters, morning_letters  # noqa: F401 - register what they write
from priyom.channels.actions import tell, write_account_letter
from priyom.channels.hiding import message_of, tell_of_hidden
from priyom.channels.intake.holding import let_old_ones_go, warn_of_held
from priyom.channels.intake.lanes import keep_lanes_busy
from priyom.channels.mailboxes.polling import visit_due
from priyom.channels.models import Letter, Notification
from priyom.channels.notifications import TELL
from priyom.channels.outbound import send_due
from priyom.channels.webhooks.kinds import offered_kinds
from priyom.channels.webhooks.outbox import forget_old_deliveries, send_due_deliveries, write_deliveries
from priyom.desk.models import Ticket
from priyom.people.letters import KINDS
from priyom.people.models import User

REMIND_AFTER = timedelta(days=2)
KEEP_READ, KEEP_LETTERS = timedelta(days=90), timedelta(days=180)
BATCH = 200


@together(*TELL)
def tell_people(facts: list[Event]) -> None:
    """Tell everybody who has to know, and the programs that asked."""
    tell(facts)
    write_deliveries(facts)


@on("ticket.file_screened", "ticket.file_refused", "ticket.text_screened")
def tell_of_what_was_hidden(event_id: int) -> None:
    """Tell the writer of a letter what was hidden in it, once its last file is read."""
    event = Event.objects.get(pk=event_id)
    message = message_of(event)
    if message is not None:
        tell_of_hidden(message, late=event.kind == "ticket.text_screened")


@together(*(offered_kinds() - TELL.keys()))
def tell_programs(facts: list[Event]) -> None:
    """Tell programs of what no person is told."""
    write_deliveries(facts)


@on(*KINDS, queue=NOW)
def write_to_account(event_id: int) -> None:
    """Write what an account needs: links, invitations, notices."""
    write_account_letter(Event.objects.get(pk=event_id))


@every(seconds=2)
def send_letters() -> None:
    """Let the due letters leave."""
    send_due()


@every(seconds=2)
def send_webhooks() -> None:
    """Let the due requests to other programs leave."""
    send_due_deliveries()


@every(seconds=1)
def file_letters() -> None:
    """File the letters that came."""
    keep_lanes_busy()


@every(seconds=300)
def look_after_held_letters() -> None:
    """Tell administrators of letters that wait for them, and let go of those that waited too long."""
    warn_of_held()
    let_old_ones_go()


@every(seconds=1)
def fetch_letters() -> None:
    """Visit the mailboxes that are due."""
    visit_due()


@every(seconds=600)
@transaction.atomic
def remind_requesters() -> None:
    """Remind a requester, once per waiting, that we cannot go on without an answer."""
    reminded = Event.objects.filter(
        subject_kind="ticket", subject_id=OuterRef("pk"), kind="ticket.requester_reminded",
        happened_at__gte=OuterRef("changed_at"),
    )  # fmt: skip
    silent = Ticket.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        # Asked in the query: who was reminded stays silent for long, and must not fill the batch for ever.
        ~Exists(reminded),
        status="waiting", waiting_for="requester", changed_at__lte=now() - REMIND_AFTER,
    )  # fmt: skip
    for ticket in silent.order_by("changed_at")[:BATCH]:
        record("ticket.requester_reminded", ticket, by=User.objects.system())


@every(seconds=3600)
def forget_old_news() -> None:
    """What was read long ago, and letters long gone, need not be kept."""
    Notification.objects.filter(read_at__lte=now() - KEEP_READ).delete()
    Letter.objects.filter(state=Letter.State.SENT, sent_at__lte=now() - KEEP_LETTERS).delete()
    forget_old_deliveries()
