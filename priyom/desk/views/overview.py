"""The door of the overview."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priyom.desk.lists.overview import CHART_HEIGHT, overview_of
from priyom.desk.views.doors import needs


@needs("desk.read")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    request.desk_view = "overview"  # type: ignore[attr-defined] # the rail marks it
    return render(request, "desk/overview.html", {"o": overview_of(request.user), "height": CHART_HEIGHT})
