"""Canned answers and macros as team leads keep them: the list, one of them, a preview with a real ticket."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.forms import key_in
from priyom.desk.actions.macros import get_own_reply, save_reply, set_reply_in_use
from priyom.desk.forms.operations import ReplyForm
from priyom.desk.models import CannedAnswer, Ticket, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency, TicketWaitingFor
from priyom.desk.page.answers import choose
from priyom.desk.page.choosing import number_in
from priyom.desk.queries import get_ticket
from priyom.desk.rules.placeholders import NAMES
from priyom.desk.views.doors import needs
from priyom.people.models import Team
from priyom.people.queries import team_ids_of
from priyom.people.requests import SignedIn
from priyom.people.roles import SEES_ALL
from priyom.people.sections import sections_for


@needs("reply.manage")
@require_safe
def replies(request: SignedIn) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = _own(request).select_related("team").prefetch_related("topics").order_by("-is_active", "title")
    if text:
        found = found.filter(
            Q(title__icontains=text) | Q(body__icontains=text) | Q(topics__name__icontains=text)
        ).distinct()
    return render(request, "desk/replies.html", {"replies": found, "q": text, "sections": sections_for(request)})


@needs("reply.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    form = ReplyForm(request.POST or None, initial={"visibility": "public", "topics": []})
    return _edit(request, form, None)


@needs("reply.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: SignedIn, code: str) -> HttpResponse:
    answer = get_own_reply(request.user, code)
    form = ReplyForm(request.POST) if request.method == "POST" else ReplyForm.showing(answer)
    return _edit(request, form, answer)


@needs("reply.manage")
@require_POST
def use(request: SignedIn, code: str) -> HttpResponse:
    set_reply_in_use(code, by=request.user, in_use=request.POST.get("in_use") == "1")
    return redirect("settings:replies")


@needs("reply.manage")
@require_POST
def preview(request: SignedIn) -> HttpResponse:
    form = ReplyForm(request.POST)
    number = number_in(request.POST.get("ticket", "")) or _newest(request)
    context: dict[str, Any] = {"chosen": None, "wrong": {} if form.is_valid() else form.wrong}
    if number is not None and form.is_valid():
        ticket = get_ticket(request.user, number)
        sketch = CannedAnswer(title=form.cleaned_data["title"], body=form.cleaned_data["body"], effects=form.effects())
        context |= {"chosen": choose(sketch, ticket, by=request.user), "ticket": ticket}
    return render(request, "desk/_reply_preview.html", context)


def _edit(request: SignedIn, form: ReplyForm, answer: CannedAnswer | None) -> HttpResponse:
    if request.method == "POST" and form.attempt(
        lambda said: save_reply(
            answer.code if answer else "", by=request.user, title=said["title"], body=said["body"],
            effects=form.effects(),
            visibility=said["visibility"], topics=list(said["topics"]), team=said["for_team"],
        )
    ):  # fmt: skip
        messages.success(request, _("The answer is kept."))
        return redirect("settings:replies")
    context = {
        "form": form, "answer": answer, "placeholders": NAMES, "sections": sections_for(request),
        **_choices(request),
        "chosen_topics": [int(pk) for pk in _many(form, "topics")],
    }  # fmt: skip
    return render(request, "desk/reply_form.html", context, status=form.status)  # type: ignore[arg-type] # its field is none of its attributes


def _own(request: SignedIn) -> Any:
    replies = CannedAnswer.objects.all()
    user = request.user
    return replies if SEES_ALL & user.roles else replies.filter(Q(team=None) | Q(team__in=team_ids_of(user)))


def _choices(request: SignedIn) -> dict[str, Any]:
    teams = Team.objects.filter(is_active=True)
    own = teams if SEES_ALL & request.user.roles else teams.filter(pk__in=team_ids_of(request.user))
    return {
        "topics": list(Topic.objects.filter(is_active=True)),
        "kinds": TicketKind.choices,
        "impacts": TicketImpact.choices,
        "urgencies": TicketUrgency.choices,
        "waits": TicketWaitingFor.choices,
        "teams": [(team.code, team.name) for team in teams],
        "own_teams": [(team.pk, team.name) for team in own],
    }


def _many(form: ReplyForm, name: str) -> list[str]:
    given = cast(QueryDict, form.data).getlist(name) if form.is_bound else form.initial.get(name, [])
    return [str(value) for value in given if key_in(value) is not None]


def _newest(request: SignedIn) -> int | None:
    return Ticket.objects.visible_to(request.user).order_by("-id").values_list("number", flat=True).first()
