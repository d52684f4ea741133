"""The door to a letter as it came."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priyom.desk.page.letters import doubts_of, get_letter, shown


@login_required
@require_safe
def letter(request: HttpRequest, message: int) -> HttpResponse:
    found = get_letter(request.user, message)
    context = {"message": found, "found": doubts_of(found.letter), "shown": shown}
    return render(request, "desk/letter.html", context)
