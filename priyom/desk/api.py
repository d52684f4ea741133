"""Tickets for programs: open, read, list, write in them, solve, and say what they are."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja import Status as Created

from priyom.base.api import MOST_ROWS, REFUSALS, Strict, decode_cursor, encode_cursor, once
from priyom.base.errors import Invalid
from priyom.desk.actions.classifying import reclassify_ticket
from priyom.desk.actions.intake import open_reported_ticket
from priyom.desk.actions.messages import write_message
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Message, Ticket
from priyom.desk.models.choices import (
    Channel,
    TicketImpact,
    TicketKind,
    TicketStatus,
    TicketUrgency,
    Visibility,
)
from priyom.desk.queries import get_ticket, messages_of, ticket_list
from priyom.people.keys import Key

router = Router(tags=["tickets"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")

Kind = Literal[tuple(TicketKind.values)]  # type: ignore[valid-type]
Status = Literal[tuple(TicketStatus.values)]  # type: ignore[valid-type]
Impact = Literal[tuple(TicketImpact.values)]  # type: ignore[valid-type]
Urgency = Literal[tuple(TicketUrgency.values)]  # type: ignore[valid-type]
Code = Annotated[str, Field(min_length=1, max_length=60)]
Answers = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=5000)]], Field(max_length=50)
]


class NewTicket(Strict):
    """A request for help. The requester is given by e-mail, the organisation and the topic by code."""

    subject: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[str, Field(min_length=1, max_length=100_000)]
    requester: Annotated[str, Field(min_length=3, max_length=254)]
    organisation: Code
    topic: Code | None = None
    fields: Answers = {}
    kind: Kind | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    create_requester: bool = False
    requester_name: Annotated[str, Field(max_length=160)] = ""


class TicketChange(Strict):
    """What may be changed; what is left out stays as it is. ``assignee`` null gives the ticket back to its team."""

    topic: Code | None = None
    kind: Kind | None = None
    assignee: Annotated[str, Field(max_length=60)] | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None


class NewMessage(Strict):
    body: Annotated[str, Field(min_length=1, max_length=100_000)]
    visibility: Literal["public", "internal"] = "public"


class Solution(Strict):
    cause: Annotated[str, Field(min_length=1, max_length=20_000)]
    remedy: Annotated[str, Field(min_length=1, max_length=20_000)]


class TicketRow(Schema):
    """A ticket as a list shows it."""

    number: int
    url: str
    subject: str
    status: Status
    waiting_for: str | None
    kind: Kind
    topic: str | None
    organisation: str
    requester: str
    assignee: str | None
    impact: Impact
    urgency: Urgency
    priority: int
    opened_at: datetime
    changed_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None


class FullTicket(TicketRow):
    """A ticket with what was answered and how it ended."""

    fields: dict[str, Any]
    cause: str | None
    remedy: str | None
    merged_into: int | None
    team: str | None
    product: str | None
    version: str | None


class MessageOut(Schema):
    id: int
    author: str
    visibility: Literal["public", "internal"]
    body: str
    sent_at: datetime | None


class TicketPage(Schema):
    items: list[TicketRow]
    next: str | None


class MessagePage(Schema):
    items: list[MessageOut]
    next: str | None


class TicketFilter(Strict):
    status: Status | None = None
    organisation: Code | None = None
    topic: Code | None = None
    requester: Annotated[str, Field(max_length=254)] | None = None
    assignee: Annotated[str, Field(max_length=60)] | None = None
    since: datetime | None = None
    cursor: Annotated[str, Field(max_length=100)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 50


@router.post("/tickets", auth=WRITE, response={201: FullTicket, **REFUSALS}, summary="Open a ticket")
def create(request: HttpRequest, payload: NewTicket, response: HttpResponse) -> Any:
    number = once(request, lambda: open_reported_ticket(by=request.user, key=request.api_key, **payload.dict()).number)
    response["Location"] = reverse("api:show_ticket", args=[number])
    return Created(201, _full(get_ticket(request.user, number)))


@router.get("/tickets", auth=READ, response={200: TicketPage, **REFUSALS}, summary="List tickets, newest first")
def index(request: HttpRequest, filters: Query[TicketFilter]) -> Any:
    # A misspelt filter must not answer with everything; ninja leaves unknown names out before anybody sees them.
    unknown = request.GET.keys() - TicketFilter.model_fields.keys()
    if unknown:
        raise Invalid(
            _("There is no such filter."), errors={name: [_("There is no such filter.")] for name in sorted(unknown)}
        )
    asked = filters.dict(exclude={"cursor", "limit"}, exclude_none=True)
    tickets = ticket_list(request.user, before=decode_cursor(filters.cursor), limit=filters.limit + 1, **asked)
    rows = tickets[: filters.limit]
    more = len(tickets) > filters.limit
    return {"items": [_row(ticket) for ticket in rows], "next": encode_cursor(rows[-1].pk) if more else None}


@router.get("/tickets/{int:number}", auth=READ, response={200: FullTicket, **REFUSALS}, url_name="show_ticket",
            summary="Read a ticket")  # fmt: skip
def show(request: HttpRequest, number: int) -> Any:
    return _full(get_ticket(request.user, number))


@router.patch(
    "/tickets/{int:number}", auth=WRITE, response={200: FullTicket, **REFUSALS}, summary="Say what a ticket is"
)
def update(request: HttpRequest, number: int, payload: TicketChange) -> Any:
    reclassify_ticket(number, by=request.user, changes=payload.dict(exclude_unset=True))
    return _full(get_ticket(request.user, number))


@router.get("/tickets/{int:number}/messages", auth=READ, response={200: MessagePage, **REFUSALS},
            summary="Read what was said")  # fmt: skip
def messages(request: HttpRequest, number: int) -> Any:
    return {
        "items": [_message(each) for each in messages_of(request.user, get_ticket(request.user, number))],
        "next": None,
    }


@router.post("/tickets/{int:number}/messages", auth=WRITE, response={201: MessageOut, **REFUSALS},
             summary="Write an answer or a note")  # fmt: skip
def write(request: HttpRequest, number: int, payload: NewMessage) -> Any:
    made = once(
        request,
        lambda: (
            write_message(
                number,
                by=request.user,
                body=payload.body,
                internal=payload.visibility == Visibility.INTERNAL,
                channel=Channel.API,
            ).pk
        ),
    )
    return Created(201, _message(Message.objects.select_related("author").get(pk=made)))


@router.post("/tickets/{int:number}/resolution", auth=WRITE, response={201: FullTicket, **REFUSALS},
             summary="Solve a ticket: cause and remedy")  # fmt: skip
def resolve(request: HttpRequest, number: int, payload: Solution) -> Any:
    once(request, lambda: resolve_ticket(number, by=request.user, cause=payload.cause, remedy=payload.remedy).number)
    return Created(201, _full(get_ticket(request.user, number)))


def _row(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "url": settings.PRIYOM.site_url + reverse("desk:ticket", args=[ticket.number]),
        "subject": ticket.subject,
        "status": ticket.status,
        "waiting_for": ticket.waiting_for or None,
        "kind": ticket.kind,
        "topic": ticket.topic.code if ticket.topic else None,
        "organisation": ticket.organisation.code,
        "requester": ticket.requester.email or ticket.requester.login,
        "assignee": ticket.assignee.login if ticket.assignee else None,
        "impact": ticket.impact,
        "urgency": ticket.urgency,
        "priority": ticket.priority,
        "opened_at": ticket.opened_at,
        "changed_at": ticket.changed_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
    }


def _full(ticket: Ticket) -> dict[str, Any]:
    return _row(ticket) | {
        "fields": ticket.fields,
        "cause": ticket.cause or None,
        "remedy": ticket.remedy or None,
        "merged_into": ticket.merged_into.number if ticket.merged_into else None,
        "team": ticket.team.code if ticket.team else None,
        "product": ticket.product_name or None,
        "version": ticket.product_version or None,
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "author": message.author.login,
        "visibility": message.visibility,
        "body": message.body,
        "sent_at": message.sent_at,
    }
