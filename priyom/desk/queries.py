"""The one way to a ticket, and what is read about it."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from priyom.base.errors import NotVisible
from priyom.base.events import EVERYONE, kind_of, matching
from priyom.base.models import Event
from priyom.base.prepared import STAND_IN, THAT, Kept, ask
from priyom.desk.models import Attachment, Message, Ticket
from priyom.desk.permissions import may_read_notes
from priyom.desk.sight import Sight
from priyom.people.models import User
from priyom.people.reach import hospital_of

BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)  # nothing was said earlier


def get_ticket(user: User, number: int, *, lock: bool = False) -> Ticket:
    """Return the ticket this person may see; hidden and missing look the same."""
    found = _door(Sight.of(user), lock).ask(me=user.pk, that=number)
    if not found:
        raise NotVisible(_("There is no such ticket, or it is not open to you."))
    return found[0]


@lru_cache(maxsize=2048)
def _door(sight: Sight, lock: bool) -> Kept[Ticket]:
    if lock:
        return Kept(
            lambda: Ticket.objects.visible_to(sight.stand_in()).select_for_update(of=("self",)).filter(number=THAT)
        )
    related = ("requester", "organisation__region", "assignee", "team", "topic__parent")
    return Kept(
        lambda: Ticket.objects.visible_to(sight.stand_in()).select_related(*related).filter(number=THAT).order_by()
    )


def messages_of(user: User, ticket: Ticket) -> list[Message]:
    """Return what the person may read in the ticket and in those merged into it, as it was written.

    Messages that wait for their ten seconds are shown to their author only; of what is being checked a word says so.
    """
    family = [ticket.pk]
    ((has_merged, has_files),) = ask(_THERE_ARE, {"that": ticket.pk})
    if not has_merged:
        said = _MESSAGES[may_read_notes(user)].ask(me=user.pk, that=ticket.pk)
        return _with_files(said) if has_files else without_files(said)
    family += merged_in(user, ticket).values_list("pk", flat=True)
    return list(_shown_in(family, user).order_by("id"))


class Place(NamedTuple):
    """How far one has read what was said: the last message and its moment, and the last of one's own not yet said."""

    number: int = 1
    moment: datetime = BEFORE_ALL
    unsaid: int | None = None


def messages_as_said(user: User, ticket: Ticket, *, after: Place, limit: int) -> list[Message]:
    """Return the same as it was said, from the place ``after`` on.

    An answer may be written before a question and sent after it. Whoever has read as far as the question finds the
    answer further on, because everything is said under the lock of its ticket. What is not said yet stands last; once
    it is said it comes again, in its place.
    """
    family = [ticket.pk, *merged_in(user, ticket).values_list("pk", flat=True)]
    said = Q(sent_at__gt=after.moment) | Q(sent_at=after.moment, pk__gt=after.number)
    unsaid = Q(sent_at=None, pk__gt=after.unsaid or 0)
    return list(_shown_in(family, user).filter(said | unsaid).order_by(F("sent_at").asc(nulls_last=True), "pk")[:limit])


def place_after(shown: Iterable[Message], before: Place) -> Place:
    """Return how far one has read with these messages, which were taken from the place ``before`` on."""
    for each in shown:
        if each.sent_at is None:
            before = before._replace(unsaid=each.pk)
        else:
            before = before._replace(number=each.pk, moment=each.sent_at)
    return before


def _shown_in(family: Collection[int], user: User) -> QuerySet[Message]:
    messages = Message.objects.shown_to(user.pk).filter(ticket_id__in=family)
    if not may_read_notes(user):
        messages = messages.filter(visibility="public")
    messages = messages.select_related("author", "letter").prefetch_related("attachments__screened")
    return messages.defer("letter__html", "letter__quoted_html")  # up to megabytes; the letter's page shows them


def _said(*, notes: bool) -> QuerySet[Message]:
    """Return what the stand-in may read in the ticket THAT alone."""
    messages = Message.objects.shown_to(STAND_IN).filter(ticket_id=THAT)
    messages = messages if notes else messages.filter(visibility="public")
    return messages.select_related("author", "letter").defer("letter__html", "letter__quoted_html").order_by("id")


_THERE_ARE = """
    SELECT EXISTS(SELECT FROM desk_ticket WHERE merged_into_id = %(that)s),
        EXISTS(SELECT FROM desk_attachment WHERE ticket_id = %(that)s)
"""
_MESSAGES: dict[bool, Kept[Message]] = {notes: Kept(partial(_said, notes=notes)) for notes in (False, True)}
_WRITTEN: Kept[Message] = Kept(lambda: Message.objects.filter(pk=THAT).select_related("author"))
_EVENTS: Kept[Event] = Kept(
    lambda: Event.objects.filter(subject_kind="ticket", subject_id=THAT).select_related("actor").order_by("id")
)


def _with_files(messages: list[Message]) -> list[Message]:
    prefetch_related_objects(messages, "attachments__screened")
    return messages


def without_files(messages: list[Message]) -> list[Message]:
    """Say of messages that they have no files, so that nobody asks for them one by one."""
    nothing = Attachment.objects.none()
    nothing._result_cache = []  # noqa: SLF001 - known without asking
    for message in messages:
        message._prefetched_objects_cache = {"attachments": nothing}  # type: ignore[attr-defined] # noqa: SLF001
    return messages


def written_message(pk: int) -> Message:
    """Return a message with its files, for who has just written it."""
    (message,) = _WRITTEN.ask(that=pk)
    ((has_files,),) = ask("SELECT EXISTS(SELECT FROM desk_attachment WHERE message_id = %s)", [pk])
    return _with_files([message])[0] if has_files else without_files([message])[0]


def merged_in(user: User, ticket: Ticket) -> QuerySet[Ticket]:
    """Return the tickets merged into this one whose words the person may read here."""
    # SECURITY: a merge between hospitals shows neither side the other's words.
    hospital = hospital_of(ticket.organisation)
    visible = Ticket.objects.visible_to(user).filter(merged_into=ticket)
    return Ticket.objects.filter(merged_into=ticket).filter(
        Q(organisation__path__startswith=hospital.path) | Q(pk__in=visible.values("pk"))
    )


def timeline_of(user: User, ticket: Ticket, *, after: int = 0) -> list[Event]:
    """Return the ticket's events that the person may read, oldest first."""
    events = [event for event in _EVENTS.ask(that=ticket.pk) if event.pk > after]
    if may_read_notes(user):
        return events
    shown = set(matching(lambda found: found.seen_by == EVERYONE))
    return [event for event in events if event.kind in shown]


def get_attachment(user: User, attachment_id: object) -> Attachment:
    """Return a file that the person may see: through the ticket's rights, or the person's own unsent one."""
    found = (
        Attachment.objects.select_related("screened__file", "screened__masked_picture", "ticket", "message")
        .filter(pk=attachment_id)
        .first()
    )
    if found is None or not _may_see_file(user, found):
        raise NotVisible(_("There is no such file, or it is not open to you."))
    return found


def _may_see_file(user: User, attachment: Attachment) -> bool:
    if attachment.ticket_id is None:
        return attachment.added_by_id == user.pk
    message = attachment.message
    hidden = message is not None and (
        (message.visibility == "internal" and not may_read_notes(user)) or not message.is_shown_to(user)
    )
    if hidden or attachment.ticket is None:
        return False
    if Ticket.objects.visible_to(user).filter(pk=attachment.ticket_id).exists():
        return True
    target = attachment.ticket.merged_into
    return (
        target is not None
        and Ticket.objects.visible_to(user).filter(pk=target.pk).exists()
        and merged_in(user, target).filter(pk=attachment.ticket_id).exists()
    )


def number_of(user: User, ticket_id: int | None) -> int | None:
    """Return the number of a ticket the person may see, or None."""
    return Ticket.objects.visible_to(user).filter(pk=ticket_id).values_list("number", flat=True).first()


def ticket_of_event(user: User, event: Event) -> Ticket | None:
    """Return the ticket that a fact is about, if the person may see it and the fact is one of its timeline."""
    if event.subject_kind != "ticket":
        return None
    if kind_of(event.kind).seen_by != EVERYONE and not may_read_notes(user):
        return None
    related = ("organisation__region", "topic", "team", "merged_into")
    return Ticket.objects.visible_to(user).select_related(*related).filter(pk=event.subject_id).first()
