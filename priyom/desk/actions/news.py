"""Promised news that go by themselves, where the contract lets them: before they are late, and never for ever."""

from datetime import timedelta

from django.utils.translation import override

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.jobs import one_by_one
from priyom.desk.actions.changing import change
from priyom.desk.models import Clock, Message, Ticket
from priyom.desk.models.choices import Channel, Visibility
from priyom.desk.page.news import truthful
from priyom.people.models import Promise, User
from priyom.privacy.actions import screen_text

AT_ONCE = 100
FROM, LATE = 75, 100  # per cent of the time: from here on it is sent, and here it is too late
IN_A_ROW = 3  # automatic news without a word of a person; then a breach is more honest


def tell_by_itself() -> int:
    """Send what is promised and nearly due; return how many were told."""
    due = Clock.objects.filter(
        promise=Promise.UPDATE, ended_at=None, due_at__gt=now(), contract__tells_by_itself=True,
        kept_stand__warned__gte=FROM, kept_stand__warned__lt=LATE,
    )  # fmt: skip
    return one_by_one("news", due.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE], _tell)


def _tell(clock_id: int) -> bool:
    """Tell of one ticket. Its lock first, as everybody takes it: then the clock says whether it is still owed."""
    ticket_id = Clock.objects.values_list("ticket_id", flat=True).get(pk=clock_id)
    locked = Ticket.objects.select_for_update(of=("self",), skip_locked=True)
    ticket = (
        locked.select_related("requester", "assignee", "team", "topic__parent", "organisation__region")
        .filter(pk=ticket_id)
        .first()
    )
    clock = Clock.objects.filter(pk=clock_id, ended_at=None, kept_stand__warned__gte=FROM, due_at__gt=now()).first()
    if ticket is None or clock is None or _somebody_writes(ticket) or _enough(ticket):
        return False
    system, moment = User.objects.system(), now()
    with override(ticket.requester.language):
        text = truthful(ticket)
    message = Message.objects.create(
        ticket=ticket, region_id=ticket.region_id, author=system, body=screen_text(text).masked,
        visibility=Visibility.PUBLIC, channel=Channel.DESK, by_staff=True, written_at=moment, sent_at=moment,
    )  # fmt: skip
    change(ticket)
    record("ticket.news_sent", ticket, by=system, message=message.pk)
    return True


def _somebody_writes(ticket: Ticket) -> bool:
    """An answer is on its way, or was a moment ago: that is better news."""
    return Message.objects.filter(
        ticket=ticket, state=Message.State.PENDING, send_after__gt=now() - timedelta(minutes=1)
    ).exists()


def _enough(ticket: Ticket) -> bool:
    last = ticket.messages.said().filter(visibility=Visibility.PUBLIC, by_staff=True).order_by("-id")
    authors = list(last.values_list("author__is_system", flat=True)[:IN_A_ROW])
    return len(authors) == IN_A_ROW and all(authors)
