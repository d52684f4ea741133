"""Requests to outside parties for programs: what was asked, which tickets wait on it, and keeping the answer."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja import Status as Answered

from priyom.base.api import REFUSALS, OneOf, Paged, Strict, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import NotAllowed
from priyom.desk.actions.external import answer_request, get_request, open_request, wait_on_request
from priyom.desk.api.shapes import Body, Code, FullTicket
from priyom.desk.api.telling import full_ticket
from priyom.desk.models import ExternalParty, ExternalRequest
from priyom.desk.queries import get_ticket
from priyom.people.keys import Key
from priyom.people.requests import SignedIn

router = Router(tags=["outside requests"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")
_RELATED = ("party", "kept_by", "opened_by", "answered_by")


class PartyOut(Schema):
    """Somebody outside, asked by ``code``, who usually answers within so many days. Only an active one may be asked."""

    code: str
    name: str
    about: str
    answers_in_days: int
    is_active: bool


class PartyPage(Schema):
    items: list[PartyOut]
    next: str | None


class NewRequest(Strict):
    """What we asked of whom (by code). Without ``follow_up_at`` we ask again after their usual days."""

    party: Code
    title: Annotated[str, Field(min_length=1, max_length=200)]
    reference: Annotated[str, Field(max_length=60, description="their number")] = ""
    follow_up_at: datetime | None = None
    body: Annotated[str, Field(max_length=100_000, description="what we wrote to them")] = ""


class WaitOn(Strict):
    request: Annotated[int, Field(ge=1, le=2**62)]


class OutsideAnswer(Strict):
    body: Body


class OutsideRequest(Schema):
    """One request: many tickets may wait on it, and its answer returns all of them to work."""

    id: int
    party: str
    title: str
    reference: str | None
    state: Annotated[str, OneOf(ExternalRequest.State.values)]
    opened_by: str
    opened_at: datetime
    kept_by: str
    follow_up_at: datetime | None
    answered_by: str | None
    answered_at: datetime | None


class OutsidePage(Schema):
    items: list[OutsideRequest]
    next: str | None


@router.get("/outside-parties", auth=READ, response={200: PartyPage, **REFUSALS}, operation_id="listOutsideParties",
            summary="List the outside parties, also those that may no longer be asked")  # fmt: skip
def parties(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    _refuse_strangers(request)
    rows = ExternalParty.objects.filter(pk__gt=decode_cursor(filters.cursor) or 0).order_by("pk")
    found = {each.pk: each for each in rows[: filters.limit + 1]}
    shown, following = page_of(list(found), filters.limit)
    return {"items": [found[pk] for pk in shown], "next": following}


@router.get("/outside-requests", auth=READ, response={200: OutsidePage, **REFUSALS},
            operation_id="listOutsideRequests",
            summary="List what outside parties were asked, newest first")  # fmt: skip
def index(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    _refuse_strangers(request)
    before = decode_cursor(filters.cursor)
    found = ExternalRequest.objects.select_related(*_RELATED).order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: filters.limit + 1])
    shown, following = page_of([each.pk for each in rows], filters.limit)
    return {"items": [_told(each) for each in rows[: len(shown)]], "next": following}


def _refuse_strangers(request: SignedIn) -> None:
    if not request.user.may("desk.read"):
        raise NotAllowed(_("Only support staff can do this."))


@router.post("/outside-requests", auth=WRITE, response={201: OutsideRequest, **REFUSALS},
             operation_id="askOutside", summary="Write down that an outside party was asked")  # fmt: skip
def create(request: SignedIn, payload: NewRequest) -> Any:
    given = payload.dict()
    party = ExternalParty.objects.filter(code=given.pop("party")).first()
    pk = once(request, lambda: open_request(by=request.user, party=party, **given).pk)
    return Answered(201, _told(get_request(request.user, pk)))


@router.post("/outside-requests/{int:request_id}/answer", auth=WRITE, response={201: OutsideRequest, **REFUSALS},
             operation_id="keepOutsideAnswer",
             summary="Keep the answer and return every ticket that waits on it to work")  # fmt: skip
def answer(request: SignedIn, request_id: int, payload: OutsideAnswer) -> Any:
    get_request(request.user, request_id)
    pk = once(request, lambda: answer_request(request_id, by=request.user, body=payload.body).pk)
    return Answered(201, _told(get_request(request.user, pk)))


@router.post("/tickets/{int:number}/outside-wait", auth=WRITE, response={201: FullTicket, **REFUSALS},
             operation_id="waitOutside", summary="Let the ticket wait on an outside request")  # fmt: skip
def wait(request: SignedIn, number: int, payload: WaitOn) -> Any:
    once(request, lambda: wait_on_request(number, by=request.user, request_id=payload.request).number)
    return Answered(201, full_ticket(request.user, get_ticket(request.user, number)))


def _told(row: ExternalRequest) -> dict[str, Any]:
    return {
        "id": row.pk, "party": row.party.code, "title": row.title, "reference": row.reference or None,
        "state": row.state, "opened_by": row.opened_by.login, "opened_at": row.opened_at, "kept_by": row.kept_by.login,
        "follow_up_at": row.follow_up_at, "answered_by": row.answered_by.login if row.answered_by else None,
        "answered_at": row.answered_at,
    }  # fmt: skip
