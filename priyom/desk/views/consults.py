"""Advice of colleagues: asking for it in a small form, and the thread on the ticket's page."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from priyom.base.http import page_or_fragment, wants_fragment
from priyom.base.telling import moment
from priyom.desk.actions.consults import (
    accept_advice,
    advice_promised,
    ask_for_advice,
    get_consult,
    give_advice,
    return_advice,
    say_in_consult,
    take_question_back,
    take_up_advice,
)
from priyom.desk.actions.drafts import read_draft
from priyom.desk.forms.consults import AskForm, ThreadForm
from priyom.desk.models import Consult, Ticket
from priyom.desk.views.agent import list_context
from priyom.desk.views.doors import ticket_for_work
from priyom.desk.views.ticket import changed, outside, page_of, ticket_to_read
from priyom.people.models import Team
from priyom.people.queries import advisers
from priyom.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = AskForm(request.POST or None, initial={"when": "usual"})
    if request.method == "POST" and form.attempt(lambda said: _ask(request, number, said)):
        return changed(request, number)
    promised = advice_promised(ticket)
    usual = _("by the contract: %(when)s") % {"when": moment(promised)} if promised else _("in 4 hours")
    context = {
        "ticket": ticket, "form": form, "query": request.GET.urlencode(),
        "soon": [("usual", usual), *form.SOON[1:]], "teams": _teams(ticket),
        "token": uuid.uuid4(), "draft": read_draft(request.user, f"consult:{number}"),
        # Without a script the field is a plain list of colleagues; with one it asks while one types.
        "colleagues": [] if wants_fragment(request) else [(each.login, each.name) for each in _colleagues(request)],
    }  # fmt: skip
    answer = page_or_fragment(request, "desk/consult.html", "desk/_consult_ask.html", context, status=form.status)
    answer["HX-Retarget"] = "#dialog"
    return answer


@login_required
@require_POST
def write(request: SignedIn, consult_id: int) -> HttpResponse:
    consult = get_consult(request.user, consult_id)
    form = ThreadForm(request.POST)
    if form.attempt(lambda said: _write(request, consult_id, said)):
        return changed(request, _shown_at(consult))
    return _again(request, consult, form)


@login_required
@require_POST
def accept(request: SignedIn, consult_id: int) -> HttpResponse:
    return changed(request, _shown_at(accept_advice(consult_id, by=request.user)))


@login_required
@require_POST
def withdraw(request: SignedIn, consult_id: int) -> HttpResponse:
    return changed(request, _shown_at(take_question_back(consult_id, by=request.user)))


@login_required
@require_POST
def use(request: SignedIn, consult_id: int) -> HttpResponse:
    """Put the advice into the answer that is being written, with what stands in the composer at this moment."""
    writing = request.POST if request.POST.get("visibility") == "public" else None
    consult = take_up_advice(consult_id, by=request.user, writing=writing)
    return changed(request, _shown_at(consult), composer_again=True)


def _shown_at(consult: Consult) -> int:
    """Return the number of the ticket where the thread stands: a merged one lives on in another."""
    merged_into = consult.ticket.merged_into
    return merged_into.number if merged_into else consult.ticket.number


def _ask(request: SignedIn, number: int, said: dict[str, Any]) -> Consult:
    return ask_for_advice(
        number, by=request.user, question=said["body"], team=said["team"], person=said["person"],
        needed_by=said["needed_by"], waits=said["waits"], token=said["token"],
    )  # fmt: skip


def _write(request: HttpRequest, consult_id: int, said: dict[str, Any]) -> Consult:
    facts = {"by": request.user, "body": said["body"], "token": said["token"]}
    if said["act"] == "return":
        return return_advice(consult_id, needed_by=said["needed_by"], **facts)
    return (give_advice if said["act"] == "answer" else say_in_consult)(consult_id, **facts)


def _again(request: SignedIn, consult: Consult, form: ThreadForm) -> HttpResponse:
    """Show the thread with what was typed and why it was not kept."""
    found = ticket_to_read(request, _shown_at(consult))
    context = {**page_of(request, found), "refused_in": {consult.pk: form}}
    if wants_fragment(request):
        return outside(render(request, "desk/_changed.html", context, status=form.status))
    context |= list_context(request, context["state"])
    return render(request, "desk/ticket.html", context, status=form.status)


def _teams(ticket: Ticket) -> list[tuple[str, str]]:
    others = Team.objects.filter(is_active=True).exclude(pk=ticket.team_id)
    return [(team.code, f"{team.name} · {team.about}" if team.about else team.name) for team in others]


def _colleagues(request: HttpRequest) -> Any:
    return advisers().exclude(pk=request.user.pk).order_by("last_name", "first_name")
