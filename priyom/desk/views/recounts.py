"""How far the open clocks of a corrected calendar have been counted again."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.actions.recounting import progress_of
from priyom.people.directory.calendars import get_calendar
from priyom.people.requests import SignedIn

STARTS_WITHIN = timedelta(minutes=10)  # later the page no longer waits for a worker that is not there


@login_required
def calendar_recount(request: SignedIn, pk: int) -> HttpResponse:
    """Answer with a fragment that asks again until everything is counted."""
    calendar = get_calendar(request.user, pk)
    facts = Event.objects.filter(subject_kind="workcalendar", subject_id=calendar.pk)
    last = facts.filter(kind__in=["calendar.changed", "calendar.recounted"]).order_by("-id").first()
    progress = progress_of(calendar.pk)
    waits = last is not None and last.kind == "calendar.changed" and last.happened_at > now() - STARTS_WITHIN
    runs = progress is not None and not progress.is_over
    context = {"calendar": calendar, "progress": progress, "waits": waits, "runs": runs}
    return render(request, "desk/_recount.html", context)
