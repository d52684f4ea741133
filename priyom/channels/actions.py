"""Telling people: the bell, letters, and what they wish to hear of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.base.models import Event
from priyom.channels.acknowledging import RECEIVED, may_acknowledge
from priyom.channels.models import Letter, Notification, Preference
from priyom.channels.notifications import DIGEST, GROUPS, OFF, TELL, Tell
from priyom.channels.ours import marks
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_read_notes
from priyom.people.letters import letter_for
from priyom.people.models import User

DIGEST_EVERY = timedelta(hours=1)
INTERNAL = frozenset(
    {"ticket.noted", "ticket.mentioned", "ticket.transferred", "ticket.assigned", "ticket.handed_over"}
)


@transaction.atomic
def tell(event: Event) -> int:
    """Tell everybody whom the table names of an event; return how many were told. Safe to run twice."""
    ticket = Ticket.objects.filter(pk=event.subject_id).first() if event.subject_kind == "ticket" else None
    if ticket is None and event.subject_kind == "ticket":
        return 0
    told, heard = 0, set[int]()
    for line in TELL.get(event.kind, ()):
        ids = line.audience(event, ticket) - heard
        if line.except_actor and event.actor_id:
            ids.discard(event.actor_id)
        listeners = _listeners(ids, line, event, ticket)
        _ring(listeners, event, ticket)
        _write(listeners, line, event, ticket)
        heard |= ids
        told += len(listeners)
    return told


@transaction.atomic
def mark_read(*, by: User, ticket_number: int | None = None, notification: int | None = None) -> int:
    """Mark as read what was told of a ticket, one notification, or everything; return how many."""
    rows = Notification.objects.filter(user=by, read_at=None)
    if notification is not None:
        rows = rows.filter(pk=notification)
    elif ticket_number is not None:
        ids = Ticket.objects.visible_to(by).filter(number=ticket_number).values_list("pk", flat=True)
        if not ids:
            raise NotVisible(_("There is no such ticket, or it is not open to you."))
        rows = rows.filter(ticket_id__in=list(ids))
    return rows.update(read_at=now())


@transaction.atomic
def prefer(*, by: User, wishes: dict[str, tuple[bool, str]]) -> None:
    """Keep how the person wants to be told: group → (in the product, letters)."""
    for group, (in_app, letters) in wishes.items():
        if group not in GROUPS or letters not in Preference.Letters.values:
            raise Invalid(_("There is no such choice."), errors={group: [_("Choose one of the list.")]})
        Preference.objects.update_or_create(user=by, group=group, defaults={"in_app": in_app, "letters": letters})


@transaction.atomic
def write_account_letter(event: Event) -> Letter | None:
    """Put a letter about an account into the outbox, once per fact; the link in it is made when it leaves."""
    wanted = letter_for(event)
    if wanted is None:
        return None
    letter, _new = Letter.objects.get_or_create(
        message_id=_message_id(wanted.user.pk if wanted.user else 0, event),
        defaults={
            "user": wanted.user, "address": wanted.to, "template": "account", "event": event,
            "region_id": event.region_id, "due_at": now(), "written_at": now(),
        },
    )  # fmt: skip
    return letter


@transaction.atomic
def try_again(letter_id: int, *, by: User) -> Letter:
    """Send a given-up letter once more."""
    if not by.may("settings.manage"):
        raise NotAllowed(_("Only administrators can do this."))
    letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotVisible(_("There is no such letter."))
    if letter.state == Letter.State.GIVEN_UP:
        letter.state, letter.attempts, letter.due_at, letter.failure = Letter.State.WAITING, 0, now(), ""
        letter.save(update_fields=["state", "attempts", "due_at", "failure"])
        record("delivery.sent_again", letter, by=by, ticket=letter.ticket_id)
    return letter


@dataclass(frozen=True)
class Listener:
    """Somebody who is told of a fact, in the way they wish."""

    user: User
    in_app: bool
    letters: str


def _listeners(ids: set[int], line: Tell, event: Event, ticket: Ticket | None) -> list[Listener]:
    """Return who of these hears of it and how: a few queries for a whole team, since most wish not to hear."""
    group = GROUPS[line.group]
    chosen = {wish.user_id: wish for wish in Preference.objects.filter(user_id__in=ids, group=line.group)}
    wishes = {
        pk: (chosen[pk].in_app, chosen[pk].letters) if pk in chosen else (group.in_app, group.letters) for pk in ids
    }
    ways = {pk: (in_app and line.bell, letters if line.letter else OFF) for pk, (in_app, letters) in wishes.items()}
    wanted = [pk for pk, (in_app, letters) in ways.items() if in_app or letters != OFF]
    people = User.objects.filter(pk__in=wanted, is_active=True).order_by("pk") if wanted else ()
    return [Listener(user, *ways[user.pk]) for user in people if _may_hear(user, event, ticket)]


def _ring(listeners: list[Listener], event: Event, ticket: Ticket | None) -> None:
    """Put the fact into everybody's bell, once."""
    about = {
        "event": event, "kind": event.kind, "ticket_id": ticket.pk if ticket else None,
        "region_id": event.region_id, "told_at": now(),
    }  # fmt: skip
    told = [Notification(user=listener.user, **about) for listener in listeners if listener.in_app]
    Notification.objects.bulk_create(told, ignore_conflicts=True)


def _write(listeners: list[Listener], line: Tell, event: Event, ticket: Ticket | None) -> None:
    """Put a letter into the outbox for everybody who wants one; a digest waits for its hour."""
    due = {
        listener.user: _next_digest(listener.user) if listener.letters == DIGEST else now()
        for listener in listeners
        if listener.letters != OFF and listener.user.email
    }
    letters = [
        Letter(
            user=user, event=event, address=user.email, template=line.letter, ticket_id=ticket.pk if ticket else None,
            region_id=event.region_id, message_id=_message_id(user.pk, event, ticket), due_at=due_at, written_at=now(),
        )
        for user, due_at in due.items()
        if line.letter != RECEIVED or ticket is None or may_acknowledge(user, ticket)
    ]  # fmt: skip
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def _next_digest(user: User) -> datetime:
    """Return when the person's next digest leaves: with the one that waits already, else an hour from now."""
    waiting = Letter.objects.filter(user=user, state=Letter.State.WAITING, due_at__gt=now()).order_by("due_at").first()
    return waiting.due_at if waiting else now() + DIGEST_EVERY


def _may_hear(user: User, event: Event, ticket: Ticket | None) -> bool:
    if ticket is None:
        return True  # the audience itself says who is concerned
    # SECURITY: rights are asked when the news is told, not when somebody began to follow.
    if event.kind in INTERNAL and not may_read_notes(user):
        return False
    return ticket.requester_id == user.pk or Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists()


def _message_id(who: int, event: Event, ticket: Ticket | None = None) -> str:
    return marks().message_id(ticket.number if ticket else 0, who, event.pk)
