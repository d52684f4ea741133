"""Doors of the requester's portal: the lists, the ticket, and what one says and does there."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from priyom.base.http import page_or_fragment
from priyom.base.telling import ticket_number
from priyom.base.uploads import left_out_of, too_large_of
from priyom.desk.actions.drafts import discard_draft, read_draft, save_draft
from priyom.desk.actions.feedback import give_feedback
from priyom.desk.actions.files import MOST_FILES, add_file, drafted_files, remove_file, why_not
from priyom.desk.actions.joining import call_colleague, join_ticket, leave_ticket
from priyom.desk.actions.messages import comment
from priyom.desk.actions.tickets import confirm_solution, reopen_ticket
from priyom.desk.forms.portal import LONGEST_BODY, clean, number_in, token_in
from priyom.desk.models import RungStep, Topic
from priyom.desk.portal.ladder import ladder_of
from priyom.desk.portal.lists import PERIODS, STATES, looks_after_many, my_tickets, tickets_of_hospital
from priyom.desk.portal.live import files_part, texts_part
from priyom.desk.portal.pages import news_since, ticket_page
from priyom.desk.portal.people import colleagues_for, find_colleague
from priyom.desk.portal.precedence import goes_first
from priyom.desk.portal.shell import title_of_all
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.search.queries import MOST_RANKED
from priyom.desk.search.words import LONGEST
from priyom.people.requests import SignedIn
from priyom.privacy.hints.views import Preview, preview_before, with_releases

RATINGS = (1, 2, 3, 4, 5)


@login_required
@require_safe
def tickets(request: SignedIn) -> HttpResponse:
    page = my_tickets(request.user, filters=_filters(request), before=number_in(request.GET, "before"))
    return _list(request, page, "portal:tickets", _("My tickets"))


@login_required
@require_safe
def organisation(request: SignedIn) -> HttpResponse:
    page = tickets_of_hospital(request.user, filters=_filters(request), before=number_in(request.GET, "before"))
    return _list(request, page, "portal:organisation", title_of_all(request.user))


@login_required
@require_safe
def ticket(request: SignedIn, number: int) -> HttpResponse:
    if request.user.works_at_desk and get_ticket(request.user, number).requester_id != request.user.pk:
        return redirect("desk:ticket", number)
    return ticket_shown(request, number)


@login_required
@require_safe
def paper(request: SignedIn, number: int) -> HttpResponse:
    return render(request, "portal/ticket_print.html", {"page": ticket_page(request.user, number)})


@login_required
@require_safe
def news(request: SignedIn, number: int) -> HttpResponse:
    newest = news_since(request.user, number, since=number_in(request.GET, "since") or 0)
    parts = [*texts_part(request, number), *files_part(request)]
    if newest:
        parts.append(render_to_string("portal/_news.html", {"number": number}, request=request))
    if not parts:
        return HttpResponse(status=204)
    answer = HttpResponse("".join(parts))
    if newest:
        answer["Pulse-Since"] = str(newest)
    return answer


@login_required
@require_POST
@with_releases
def write(request: SignedIn, number: int) -> HttpResponse:
    get_ticket(request.user, number)
    token, body = token_in(request.POST), clean(request.POST.get("body"))
    errors = take_files(request, token)
    if not body and not errors and drafted_files(token, by=request.user):
        body = _("See the files.")
    if not body and not errors:
        errors["body"] = [_("Write something first.")]
    if len(body) > LONGEST_BODY:
        errors["body"] = [_("At most %(most)s characters; put the rest into a file.") % {"most": LONGEST_BODY}]
    if errors:
        return ticket_shown(request, number, body=body, errors=errors, status=422)
    if preview := preview_before(request, body):
        return ticket_shown(request, number, body=body, preview=preview)
    comment(number, by=request.user, body=body, token=token)
    discard_draft(by=request.user, place=f"reply:{number}")
    return redirect(_address(number, "last"))


@login_required
@require_POST
def confirm(request: SignedIn, number: int) -> HttpResponse:
    confirm_solution(number, by=request.user)
    return redirect(_address(number, "rating"))


@login_required
@require_POST
def reopen(request: SignedIn, number: int) -> HttpResponse:
    # A second click finds the ticket open already: that is what was wanted.
    if not is_open(get_ticket(request.user, number).status):
        reopen_ticket(number, by=request.user, reason=clean(request.POST.get("reason")))
        messages.success(request, _("The ticket is open again. Whoever had it will go on."))
    return redirect("portal:ticket", number)


@login_required
@require_POST
def rate(request: SignedIn, number: int) -> HttpResponse:
    rating = number_in(request.POST, "rating")
    if rating not in RATINGS:
        get_ticket(request.user, number)
        return ticket_shown(request, number, errors={"rating": [_("Choose one of the five.")]}, status=422)
    give_feedback(number, by=request.user, rating=rating, comment=clean(request.POST.get("comment")))
    messages.success(request, _("Thank you. Whoever helped will see it."))
    return redirect("portal:ticket", number)


@login_required
@require_POST
def join(request: SignedIn, number: int) -> HttpResponse:
    joined = join_ticket(number, by=request.user)
    typed = clean(request.POST.get("body"))
    if typed:  # what was being written as a new question waits there as an answer, with its files
        save_draft(by=request.user, place=f"reply:{number}", text=typed, token=token_in(request.POST))
        discard_draft(by=request.user, place="new")
    messages.success(request, _("You follow %(number)s now.") % {"number": ticket_number(joined.number)})
    return redirect("portal:ticket", number)


@login_required
@require_POST
def leave(request: SignedIn, number: int) -> HttpResponse:
    leave_ticket(number, by=request.user)
    messages.success(request, _("You no longer follow %(number)s.") % {"number": ticket_number(number)})
    return redirect("portal:tickets")


@login_required
def colleagues(request: SignedIn, number: int) -> HttpResponse:
    if request.method == "POST":
        colleague = find_colleague(request.user, number, clean(request.POST.get("colleague")))
        if colleague is None:
            sentence = _("Choose somebody of the same hospital.")
            return ticket_shown(request, number, errors={"colleague": [sentence]}, status=422)
        call_colleague(number, by=request.user, colleague=colleague)
        return redirect(_address(number, "followers"))
    found = colleagues_for(request.user, number, wanted=clean(request.GET.get("q"))[:80])
    return render(request, "portal/_people.html", {"people": found})


def take_files(request: SignedIn, token: Any) -> dict[str, list[str]]:
    """Keep the files that came with a plain form, let go of those that are unticked, and say what was refused."""
    for gone in request.POST.getlist("remove_file"):
        for file in drafted_files(token, by=request.user):
            if str(file.pk) == gone:
                remove_file(file.pk, by=request.user)
    sentences = [
        _("%(name)s: a file may have at most %(most)d MB.") % {"name": name, "most": settings.PRIYOM.max_file_mb}
        for _field, name in too_large_of(request)
    ]
    room = MOST_FILES - len(drafted_files(token, by=request.user))
    uploads = request.FILES.getlist("files")
    if len(uploads) > room or left_out_of(request):
        sentences.append(_("At most %(most)d files with one message.") % {"most": MOST_FILES})
    for upload in uploads[: max(0, room)]:
        refused = why_not(upload)
        if refused:
            sentences.append(f"{upload.name}: {refused}")
        else:
            add_file(upload, by=request.user, token=token)
    return {"files": sentences} if sentences else {}


def ticket_shown(
    request: SignedIn,
    number: int,
    *,
    body: str = "",
    errors: dict[str, list[str]] | None = None,
    rung_form: Any = None,
    preview: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the ticket's page, with what was typed and is wrong with it."""
    kept = read_draft(request.user, f"reply:{number}")
    token = token_in(request.POST) if request.method == "POST" else kept.token if kept else token_in({})
    page = ticket_page(request.user, number)
    near = colleagues_for(request.user, number, wanted="") if page.rights.call else []
    context = {
        "page": page,
        "first": goes_first(page.ticket),
        "ladder": ladder_of(request.user, page.ticket),
        "rung_form": rung_form,
        "scopes": RungStep.Scope.choices,
        "colleagues": [(person.login, person.full_name) for person in near],
        "body": body or (kept.text if kept else ""),
        "draft": kept,
        "token": token,
        "files": drafted_files(token, by=request.user),
        "errors": errors or {},
        "preview": preview,
        "max_bytes": settings.PRIYOM.max_file_bytes,
        "ratings": _ratings(),
        "all_title": title_of_all(request.user),
    }
    return render(request, "portal/ticket.html", context, status=status)


def _ratings() -> list[tuple[int, str]]:
    return [
        (1, pgettext("rating", "did not help")),
        (2, pgettext("rating", "poorly")),
        (3, pgettext("rating", "tolerably")),
        (4, pgettext("rating", "well")),
        (5, pgettext("rating", "excellently")),
    ]


def _list(request: SignedIn, page: Any, name: str, title: str) -> HttpResponse:
    filters = _filters(request)
    older = request.GET.copy()
    older["after" if page.after else "before"] = page.after or str(page.older)
    context = {
        "page": page,
        "name": name,
        "title": title,
        "filters": filters,
        "states": [(code, label) for code, (label, _wanted) in STATES.items()],
        "periods": list(PERIODS.items()),
        "topics": list(Topic.objects.filter(parent=None, is_active=True).values_list("code", "name")),
        "older": f"?{older.urlencode()}" if page.older or page.after else "",
        "newest": bool(request.GET.get("before") or filters["after"]),
        "wide": looks_after_many(request.user),
        "longest": LONGEST,
        "most_ranked": MOST_RANKED,
    }
    return page_or_fragment(request, "portal/tickets.html", "portal/_tickets.html", context)


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: clean(request.GET.get(name))[:LONGEST] for name in ("q", "state", "topic", "period", "after")}


def _address(number: int, place: str) -> str:
    return f"{reverse('portal:ticket', args=[number])}#{place}"
