"""The page on which somebody says who an unknown sender is and where the tickets belong, and takes that back."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.desk.actions.placing import others_astray, place_sender, placed_of, take_placing_back
from priyom.desk.forms.operations import SenderForm
from priyom.desk.views.doors import needs, ticket_for_work
from priyom.people.actions.correspondents import is_nowhere
from priyom.people.models import User
from priyom.people.names import folded
from priyom.people.reach import reach_of
from priyom.people.requests import SignedIn
from priyom.people.roles import STAFF_ROLES

AT_ONCE = 8


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = SenderForm(request.POST or None)
    if request.method == "POST" and form.attempt(lambda said: place_sender(number, by=request.user, **said)):
        return redirect("desk:sender", number=number)
    astray = is_nowhere(ticket.organisation)
    context = {
        "ticket": ticket, "form": form, "astray": astray, "placed": None if astray else placed_of(ticket),
        "others": others_astray(ticket, request.user) if astray else 0,
    }  # fmt: skip
    return render(request, "desk/sender.html", context, status=form.status)


@login_required
@require_POST
def unplace(request: SignedIn, number: int) -> HttpResponse:
    take_placing_back(number, by=request.user)
    return redirect("desk:sender", number=number)


@needs("desk.work")
@require_safe
def sender_options(request: SignedIn) -> HttpResponse:
    """Offer the people of hospitals whom one looks after, as far as they are let in."""
    words = [folded(word) for word in request.GET.get("q", "").split()[:3]]
    let_in = Q(memberships__state="active") & ~Q(memberships__role__in=STAFF_ROLES)
    people = User.objects.filter(let_in, is_active=True, is_system=False, is_machine=False)
    reach = reach_of(request.user)
    if not reach.everything:
        people = people.filter(organisation__region_id__in=reach.region_ids)
    for word in words:
        people = people.filter(search__contains=word)
    found = people.distinct().select_related("organisation").order_by("last_name", "first_name")[:AT_ONCE]
    return render(request, "desk/_people_options.html", {"people": found if words else [], "called": None})
