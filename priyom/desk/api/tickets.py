"""Tickets for programs: open, read, list, say what they are, let them wait, solve, confirm, open again."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from ninja import Status as Answered

from priyom.base.api import REFUSALS, decode_place, once, page_of, refuse_unknown_filters
from priyom.desk.actions.classifying import reclassify_ticket
from priyom.desk.actions.facts import let_wait
from priyom.desk.actions.intake import open_reported_ticket
from priyom.desk.actions.tickets import confirm_solution, reopen_ticket, resolve_ticket
from priyom.desk.api.shapes import (
    FullTicket,
    NewTicket,
    Reopening,
    Solution,
    TicketChange,
    TicketFilter,
    TicketPage,
    Wait,
)
from priyom.desk.api.telling import full_ticket, ticket_row
from priyom.desk.lists.programs import changes_complete_until, tickets_for_programs
from priyom.desk.queries import get_ticket
from priyom.people.keys import Key
from priyom.people.requests import SignedIn

router = Router(tags=["tickets"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")
FULL = {200: FullTicket, **REFUSALS}
MADE = {201: FullTicket, **REFUSALS}


@router.post("/tickets", auth=WRITE, response=MADE, operation_id="openTicket", summary="Open a ticket")
def create(request: SignedIn, payload: NewTicket, response: HttpResponse) -> Any:
    key = request.api_key  # type: ignore[attr-defined]
    number = once(request, lambda: open_reported_ticket(by=request.user, key=key, **payload.dict()).number)
    response["Location"] = reverse("api:show_ticket", args=[number])
    return Answered(201, _full(request, number))


@router.get("/tickets", auth=READ, response={200: TicketPage, **REFUSALS}, operation_id="listTickets",
            summary="List tickets, newest first")  # fmt: skip
def index(request: SignedIn, filters: Query[TicketFilter]) -> Any:
    refuse_unknown_filters(request, TicketFilter)
    asked = filters.dict(exclude={"cursor", "limit"}, exclude_none=True)
    before, until = decode_place(filters.cursor)
    until = until or changes_complete_until(asked)
    tickets = tickets_for_programs(request.user, before=before, until=until, limit=filters.limit + 1, **asked)
    shown, following = page_of([ticket.pk for ticket in tickets], filters.limit, until)
    return {"items": [ticket_row(request.user, each) for each in tickets[: len(shown)]], "next": following}


@router.get("/tickets/{int:number}", auth=READ, response=FULL, operation_id="getTicket", url_name="show_ticket",
            summary="Read a ticket")  # fmt: skip
def show(request: SignedIn, number: int) -> Any:
    return _full(request, number)


@router.patch("/tickets/{int:number}", auth=WRITE, response=FULL, operation_id="changeTicket",
              summary="Say what a ticket is and who has it")  # fmt: skip
def update(request: SignedIn, number: int, payload: TicketChange) -> Any:
    reclassify_ticket(number, by=request.user, changes=payload.dict(exclude_unset=True))
    return _full(request, number)


@router.post("/tickets/{int:number}/resolution", auth=WRITE, response=MADE, operation_id="resolveTicket",
             summary="Solve a ticket: cause and remedy")  # fmt: skip
def resolve(request: SignedIn, number: int, payload: Solution) -> Any:
    once(request, lambda: resolve_ticket(number, by=request.user, **payload.dict()).number)
    return Answered(201, _full(request, number))


@router.post("/tickets/{int:number}/confirmation", auth=WRITE, response=MADE, operation_id="confirmTicket",
             summary="Say as the requester that it is solved")  # fmt: skip
def confirm(request: SignedIn, number: int) -> Any:
    once(request, lambda: confirm_solution(number, by=request.user).number)
    return Answered(201, _full(request, number))


@router.post("/tickets/{int:number}/reopening", auth=WRITE, response=MADE, operation_id="reopenTicket",
             summary="Open a solved ticket again")  # fmt: skip
def reopen(request: SignedIn, number: int, payload: Reopening) -> Any:
    once(request, lambda: reopen_ticket(number, by=request.user, reason=payload.reason).number)
    return Answered(201, _full(request, number))


@router.post("/tickets/{int:number}/waiting", auth=WRITE, response=MADE, operation_id="letTicketWait",
             summary="Let a ticket wait for somebody")  # fmt: skip
def wait(request: SignedIn, number: int, payload: Wait) -> Any:
    once(request, lambda: let_wait(number, by=request.user, **payload.dict()).number)
    return Answered(201, _full(request, number))


def _full(request: SignedIn, number: int) -> dict[str, Any]:
    return full_ticket(request.user, get_ticket(request.user, number))
