"""Reminders: setting one at a ticket, and the list of one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.clock import now
from priyom.base.telling import moment
from priyom.desk.actions.reminders import finish_reminder, postpone_reminder, set_reminder
from priyom.desk.forms.operations import ReminderForm
from priyom.desk.models import Reminder, Ticket
from priyom.desk.views.doors import needs, ticket_for_work
from priyom.people.requests import SignedIn

DONE_SHOWN = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = ReminderForm(request.POST or None, initial={"when": "tomorrow"})
    if request.method == "POST" and form.attempt(lambda said: _set(request, number, said)):
        messages.success(request, _("You will be reminded on %(when)s.") % {"when": moment(form.result.due_at)})
        return redirect("desk:ticket", number=number)
    mine = Reminder.objects.filter(ticket=ticket, user=request.user, done_at=None)
    context = {"ticket": ticket, "form": form, "soon": form.SOON, "mine": mine}
    return render(request, "desk/reminder.html", context, status=form.status)


@needs("desk.read")
@require_safe
def reminders(request: SignedIn) -> HttpResponse:
    mine = Reminder.objects.filter(user=request.user).select_related("ticket__organisation__parent")
    # Rights may have gone since the reminder was set.
    mine = mine.filter(ticket__in=Ticket.objects.visible_to(request.user))
    context = {
        "due": mine.filter(done_at=None, due_at__lte=now()),
        "coming": mine.filter(done_at=None, due_at__gt=now()),
        "done": mine.exclude(done_at=None).order_by("-done_at")[:DONE_SHOWN],
    }
    return render(request, "desk/reminders.html", context)


@needs("desk.read")
@require_POST
def done(request: SignedIn, reminder_id: int) -> HttpResponse:
    finish_reminder(reminder_id, by=request.user)
    return redirect("desk:reminders")


@needs("desk.read")
@require_POST
def later(request: SignedIn, reminder_id: int) -> HttpResponse:
    form = ReminderForm(request.POST)
    if form.attempt(lambda said: postpone_reminder(reminder_id, by=request.user, due_at=said["due_at"])) is None:
        messages.error(request, " ".join(text for texts in form.wrong.values() for text in texts))
    return redirect("desk:reminders")


def _set(request: SignedIn, number: int, said: dict[str, Any]) -> Reminder:
    return set_reminder(number, by=request.user, due_at=said["due_at"], note=said["note"], set_aside=said["set_aside"])
