"""Doors of the ladder outside the vendor: what waits for me, what I do with it, and taking it up from above."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.errors import NotAllowed
from priyom.base.telling import ticket_number
from priyom.desk.actions.ladder import say_whether_it_helped, take_up
from priyom.desk.forms.ladder import RungForm
from priyom.desk.forms.portal import number_in
from priyom.desk.portal.ladder import formula, queue_of
from priyom.desk.portal.lists import looks_after_many
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import Status
from priyom.desk.views.doors import ticket_for_work
from priyom.desk.views.portal import ticket_shown
from priyom.people.requests import SignedIn


@login_required
@require_safe
def queue(request: SignedIn) -> HttpResponse:
    if not looks_after_many(request.user):
        raise NotAllowed(_("This list is for local specialists and regional coordinators."))
    found = queue_of(request.user, after=number_in(request.GET, "after") or 0)
    return render(request, "portal/ladder.html", {"queue": found, "formula": formula()})


@login_required
@require_POST
def rung(request: SignedIn, number: int) -> HttpResponse:
    get_ticket(request.user, number)
    form = RungForm(request.POST)
    changed = form.go(number, by=request.user)
    if changed is None:
        return ticket_shown(request, number, rung_form=form, status=422)
    said = {
        "solve": _("Solved. The requester says whether it helped."),
        "return": _("The requester has your advice and says whether it helped."),
        "pass": _("%(number)s goes on with what you found."),
    }[form.cleaned_data["act"]]
    messages.success(request, said % {"number": ticket_number(number)})
    return redirect("portal:ladder")


@login_required
@require_POST
def advice(request: SignedIn, number: int) -> HttpResponse:
    helped = request.POST.get("helped") == "yes"
    changed = say_whether_it_helped(number, by=request.user, helped=helped)
    if changed.status == Status.CLOSED:
        messages.success(request, _("Good. The ticket is closed."))
    else:
        messages.success(request, _("It is back with whoever gave the advice."))
    return redirect("portal:ticket", number)


@login_required
@require_POST
def take(request: SignedIn, number: int) -> HttpResponse:
    """Take it up to one's own rung: a coordinator on the portal, an agent at the desk."""
    at_desk = request.user.works_at_desk
    if at_desk:
        ticket_for_work(request, number)
    take_up(number, by=request.user)
    messages.success(request, _("%(number)s stands with you now.") % {"number": ticket_number(number)})
    return redirect("desk:ticket" if at_desk else "portal:ticket", number)
