"""Topics without a programmer: the tree, one topic with its questions and its form, a try-it box."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.forms import key_in
from priyom.base.http import page_or_fragment
from priyom.desk.actions.topics_admin import (
    add_topic,
    change_topic,
    get_field,
    get_topic,
    move_field,
    move_topic,
    remove_field,
    save_field,
)
from priyom.desk.forms.topics import PREFILLS, QuestionForm, TopicForm, sketch_of
from priyom.desk.models import Topic, TopicField
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.portal.asking import asked_of, known_about
from priyom.desk.portal.new import topic_for
from priyom.desk.taxonomy import questions_of
from priyom.desk.views.doors import needs
from priyom.people.models import Team
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for

LONGEST_TRY = 20_000


@needs("topics.manage")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    known = list(Topic.objects.select_related("team").prefetch_related("fields"))
    below: dict[int, list[Topic]] = {}
    for topic in known:
        if topic.parent_id:
            below.setdefault(topic.parent_id, []).append(topic)
    tree = [(topic, below.get(topic.pk, [])) for topic in known if topic.parent_id is None]
    return render(request, "desk/topics.html", {"tree": tree, "sections": sections_for(request)})


@needs("topics.manage")
@require_POST
def guess(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")[:LONGEST_TRY]
    offered = list(Topic.objects.filter(is_active=True).select_related("parent", "team"))
    found, _guessed = topic_for(text.strip(), offered)
    context = {"text": text, "found": found, "sections": sections_for(request)}
    return page_or_fragment(request, "desk/topic_guess.html", "desk/_topic_guess.html", context)


@needs("topics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    initial = {
        "kind": "incident",
        "impact": "person",
        "urgency": "normal",
        "is_active": True,
        "parent": request.GET.get("parent", ""),
    }
    form = TopicForm(request.POST or None, initial=initial)
    if request.method == "POST":
        topic = form.attempt(lambda said: add_topic(by=request.user, parent=said["parent"], **form.columns()))
        if topic is not None:
            return redirect("settings:topic", code=topic.code)
    return _topic_page(request, form, None)


@needs("topics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: SignedIn, code: str) -> HttpResponse:
    found = get_topic(request.user, code)
    form = TopicForm.showing(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.attempt(lambda _said: change_topic(code, by=request.user, **form.columns())):
        messages.success(request, form.kept(_("The topic is kept. Requesters see it at once.")))
        return redirect("settings:topic", code=code)
    return _topic_page(request, form, found)


@needs("topics.manage")
@require_POST
def move(request: SignedIn, code: str) -> HttpResponse:
    move_topic(code, by=request.user, up=request.POST.get("to") == "up")
    return redirect("settings:topics")


@needs("topics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedIn, code: str) -> HttpResponse:
    """Show the form as requesters would see it with what is typed right now; nothing is kept."""
    found = get_topic(request.user, code)
    sketch = None
    if "label" in request.POST:
        field_id = key_in(request.POST.get("field"))
        own = get_field(found, field_id) if field_id is not None else None
        sketch = sketch_of(QuestionForm(request.POST, field=own), found, own)
    elif "name" in request.POST:
        found.name, found.explanation = request.POST["name"][:120], request.POST.get("explanation", "")[:2000]
        found.asks = TopicForm(request.POST, topic=found).asked()
    return render(request, "desk/_topic_preview.html", {"topic": found, **_preview(request, found, sketch)})


@needs("topics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def field_new(request: SignedIn, code: str) -> HttpResponse:
    return _field_page(request, get_topic(request.user, code), None)


@needs("topics.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: SignedIn, code: str, field_id: int) -> HttpResponse:
    found = get_topic(request.user, code)
    return _field_page(request, found, get_field(found, field_id))


@needs("topics.manage")
@require_POST
def field_move(request: SignedIn, code: str, field_id: int) -> HttpResponse:
    move_field(code, field_id, by=request.user, up=request.POST.get("to") == "up")
    return redirect("settings:topic", code=code)


@needs("topics.manage")
@require_POST
def field_remove(request: SignedIn, code: str, field_id: int) -> HttpResponse:
    remove_field(code, field_id, by=request.user)
    return redirect("settings:topic", code=code)


def _topic_page(request: SignedIn, form: TopicForm, found: Topic | None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "topic": found, "sections": sections_for(request), "kinds": TicketKind.choices,
        "impacts": TicketImpact.choices, "urgencies": TicketUrgency.choices,
        "teams": [(team.pk, team.name) for team in Team.objects.filter(is_active=True)],
        "roots": [(each.code, each.name) for each in Topic.objects.filter(parent=None)],
    }  # fmt: skip
    context |= _preview(request, found) if found else {}
    return render(request, "desk/topic.html", context, status=form.status)


def _field_page(request: SignedIn, found: Topic, own: TopicField | None) -> HttpResponse:
    form = QuestionForm(request.POST or None, field=own)
    if request.method == "POST" and form.attempt(
        lambda said: save_field(found.code, by=request.user, field_id=own.pk if own else None, **said)
    ):
        return redirect("settings:topic", code=found.code)
    context = {
        "form": form, "topic": found, "field": own, "kinds": TopicField.Kind.choices, "prefills": PREFILLS,
        "sections": sections_for(request), **_preview(request, found),
    }  # fmt: skip
    return render(request, "desk/topic_field.html", context, status=form.status)


def _preview(request: SignedIn, found: Topic, sketch: TopicField | None = None) -> dict[str, Any]:
    """Return the questions as the portal's form shows them, with what is known of one's own place."""
    known = known_about(request.user, request.user.organisation)
    questions = questions_of(found)
    shown = [sketch if sketch and each.pk == sketch.pk else each for each in questions]
    if sketch and sketch.pk is None:
        own = sum(each.topic_id == found.pk for each in questions)
        shown.insert(own, sketch)
    return {
        "asked": asked_of(shown, known, {}), "own": [each for each in questions if each.topic_id == found.pk],
        "inherited": [each for each in questions if each.topic_id != found.pk],
    }  # fmt: skip
