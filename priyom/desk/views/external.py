"""Requests to outside parties: the list, one of them, what the answer will do before it is kept; and the parties."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.forms import key_in
from priyom.desk.actions.external import (
    answer_request,
    change_request,
    get_request,
    open_request,
    take_answer_back,
    write_entry,
)
from priyom.desk.actions.parties import COLUMNS, get_party, save_party
from priyom.desk.forms.external import AnsweredForm, EntryForm, PartyForm, RequestFactsForm, RequestForm
from priyom.desk.models import ExternalEntry, ExternalParty, ExternalRequest
from priyom.desk.page.external import PAGE, page_of_request, requests_of
from priyom.desk.views.doors import needs
from priyom.people.queries import advisers
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for


@needs("desk.read")
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    answered = request.GET.get("state") == "answered"
    found = requests_of(answered=answered, before=key_in(request.GET.get("before")))
    older = found[PAGE - 1].pk if answered and len(found) > PAGE else None
    context = {"requests": found[:PAGE] if answered else found, "answered": answered, "older": older}
    return render(request, "desk/outside.html", context)


@needs("desk.work")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.attempt(lambda said: open_request(by=request.user, **said)):
        return redirect("desk:outside_request", form.result.pk)
    return render(request, "desk/outside_new.html", {"form": form, "parties": _parties()}, status=form.status)


@needs("desk.read")
@require_safe
def one(request: SignedIn, request_id: int) -> HttpResponse:
    return _page(request, get_request(request.user, request_id))


@needs("desk.work")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SignedIn, request_id: int) -> HttpResponse:
    found = get_request(request.user, request_id)
    at = found.follow_up_at
    standing = {
        "title": found.title, "reference": found.reference, "kept_by": found.kept_by.login,
        "follow_up_at": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" if at else "", "revision": found.revision,
    }  # fmt: skip
    form = RequestFactsForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.attempt(lambda said: change_request(request_id, by=request.user, **said)):
        return redirect("desk:outside_request", request_id)
    colleagues = [(person.login, person.name) for person in advisers().order_by("last_name", "first_name")]
    context = {"form": form, "request_page": found, "colleagues": colleagues}
    return render(request, "desk/outside_facts.html", context, status=form.status)


@needs("desk.work")
@require_POST
def write(request: SignedIn, request_id: int) -> HttpResponse:
    form = EntryForm(request.POST)
    if form.attempt(lambda said: write_entry(request_id, by=request.user, **said)):
        return redirect("desk:outside_request", request_id)
    return _page(request, get_request(request.user, request_id), entry=form)


@needs("desk.work")
@require_POST
def answer(request: SignedIn, request_id: int) -> HttpResponse:
    form = AnsweredForm(request.POST)
    if form.attempt(lambda said: answer_request(request_id, by=request.user, **said)):
        messages.success(request, _("The answer is kept, and the tickets are in work again."))
        return redirect("desk:outside_request", request_id)
    return _page(request, get_request(request.user, request_id), answered=form)


@needs("desk.work")
@require_POST
def unanswer(request: SignedIn, request_id: int) -> HttpResponse:
    _found, kept = take_answer_back(request_id, by=request.user)
    said = _("We wait for them again.")
    if kept:
        said += " " + ngettext(
            "%(num)d ticket has been worked on since and stays in work.",
            "%(num)d tickets have been worked on since and stay in work.", kept,
        ) % {"num": kept}  # fmt: skip
    messages.success(request, said)
    return redirect("desk:outside_request", request_id)


@needs("outside.manage")
@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    found = ExternalParty.objects.order_by("-is_active", "name")
    return render(request, "desk/parties.html", {"parties": found, "sections": sections_for(request)})


@needs("outside.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def party_new(request: SignedIn) -> HttpResponse:
    form = PartyForm(request.POST or None, initial={"answers_in_days": 3, "is_active": True})
    return _party(request, form, None)


@needs("outside.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: SignedIn, code: str) -> HttpResponse:
    found = get_party(code)
    return _party(request, PartyForm(request.POST or None, initial=vars(found)), found)


def _party(request: SignedIn, form: PartyForm, found: ExternalParty | None) -> HttpResponse:
    def keep(said: dict[str, Any]) -> ExternalParty:
        code = found.code if found else said["code"].lower()
        return save_party(code, by=request.user, is_new=found is None, **{name: said[name] for name in COLUMNS})

    if request.method == "POST":
        if form.is_valid() and found is None and not form.cleaned_data["code"]:
            form.add_error("code", _("Latin letters, digits and dashes."))
        if form.attempt(keep):
            messages.success(request, _("Saved."))
            return redirect("settings:parties")
    context = {"form": form, "party": found, "sections": sections_for(request)}
    return render(request, "desk/party.html", context, status=form.status)


def _page(
    request: SignedIn,
    found: ExternalRequest,
    *,
    entry: EntryForm | None = None,
    answered: AnsweredForm | None = None,
) -> HttpResponse:
    form = answered or entry
    context = {
        "o": page_of_request(request.user, found), "entry": entry or EntryForm(initial={"kind": "received"}),
        "answered": answered or AnsweredForm(), "kinds": ExternalEntry.Kind.choices, "token": uuid.uuid4(),
        "may_work": request.user.may("desk.work"),
    }  # fmt: skip
    return render(request, "desk/outside_request.html", context, status=form.status if form else 200)


def _parties() -> list[tuple[str, str]]:
    found = ExternalParty.objects.filter(is_active=True)
    return [(each.code, f"{each.name} · {each.about}" if each.about else each.name) for each in found]
