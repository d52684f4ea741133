"""From rows to answers: which fields a program is told, and which of them only support is told."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from priyom.base.prepared import ask
from priyom.desk.models import Attachment, Message, Ticket
from priyom.desk.models.choices import CriticalState
from priyom.desk.page.due import STATES, Due, dues_of
from priyom.people.models import User

_IS_SEALED = """
    SELECT EXISTS(
        SELECT FROM desk_sealedtext sealed JOIN desk_message said ON said.id = sealed.message_id WHERE ticket_id = %s
    )
"""


def ticket_row(reader: User, ticket: Ticket) -> dict[str, Any]:
    """Return a ticket as a list tells it; the portal shows a requester neither line nor priority, so neither do we."""
    at_desk = reader.works_at_desk
    page = "desk:ticket" if at_desk else "portal:ticket"
    return {
        "number": ticket.number,
        "url": settings.PRIYOM.site_url + reverse(page, args=[ticket.number]),
        "subject": ticket.subject,
        "status": ticket.status,
        "waiting_for": ticket.waiting_for or None,
        "kind": ticket.kind,
        "topic": ticket.topic.code if ticket.topic else None,
        "organisation": ticket.organisation.code,
        "region": ticket.organisation.region.code,
        "requester": ticket.requester.email or ticket.requester.login,
        "assignee": _assignee(at_desk, ticket),
        "team": ticket.team.code if ticket.team and at_desk else None,
        "impact": ticket.impact if at_desk else None,
        "urgency": ticket.urgency if at_desk else None,
        "priority": ticket.priority if at_desk else None,
        "is_critical": ticket.critical == CriticalState.CONFIRMED,
        "rung": ticket.rung or None,
        "channel": ticket.channel,
        "due_at": ticket.due_at,
        "opened_at": ticket.opened_at,
        "changed_at": ticket.changed_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
    }


def full_ticket(reader: User, ticket: Ticket) -> dict[str, Any]:
    """Return a ticket with what was answered and how it ended."""
    is_over = ticket.status in {"resolved", "closed"} or reader.works_at_desk
    return ticket_row(reader, ticket) | {
        "screening": _screening(bool(ask(_IS_SEALED, [ticket.pk])[0][0])),
        "fields": ticket.fields,
        "cause": (ticket.cause or None) if is_over else None,
        "remedy": (ticket.remedy or None) if is_over else None,
        "merged_into": ticket.merged_into.number if ticket.merged_into else None,
        "product": ticket.product_name or None,
        "version": ticket.product_version or None,
        "workaround_at": ticket.workaround_at,
        "due": promises(ticket),
    }


def promises(ticket: Ticket) -> dict[str, Any] | None:
    """Return what was promised for the ticket, as its page counts it."""
    told = dues_of(ticket, in_words=False)
    if not told.contract:
        return None
    return {"contract": told.contract, "number": told.number, "promises": [_promise(each) for each in told.promises]}


def _promise(due: Due) -> dict[str, Any]:
    return {
        "promise": due.promise,
        "state": STATES[due.state],
        "clause": due.clause,
        "started_at": due.started_at,
        "due_at": due.due_at,
        "ended_at": due.ended_at,
        "paused_minutes": int(due.paused.total_seconds() // 60),
    }


def message(reader: User, told: Message) -> dict[str, Any]:
    """Return a message with its files."""
    return {
        "id": told.pk,
        "screening": _screening(told.is_being_checked),
        # Outside the desk people of support are known by name, as on the portal.
        "author": told.author.name if told.by_staff and not reader.works_at_desk else told.author.login,
        "visibility": told.visibility,
        "channel": told.channel,
        "body": told.body,
        "files": [file(each) for each in told.attachments.all()],
        "sent_at": told.sent_at,
    }


def file(attachment: Attachment) -> dict[str, Any]:
    """Return what is known of a file; its bytes are had at ``url``."""
    screened = attachment.screened
    return {
        "id": attachment.pk,
        "name": screened.name,
        "size": screened.size,
        "content_type": screened.content_type,
        "state": screened.state,
        "hidden": screened.hidden,
        "reason": screened.why if screened.state == "refused" else "",
        "message": attachment.message_id,
        "url": settings.PRIYOM.site_url + reverse("api:get_file", args=[attachment.pk]),
        "added_at": attachment.added_at,
    }


def _screening(is_pending: bool) -> str:
    return "pending" if is_pending else "done"


def known_as(reader: User, person: User) -> str:
    """Return how the reader knows somebody: outside the desk people of support are known by name, as on the portal."""
    return person.name if person.works_at_desk and not reader.works_at_desk else person.login


def _assignee(at_desk: bool, ticket: Ticket) -> str | None:
    if ticket.assignee is None:
        return None
    return ticket.assignee.login if at_desk else ticket.assignee.name
