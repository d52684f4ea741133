"""«Give me the next one», and the rule by which it is chosen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from priyom.base.telling import ago, ticket_number
from priyom.desk.actions.nextup import suiting, take_next
from priyom.desk.views.doors import needs
from priyom.people.models import Team
from priyom.people.queries import team_ids_of
from priyom.people.requests import SignedIn

SHOWN = 5


@needs("desk.work")
@require_http_methods(["GET", "HEAD", "POST"])
def next_ticket(request: SignedIn) -> HttpResponse:
    ticket = take_next(by=request.user) if request.method == "POST" else None
    if ticket is not None:
        facts = {
            "number": ticket_number(ticket.number),
            "level": ticket.get_priority_display(),
            "waits": ago(ticket.opened_at),
        }
        messages.success(request, _("%(number)s is yours: priority %(level)s, waits for %(waits)s.") % facts)
        return redirect("desk:ticket", number=ticket.number)
    context = {
        "waiting": suiting(request.user).select_related("organisation__parent", "topic")[:SHOWN],
        "teams": Team.objects.filter(pk__in=team_ids_of(request.user)),
        "asked": request.method == "POST",
    }
    return render(request, "desk/next.html", context)
