"""What the solver says of a passing: whether the line below could have solved the ticket."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from priyom.base.http import wants_fragment
from priyom.desk.actions.passing import judge_passing
from priyom.desk.forms.consults import VerdictForm
from priyom.desk.models import Passing
from priyom.desk.views.agent import list_context
from priyom.desk.views.ticket import changed, outside, page_of, ticket_to_read
from priyom.people.requests import SignedIn


@login_required
@require_POST
def judge(request: SignedIn, passing_id: int) -> HttpResponse:
    form = VerdictForm(request.POST)
    if form.attempt(
        lambda said: judge_passing(passing_id, by=request.user, verdict=said["verdict"], missing=said["missing"])
    ):
        return changed(request, form.result.ticket.number)
    # The action has opened the door by now; what is left is a word that is missing.
    found = ticket_to_read(request, Passing.objects.get(pk=passing_id).ticket.number)
    context = {**page_of(request, found), "refused_in": {f"passing-{passing_id}": form}}
    if wants_fragment(request):
        return outside(render(request, "desk/_changed.html", context, status=form.status))
    context |= list_context(request, context["state"])
    return render(request, "desk/ticket.html", context, status=form.status)
