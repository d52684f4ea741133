"""The doors to people's requests about their own data: the list, one of them, and the act on paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.clock import now
from priyom.people.account_pages import refuse_without
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.privacy.models import SubjectRequest
from priyom.privacy.subjects import actions
from priyom.privacy.subjects.finding import label_of
from priyom.privacy.subjects.forms import AnswerForm, RequestForm, WordsForm
from priyom.privacy.subjects.terms import working_days_left

SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "subjects.manage")
    today = timezone.localdate(now())
    form = RequestForm.of(request, initial={"kind": "access", "received_on": today})
    if form.is_valid() and form.submit(actions.register_request, by=request.user, **form.cleaned_data):
        return redirect("guard:request", form.result.pk)
    rows = SubjectRequest.objects.all()
    context = {
        "form": form, "sections": sections_for(request),
        "open": [(row, working_days_left(today, row.due_on)) for row in rows.filter(state="open").order_by("due_on")],
        "closed": rows.exclude(state="open").order_by("-closed_at")[:SHOWN],
    }  # fmt: skip
    return render(request, "privacy/requests.html", context, status=form.status)


@login_required
@require_safe
def one(request: SignedIn, pk: int) -> HttpResponse:
    return _page(request, actions.get_request(request.user, pk))


@login_required
@require_POST
def search(request: SignedIn, pk: int) -> HttpResponse:
    # PRIVACY: what is looked for comes by POST and goes back into the page only: no address and no log holds it.
    asked, form = actions.get_request(request.user, pk), WordsForm(request.POST)
    if form.is_valid() and form.submit(actions.search, pk, by=request.user, **_typed(form)):
        return _page(request, form.result, words_form=form, searched=True)
    return _page(request, asked, words_form=form)


@login_required
@require_POST
def erase(request: SignedIn, pk: int) -> HttpResponse:
    asked, form = actions.get_request(request.user, pk), WordsForm(request.POST)
    if form.is_valid() and form.submit(actions.erase, pk, by=request.user, **_typed(form)):
        messages.success(request, _("Destroyed. The act says where and how often."))
        return redirect("guard:request", pk)
    return _page(request, asked, words_form=form)


@login_required
@require_POST
def prolong(request: SignedIn, pk: int) -> HttpResponse:
    actions.prolong(pk, by=request.user)
    messages.success(request, _("Five working days more. Tell the person why."))
    return redirect("guard:request", pk)


@login_required
@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    asked, form = actions.get_request(request.user, pk), AnswerForm(request.POST)
    if form.is_valid() and form.submit(actions.close, pk, by=request.user, **form.cleaned_data):
        messages.success(request, _("The request is answered."))
        return redirect("guard:request", pk)
    return _page(request, asked, answer_form=form)


@login_required
@require_safe
def act(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "privacy/act.html", _told(actions.get_request(request.user, pk)))


def _page(request: HttpRequest, asked: SubjectRequest, **more: Any) -> HttpResponse:
    forms: dict[str, Any] = {"words_form": WordsForm(), "answer_form": AnswerForm(), "searched": False} | more
    status = max(forms[name].status for name in ("words_form", "answer_form"))
    context = _told(asked) | forms | {
        "left": working_days_left(timezone.localdate(now()), asked.due_on), "sections": sections_for(request),
    }  # fmt: skip
    answer = render(request, "privacy/request.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _typed(form: WordsForm) -> dict[str, str]:
    return {"typed": form.cleaned_data["words"], "tickets": form.cleaned_data["tickets"]}


def _told(asked: SubjectRequest) -> dict[str, Any]:
    return {
        "asked": asked, "moment": now(),
        "found": [(label_of(name), count) for name, count in asked.found.items()],
        "destroyed": [(label_of(name), count) for name, count in asked.destroyed.items()],
    }  # fmt: skip
