"""What an administrator decides about jobs that were given up: once more, or no more."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed, NotVisible
from priyom.base.events import record
from priyom.base.queue import let_go, try_again
from priyom.people.models import User

ADMINISTERS = "settings.manage"


@transaction.atomic
def retry_jobs(*, by: User, job_id: int | None = None) -> int:
    """Queue one given-up job, or all of them, with a clean slate; return how many."""
    _refuse_strangers(by)
    queued = try_again(job_id)
    if job_id is not None and not queued:
        raise NotVisible(_("This job is no longer on the list: somebody has dealt with it."))
    if queued:
        record("jobs.retried", by, by=by, jobs=queued)
    return queued


@transaction.atomic
def forget_job(job_id: int, *, by: User) -> None:
    """Let a given-up job go for good."""
    _refuse_strangers(by)
    if not let_go(job_id):
        raise NotVisible(_("This job is no longer on the list: somebody has dealt with it."))
    record("jobs.forgotten", by, by=by, job=job_id)


def _refuse_strangers(user: User) -> None:
    if not user.may(ADMINISTERS):
        raise NotAllowed
