"""Doors of channels: the bell, preferences, deliveries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.errors import NotAllowed
from priyom.base.http import page_or_fragment
from priyom.channels.actions import mark_read, prefer, try_again
from priyom.channels.forms import DeliveryFilter, wishes_in
from priyom.channels.letters import headline
from priyom.channels.models import Outcome, Preference
from priyom.channels.queries import bell, choices_of, deliveries, get_notification, place_of_file, unread_count
from priyom.desk.page.choosing import number_in
from priyom.desk.queries import number_of
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for

# News of no ticket open a page of their own.
PAGES = {
    "user.registered": "people:admissions", "export.ready": "people:exports", "export.failed": "people:exports",
    "webhook.failing": "webhooks:index", "guard.box_asked": "guard:permissions",
}  # fmt: skip
OF_FILES = frozenset({"guard.box_permitted", "guard.box_kept", "file.refused"})


@login_required
@require_safe
def bell_count(request: SignedIn) -> HttpResponse:
    return render(request, "channels/_bell.html", {"unread": unread_count(request.user)})


@login_required
@require_safe
def news(request: SignedIn) -> HttpResponse:
    rows = bell(request.user, before=number_in(request.GET.get("before", "")))
    context = {"rows": rows, "unread": unread_count(request.user)}
    return page_or_fragment(request, "channels/news.html", "channels/_news.html", context)


@login_required
@require_POST
def open_news(request: SignedIn, pk: int) -> HttpResponse:
    found = get_notification(request.user, pk)
    mark_read(by=request.user, notification=pk)
    if found.kind in PAGES:
        return redirect(PAGES[found.kind])
    if found.kind in {"letters.held", "letters.flood"}:
        return redirect(f"{reverse('letters:journal')}?outcome={Outcome.HELD}")
    if found.kind in OF_FILES:
        return redirect(place_of_file(request.user, found))
    number = number_of(request.user, found.ticket_id)
    if number is None:
        return redirect("channels:news")
    return redirect("desk:ticket" if request.user.works_at_desk else "portal:ticket", number)


@login_required
@require_POST
def read_all(request: SignedIn) -> HttpResponse:
    mark_read(by=request.user)
    return redirect("channels:news")


@login_required
@require_POST
def seen(request: SignedIn, number: int) -> HttpResponse:
    mark_read(by=request.user, ticket_number=number)
    return render(request, "channels/_bell.html", {"unread": unread_count(request.user)})


@login_required
def preferences(request: SignedIn) -> HttpResponse:
    choices = choices_of(request.user)
    if request.method == "POST":
        prefer(by=request.user, wishes=wishes_in(request.POST, choices))
        messages.success(request, _("Saved."))
        return redirect("channels:preferences")
    context = {"choices": choices, "letters": Preference.Letters.choices}
    return render(request, "channels/preferences.html", context)


@login_required
@require_safe
def delivery_list(request: SignedIn) -> HttpResponse:
    if not request.user.may("deliveries.read"):
        raise NotAllowed(_("Only administrators and security officers see deliveries."))
    form = DeliveryFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = deliveries(state=wanted.get("state", ""), before=wanted.get("before"))
    context = {
        "rows": rows, "form": form, "state": wanted.get("state", ""), "words": headline,
        "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "channels/deliveries.html", context)


@login_required
@require_POST
def delivery_again(request: SignedIn, pk: int) -> HttpResponse:
    try_again(pk, by=request.user)
    messages.success(request, _("The letter will be sent again."))
    return redirect("channels:deliveries")
