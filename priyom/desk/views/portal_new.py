"""Doors of «What happened?»: the page, the advice while one types, several questions in one text, and sending."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.errors import NotAllowed
from priyom.base.telling import ticket_number
from priyom.desk.actions.drafts import discard_draft, read_draft
from priyom.desk.actions.files import drafted_files
from priyom.desk.actions.tickets import open_ticket
from priyom.desk.actions.together import EVERY, open_together
from priyom.desk.forms.portal import ANSWER, NewTicketForm, clean
from priyom.desk.models import Ticket, Topic
from priyom.desk.portal.new import (
    THANKS,
    Advice,
    advice_for,
    answers_address,
    may_name_another,
    parts_of,
    places_for,
    topic_for,
)
from priyom.desk.portal.people import people_of
from priyom.desk.rules.guides import guides
from priyom.desk.rules.intake import MOST_PARTS, without_marker
from priyom.desk.rules.routing import subject_from
from priyom.desk.taxonomy import taxonomy
from priyom.desk.views.portal import take_files
from priyom.people.requests import SignedIn
from priyom.privacy.hints.views import Preview, preview_before, with_releases

PLACE = "new"


@login_required
@with_releases
def new(request: SignedIn) -> HttpResponse:
    places = places_for(request.user)
    if request.method != "POST":
        return _page(request, NewTicketForm(_kept(request), places=places))
    form = NewTicketForm(request.POST, places=places)
    refused = take_files(request, form.token)
    if request.POST.get("act") == "show":  # without a script: show the questions of the topic
        return _page(request, form)
    topic, _guessed = topic_for(form.body, taxonomy().offered, form.topic_code)
    if not form.is_valid(topic, by=request.user) or refused:
        form.errors |= refused
        return _page(request, form, status=422)
    if preview := preview_before(request, form.body):
        return _page(request, form, preview=preview)
    opened = open_ticket(by=request.user, token=form.token, **_question(form, form.body, topic))
    discard_draft(by=request.user, place=PLACE)
    messages.success(request, _("%(number)s is with us.") % {"number": ticket_number(opened.number)})
    return redirect("portal:ticket", opened.number)


@login_required
@require_POST
def advise(request: SignedIn) -> HttpResponse:
    form = NewTicketForm(request.POST, places=places_for(request.user))
    context = _context(request, form)
    context["shown"] = {name: request.POST.get(f"shown_{name}", "") for name in ("topic", "help", "two")}
    return render(request, "portal/_advice.html", context)


@login_required
@require_POST
@with_releases
def split(request: SignedIn) -> HttpResponse:
    places = places_for(request.user)
    form = NewTicketForm(request.POST, places=places)
    refused = take_files(request, form.token)
    bodies = _bodies(request)
    if request.POST.get("act") == "send" and bodies and form.organisation and not refused:
        opened = _open_all(request, form, bodies)
        discard_draft(by=request.user, place=PLACE)
        numbers = ", ".join(ticket_number(each.number) for each in opened)
        messages.success(request, _("These are with us: %(numbers)s.") % {"numbers": numbers})
        return redirect("portal:tickets")
    topics = taxonomy().offered
    parts = parts_of(form.body, topics)
    if len(parts) <= 1:
        return _page(request, form)
    context = {
        "form": form,
        "parts": parts,
        "topics": topics,
        "files": drafted_files(form.token, by=request.user),
        "file_places": {name: place for name, place in request.POST.items() if name.startswith("file_")},
        "answers": {f"{ANSWER}{code}": answer for code, answer in (form.shown | form.answers).items() if answer},
        "errors": refused,
    }
    return render(request, "portal/split.html", context, status=422 if refused else 200)


@login_required
@require_safe
def people(request: SignedIn) -> HttpResponse:
    form = NewTicketForm(request.GET, places=places_for(request.user))
    found = people_of(request.user, form.organisation, wanted=clean(request.GET.get("q"))[:80])
    return render(request, "portal/_people.html", {"people": found})


def _bodies(request: HttpRequest) -> list[tuple[int, str, str]]:
    """Return (place, text, topic's code) of each part that was not emptied."""
    given = [
        (n, clean(request.POST.get(f"body_{n}")), clean(request.POST.get(f"topic_{n}"))) for n in range(MOST_PARTS)
    ]
    return [part for part in given if part[1]]


def _open_all(request: SignedIn, form: NewTicketForm, bodies: list[tuple[int, str, str]]) -> list[Ticket]:
    topics = taxonomy().offered
    questions = [_question(form, body, topic_for(body, topics, code)[0]) for _place, body, code in bodies]
    return open_together(questions, by=request.user, token=form.token, files=_files_of(request, form, bodies))


def _files_of(request: SignedIn, form: NewTicketForm, bodies: list[tuple[int, str, str]]) -> dict[uuid.UUID, int]:
    """Return to which of the questions each file goes; that of an emptied question goes with the first."""
    places = {str(place): n for n, (place, _body, _code) in enumerate(bodies)} | {"every": EVERY}
    drafted = drafted_files(form.token, by=request.user)
    return {file.pk: places.get(request.POST.get(f"file_{file.pk}", ""), 0) for file in drafted}


def _question(form: NewTicketForm, body: str, topic: Topic | None) -> dict[str, Any]:
    """Return what opens a ticket of the form, with these words and this topic."""
    if form.organisation is None:
        raise NotAllowed(_("Choose an organisation."))
    return {
        "requester": form.requester,
        "organisation": form.organisation,
        "body": body,
        "subject": subject_from(without_marker(body)),
        "topic": topic,
        "kind": THANKS if topic and topic.kind == THANKS else "",
        "fields": form.fields(topic),
        "impact": form.impact(topic),
    }


def _kept(request: SignedIn) -> dict[str, Any]:
    """Return what the draft holds, in the shape of a posted form."""
    kept = read_draft(request.user, PLACE)
    if kept is None:
        return {"body": request.GET.get("text", "")}
    return {name: values[-1] for name, values in kept.fields.items()} | {
        "body": kept.text,
        "token": str(kept.token),
    }


def _page(request: SignedIn, form: NewTicketForm, *, preview: Preview | None = None, status: int = 200) -> HttpResponse:
    return render(request, "portal/new.html", _context(request, form) | {"preview": preview}, status=status)


def _context(request: SignedIn, form: NewTicketForm) -> dict[str, Any]:
    advice: Advice = advice_for(
        request.user,
        body=form.body,
        organisation=form.organisation,
        topic_code=form.topic_code,
        answers=form.answers,
    )
    return {
        "form": form,
        "advice": advice,
        "files": drafted_files(form.token, by=request.user),
        "names_another": may_name_another(request.user, form.organisation),
        "max_bytes": settings.PRIYOM.max_file_bytes,
        "guides": guides(),
        "answers_url": _answers_url(form, advice),
        "keys": _keys(form, advice),
    }


def _keys(form: NewTicketForm, advice: Advice) -> dict[str, str]:
    """Return what each part of the page hangs on; a part is sent again only when its key has changed."""
    place = str(form.organisation.pk) if form.organisation else ""
    facts = [asked.fact for asked in advice.asked]
    return {
        "topic": "|".join([advice.topic.code if advice.topic else "", str(advice.is_guessed), place, *facts]),
        "help": "|".join(
            [
                advice.critical,
                *(str(card.number) for card in advice.cards),
                str(advice.is_thanks),
                _answers_url(form, advice),
            ]
        ),
        "two": "" if form.is_one else "|".join(part.text for part in advice.parts),
    }


def _answers_url(form: NewTicketForm, advice: Advice) -> str:
    return "" if advice.is_thanks else answers_address(form.body, advice.topic)
