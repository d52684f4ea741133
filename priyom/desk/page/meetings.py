"""One planning meeting as it is shown: its agenda, the ticket that is talked about, what was decided."""

from dataclasses import dataclass

from priyom.base.errors import NotVisible
from priyom.base.forms import key_in
from priyom.desk.lists.agenda import Agenda, decisions_of, gather
from priyom.desk.models import AgendaItem, AgendaReason, Decision, Meeting, Message, Ticket
from priyom.people.models import User

LAST_SAID, BEFORE = 4, 12


@dataclass
class Stop:
    """One ticket of the agenda."""

    item: AgendaItem
    decisions: list[Decision]

    @property
    def told(self) -> list[str]:
        """Return in words why it is there, the weightiest first."""
        return [str(AgendaReason(reason).label) for reason in self.item.reasons]


@dataclass
class MeetingPage:
    """A meeting: planned with what has gathered, going on at a ticket, or over with its minutes."""

    meeting: Meeting
    gathered: Agenda | None
    stops: list[Stop]
    here: Stop | None
    said: list[Message]
    previous: AgendaItem | None
    following: AgendaItem | None

    @property
    def discussed(self) -> int:
        """Return how many tickets were talked about."""
        return sum(stop.item.discussed_at is not None for stop in self.stops)


def next_meeting() -> Meeting | None:
    """Return the meeting that is going on, else the next one that is planned."""
    running = Meeting.objects.filter(state=Meeting.State.RUNNING).first()
    return running or Meeting.objects.filter(state=Meeting.State.PLANNED).order_by("held_at", "id").first()


def meetings_before() -> list[Meeting]:
    """Return the last meetings, the newest first."""
    return list(Meeting.objects.filter(state=Meeting.State.OVER).select_related("led_by")[:BEFORE])


def meeting_page(user: User, meeting_id: int, *, at: object = "") -> MeetingPage:
    """Return the meeting for this person: only tickets that the person may see, standing at the item ``at``."""
    meeting = Meeting.objects.select_related("led_by", "planned_by").filter(pk=meeting_id).first()
    if meeting is None:
        raise NotVisible
    if meeting.state == Meeting.State.PLANNED:
        return MeetingPage(meeting, gather(user), [], None, [], None, None)
    stops = _stops(user, meeting)
    place = _place(stops, key_in(at)) if meeting.state == Meeting.State.RUNNING else None
    here = stops[place] if place is not None else None
    return MeetingPage(
        meeting, None, stops, here, _said(here),
        previous=stops[place - 1].item if place else None,
        following=stops[place + 1].item if place is not None and place + 1 < len(stops) else None,
    )  # fmt: skip


def _stops(user: User, meeting: Meeting) -> list[Stop]:
    found = meeting.items.filter(ticket__in=Ticket.objects.visible_to(user)).select_related(
        "ticket__organisation__parent", "ticket__assignee", "ticket__team", "ticket__topic", "added_by"
    )
    items = list(found)
    decisions = decisions_of(item.ticket_id for item in items)
    return [Stop(item, decisions.get(item.ticket_id, [])) for item in items]


def _place(stops: list[Stop], item_id: int | None) -> int | None:
    """Return where the meeting stands: at the asked one, else at the first not talked about, else at the first."""
    wanted = (place for place, stop in enumerate(stops) if stop.item.pk == item_id)
    left = (place for place, stop in enumerate(stops) if stop.item.discussed_at is None)
    return next(wanted, next(left, 0)) if stops else None


def _said(stop: Stop | None) -> list[Message]:
    """Return what was said last in the ticket, the oldest of it first."""
    if stop is None:
        return []
    said = Message.objects.said().filter(ticket=stop.item.ticket).select_related("author")
    return list(said.order_by("-id")[:LAST_SAID])[::-1]
