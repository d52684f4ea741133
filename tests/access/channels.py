from priyom.base.models import Event
from priyom.channels.models import Letter, Notification
from tests.access import row


def _notification(stage):
    event = Event.objects.filter(kind="ticket.opened").first()
    return Notification.objects.create(
        user=stage.zoya, event=event, kind=event.kind, ticket_id=event.subject_id, told_at=event.happened_at
    ).pk


def _letter(stage):
    event = Event.objects.filter(kind="ticket.opened").first()
    return Letter.objects.create(
        user=stage.zoya,
        event=event,
        address="a@clinic.example",
        template="received",
        message_id="<a@b>",
        due_at=event.happened_at,
        written_at=event.happened_at,
    ).pk


THINGS = {"notification": _notification, "letter": _letter}
ROWS = [
    row("GET", "channels:bell", others=200),
    row("GET", "channels:news", others=200),
    row("POST", "channels:open_news", {"pk": "notification"}, zoya=302, others=404),
    row("POST", "channels:read_all", others=302),
    row("POST", "channels:seen", {"number": "ticket"}, yakov=404, stranger=404, strange_agent=404, others=200),
    row("GET", "channels:preferences", others=200),
    row("POST", "channels:preferences", others=302),
    row("GET", "channels:deliveries", adam=200, oleg=200, others=403),
    row("POST", "channels:delivery_again", {"pk": "letter"}, adam=302, others=403),
]
