"""The page on which one ticket is merged into another, and on which that is taken back."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from priyom.desk.actions.coming_along import drafts_to_come, followers_to_come, reminders_to_come
from priyom.desk.actions.merging import merge_ticket, same_hospital, undo_merge
from priyom.desk.forms.operations import MergeForm
from priyom.desk.models import Ticket
from priyom.desk.page.choosing import find_tickets, likely_same, number_in
from priyom.desk.page.linked import merge_of
from priyom.desk.queries import messages_of
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.views.doors import ticket_for_work
from priyom.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = MergeForm(request.POST or None)
    if request.method == "POST":
        done = form.attempt(lambda said: merge_ticket(number, by=request.user, **said))
        if done is not None:
            return redirect("desk:merge", number=number)
    page = _page(request, ticket, form)
    template = "desk/_merge_choices.html" if request.headers.get("HX-Target") == "choices" else "desk/merge.html"
    return render(request, template, page, status=422 if form.errors else 200)


@login_required
@require_POST
def unmerge(request: SignedIn, number: int) -> HttpResponse:
    undo_merge(number, by=request.user)
    return redirect("desk:ticket", number=number)


def _page(request: SignedIn, ticket: Ticket, form: MergeForm) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    merged = merge_of(ticket)
    into = form.said("into") or request.GET.get("into", "")
    if not into and request.headers.get("HX-Target") != "choices":
        into = text  # Enter in the field: whoever typed a number has chosen
    chosen = number_in(str(into))
    target = None
    if merged is None and chosen is not None and chosen != ticket.number:
        target = (
            Ticket.objects.visible_to(request.user)
            .select_related("requester", "organisation__region", "organisation__parent", "topic")
            .filter(number=chosen)
            .first()
        )
    return {
        "ticket": ticket, "merged": merged, "form": form, "q": text, "target": target,
        "choices": find_tickets(request.user, text, besides=ticket.number) if text and not target else [],
        "likely": [] if text or target or merged else likely_same(request.user, ticket),
        **(_preview(request, ticket, target) if target else {}),
    }  # fmt: skip


def _preview(request: SignedIn, ticket: Ticket, target: Ticket) -> dict[str, Any]:
    same = same_hospital(ticket, target)
    return {
        "same": same,
        "follow": sorted(person.name for person in followers_to_come(ticket, target, same=same)),
        "reminders": len(reminders_to_come(ticket, target)),
        "drafts": drafts_to_come(ticket, same=same),
        "said": len(messages_of(request.user, ticket)),
        "blocked": is_open(ticket.status) and not is_open(target.status),
    }
