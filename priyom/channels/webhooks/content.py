"""What a request says and how it is signed: ids, codes, numbers and statuses, never a person's words or name."""

import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from priyom import __version__
from priyom.base.models import Event
from priyom.channels.models.webhooks import WebhookDelivery
from priyom.desk.models import Ticket
from priyom.desk.queries import ticket_of_event

PURPOSE = "webhook"
TEST = "webhook.test"
MARK = "whsec_"


def new_secret() -> str:
    """Return a secret of 256 random bits, in the shape by which scanners of repositories know such a thing."""
    return MARK + secrets.token_urlsafe(32)


def signature(secret: str, body: bytes, moment: datetime) -> str:
    """Return the header that proves who sent the body and when: ``t=1790000000,v1=<HMAC-SHA256 of "t.body">``."""
    stamp = int(moment.timestamp())
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


def headers_of(delivery: WebhookDelivery, secret: str, body: bytes, moment: datetime) -> dict[str, str]:
    """Return what stands above the body."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Priyom/{__version__}",
        "Priyom-Delivery": str(delivery.mark),
        "Priyom-Event": delivery.kind,
        "Priyom-Signature": signature(secret, body, moment),
    }


def body_of(delivery: WebhookDelivery) -> bytes | None:
    """Return the body, made of the facts as they are now; None when the owner no longer sees what it is about."""
    said: dict[str, Any] = {"id": str(delivery.mark), "kind": delivery.kind, "desk": settings.PRIYOM.site_url}
    event = delivery.event
    if event is not None:
        ticket = ticket_of_event(delivery.target.owner, event)
        if ticket is None:
            return None
        said |= {"event": event.pk, "happened_at": event.happened_at.isoformat(), "by": _side_of(event, ticket)}
        said["ticket"] = _told(ticket)
    return json.dumps(said, separators=(",", ":")).encode()


def _side_of(event: Event, ticket: Ticket) -> str:
    """Say from which side it came; who it was is a person's name and stays here."""
    if event.actor is None or event.actor.is_system:
        return "system"
    if event.actor_id == ticket.requester_id:
        return "requester"
    return "support" if event.actor.works_at_desk else "colleague"


def _told(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "url": settings.PRIYOM.site_url + reverse("desk:ticket", args=[ticket.number]),
        "status": ticket.status,
        "waiting_for": ticket.waiting_for or None,
        "kind": ticket.kind,
        "topic": ticket.topic.code if ticket.topic else None,
        "organisation": ticket.organisation.code,
        "region": ticket.organisation.region.code,
        "team": ticket.team.code if ticket.team else None,
        "assigned": ticket.assignee_id is not None,
        "impact": ticket.impact,
        "urgency": ticket.urgency,
        "priority": ticket.priority,
        "merged_into": ticket.merged_into.number if ticket.merged_into else None,
        "opened_at": ticket.opened_at.isoformat(),
        "changed_at": ticket.changed_at.isoformat(),
        "resolved_at": ticket.resolved_at.isoformat() if ticket.resolved_at else None,
    }
