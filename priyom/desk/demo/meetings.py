"""The planning meetings of the demo: one that is over, with what it decided, and one that is going on."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from priyom.base.clock import now
from priyom.desk.actions import meetings
from priyom.desk.demo.script import FOLDER
from priyom.desk.models import AgendaItem, Ticket
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.people.models import User

OFFICE = ZoneInfo("Europe/Moscow")
MORNING = 10


def meetings_of_the_play(people: dict[str, User], played_at: datetime) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Yield each meeting with its moment."""
    said = tomllib.loads((FOLDER / "meetings.toml").read_text(encoding="utf-8"))
    before, going_on = said["before"], said["now"]
    morning = (played_at - timedelta(days=before["days_ago"])).astimezone(OFFICE).replace(hour=MORNING, minute=0)
    yield morning, lambda: _hold(before, people, ends=True)
    yield played_at - timedelta(minutes=going_on["minutes_ago"]), lambda: _hold(going_on, people, ends=False)


def _hold(said: dict[str, Any], people: dict[str, User], *, ends: bool) -> None:
    lead = people[said["led_by"]]
    talks = list(zip(said["talk"], _tickets(lead, len(said["talk"])), strict=False))
    for talk, ticket in talks:
        meetings.put_on_agenda(ticket.number, by=lead, note=talk["note"])
    meeting = meetings.plan_meeting(by=lead, held_at=now())
    meetings.begin_meeting(meeting.pk, by=lead)
    for talk, ticket in talks:
        if "decision" in talk:
            _decide(AgendaItem.objects.get(meeting=meeting, ticket=ticket), talk, people, lead)
    if ends:
        for item in meeting.items.filter(discussed_at=None):
            meetings.discuss(item.pk, by=lead)
        meetings.end_meeting(meeting.pk, by=lead)


def _decide(item: AgendaItem, talk: dict[str, Any], people: dict[str, User], lead: User) -> None:
    decision = meetings.decide(
        item.pk, by=lead, text=talk["decision"], owner=people[talk["owner"]],
        due_on=now().astimezone(OFFICE).date() + timedelta(days=talk["in_days"]),
    )  # fmt: skip
    if talk.get("done"):
        meetings.finish_decision(decision.pk, by=decision.owner)


def _tickets(lead: User, count: int) -> list[Ticket]:
    """Return the open tickets that have waited longest and were not talked about yet."""
    found = Ticket.objects.visible_to(lead).open().filter(agenda_items=None, assignee__isnull=False, merged_into=None)
    return list(found.exclude(rung__in=OUTSIDE_RUNGS).order_by("opened_at")[:count])
