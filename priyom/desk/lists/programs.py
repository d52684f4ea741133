"""The lists that programs read: tickets newest first, and what happened oldest first, a page at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from priyom.base.clock import now
from priyom.base.events import EVERYONE, matching
from priyom.base.models import Event
from priyom.base.prepared import THOSE, Kept
from priyom.base.settled import settled, settled_in
from priyom.desk.lists.listing import ANY_STATUS, Filters, narrow
from priyom.desk.models import Ticket
from priyom.desk.models.ticket import IS_OPEN, TicketQuerySet
from priyom.desk.permissions import may_read_notes
from priyom.desk.rules.lifecycle import DONE_STATUSES, OPEN_STATUSES
from priyom.desk.search.ground import ground_of
from priyom.desk.search.queries import newest, read, weights_of
from priyom.desk.search.words import parse
from priyom.people.models import User
from priyom.people.reach import reach_of

RECENTLY = timedelta(days=7)
_TOLD: Kept[Ticket] = Kept(
    lambda: (
        Ticket.objects.filter(pk__in=THOSE)
        .select_related("organisation__region", "requester", "assignee", "topic", "team")
        .order_by("-pk")
    )
)
# Filters that mean the same here and on the desk's lists.
SHARED = ("waiting_for", "team", "assignee", "topic", "kind", "organisation", "region")


def changes_complete_until(asked: Mapping[str, Any]) -> datetime | None:
    """Return the moment up to which all changes are told, for whoever asks for changes; to be asked before them.

    RACE: a ticket bears the moment of its change before others can see it. Who has seen the newest asks from there on,
    and must not pass over one that is still being changed, nor over one that changes while the pages are read: so all
    pages end with the moment that the first was read at.
    """
    return settled_in(Ticket._meta.db_table) if _since(asked) is not None else None


def tickets_for_programs(
    user: User, *, before: int | None = None, until: datetime | None = None, limit: int = 50, **asked: Any
) -> list[Ticket]:
    """Return the tickets the person may see, newest first, after the row ``before``, changed before ``until``."""
    text = asked.get("q", "").strip()
    # SECURITY: a search is narrowed to what the person sees by its ground, a list by the list itself.
    tickets = _asked_for(Ticket.objects.all() if text else Ticket.objects.listed_for(user), asked, until, user)
    if text:
        words = read(parse(text), weights=weights_of(user))
        found = newest(ground_of(user, tickets), words, before=before, limit=limit)
    else:
        tickets = tickets if before is None else tickets.filter(pk__lt=before)
        found = list(tickets.order_by("-pk").values_list("pk", flat=True)[:limit])
    # First which, then what is told of them: seven tables joined take longer to plan than fifty rows to read.
    return _TOLD.ask(those=found) if found else []


_MORE = {
    "requester": "requester__email__iexact", "opened_since": "opened_at__gte", "opened_before": "opened_at__lt",
}  # fmt: skip


def _asked_for(
    tickets: TicketQuerySet, asked: Mapping[str, Any], until: datetime | None, user: User
) -> TicketQuerySet:  # fmt: skip
    """Leave only what passes the program's filters, all but the words."""
    statuses: tuple[str, ...] = (asked["status"],) if asked.get("status") else (ANY_STATUS,)
    if asked.get("open") is not None and not asked.get("status"):
        statuses = tuple(map(str, OPEN_STATUSES if asked["open"] else DONE_STATUSES))
    shared: dict[str, Any] = {name: (asked[name],) for name in SHARED if asked.get(name)}
    tickets = narrow(tickets, Filters(status=statuses, **shared), user)
    for name, condition in _MORE.items():
        if asked.get(name):
            tickets = tickets.filter(**{condition: asked[name]})
    changed_since = _since(asked)
    if changed_since is not None:
        tickets = tickets.filter(_changed_since(changed_since))
    if until is not None:
        tickets = tickets.filter(changed_at__lt=until)
    if asked.get("overdue") is not None:
        late = IS_OPEN & Q(due_at__lt=now())
        tickets = tickets.filter(late if asked["overdue"] else ~late | Q(due_at=None))
    return tickets


def _since(asked: Mapping[str, Any]) -> datetime | None:
    return max(filter(None, (asked.get("since"), asked.get("updated_since"))), default=None)


def _changed_since(moment: datetime) -> Q:
    """Return the condition; of what has just changed the events know, so that nobody looks through a million."""
    changed = Q(changed_at__gte=moment)
    if now() - moment > RECENTLY:
        return changed
    events = Event.objects.filter(subject_kind="ticket", happened_at__gte=moment)
    return changed & Q(pk__in=events.order_by().values("subject_id"))


def events_for_programs(
    user: User, *, after: int | None, since: datetime | None, kind: str | None, limit: int
) -> list[tuple[Event, int]]:
    """Return what happened to the tickets the person may see, oldest first, each with its ticket's number."""
    events = Event.objects.filter(subject_kind="ticket", happened_at__lt=settled())
    if not may_read_notes(user):
        events = events.filter(kind__in=matching(lambda found: found.seen_by == EVERYONE))
    if after is not None:
        events = events.filter(pk__gt=after)
    if since is not None:
        events = events.filter(happened_at__gte=since)
    if kind is not None:
        events = events.filter(kind=kind)
    if not reach_of(user).everything:
        events = events.filter(Exists(Ticket.objects.visible_to(user).filter(pk=OuterRef("subject_id"))))
    found = list(events.select_related("actor").order_by("pk")[:limit])
    numbers = dict(Ticket.objects.filter(pk__in={event.subject_id for event in found}).values_list("pk", "number"))
    return [(event, numbers[event.subject_id]) for event in found if event.subject_id in numbers]
