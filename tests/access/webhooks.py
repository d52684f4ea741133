"""Webhooks: administrators set them up, security officers look, nobody else knows of them."""

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.channels.models import WebhookDelivery
from priyom.channels.webhooks.actions import create_target
from tests.access import row


def _target(stage):
    return create_target(
        by=stage.adam,
        name="Экран",
        url="http://127.0.0.1.example.invalid/hook",
        owner=stage.adam,
        kinds=["ticket.opened"],
    ).pk


def _delivery(stage):
    event = Event.objects.filter(kind="ticket.opened").first()
    return WebhookDelivery.objects.create(
        target_id=stage.webhook, event=event, kind=event.kind, state="given_up", due_at=now(), written_at=now()
    ).pk


THINGS = {"webhook": _target, "webhook_delivery": _delivery}
ONE = {"pk": "webhook"}
ROWS = [
    row("GET", "webhooks:index", adam=200, oleg=200, others=403),
    row("POST", "webhooks:index", adam=422, others=403),
    row("GET", "webhooks:one", ONE, adam=200, oleg=200, others=403),
    row("POST", "webhooks:one", ONE, {"name": "Экран", "url": "http://name.example.invalid/", "owner": "adam",
                                      "kinds": "ticket.opened"}, adam=302, others=403),
    row("GET", "webhooks:log", ONE, adam=200, oleg=200, others=404),
    row("POST", "webhooks:secret", ONE, adam=200, oleg=403, others=404),
    row("POST", "webhooks:test", ONE, adam=302, oleg=403, others=404),
    row("POST", "webhooks:removal", ONE, adam=302, oleg=403, others=404),
    row("POST", "webhooks:again", {"pk": "webhook_delivery"}, adam=302, oleg=403, others=404),
]  # fmt: skip
