"""The door that a form asks while one types, and what a door that takes the form puts around itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST

from priyom.people.limits import refuse_too_many
from priyom.people.requests import SignedIn
from priyom.privacy.hints.hinting import Hint, hints_for, look_at
from priyom.privacy.hints.releasing import releasing

View = Callable[..., HttpResponse]


@login_required
@require_POST
def hints(request: SignedIn) -> HttpResponse:
    refuse_too_many(request, "guard", key=str(request.user.pk))
    # PRIVACY: what is typed is answered and forgotten: no row, no line of a log, nothing in a cache on the way.
    said = request.POST
    found = hints_for(said.get("body", ""), by=request.user, released=said.getlist("released"), here=_here(request))
    answer = render(request, "privacy/_hints.html", {"hints": found})
    answer["Cache-Control"] = "no-store"
    return answer


@dataclass(frozen=True)
class Preview:
    """The text as it will be kept, for who has no script and was shown no hints; ``seal`` says that it was shown."""

    masked: str
    hints: list[Hint]
    released: list[str]
    seal: str


def preview_before(request: SignedIn, text: str) -> Preview | None:
    """Return what must be shown before this text is taken; nothing with a script, a second time, or for a clean one."""
    seal = salted_hmac("priyom.privacy.preview", text.strip()).hexdigest()
    if "plain" not in request.POST or request.POST.get("looked") == seal:
        return None
    looked = look_at(text, by=request.user, here=_here(request))
    if not looked.hints:
        return None
    return Preview(looked.masked, list(looked.hints), request.POST.getlist("released"), seal)


def _here(request: SignedIn) -> str:
    """Return who asked: known to everybody in the ticket. An agent's form says who it is."""
    user = request.user
    return request.POST.get("here", "") if user.works_at_desk else user.full_name


def with_releases(view: View) -> View:
    """Let what the form calls nobody's data (`released`) stay readable in what the door keeps."""

    @wraps(view)
    def wrapped(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        said = request.POST.getlist("released") if request.method == "POST" else []
        with releasing(said, by=request.user):
            return view(request, *args, **kwargs)

    return wrapped
