"""The door of the overview."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priyom.desk.lists.overview import CHART_HEIGHT, overview_of
from priyom.desk.portal.ladder import formula, solved_by_rung
from priyom.desk.views.doors import needs
from priyom.people.requests import SignedIn


@needs("desk.read")
@require_safe
def overview(request: SignedIn) -> HttpResponse:
    request.desk_view = "overview"  # type: ignore[attr-defined] # the rail marks it
    context = {
        "o": overview_of(request.user),
        "height": CHART_HEIGHT,
        "rungs": solved_by_rung(request.user),
        "formula": formula(),
    }
    return render(request, "desk/overview.html", context)
