"""What is decided about a ticket, for programs: its owner, its priority, whether it is critical, which line has it.

The same actions as at the screen, with their reasons: a program cannot decide what its person may not.
"""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja import Status as Answered

from priyom.base.api import REFUSALS, OneOf, Paged, Strict, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import Invalid, NotAllowed
from priyom.desk.actions.critical import confirm_critical, decline_critical
from priyom.desk.actions.handover import hand_over
from priyom.desk.actions.passing import judge_passing, pass_on
from priyom.desk.actions.priority import override_priority, take_override_back
from priyom.desk.api.shapes import Code, FullTicket, Login
from priyom.desk.api.telling import full_ticket
from priyom.desk.models import Handover, Passing
from priyom.desk.queries import get_ticket
from priyom.people.keys import Key
from priyom.people.models import Team, User
from priyom.people.requests import SignedIn

router = Router(tags=["decisions"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")
MADE = {201: FullTicket, **REFUSALS}
Reason = Annotated[str, Field(max_length=500)]
_RELATED = ("ticket", "from_team", "to_team", "holder", "by", "judged_by")


class NewHandover(Strict):
    """The next owner (by login), why, and what they must know."""

    to: Login
    reason: Annotated[str, OneOf(Handover.Reason.values)]
    note: Annotated[str, Field(min_length=1, max_length=2000)]


class Override(Strict):
    """A priority against the rule, with its reason; ``null`` lets the rule decide again."""

    priority: Annotated[int, Field(ge=1, le=4)] | None
    reason: Reason = ""


class Judgement(Strict):
    """Whether it is a critical incident; without a sign in its words, and to take a call back, it needs a reason."""

    critical: bool
    reason: Reason = ""


class NewPassing(Strict):
    """The team (by code) that gets the ticket; from line to line with a reason."""

    team: Code
    reason: Reason = ""


class Verdict(Strict):
    """Whether the line below could have solved it: ``yes``, ``no``, or what was ``missing``."""

    verdict: Annotated[str, OneOf(value for value in Passing.Verdict.values if value)]
    missing: Annotated[str, Field(max_length=300)] = ""


class PassingOut(Schema):
    """Who had it before, since when, and what the solver said of it later."""

    id: int
    ticket: int
    from_team: str | None
    to_team: str
    holder: str | None
    by: str
    way: str
    reason: str
    since: datetime
    at: datetime
    verdict: str | None
    missing: str | None
    judged_by: str | None


class PassingPage(Schema):
    items: list[PassingOut]
    next: str | None


@router.post("/tickets/{int:number}/handover", auth=WRITE, response=MADE, operation_id="handTicketOver",
             summary="Give the ticket to another owner")  # fmt: skip
def handover(request: SignedIn, number: int, payload: NewHandover) -> Any:
    to = User.objects.filter(login=payload.to.lower(), is_active=True).first()
    return _decided(
        request, number, lambda: hand_over(number, by=request.user, to=to, reason=payload.reason, note=payload.note)
    )


@router.post("/tickets/{int:number}/priority", auth=WRITE, response=MADE, operation_id="setPriority",
             summary="Set the priority against the rule, or let the rule decide again")  # fmt: skip
def priority(request: SignedIn, number: int, payload: Override) -> Any:
    if payload.priority is None:
        return _decided(request, number, lambda: take_override_back(number, by=request.user))
    return _decided(
        request, number,
        lambda: override_priority(number, by=request.user, priority=payload.priority, reason=payload.reason),
    )  # fmt: skip


@router.post("/tickets/{int:number}/critical", auth=WRITE, response=MADE, operation_id="judgeCritical",
             summary="Say whether it is a critical incident")  # fmt: skip
def critical(request: SignedIn, number: int, payload: Judgement) -> Any:
    act = confirm_critical if payload.critical else decline_critical
    return _decided(request, number, lambda: act(number, by=request.user, reason=payload.reason))


@router.post("/tickets/{int:number}/passings", auth=WRITE, response=MADE, operation_id="passTicketOn",
             summary="Pass the ticket to another line or department")  # fmt: skip
def passing(request: SignedIn, number: int, payload: NewPassing) -> Any:
    return _decided(
        request, number,
        lambda: pass_on(number, by=request.user, team=_team(request, number, payload.team), reason=payload.reason),
    )  # fmt: skip


@router.get("/tickets/{int:number}/passings", auth=READ, response={200: PassingPage, **REFUSALS},
            operation_id="listPassings", summary="List who had the ticket, oldest first")  # fmt: skip
def passings(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    ticket = get_ticket(request.user, number)
    if not request.user.may("desk.read"):
        raise NotAllowed(_("Only support staff can do this."))
    found = Passing.objects.filter(ticket=ticket, pk__gt=decode_cursor(filters.cursor) or 0).order_by("pk")
    rows = list(found.select_related(*_RELATED)[: filters.limit + 1])
    shown, following = page_of([each.pk for each in rows], filters.limit)
    return {"items": [_told(each) for each in rows[: len(shown)]], "next": following}


@router.post("/passings/{int:passing_id}/verdict", auth=WRITE, response={201: PassingOut, **REFUSALS},
             operation_id="judgePassing", summary="Say whether the line below could have solved it")  # fmt: skip
def verdict(request: SignedIn, passing_id: int, payload: Verdict) -> Any:
    pk = once(request, lambda: judge_passing(passing_id, by=request.user, **payload.dict()).pk)
    return Answered(201, _told(Passing.objects.select_related(*_RELATED).get(pk=pk)))


def _decided(request: SignedIn, number: int, act: Any) -> Any:
    """Decide once, however often the request comes, and tell the ticket as it is then."""
    once(request, lambda: act().number)
    return Answered(201, full_ticket(request.user, get_ticket(request.user, number)))


def _team(request: SignedIn, number: int, code: str) -> Team:
    """Return the team of the code, for somebody to whom the ticket exists."""
    get_ticket(request.user, number)
    team = Team.objects.filter(code=code, is_active=True).first()
    if team is None and request.user.may("desk.work"):
        raise Invalid(_("The ticket was not passed on."), errors={"team": [_("There is no such team.")]})
    return team or Team(code=code)


def _told(row: Passing) -> dict[str, Any]:
    return {
        "id": row.pk, "ticket": row.ticket.number, "from_team": row.from_team.code if row.from_team else None,
        "to_team": row.to_team.code, "holder": row.holder.login if row.holder else None, "by": row.by.login,
        "way": row.way, "reason": row.reason, "since": row.since, "at": row.at, "verdict": row.verdict or None,
        "missing": row.missing or None, "judged_by": row.judged_by.login if row.judged_by else None,
    }  # fmt: skip
