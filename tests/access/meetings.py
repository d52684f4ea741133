"""The planning meeting: who plans, leads and decides, and who reads."""

from datetime import timedelta

from priyom.base.clock import now
from priyom.desk.actions import meetings
from priyom.desk.models import AgendaItem, Meeting
from tests.access import row
from tests.cast import open_ticket


def _meeting(stage):
    """A meeting that is going on, with Zoya's ticket on its agenda."""
    running = Meeting.objects.filter(state="running").first()
    if running is None:
        meetings.put_on_agenda(open_ticket(stage.zoya).number, by=stage.pavel)
        running = meetings.plan_meeting(by=stage.pavel, held_at=now() + timedelta(hours=1))
        meetings.begin_meeting(running.pk, by=stage.pavel)
    return running.pk


def _item(stage):
    return AgendaItem.objects.filter(meeting=_meeting(stage)).first().pk


def _decision(stage):
    said = {"text": "Запросить журнал", "owner": stage.anna, "due_on": now().date() + timedelta(days=3)}
    return meetings.decide(_item(stage), by=stage.pavel, **said).pk


THINGS = {
    "next_meeting": lambda stage: meetings.plan_meeting(by=stage.pavel, held_at=now() + timedelta(days=1)).pk,
    "meeting": _meeting,
    "agenda_item": _item,
    "decision": _decision,
    "decision_day": lambda _stage: (now() + timedelta(days=3)).date().isoformat(),
}
READERS = dict.fromkeys(("anna", "boris", "pavel", "marina", "adam", "oleg", "strange_agent"), 200)
WORKERS = ("anna", "boris", "pavel", "marina")
DECISION = {"text": "Запросить журнал", "owner": "anna", "due_on": "=decision_day"}


def work(method, name, status, of=None, data=None, **more):
    """What is done by whoever works on the ticket; a colleague of another region finds nothing there."""
    return row(method, name, of, data, **(dict.fromkeys(WORKERS, status) | {"strange_agent": 404} | more), others=403)


def lead(method, name, status, of=None, data=None):
    """What is done by who leads a team."""
    return row(method, name, of, data, pavel=status, marina=status, others=403)


ITEM = {"item_id": "agenda_item"}
SEERS = dict.fromkeys(("adam", "oleg", "zoya", "igor", "galina"), 403)
ROWS = [
    row("GET", "desk:meetings", **READERS, others=403),
    lead("POST", "desk:meetings", 302, data={"held_at": "=decision_day"}),
    row("GET", "desk:meeting", {"meeting_id": "meeting"}, **READERS, others=403),
    row("GET", "desk:meeting", {"meeting_id": "next_meeting"}, **READERS, others=403),
    lead("POST", "desk:meeting_begin", 409, {"meeting_id": "meeting"}),
    lead("POST", "desk:meeting_end", 302, {"meeting_id": "meeting"}),
    work("POST", "desk:discuss", 302, ITEM),
    work("POST", "desk:decide", 302, ITEM, DECISION),
    work("POST", "desk:decision_done", 302, {"decision_id": "decision"}),
    row("GET", "desk:agenda_rules", **dict.fromkeys((*WORKERS, "strange_agent"), 200), others=403),
    lead("POST", "desk:agenda_rules", 302, data={"reason": "reopened", "limit": "3", "is_active": "1"}),
    row(
        "GET", "desk:put_on_agenda", {"number": "ticket"}, **dict.fromkeys(WORKERS, 200), others=403, strange_agent=404
    ),
    row(
        "POST", "desk:put_on_agenda", {"number": "ticket"}, **dict.fromkeys(WORKERS, 302), others=403, strange_agent=404
    ),
]
