"""Links between tickets, the choice of a ticket, and the change request made from one."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.http import page_or_fragment
from priyom.base.telling import ticket_number
from priyom.desk.actions.change_requests import Verdict, request_change
from priyom.desk.actions.linking import link_tickets, unlink_tickets
from priyom.desk.forms.operations import ChangeRequestForm, LinkForm
from priyom.desk.models import Ticket
from priyom.desk.page.choosing import find_tickets, likely_same
from priyom.desk.page.linked import links_of, sayings
from priyom.desk.permissions import may_work_on
from priyom.desk.queries import get_ticket, messages_of
from priyom.desk.views.doors import needs, ticket_for_work, ticket_to_read
from priyom.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number) if request.method == "POST" else ticket_to_read(request, number)
    form = LinkForm(request.POST or None)
    if request.method == "POST":
        kind, inverse = (
            request.POST.get("kind", "").removesuffix("!"),
            request.POST.get("kind", "").endswith("!"),
        )
        if form.attempt(lambda said: link_tickets(number, by=request.user, to=said["to"], kind=kind, inverse=inverse)):
            form = LinkForm()
    return _links(request, ticket, form)


@login_required
@require_POST
def unlink(request: SignedIn, number: int, link_id: int) -> HttpResponse:
    unlink_tickets(number, by=request.user, link_id=link_id)
    return _links(request, get_ticket(request.user, number), LinkForm())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_request(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = ChangeRequestForm(request.POST or None, initial=_proposal(request, ticket))
    if request.method == "POST":
        wish = form.attempt(lambda said: request_change(number, by=request.user, **said))
        if wish is not None:
            text = _("The change request is %(number)s. The requester was told.") % {
                "number": ticket_number(wish.number)
            }
            messages.success(request, text)
            return redirect("desk:ticket", number=number)
    context = {"ticket": ticket, "form": form, "said": messages_of(request.user, ticket)[:1]}
    return render(request, "desk/change_request.html", context, status=422 if form.errors else 200)


@needs("desk.read")
@require_safe
def ticket_options(request: SignedIn) -> HttpResponse:
    found = find_tickets(request.user, request.GET.get("q", ""))
    return render(request, "desk/_ticket_options.html", {"choices": found})


def _links(request: SignedIn, ticket: Ticket, form: LinkForm) -> HttpResponse:
    works = may_work_on(request.user, ticket)
    context = {
        "ticket": ticket, "form": form if works else None, "may_link": works,
        "ticket_links": links_of(request.user, ticket), "sayings": sayings(),
        "likely": likely_same(request.user, ticket),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return page_or_fragment(request, "desk/links.html", "desk/_ticket_links.html", context, status=status)


def _proposal(request: SignedIn, ticket: Ticket) -> dict[str, Any]:
    first = next((message for message in messages_of(request.user, ticket) if not message.by_staff), None)
    return {
        "verdict": Verdict.DESIGNED, "subject": ticket.subject, "body": first.body if first else "",
        "token": uuid.uuid4(),
        "answer": _(
            "%(name)s, it works as it was designed. We have proposed a change; "
            "you will see in the change request what "
            "becomes of it."
        ) % {"name": ticket.requester.addressed},
        "cause": _("It works as designed."),
        "remedy": _("A change was proposed: see the linked change request."),
    }  # fmt: skip
