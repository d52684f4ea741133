"""Advice of colleagues for programs: who is asked what in a ticket, by when, the answer, and what came of it."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja import Status as Answered

from priyom.base.api import REFUSALS, OneOf, Paged, Strict, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import Invalid, NotAllowed
from priyom.desk.actions.consults import (
    accept_advice,
    ask_for_advice,
    get_consult,
    give_advice,
    return_advice,
    take_question_back,
)
from priyom.desk.api.shapes import Body, Code, Login
from priyom.desk.models import Consult
from priyom.desk.queries import get_ticket
from priyom.people.keys import Key
from priyom.people.models import Team, User
from priyom.people.requests import SignedIn

router = Router(tags=["consults"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")
_RELATED = ("ticket", "team", "person", "asked_by", "answered_by")


class NewConsult(Strict):
    """A question to a department (by code) or to a colleague (by login). Without ``needed_by`` the contract decides."""

    question: Body
    team: Code | None = None
    person: Login | None = None
    needed_by: datetime | None = None
    waits: Annotated[bool, Field(description="the ticket waits for nothing else")] = False


class Advice(Strict):
    body: Body


class Missing(Strict):
    """What the answer lacks. Without ``needed_by`` they have as long as before."""

    body: Body
    needed_by: datetime | None = None


class ConsultOut(Schema):
    """A question with its own clock; ``question`` and ``answer`` are messages, seen by support only."""

    id: int
    ticket: int
    team: str | None
    person: str | None
    state: Annotated[str, OneOf(Consult.State.values)]
    asked_by: str
    asked_at: datetime
    needed_by: datetime
    returned: int
    answered_by: str | None
    answered_at: datetime | None
    question: str
    answer: str | None


class ConsultPage(Schema):
    items: list[ConsultOut]
    next: str | None


@router.get("/tickets/{int:number}/consults", auth=READ, response={200: ConsultPage, **REFUSALS},
            operation_id="listConsults", summary="List what colleagues were asked, oldest first")  # fmt: skip
def index(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    ticket = get_ticket(request.user, number)
    if not request.user.may("desk.read"):
        raise NotAllowed(_("Only support staff can do this."))
    found = Consult.objects.filter(ticket=ticket, pk__gt=decode_cursor(filters.cursor) or 0).order_by("pk")
    consults = list(found.select_related(*_RELATED).prefetch_related("messages")[: filters.limit + 1])
    shown, following = page_of([each.pk for each in consults], filters.limit)
    return {"items": [_told(each) for each in consults[: len(shown)]], "next": following}


@router.post("/tickets/{int:number}/consults", auth=WRITE, response={201: ConsultOut, **REFUSALS},
             operation_id="askForAdvice", summary="Ask a department or a colleague for advice")  # fmt: skip
def create(request: SignedIn, number: int, payload: NewConsult) -> Any:
    made = once(request, lambda: _ask(request, number, payload))
    return Answered(201, _whole(request.user, made))


@router.post("/consults/{int:consult}/answer", auth=WRITE, response={201: ConsultOut, **REFUSALS},
             operation_id="giveAdvice", summary="Answer a question that is put to oneself")  # fmt: skip
def answer(request: SignedIn, consult: int, payload: Advice) -> Any:
    get_consult(request.user, consult)
    made = once(request, lambda: give_advice(consult, by=request.user, body=payload.body).pk)
    return Answered(201, _whole(request.user, made))


@router.post("/consults/{int:consult}/acceptance", auth=WRITE, response={201: ConsultOut, **REFUSALS},
             operation_id="acceptAdvice", summary="Say that the answer is enough")  # fmt: skip
def acceptance(request: SignedIn, consult: int) -> Any:
    made = once(request, lambda: accept_advice(consult, by=request.user).pk)
    return Answered(201, _whole(request.user, made))


@router.post("/consults/{int:consult}/return", auth=WRITE, response={201: ConsultOut, **REFUSALS},
             operation_id="returnAdvice", summary="Return the answer and say what is missing")  # fmt: skip
def returning(request: SignedIn, consult: int, payload: Missing) -> Any:
    made = once(
        request,
        lambda: return_advice(consult, by=request.user, body=payload.body, needed_by=payload.needed_by).pk,
    )
    return Answered(201, _whole(request.user, made))


@router.post("/consults/{int:consult}/withdrawal", auth=WRITE, response={201: ConsultOut, **REFUSALS},
             operation_id="takeQuestionBack", summary="Say that the advice is no longer needed")  # fmt: skip
def withdrawal(request: SignedIn, consult: int) -> Any:
    made = once(request, lambda: take_question_back(consult, by=request.user).pk)
    return Answered(201, _whole(request.user, made))


def _ask(request: SignedIn, number: int, payload: NewConsult) -> int:
    get_ticket(request.user, number)
    team = Team.objects.filter(code=payload.team, is_active=True).first() if payload.team else None
    person = User.objects.filter(login=payload.person.lower(), is_active=True).first() if payload.person else None
    unknown = {}
    if payload.team and team is None:
        unknown["team"] = [_("There is no such team.")]
    if payload.person and person is None:
        unknown["person"] = [_("There is no such colleague.")]
    if unknown and request.user.may("desk.work"):
        raise Invalid(_("Nobody can be asked so."), errors=unknown)
    return ask_for_advice(
        number, by=request.user, question=payload.question, team=team, person=person, needed_by=payload.needed_by,
        waits=payload.waits,
    ).pk  # fmt: skip


def _whole(reader: User, pk: int) -> dict[str, Any]:
    # SECURITY: a request that is repeated with its key is answered by what the person may see now, not by what was.
    get_consult(reader, pk)
    return _told(Consult.objects.select_related(*_RELATED).prefetch_related("messages").get(pk=pk))


def _told(consult: Consult) -> dict[str, Any]:
    said = sorted(consult.messages.all(), key=lambda each: each.pk)
    answer = next((each.body for each in said if each.pk == consult.answer_id), None)
    return {
        "id": consult.pk, "ticket": consult.ticket.number,
        "team": consult.team.code if consult.team else None,
        "person": consult.person.login if consult.person else None,
        "state": consult.state, "asked_by": consult.asked_by.login, "asked_at": consult.asked_at,
        "needed_by": consult.needed_by, "returned": consult.returned,
        "answered_by": consult.answered_by.login if consult.answered_by else None,
        "answered_at": consult.answered_at,
        "question": said[0].body if said else "", "answer": answer,
    }  # fmt: skip
