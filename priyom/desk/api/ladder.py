"""The ladder outside the vendor, for programs: what stands with whom, and what whoever stands there may do with it.

A regional desk of its own works its rung through these: the same actions as on the pages, with their three answers.
"""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Query, Router, Schema
from ninja import Status as Answered

from priyom.base.api import REFUSALS, OneOf, Paged, Strict, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.desk.actions.ladder import (
    LONGEST_SINCE,
    LONGEST_TRIED,
    pass_on,
    return_with_advice,
    say_whether_it_helped,
    solve_on_rung,
    take_up,
)
from priyom.desk.api.shapes import Body, FullTicket
from priyom.desk.api.telling import full_ticket, known_as
from priyom.desk.models import RungStep
from priyom.desk.portal.ladder import standing_with
from priyom.desk.queries import get_ticket
from priyom.people.keys import Key
from priyom.people.models import Rung, User
from priyom.people.queries import read_memberships
from priyom.people.requests import SignedIn

router = Router(tags=["ladder"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")
MADE = {201: FullTicket, **REFUSALS}
_RELATED = ("ticket", "organisation", "who")


class Finding(Strict):
    """What goes up with the ticket: one person or many, since when, what was tried."""

    scope: Annotated[str, OneOf(RungStep.Scope.values)]
    since: Annotated[str, Field(min_length=1, max_length=LONGEST_SINCE)]
    tried: Annotated[str, Field(min_length=1, max_length=LONGEST_TRIED)]


class RungAdvice(Strict):
    """What to do, or what one needs to know; the requester says whether it helped."""

    body: Body


class RungSolution(Strict):
    cause: Annotated[str, Field(min_length=1, max_length=4000)]
    remedy: Annotated[str, Field(min_length=1, max_length=4000)]


class AdviceVerdict(Strict):
    helped: bool


class StandOut(Schema):
    """One stand of a ticket on one rung; ``left_at`` is empty while it stands there."""

    id: int
    ticket: int
    rung: Annotated[str, OneOf(Rung.Kind.values)]
    organisation: str | None
    who: str | None
    arrived_at: datetime
    due_at: datetime | None
    left_at: datetime | None
    outcome: Annotated[str, OneOf(RungStep.Outcome.values)] | None
    cause: str | None
    scope: str | None
    since: str | None
    tried: str | None


class StandPage(Schema):
    items: list[StandOut]
    next: str | None


@router.get("/rungs", auth=READ, response={200: StandPage, **REFUSALS}, operation_id="listStandingWithMe",
            summary="List what stands with the owner of the key, oldest first")  # fmt: skip
def standing(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    return _page(request.user, standing_with(request.user), filters)


@router.get("/tickets/{int:number}/rungs", auth=READ, response={200: StandPage, **REFUSALS}, operation_id="listRungs",
            summary="List the way of the ticket up the ladder")  # fmt: skip
def rungs(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    return _page(request.user, RungStep.objects.filter(ticket=get_ticket(request.user, number)), filters)


@router.post("/tickets/{int:number}/rung/finding", auth=WRITE, response=MADE, operation_id="passUp",
             summary="Pass the ticket up with what was found")  # fmt: skip
def passing(request: SignedIn, number: int, payload: Finding) -> Any:
    return _done(request, number, lambda: pass_on(number, by=request.user, **payload.dict()))


@router.post("/tickets/{int:number}/rung/advice", auth=WRITE, response=MADE, operation_id="returnWithAdvice",
             summary="Return the ticket to the requester with advice")  # fmt: skip
def advice(request: SignedIn, number: int, payload: RungAdvice) -> Any:
    return _done(request, number, lambda: return_with_advice(number, by=request.user, advice=payload.body))


@router.post("/tickets/{int:number}/rung/solution", auth=WRITE, response=MADE, operation_id="solveOnRung",
             summary="Solve the ticket where it stands")  # fmt: skip
def solution(request: SignedIn, number: int, payload: RungSolution) -> Any:
    return _done(request, number, lambda: solve_on_rung(number, by=request.user, **payload.dict()))


@router.post("/tickets/{int:number}/rung/judgement", auth=WRITE, response=MADE, operation_id="judgeAdvice",
             summary="Say whether the advice helped")  # fmt: skip
def verdict(request: SignedIn, number: int, payload: AdviceVerdict) -> Any:
    return _done(request, number, lambda: say_whether_it_helped(number, by=request.user, helped=payload.helped))


@router.post("/tickets/{int:number}/rung/taking-up", auth=WRITE, response=MADE, operation_id="takeUp",
             summary="Take the ticket from a rung below")  # fmt: skip
def taking(request: SignedIn, number: int) -> Any:
    return _done(request, number, lambda: take_up(number, by=request.user))


def _done(request: SignedIn, number: int, act: Any) -> Any:
    """Do it once, however often the request comes, and tell the ticket as it is then."""
    once(request, lambda: act().number)
    return Answered(201, full_ticket(request.user, get_ticket(request.user, number)))


def _page(reader: User, steps: QuerySet[RungStep], filters: Paged) -> dict[str, Any]:
    found = steps.filter(pk__gt=decode_cursor(filters.cursor) or 0).select_related(*_RELATED).order_by("pk")
    rows = list(found[: filters.limit + 1])
    shown, following = page_of([each.pk for each in rows], filters.limit)
    read_memberships([each.who for each in rows if each.who])
    return {"items": [_told(reader, each) for each in rows[: len(shown)]], "next": following}


def _told(reader: User, step: RungStep) -> dict[str, Any]:
    return {
        "id": step.pk, "ticket": step.ticket.number, "rung": step.kind,
        "organisation": step.organisation.code if step.organisation else None,
        "who": known_as(reader, step.who) if step.who else None, "arrived_at": step.arrived_at, "due_at": step.due_at,
        "left_at": step.left_at, "outcome": step.outcome or None, "cause": step.cause or None,
        "scope": step.scope or None, "since": step.since or None, "tried": step.tried or None,
    }  # fmt: skip
