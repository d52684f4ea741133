"""The lists of the desk: a view of the board, what was searched for, and the filters."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from priyom.base.forms import key_in
from priyom.base.http import page_or_fragment
from priyom.desk.actions.bulk import MOST_OF_LIST
from priyom.desk.lists.board import ListState, View, find_view
from priyom.desk.lists.counts import age_strip, board_now, summary_of
from priyom.desk.lists.found import found_page
from priyom.desk.lists.listing import ORDERS, Filters
from priyom.desk.lists.rows import list_page
from priyom.desk.lists.wording import chips_of, filter_choices
from priyom.desk.page.choosing import get_choice, number_in
from priyom.desk.page.ticket import pending_of
from priyom.desk.views.doors import needs
from priyom.people.requests import SignedIn


@needs("desk.read")
@require_safe
def work(request: SignedIn) -> HttpResponse:
    if not request.user.may("desk.work"):
        return redirect(request.user.home)
    return _list(request, state_of(request, "mine"))


@needs("desk.read")
@require_safe
def listed(request: SignedIn, view: str) -> HttpResponse:
    return redirect("desk:work") if view == "mine" and not request.GET else _list(request, state_of(request, view))


@needs("desk.read")
@require_safe
def found(request: SignedIn) -> HttpResponse:
    if "q" in request.GET and "text" not in request.GET:  # the name that everybody tries first
        given = request.GET.copy()
        given["text"] = given.pop("q")[-1]
        return redirect(f"{request.path}?{given.urlencode()}")
    return _list(request, state_of(request, "all"))


@needs("desk.read")
@require_safe
def filters(request: SignedIn) -> HttpResponse:
    state = state_of(request, request.GET.get("view", "all"))
    context = {
        "state": state,
        "chosen": state.narrowing,
        "words": {chip.name: chip.text for chip in chips_of(state.narrowing)},
        "choices": filter_choices(),
        "orders": [(order.code, order.label) for order in ORDERS.values()],
    }
    return page_or_fragment(request, "desk/filters.html", "desk/_filters.html", context)


def state_of(request: SignedIn, view: str | View) -> ListState:
    """Read from an address where in which list one stands."""
    return ListState(
        view=view if isinstance(view, View) else find_view(request.user, view),
        narrowing=Filters.read(request.GET),
        after=request.GET.get("after", "")[:200],
        before=request.GET.get("before", "")[:200],
    )


def list_context(request: SignedIn, state: ListState) -> dict[str, Any]:
    """Return what the list needs, whether it stands alone or beside a ticket."""
    request.desk_view = state.view.code  # type: ignore[attr-defined] # the rail marks it
    summary, advice_asked = None, 0
    found = found_page(request.user, state) if state.narrowing.text and not state.narrowing.sort else None
    if state.filters.open_only and found is None:
        _groups, standing = board_now(request.user)
        summary = summary_of(request.user, state.filters, standing.newest)
        advice_asked = standing.counts.get("advice", 0) if state.view.code == "mine" else 0
    return {
        "page": found or list_page(request.user, state),
        "found": found,
        "summary": summary,
        "advice_asked": advice_asked,
        "strip": age_strip(summary) if summary else [],
        "state": state,
        "chips": chips_of(state.narrowing),
        "orders": [order for order in ORDERS.values() if order.of_everything or state.filters.open_only],
        "pending": pending_of(request.user),
        "wide": False,
        "most_of_list": MOST_OF_LIST,
    }


def _list(request: SignedIn, state: ListState) -> HttpResponse:
    text = state.narrowing.text
    number = number_in(text) if "/" not in text or "/tickets/" in text else None
    if number is not None and get_choice(request.user, number):
        return redirect("desk:ticket", number)
    context = {**list_context(request, state), "wide": True, "own_search": True, "title": state.view.title}
    if beside := key_in(request.GET.get("beside", "")):
        context |= {"wide": False, "beside": beside}
    return page_or_fragment(request, "desk/list.html", "desk/_list.html", context)
