"""Ctrl+K and the small choices: tickets, people, hospitals and what can be done on the page one stands on."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priyom.base.telling import ticket_number
from priyom.desk.lists.board import board_of
from priyom.desk.models import Ticket, Topic
from priyom.desk.page.choosing import find_tickets
from priyom.desk.permissions import may_work_on
from priyom.desk.search.words import LONGEST, switched
from priyom.desk.views.doors import needs
from priyom.people.models import Organisation, User
from priyom.people.names import folded
from priyom.people.reach import reach_of
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for

AT_ONCE = 6
TICKET_PATH = re.compile(r"/desk/tickets/([0-9]{1,18})/?")


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the palette: it leads somewhere, or presses a key of the page."""

    text: str
    hint: str = ""
    icon: str = ""
    href: str = ""
    run: str = ""


@needs("desk.read")
@require_safe
def palette(request: SignedIn) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    groups = [
        (_("Tickets"), _tickets(request.user, request.GET.get("q", "")[:LONGEST])),
        (_("On this page"), _acts(request.user, request.GET.get("at", ""), text)),
        (_("Lists"), _views(request.user, text)),
        (_("People"), _people(request.user, text)),
        (_("Hospitals"), _organisations(request.user, text)),
        (_("Directory and settings"), _sections(request, text)),
        (_("Search"), _everything(text)),
    ]
    return render(request, "desk/_palette.html", {"groups": [group for group in groups if group[1]]})


@needs("desk.read")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    words = folded(request.GET.get("q", ""))
    known = Topic.objects.filter(is_active=True).select_related("parent").order_by("position", "code")
    found = [topic for topic in known if words in folded(f"{topic.parent or ''} {topic.name} {topic.code}")]
    lines = [(topic.code, topic.name, topic.parent.name if topic.parent else "") for topic in found[:40]]
    return render(request, "desk/_options.html", {"lines": lines})


@needs("desk.read")
@require_safe
def organisations(request: SignedIn) -> HttpResponse:
    found = _places(request.user, request.GET.get("q", ""))[:20]
    lines = [(place.code, place.short_name, place.region.name) for place in found]
    return render(request, "desk/_options.html", {"lines": lines})


def _tickets(user: User, text: str) -> list[Found]:
    return [
        Found(
            choice.subject, f"{ticket_number(choice.number)} · {choice.status_word}", "inbox",
            reverse("desk:ticket", args=[choice.number]),
        )
        for choice in find_tickets(user, text)[:AT_ONCE]
    ]  # fmt: skip


def _everything(text: str) -> list[Found]:
    """Return the way to all that is found by these words, after everything that was found at once."""
    address = reverse("desk:tickets") + "?" + urlencode({"text": text})
    return [Found(_("Search in all tickets"), icon="find", href=address)] if text else []


def _acts(user: User, at: str, text: str) -> list[Found]:
    """Return what the keys of the page do; on a ticket's page those of the ticket that its reader may use."""
    at_ticket = TICKET_PATH.fullmatch(at)
    here = [*(_acts_on(user, int(at_ticket[1])) if at_ticket else []), ("?", _("Keys on this page"), "help")]
    return [Found(said, key, icon, run=key) for key, said, icon in here if _says(said, text)][: 4 if text else 12]


def _acts_on(user: User, number: int) -> list[tuple[str, str, str]]:
    ticket = Ticket.objects.visible_to(user).filter(number=number).first()
    if ticket is None:
        return []
    reads = [("h", _("What has changed"), "history"), (".", _("Copy number and link"), "copy")]
    if ticket.merged_into_id is not None or not may_work_on(user, ticket):
        return reads
    works = [
        ("r", _("Answer the requester"), "reply"), ("n", _("Write a note"), "lock"), ("t", _("Take"), "take"),
        ("a", _("Owner"), "assign"), ("s", _("Status"), "status"), ("p", _("Priority"), "priority"),
        ("c", _("Ask for advice"), "consult"),
        ("v", _("Topic and kind"), "tag"),
    ]  # fmt: skip
    return [act for act in works if act[0] != "t" or ticket.assignee_id is None] + reads


def _views(user: User, text: str) -> list[Found]:
    views = [(group.title, view) for group in board_of(user) for view in group.views]
    found = [
        Found(view.title, title, view.icon or "list", reverse("desk:list", args=[view.code]))
        for title, view in views
        if _says(f"{title} {view.title}", text)
    ]
    return found[: 4 if text else AT_ONCE]


def _sections(request: HttpRequest, text: str) -> list[Found]:
    """Return the pages of the directory and of settings that are called so and open to the person."""
    items = [(group.title, item) for group in sections_for(request) for item in group.items] if text else []
    found = [Found(item.label, title, item.icon, item.url) for title, item in items if _says(item.label, text)]
    return found[:AT_ONCE]


def _says(words: str, text: str) -> bool:
    """Say whether the words hold what was typed, in whichever layout."""
    said = folded(words)
    return any(folded(typed) in said for typed in _readings(text))


def _readings(text: str) -> list[str]:
    return [text, *(other for other in switched(text) if other)]


def _searched(text: str) -> Q:
    """Return the condition that a row's search column holds what was typed, in whichever layout."""
    return reduce(or_, (Q(search__contains=folded(typed)) for typed in _readings(text)))


def _people(user: User, text: str) -> list[Found]:
    """Return people whose tickets the person sees; the line leads to what they have asked."""
    if len(text) < 2:  # noqa: PLR2004 - one letter names everybody
        return []
    people = User.objects.filter(_searched(text), is_active=True, is_system=False)
    reach = reach_of(user)
    if not reach.everything:
        people = people.filter(organisation__region_id__in=reach.region_ids)
    return [
        Found(
            person.full_name, person.organisation.short_name if person.organisation else "", "user",
            reverse("desk:tickets") + f"?requester={person.login}&status=any",
        )
        for person in people.select_related("organisation").order_by("search")[:AT_ONCE]
    ]  # fmt: skip


def _organisations(user: User, text: str) -> list[Found]:
    if len(text) < 2:  # noqa: PLR2004
        return []
    return [
        Found(place.short_name, place.region.name, "hospital", _card(place) or _tickets_of(place))
        for place in _places(user, text)[:AT_ONCE]
    ]


def _places(user: User, text: str) -> Any:
    places = Organisation.objects.active().filter(_searched(text)).select_related("region").order_by("search")
    reach = reach_of(user)
    return places if reach.everything else places.filter(region_id__in=reach.region_ids)


def _card(place: Organisation) -> str:
    try:
        return reverse("people:organisation", args=[place.code])
    except NoReverseMatch:
        return ""


def _tickets_of(place: Organisation) -> str:
    return reverse("desk:tickets") + f"?organisation={place.code}"
