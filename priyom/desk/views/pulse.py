"""The desk's pulse: one small question every five seconds keeps counts, presence and the open ticket alive."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from priyom.base.pulse import last_event, pieces
from priyom.desk.actions.looking import stay_present
from priyom.desk.lists.board import ListState, View
from priyom.desk.lists.counts import board_now, told
from priyom.desk.lists.listing import PAGE, Filters
from priyom.desk.lists.pinned import pins_for
from priyom.desk.lists.renewal import Place, renewal_of
from priyom.desk.lists.rows import row_of
from priyom.desk.models import Ticket
from priyom.desk.page.ticket import Here, here_at, news_of, state_of_page, ticket_page
from priyom.desk.queries import get_ticket
from priyom.desk.views.doors import needs
from priyom.people.requests import SignedIn

NUMBERS = ("since", "ticket", "revision", "message", "event")
LARGEST = 2**63 - 1
LONGEST_LIST = 2_000  # letters of the address of a list


@dataclass(frozen=True, slots=True)
class Beat:
    """What an open page says it knows."""

    numbers: dict[str, int]
    digest: str  # of the counts in the rail
    view: str
    listed: QueryDict  # the list that is open: its view and what it is narrowed to
    shown: tuple[Place, ...] | None  # the tickets of its first page
    here: str
    pending: frozenset[int]
    typing: bool

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        """Read it from the address; nonsense counts as knowing nothing."""
        since, _dash, digest = given.get("since", "").partition("-")
        numbers = {name: _number(since if name == "since" else given.get(name, "")) for name in NUMBERS}
        pending = frozenset(_number(part) for part in given.get("pending", "").split(".")[:20]) - {0}
        return cls(
            numbers, digest, given.get("view", ""), QueryDict(given.get("list", "")[:LONGEST_LIST]), _shown(given),
            given.get("here", ""), pending, bool(given.get("typing")),
        )  # fmt: skip


def _number(text: str) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() and len(text) < 20 else 0  # noqa: PLR2004


def _shown(given: QueryDict) -> tuple[Place, ...] | None:
    told = given.get("rows")
    return None if told is None else tuple(divmod(_number(part), 10) for part in told.split(".")[:PAGE])


@needs("desk.read")
@require_safe
def pulse(request: SignedIn) -> HttpResponse:
    beat, newest = Beat.read(request.GET), last_event()
    is_new = newest != beat.numbers["since"]
    parts, digest = _counts(request, beat) if is_new else ([], beat.digest)
    parts += _pins(request) if is_new else []
    parts += pieces(request, beat.numbers["since"])
    parts += _ticket(request, beat) if beat.numbers["ticket"] else []
    answer = HttpResponse("".join(parts)) if parts else HttpResponse(status=204)
    answer["Pulse-Since"] = f"{newest}-{digest}"
    return answer


def _counts(request: SignedIn, beat: Beat) -> tuple[list[str], str]:
    groups, standing = board_now(request.user)
    counts, digest = standing.counts, standing.digest()
    if digest == beat.digest:
        return [], digest
    context = {"counts": {code: told(count) for code, count in counts.items()}}
    parts: list[str] = [render_to_string("desk/_counts.html", context, request=request)]
    view = next((view for group in groups for view in group.views if view.code == beat.listed.get("view")), None)
    return (parts + _renewed(request, beat, view) if view and beat.shown is not None else parts), digest


def _renewed(request: SignedIn, beat: Beat, view: View) -> list[str]:
    """Tell of a list that stands in the rail: there a change of the counts says that it may be another."""
    state = ListState(view=view, narrowing=Filters.read(beat.listed))
    renewal = renewal_of(request.user, state, beat.shown or ())
    context = {"renewal": renewal, "state": state, "beside": beat.numbers["ticket"]}
    return [render_to_string("desk/_renewed.html", context, request=request)]


def _pins(request: SignedIn) -> list[str]:
    _groups, standing = board_now(request.user)
    shown, pins = request.GET.get("pins"), pins_for(request.user, standing.pinned, page="desk:ticket")
    if shown is None or shown == pins.digest:
        return []
    return [render_to_string("base/_pins.html", {"pins": pins, "oob": True}, request=request)]


def _ticket(request: SignedIn, beat: Beat) -> list[str]:
    ticket = Ticket.objects.visible_to(request.user).filter(number=beat.numbers["ticket"]).first()
    if ticket is None:
        return []
    stay_present(ticket, by=request.user, typing=beat.typing)
    here = here_at(ticket, request.user)
    parts = []
    if here_digest(here) != beat.here:
        parts.append(render_to_string("desk/_here.html", {"here": here, "oob": True}, request=request))
    return parts + _news(request, ticket, beat)


def _news(request: SignedIn, ticket: Ticket, beat: Beat) -> list[str]:
    numbers, user = beat.numbers, request.user
    state = state_of_page(user, ticket)
    if (state.revision, state.event) == (numbers["revision"], numbers["event"]) and state.message <= numbers["message"]:
        return []
    ticket = get_ticket(user, ticket.number)
    thread, sent = news_of(user, ticket, message=numbers["message"], event=numbers["event"], pending=set(beat.pending))
    page = ticket_page(user, ticket)
    # What has come meanwhile may still be on its way itself: its words are being checked.
    left = beat.pending - {said.message.pk for said in sent} | set(page.pending)
    context = {
        "t": page, "ticket": ticket, "thread": thread, "sent": sent,
        "row": row_of(user, ticket), "query": urlencode({"view": beat.view}), "focus": "",
        "page_state": state, "pending": left,
        "state": ListState(view=View(code=beat.view or "all", title="", filters=Filters())),
        "words": [entry.said for entry in thread if entry.said and not entry.said.message.by_staff],
    }  # fmt: skip
    return [render_to_string("desk/_news.html", context, request=request)]


def here_digest(here: list[Here]) -> str:
    """Return who is here in few letters, as the page says it."""
    return ".".join(f"{each.user_id}{'t' if each.types else ''}" for each in here)
