"""The ticket's page at the desk, what is said on it, and the small forms that change one fact each."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.errors import NotAllowed
from priyom.base.http import page_or_fragment, wants_fragment
from priyom.desk.actions.answering import remember_after_sending, withdraw_reply
from priyom.desk.actions.looking import look_at
from priyom.desk.forms.agent import FACTS, ComposerForm
from priyom.desk.lists.board import ListState, home_view
from priyom.desk.lists.rows import next_number, row_of
from priyom.desk.models import Message, Ticket
from priyom.desk.models.choices import TicketWaitingFor, Visibility
from priyom.desk.page.linked import links_of
from priyom.desk.page.ticket import ticket_page
from priyom.desk.portal.ladder import ladder_of
from priyom.desk.queries import get_ticket
from priyom.desk.views.agent import list_context, state_of
from priyom.desk.views.doors import ticket_for_work
from priyom.people.requests import SignedIn
from priyom.privacy.hints.views import with_releases


def ticket_to_read(request: SignedIn, number: int) -> Ticket:
    """Return the ticket for a page of the desk: unseen is not there, seen from outside the desk is refused."""
    found = get_ticket(request.user, number)
    if not request.user.may("desk.read"):
        raise NotAllowed
    return found


@login_required
@require_safe
def ticket(request: SignedIn, number: int) -> HttpResponse:
    found = ticket_to_read(request, number)
    context = page_of(request, found, look=True)
    if wants_fragment(request):
        return render(request, "desk/_ticket.html", context)
    return render(request, "desk/ticket.html", {**context, **list_context(request, context["state"])})


@login_required
@require_safe
def history(request: SignedIn, number: int) -> HttpResponse:
    context = page_of(request, ticket_to_read(request, number))
    return page_or_fragment(request, "desk/history.html", "desk/_history.html", context)


@login_required
@require_POST
@with_releases
def messages(request: SignedIn, number: int) -> HttpResponse:
    form = ComposerForm(request.POST)
    said = form.send(number, by=request.user) if form.is_valid() else None
    if said is None:
        return _composer_again(request, number, form)
    then = form.cleaned_data["then"] or "stay"
    remember_after_sending(by=request.user, then=then)
    return _go_on(request, number, said, then)


@login_required
@require_POST
def withdraw(request: SignedIn, message: int) -> HttpResponse:
    taken = withdraw_reply(message, by=request.user)
    found = get_ticket(request.user, taken.ticket.number)
    if not wants_fragment(request):
        return redirect(address_of(request, found.number))
    here = (request.htmx.current_url_abs_path or "").split("?")[0] == reverse("desk:ticket", args=[found.number])
    context = {**page_of(request, found), "withdrawn": taken}
    return render(
        request, "desk/_changed.html" if here else "desk/_withdrawn.html", {**context, "composer_again": True}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: SignedIn, number: int, name: str) -> HttpResponse:
    found = ticket_for_work(request, number)
    form = FACTS[name](request.POST if request.method == "POST" else None, ticket=found, by=request.user)
    if request.method == "POST" and form.is_valid() and form.act():
        return changed(request, number, focus=name)
    context = {
        "ticket": found,
        "form": form,
        "back": address_of(request, number),
        "query": request.GET.urlencode(),
    }
    answer = page_or_fragment(request, "desk/fact.html", f"desk/_fact_{name}.html", context, status=form.status)
    answer["HX-Retarget"] = "#dialog"  # a 409 would else land in #flash
    return answer


def _composer_again(request: SignedIn, number: int, form: ComposerForm) -> HttpResponse:
    """Show the composer with what was typed and why it was not sent, beside what is new."""
    found = ticket_to_read(request, number)
    context = {**page_of(request, found), "refused": form, "composer_again": True}
    if wants_fragment(request):
        return outside(render(request, "desk/_changed.html", context, status=form.status))
    context |= list_context(request, context["state"])
    return render(request, "desk/ticket.html", context, status=form.status)


def _go_on(request: SignedIn, number: int, said: Message, then: str) -> HttpResponse:
    """Stay, open the next ticket of the list, or go back to the list."""
    if then == "stay":
        return changed(request, number, said=said)
    state = _state(request, get_ticket(request.user, number))
    following = next_number(request.user, state, number) if then == "next" else None
    if following is None or not wants_fragment(request):
        url = state.address() if following is None else address_of(request, following)
        return HttpResponse(headers={"HX-Redirect": url}) if wants_fragment(request) else redirect(url)
    found = get_ticket(request.user, following)
    context = {**page_of(request, found, look=True), "said": said, "left": row_of(request.user, said.ticket)}
    answer = render(request, "desk/_ticket.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#open", "innerHTML"
    answer["HX-Push-Url"] = address_of(request, following)
    return answer


def changed(
    request: SignedIn, number: int, *, said: Message | None = None, focus: str = "", composer_again: bool = False
) -> HttpResponse:
    """Answer a change: the parts of the page that show it, or the page itself."""
    if not wants_fragment(request):
        return redirect(address_of(request, number))
    found = get_ticket(request.user, number)
    context = page_of(request, found)
    context |= {"said": said, "composer_again": composer_again or said is not None, "focus": focus}
    answer = render(request, "desk/_changed.html", context)
    return outside(answer) if said else answer


def outside(answer: HttpResponse) -> HttpResponse:
    """Let htmx swap only the parts that name their own place."""
    answer["HX-Reswap"] = "none"
    return answer


def page_of(request: SignedIn, found: Ticket, *, look: bool = False) -> dict[str, Any]:
    seen_at = look_at(found, by=request.user) if look else None
    state = _state(request, found)
    page = ticket_page(request.user, found, seen_at=seen_at)
    return {
        "t": page, "ticket": found, "state": state, "query": state.beside(),
        "row": SimpleLazyObject(lambda: row_of(request.user, found)),
        "ladder": SimpleLazyObject(lambda: ladder_of(request.user, found)),
        "ticket_links": links_of(request.user, found),
        "tokens": {"news": uuid.uuid4()}
        | {each: kept.token if (kept := page.drafts.get(each)) else uuid.uuid4() for each in Visibility.values},
        "refused": None, "refused_in": {}, "said": None, "left": None, "focus": "", "composer_again": False,
        "withdrawn": None,
        "waiting_words": dict(TicketWaitingFor.choices),
        "max_file_bytes": settings.PRIYOM.max_file_bytes,
    }  # fmt: skip


def _state(request: SignedIn, found: Ticket) -> ListState:
    return state_of(request, request.GET.get("view") or home_view(request.user, found))


def address_of(request: HttpRequest, number: int) -> str:
    query = request.GET.urlencode()
    return reverse("desk:ticket", args=[number]) + (f"?{query}" if query else "")
