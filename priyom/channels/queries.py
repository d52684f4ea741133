"""What the bell shows, and how a person wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.base.errors import NotVisible
from priyom.base.models import Event
from priyom.channels.models import Letter, Notification, Preference
from priyom.channels.morning_letters import of_the_morning
from priyom.channels.notifications import GROUPS, TELL
from priyom.desk.models import Attachment, Draft, Ticket
from priyom.people.models import User

BELL_ROWS = 30
UNSEEN = (None, "")
MOST_COUNTED = 99


@dataclass(frozen=True)
class Told:
    """One line of the bell."""

    pk: int
    sentence: Any
    number: int | None
    subject: str
    told_at: Any
    is_read: bool
    actor: str


@dataclass(frozen=True)
class Choice:
    """One line of the preferences page."""

    group: str
    name: Any
    explained: Any
    in_app: bool
    letters: str


def unread_count(user: User) -> int:
    """Return how many facts the person has not read, 99 at most."""
    return Notification.objects.filter(user=user, read_at=None)[: MOST_COUNTED + 1].count()


def bell(user: User, *, before: int | None = None) -> list[Told]:
    """Return the newest facts told to the person; tickets that are no longer open to them have no words."""
    rows = Notification.objects.filter(user=user).select_related("event__actor").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[:BELL_ROWS])
    ids = {row.ticket_id for row in found if row.ticket_id}
    seen: dict[int | None, tuple[int | None, str]] = dict(_numbers(user, ids))
    return [
        Told(
            pk=row.pk,
            sentence=_gathered(row.event) or _sentence(row.kind, user, ticket_id=row.ticket_id, seen=seen),
            number=number,
            subject=subject,
            told_at=row.told_at,
            is_read=row.read_at is not None,
            actor=row.event.actor.name if row.event.actor else "",
        )
        for row in found
        for number, subject in [seen.get(row.ticket_id, UNSEEN)]
    ]


def get_notification(user: User, pk: int) -> Notification:
    """Return the person's own notification."""
    found = Notification.objects.filter(user=user, pk=pk).first()
    if found is None:
        raise NotVisible(_("There is nothing here."))
    return found


def place_of_file(user: User, told: Notification) -> str:
    """Return where a file that was told of stands: its boxes, or the form in which it waits for its message."""
    file = Attachment.objects.filter(screened_id=told.event.details.get("file"), added_by=user).first()
    if file is None:
        return reverse("channels:news")
    if told.kind != "file.refused":
        return reverse("files:boxes", args=[file.pk])
    kept = Draft.objects.filter(user=user, token=file.draft_token).values_list("place", flat=True).first() or ""
    place, _colon, number = kept.partition(":")
    if place in {"reply", "note"} and number.isdigit():
        return reverse("desk:ticket" if user.works_at_desk else "portal:ticket", args=[number])
    return reverse("portal:new")


def choices_of(user: User) -> list[Choice]:
    """Return how the person is told of each group that concerns them."""
    chosen = {row.group: row for row in Preference.objects.filter(user=user)}
    return [
        Choice(
            code, group.name, group.explained,
            in_app=chosen[code].in_app if code in chosen else group.in_app,
            letters=chosen[code].letters if code in chosen else group.letters,
        )
        for code, group in GROUPS.items()
        if user.works_at_desk or not group.at_desk
    ]  # fmt: skip


def deliveries(*, state: str = "", before: int | None = None, limit: int = 50) -> list[Letter]:
    """Return outgoing letters, newest first, for those who watch over deliveries."""
    letters = Letter.objects.select_related("user").order_by("-pk")
    if state:
        letters = letters.filter(state=state)
    if before is not None:
        letters = letters.filter(pk__lt=before)
    return list(letters[:limit])


def _numbers(user: User, ids: set[int]) -> list[tuple[int, tuple[int, str]]]:
    rows = Ticket.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "number", "subject")
    return [(pk, (number, subject)) for pk, number, subject in rows]


def _gathered(event: Event) -> str:
    """Return what a digest holds, in numbers: what is late first."""
    if event.kind == "person.morning":
        return ", ".join(of_the_morning(event.details))
    if event.kind != "clock.digest":
        return ""
    late, soon = len(event.details.get("late", ())), len(event.details.get("soon", ()))
    said = [
        ngettext("%(n)d ticket is overdue", "%(n)d tickets are overdue", late) % {"n": late} if late else "",
        ngettext("%(n)d is due soon", "%(n)d are due soon", soon) % {"n": soon} if soon else "",
    ]
    return ", ".join(part for part in said if part)


def _sentence(kind: str, user: User, *, ticket_id: int | None, seen: Mapping[int | None, Any]) -> Any:
    if ticket_id is not None and ticket_id not in seen:
        return _("No longer open to you")
    tells = TELL.get(kind, ())
    fitting = [tell for tell in tells if user.works_at_desk == GROUPS[tell.group].at_desk] or list(tells)
    return fitting[0].sentence if fitting else kind
