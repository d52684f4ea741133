"""The doors to the jobs that were given up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from priyom.base.queue import given_up
from priyom.people.account_pages import refuse_without
from priyom.people.actions.jobs import ADMINISTERS, forget_job, retry_jobs
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for


@login_required
@require_safe
def jobs(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, ADMINISTERS)
    return render(request, "people/jobs.html", {"rows": given_up(), "sections": sections_for(request)})


@login_required
@require_POST
def retry(request: SignedIn, job_id: int | None = None) -> HttpResponse:
    count = retry_jobs(by=request.user, job_id=job_id)
    if count:
        done = ngettext("%(count)d job is queued again.", "%(count)d jobs are queued again.", count) % {"count": count}
        messages.success(request, done)
    return redirect("people:jobs")


@login_required
@require_POST
def forget(request: SignedIn, job_id: int) -> HttpResponse:
    forget_job(job_id, by=request.user)
    messages.success(request, _("The job is forgotten; what it was to do stays undone."))
    return redirect("people:jobs")
