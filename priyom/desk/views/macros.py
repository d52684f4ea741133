"""Canned answers and macros beside the composer: the picker, one answer filled in, and what «::» offers."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priyom.base.http import page_or_fragment
from priyom.desk.actions.seen import Seen
from priyom.desk.page.answers import answers_for, choose, get_answer
from priyom.desk.page.choosing import number_in
from priyom.desk.queries import get_ticket
from priyom.desk.views.doors import needs, ticket_for_work
from priyom.people.requests import SignedIn


@login_required
@require_safe
def picker(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    text = request.GET.get("q", "").strip()
    context = {"ticket": ticket, "q": text, "answers": answers_for(request.user, ticket, text)}
    return page_or_fragment(request, "desk/macros.html", "desk/_macro_list.html", context)


@login_required
@require_safe
def chosen(request: SignedIn, number: int, code: str) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    filled = choose(get_answer(request.user, code), ticket, by=request.user)
    context = {"ticket": ticket, "chosen": filled, "token": uuid.uuid4(), "seen": Seen.of(ticket)}
    return page_or_fragment(request, "desk/macro.html", "desk/_macro_chosen.html", context)


@needs("desk.read")
@require_safe
def answer_options(request: SignedIn) -> HttpResponse:
    number = number_in(request.GET.get("ticket", ""))
    ticket = get_ticket(request.user, number) if number is not None else None
    answers = answers_for(request.user, ticket, request.GET.get("q", ""))
    found = [(answer, choose(answer, ticket, by=request.user) if ticket else None) for answer in answers[:10]]
    return render(request, "desk/_answer_options.html", {"found": found})
