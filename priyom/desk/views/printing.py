"""Tickets and lists as sheets of paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priyom.base.errors import NotAllowed
from priyom.desk.lists.board import ListState
from priyom.desk.lists.listing import Filters, tickets_of, with_order
from priyom.desk.models import Ticket
from priyom.desk.page.choosing import number_in
from priyom.desk.page.linked import links_of, watchers_of
from priyom.desk.page.mentions import names_in_notes
from priyom.desk.permissions import may_read_notes
from priyom.desk.queries import get_ticket, messages_of
from priyom.desk.rules.mentions import with_marked_names
from priyom.desk.views.doors import needs
from priyom.desk.views.saved_views import described
from priyom.people.requests import SignedIn

MOST_ROWS = 500


@login_required
@require_safe
def ticket(request: SignedIn, number: int) -> HttpResponse:
    found = get_ticket(request.user, number)
    if not may_read_notes(request.user):
        raise NotAllowed(_("Only support staff can do this."))
    said = messages_of(request.user, found)
    without_notes = "notes" not in request.GET
    names = names_in_notes(said)
    context = {
        "named": lambda message, html: with_marked_names(html, names if message.visibility == "internal" else {}),
        "ticket": found, "links": links_of(request.user, found), "watchers": watchers_of(found),
        "without_notes": without_notes,
        "said": [message for message in said if not (without_notes and message.visibility == "internal")],
    }  # fmt: skip
    return render(request, "desk/print_ticket.html", context)


@needs("desk.read")
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    whole = bool(request.GET.get("all"))
    filters = ListState.at(request.user, request.GET.get("among", "")).filters if whole else Filters.read(request.GET)
    marked = [] if whole else [number_in(text) for text in request.GET.getlist("numbers")]
    if marked:
        tickets = (
            Ticket.objects.visible_to(request.user)
            .filter(number__in=[n for n in marked if n])
            .order_by("priority", "id")
        )
    else:
        tickets = filters.order.sorted(with_order(tickets_of(request.user, filters), filters.order, request.user))
    related = ("organisation__parent", "requester", "assignee", "topic")
    rows = list(tickets.select_related(*related)[: MOST_ROWS + 1])
    context = {
        "rows": rows[:MOST_ROWS], "more": len(rows) > MOST_ROWS, "most": MOST_ROWS,
        "described": [] if marked else described(filters.kept()), "title": request.GET.get("title", "")[:80],
    }  # fmt: skip
    return render(request, "desk/print_list.html", context)
