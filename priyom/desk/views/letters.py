"""The door to a letter as it came."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priyom.desk.page.letters import doubts_of, faults_of, get_letter, shown
from priyom.people.requests import SignedIn


@login_required
@require_safe
def letter(request: SignedIn, message: int) -> HttpResponse:
    found = get_letter(request.user, message)
    context = {
        "message": found, "found": doubts_of(found.letter), "faults": faults_of(found.letter), "shown": shown
    }  # fmt: skip
    return render(request, "desk/letter.html", context)
