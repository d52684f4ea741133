"""«Remind me of this»: a moment, a person, a ticket; set aside, the ticket itself waits until then."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.base.jobs import one_by_one
from priyom.desk.actions import steps
from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.actions.effects import apply_effects, check_effects
from priyom.desk.models import Reminder, Ticket
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import Status, WaitingFor
from priyom.people.models import User
from priyom.privacy.actions import screen_text

FARTHEST = timedelta(days=366)
BATCH = 100


@transaction.atomic
def set_reminder(number: int, *, by: User, due_at: datetime, note: str = "", set_aside: bool = False) -> Reminder:
    """Remind the person of the ticket at the moment."""
    ticket = ticket_to_work_on(number, by=by) if set_aside else get_ticket(by, number, lock=True)
    if not by.may("desk.read"):
        raise NotAllowed(_("Only support staff can do this."))
    _check_moment(due_at)
    reminder = Reminder.objects.create(
        ticket=ticket, user=by, due_at=due_at, created_at=now(),
        note=screen_text(note.strip(), ticket=ticket).masked[:200],
    )  # fmt: skip
    record("ticket.reminder_set", ticket, by=by, reminder=reminder.pk)
    if set_aside:
        wanted = {"status": "waiting", "waiting_for": "date", "waiting_until": due_at.isoformat()}
        apply_effects(ticket, check_effects(ticket, wanted), by=by)
    return reminder


@transaction.atomic
def finish_reminder(reminder_id: int, *, by: User) -> Reminder:
    """Say that it is done; a second time changes nothing."""
    reminder = _own(reminder_id, by=by)
    if reminder.done_at is None:
        reminder.done_at = now()
        reminder.save(update_fields=["done_at"])
    return reminder


@transaction.atomic
def postpone_reminder(reminder_id: int, *, by: User, due_at: datetime) -> Reminder:
    """Be reminded later."""
    reminder = _own(reminder_id, by=by)
    _check_moment(due_at)
    reminder.due_at, reminder.reminded_at, reminder.done_at = due_at, None, None
    reminder.save(update_fields=["due_at", "reminded_at", "done_at"])
    return reminder


def remind_what_is_due() -> int:
    """Remind everybody whose moment has come; return how many were told."""
    return one_by_one("reminders", _due().order_by("due_at").values_list("pk", flat=True)[:BATCH], _remind)


def _remind(reminder_id: int) -> bool:
    locked = _due().select_for_update(skip_locked=True, of=("self",)).select_related("ticket", "user")
    reminder = locked.filter(pk=reminder_id).first()
    if reminder is None:
        return False
    reminder.reminded_at = now()
    reminder.save(update_fields=["reminded_at"])
    # Rights may have gone since: who no longer sees the ticket is no longer told of it.
    if not Ticket.objects.visible_to(reminder.user).filter(pk=reminder.ticket_id).exists():
        return False
    ticket, user = reminder.ticket, reminder.user
    record("ticket.reminder_due", ticket, by=user, reminder=reminder.pk, user=user.pk)
    return True


def _due() -> "QuerySet[Reminder]":
    return Reminder.objects.filter(due_at__lte=now(), reminded_at=None, done_at=None)


def wake_what_waited() -> int:
    """Let the tickets go on that waited for a date, now that it has come; return how many."""
    return one_by_one("wake", _awaiting_a_date().order_by("id").values_list("pk", flat=True)[:BATCH], _wake)


def _wake(ticket_id: int) -> bool:
    locked = _awaiting_a_date().select_for_update(skip_locked=True, of=("self",)).filter(pk=ticket_id).first()
    if locked is not None:
        steps.resume(locked, by=User.objects.system())
    return locked is not None


def _awaiting_a_date() -> "QuerySet[Ticket]":
    return Ticket.objects.filter(status=Status.WAITING, waiting_for=WaitingFor.DATE, waiting_until__lte=now())


def _own(reminder_id: int, *, by: User) -> Reminder:
    reminder = Reminder.objects.select_for_update(of=("self",)).filter(pk=reminder_id, user=by).first()
    if reminder is None:
        raise NotVisible(_("There is no such reminder, or it is not yours."))
    return reminder


def _check_moment(due_at: datetime) -> None:
    if due_at <= now():
        raise Invalid(_("That moment has passed."), errors={"due_at": [_("Choose a moment that is still to come.")]})
    if due_at > now() + FARTHEST:
        raise Invalid(_("That is too far away."), errors={"due_at": [_("At most a year ahead.")]})
