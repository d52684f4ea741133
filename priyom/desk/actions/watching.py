"""Who follows a ticket: oneself, a colleague who is called in, and how one stops."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.desk.models import Ticket, Watch
from priyom.desk.permissions import may_be_called_in, may_work_on
from priyom.desk.queries import get_ticket
from priyom.people.models import User


@transaction.atomic
def watch_ticket(number: int, *, by: User) -> Ticket:
    """Follow the ticket: hear of everything that happens to it."""
    ticket = get_ticket(by, number, lock=True)
    if not by.may("desk.read"):
        raise NotAllowed(_("Only support staff can do this."))
    if add_watch(ticket, by, by=by) is not None:
        record("ticket.watched", ticket, by=by, user=by.pk)
    return ticket


@transaction.atomic
def unwatch_ticket(number: int, *, by: User, user_id: int | None = None) -> Ticket:
    """Stop following, oneself or a colleague who was called in."""
    ticket = get_ticket(by, number, lock=True)
    whose = user_id or by.pk
    if whose != by.pk and not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    if Watch.objects.filter(ticket=ticket, user_id=whose, ended_at=None).update(ended_at=now()):
        record("ticket.unwatched", ticket, by=by, user=whose)
    elif whose != by.pk:
        raise NotVisible(_("This person does not follow the ticket."))
    return ticket


@transaction.atomic
def call_in(number: int, *, by: User, login: str) -> Watch | None:
    """Call a colleague in, or somebody of the hospital: from now on they follow the ticket."""
    ticket = get_ticket(by, number, lock=True)
    if not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    user = User.objects.filter(login=login.strip().lower().removeprefix("@"), is_active=True).first()
    if user is None or not may_be_called_in(user, ticket):
        raise Invalid(
            _("This person cannot be called in."),
            errors={"who": [_("Choose a colleague, or somebody of the same hospital.")]},
        )
    watch = add_watch(ticket, user, by=by)
    if watch is not None:
        record("ticket.watched", ticket, by=by, user=user.pk)
    return watch


def add_watch(ticket: Ticket, user: User, *, by: User, reason: str = "added") -> Watch | None:
    """Let the person follow the locked ticket; None when they did already."""
    watch, is_new = Watch.objects.get_or_create(
        ticket=ticket,
        user=user,
        ended_at=None,
        defaults={"reason": reason, "added_by": by, "since_at": now()},
    )
    return watch if is_new else None
