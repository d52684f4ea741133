"""What happens at the desk when nobody is looking."""

from datetime import timedelta

from django.db import transaction

from priyom.base.clock import now
from priyom.base.jobs import every
from priyom.desk.actions.messages import publish_message
from priyom.desk.actions.tickets import close_ticket
from priyom.desk.lifecycle import DAYS_TO_OBJECT
from priyom.desk.models import Draft, Message, Ticket
from priyom.people.models import User

AT_ONCE = 100


@every(seconds=2)
def send_what_is_due() -> None:
    """Send the answers whose ten seconds are over."""
    for message_id in Message.objects.due(now()).order_by("send_after").values_list("pk", flat=True)[:AT_ONCE]:
        publish_message(message_id)


@every(seconds=300)
def close_what_nobody_objected_to() -> None:
    """Close the tickets that were solved days ago and about which nobody has complained."""
    silent = Ticket.objects.silent_since(now() - timedelta(days=DAYS_TO_OBJECT))
    for number in silent.order_by("resolved_at").values_list("number", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            close_ticket(number, by=User.objects.system())


@every(seconds=600)
def forget_old_drafts() -> None:
    """Drafts live seven days."""
    Draft.objects.filter(expires_at__lte=now()).delete()
