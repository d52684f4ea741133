"""Doors of knowledge: the answers people read, the panel beside a ticket, and the articles that agents write."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.errors import Invalid, NotAllowed
from priyom.base.http import page_or_fragment
from priyom.desk.models import Topic
from priyom.knowledge.actions import draft_from_ticket, judge, start_article, write_article
from priyom.knowledge.forms import ArticleForm
from priyom.knowledge.models import Article
from priyom.knowledge.permissions import may_write
from priyom.knowledge.queries import Shelf, alike_to, article_list, get_article, shelves_of, suggested
from priyom.knowledge.telling import blocks_of
from priyom.people.requests import SignedIn

LONGEST_QUERY = 200


@login_required
@require_safe
def articles(request: SignedIn) -> HttpResponse:
    text, topic = request.GET.get("q", "")[:LONGEST_QUERY], request.GET.get("topic", "")[:60]
    rows = article_list(request.user, text=text, topic=topic)
    context = {
        "rows": rows,
        # Whoever looks for something wants the best first; whoever looks around wants order.
        "shelves": [Shelf("", rows)] if text or topic else shelves_of(rows),
        "text": text,
        "topic": topic,
        "topics": list(Topic.objects.filter(parent=None, is_active=True).values_list("code", "name")),
        "may_write": may_write(request.user),
    }
    return page_or_fragment(request, "knowledge/articles.html", "knowledge/_articles.html", context)


@login_required
@require_safe
def article(request: SignedIn, code: str) -> HttpResponse:
    found = get_article(request.user, code)
    context = {"article": found, "blocks": blocks_of(found.body), "may_write": may_write(request.user)}
    return render(request, "knowledge/article.html", context)


@login_required
@require_POST
def verdict(request: SignedIn, code: str) -> HttpResponse:
    found = judge(code, by=request.user, helped=request.POST.get("helped") == "yes")
    if request.htmx:
        return render(request, "knowledge/_verdict.html", {"article": found, "thanked": True})
    messages.success(request, _("Thank you, this makes the answers better."))
    return redirect("knowledge:article", code)


@login_required
@require_safe
def suggestions(request: SignedIn) -> HttpResponse:
    topics = tuple(code for code in request.GET.get("topic", "").split(",") if code)[:4]
    found = suggested(request.user, text=request.GET.get("text", "")[:2000], topics=topics)
    return render(request, "knowledge/_suggestions.html", {"articles": found})


@login_required
@require_safe
def ticket_panel(request: SignedIn, number: int) -> HttpResponse:
    if not request.user.may("desk.read"):
        raise NotAllowed(_("This is for support staff."))
    ticket, alike, found = alike_to(request.user, number)
    written = Article.objects.filter(from_ticket=ticket).first() if ticket.remedy else None
    context = {
        "ticket": ticket,
        "alike": alike,
        "articles": found,
        "written": written,
        "may_write": may_write(request.user),
    }
    return render(request, "knowledge/_ticket_panel.html", context)


@login_required
@require_safe
def expand(request: SignedIn) -> HttpResponse:
    found = article_list(request.user, text=request.GET.get("q", "")[:LONGEST_QUERY])[:8]
    return render(
        request, "knowledge/_expand.html", {"articles": [a for a in found if a.state == Article.State.PUBLISHED]}
    )


@login_required
@require_POST
def draft(request: SignedIn, number: int) -> HttpResponse:
    return redirect("knowledge:edit", draft_from_ticket(number, by=request.user).code)


@login_required
@require_POST
def start(request: SignedIn) -> HttpResponse:
    return redirect("knowledge:edit", start_article(by=request.user).code)


@login_required
def edit(request: SignedIn, code: str) -> HttpResponse:
    found = get_article(request.user, code)
    if not may_write(request.user):
        raise NotAllowed(_("Only support staff write articles."))
    form = ArticleForm(request.POST if request.method == "POST" else None)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            return _saved(request, code, form)
        except Invalid as refused:  # the page is shown again with everything that was typed
            errors = refused.errors
    context = {
        "article": found,
        "form": form,
        "errors": errors,
        "audiences": Article.Audience.choices,
        "states": Article.State.choices,
        "topics": [(topic.pk, topic.name) for topic in Topic.objects.filter(is_active=True)],
    }
    return render(request, "knowledge/edit.html", context, status=422 if errors else 200)


def _saved(request: SignedIn, code: str, form: ArticleForm) -> HttpResponse:
    if not form.is_valid():
        raise Invalid(_("Something is not right."), errors={name: list(texts) for name, texts in form.errors.items()})
    facts = {**form.cleaned_data, "topics": list(form.cleaned_data["topics"])}
    write_article(code, by=request.user, **facts)
    messages.success(request, _("Saved."))
    return redirect("knowledge:article", code)
