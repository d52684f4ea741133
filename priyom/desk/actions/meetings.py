"""The planning meeting: what it talks about, what it decides, and that nothing decided is forgotten."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.base.telling import day
from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.actions.messages import add_note
from priyom.desk.lists.agenda import gather
from priyom.desk.models import AgendaItem, AgendaRule, Decision, Meeting, Reminder, Ticket
from priyom.desk.permissions import may_lead_meetings, may_work_on
from priyom.desk.queries import get_ticket
from priyom.desk.rules.agenda import LIMITS, Reason
from priyom.people.models import User
from priyom.privacy.actions import screen_text

LONGEST_NOTE, LONGEST_DECISION = 300, 500
FARTHEST = timedelta(days=366)
MORNING = time(10)
State = Meeting.State


@transaction.atomic
def plan_meeting(*, by: User, held_at: datetime) -> Meeting:
    """Plan the next meeting; its agenda gathers by itself."""
    _refuse_who_leads_none(by)
    if not now() - timedelta(hours=12) <= held_at <= now() + FARTHEST:
        raise Invalid(errors={"held_at": [_("Choose a day within the next year.")]})
    locks.wait_for("planning meeting")  # RACE: a form that was sent twice plans one meeting
    twin = Meeting.objects.filter(held_at=held_at, state=State.PLANNED).first()
    if twin is not None:
        return twin
    meeting = Meeting.objects.create(held_at=held_at, planned_by=by)
    record("meeting.planned", meeting, by=by)
    return meeting


@transaction.atomic
def put_on_agenda(number: int, *, by: User, note: str = "") -> AgendaItem:
    """Put a ticket on the next agenda by hand; a second time only the note is new."""
    ticket = ticket_to_work_on(number, by=by)
    note = screen_text(note.strip(), ticket=ticket).masked[:LONGEST_NOTE]
    item, is_new = AgendaItem.objects.get_or_create(
        meeting=None, ticket=ticket,
        defaults={
            "region_id": ticket.region_id, "reasons": [Reason.ADDED], "note": note, "added_by": by, "added_at": now(),
        },
    )  # fmt: skip
    if is_new:
        record("ticket.put_on_agenda", ticket, by=by)
    elif note and note != item.note:
        item.note = note
        item.save(update_fields=["note"])
    return item


@transaction.atomic
def take_off_agenda(number: int, *, by: User) -> None:
    """Take back what was put there by hand; what a rule has gathered stays."""
    ticket = ticket_to_work_on(number, by=by)
    taken, _rows = AgendaItem.objects.filter(meeting=None, ticket=ticket).delete()
    if taken:
        record("ticket.taken_off_agenda", ticket, by=by)


@transaction.atomic
def begin_meeting(meeting_id: int, *, by: User) -> Meeting:
    """Begin: the agenda as it has gathered stands from now on."""
    _refuse_who_leads_none(by)
    locks.wait_for("planning meeting")  # RACE: of two that begin at once the second finds the first going on
    meeting = _locked(meeting_id)
    if meeting.state != State.PLANNED:
        raise WrongState(_("This meeting has begun already."))
    if Meeting.objects.filter(state=State.RUNNING).exists():
        raise WrongState(_("Another meeting is going on. End it first."))
    moment = now()
    by_hand = {item.ticket_id: item for item in AgendaItem.objects.select_for_update().filter(meeting=None)}
    for position, gathered in enumerate(gather(by).items):
        item = by_hand.get(gathered.ticket.pk) or AgendaItem(
            ticket=gathered.ticket, region_id=gathered.ticket.region_id, added_at=moment
        )
        item.meeting, item.reasons, item.position = meeting, gathered.reasons, position
        item.save()
    meeting.state, meeting.led_by, meeting.started_at = State.RUNNING, by, moment
    meeting.save(update_fields=["state", "led_by", "started_at"])
    record("meeting.begun", meeting, by=by, tickets=meeting.items.count())
    return meeting


@transaction.atomic
def discuss(item_id: int, *, by: User) -> AgendaItem:
    """Say that the ticket was talked about; a second time changes nothing."""
    item = _item_of_running(item_id, by=by)
    if item.discussed_at is None:
        item.discussed_at = now()
        item.save(update_fields=["discussed_at"])
        record("ticket.discussed", item.ticket, by=by)
    return item


@transaction.atomic
def decide(item_id: int, *, by: User, text: str, owner: User, due_on: date) -> Decision:
    """Write the decision into the ticket: what is done, by whom, until when. Its owner is reminded on that day."""
    item = _item_of_running(item_id, by=by)
    text = screen_text(" ".join(text.split()), ticket=item.ticket).masked
    _check(text, owner, due_on, item.ticket)
    said = {"ticket": item.ticket, "meeting": item.meeting, "text": text, "owner": owner, "due_on": due_on}
    # RACE: the form was sent twice, or again by a step back: what was decided once is one decision.
    twin = Decision.objects.filter(**said, done_at=None).first()
    if twin is not None:
        return twin
    decision = Decision.objects.create(**said, region_id=item.region_id, made_by=by, made_at=now())
    discuss(item.pk, by=by)
    note = _("Decided at the planning meeting: %(text)s Done by %(owner)s, by %(day)s.") % {
        "text": text if text.endswith((".", "!", "?", "…")) else f"{text}.",
        "owner": owner.name,
        "day": day(due_on),
    }
    add_note(item.ticket.number, by=by, body=note)
    record("ticket.decided", item.ticket, by=by, decision=decision.pk, owner=owner.pk)
    _remind(decision)
    return decision


@transaction.atomic
def finish_decision(decision_id: int, *, by: User) -> Decision:
    """Say that what was decided is done: it comes to no further meeting."""
    decision = _decision(decision_id, by=by)
    if decision.done_at is None:
        decision.done_at, decision.done_by = now(), by
        decision.save(update_fields=["done_at", "done_by"])
        Reminder.objects.filter(ticket=decision.ticket, user=decision.owner, note=_note_of(decision)).update(
            done_at=now()
        )
        record("ticket.decision_done", decision.ticket, by=by, decision=decision.pk)
    return decision


@transaction.atomic
def end_meeting(meeting_id: int, *, by: User) -> Meeting:
    """End it; what was put on the agenda by hand and not talked about waits for the next one."""
    _refuse_who_leads_none(by)
    meeting = _locked(meeting_id)
    if meeting.state != State.RUNNING:
        raise WrongState(_("This meeting is not going on."))
    again = AgendaItem.objects.filter(meeting=None).values("ticket_id")
    waiting = meeting.items.filter(discussed_at=None, added_by__isnull=False).exclude(ticket_id__in=again)
    # A row of its own: what this meeting did not come to stays in its minutes.
    AgendaItem.objects.bulk_create(
        AgendaItem(
            ticket_id=item.ticket_id, region_id=item.region_id, reasons=[Reason.ADDED], note=item.note,
            added_by_id=item.added_by_id, added_at=item.added_at,
        )
        for item in waiting
    )  # fmt: skip
    meeting.state, meeting.ended_at = State.OVER, now()
    meeting.save(update_fields=["state", "ended_at"])
    record("meeting.ended", meeting, by=by, decisions=meeting.decisions.count())
    return meeting


@transaction.atomic
def set_rule(reason: str, *, by: User, limit: int, is_active: bool) -> AgendaRule:
    """Say from which number on a rule gathers tickets, and whether it does."""
    _refuse_who_leads_none(by)
    if reason not in LIMITS:
        raise NotVisible(_("There is no such rule."))
    allowed = LIMITS[Reason(reason)]
    if not allowed.least <= limit <= allowed.most:
        sentence = _("Choose a number from %(least)d to %(most)d.") % {"least": allowed.least, "most": allowed.most}
        raise Invalid(errors={"limit": [sentence]})
    rule, _is_new = AgendaRule.objects.update_or_create(
        reason=reason, defaults={"limit": limit, "is_active": is_active}
    )
    record("agenda_rule.changed", rule, by=by, reason=reason, limit=limit, is_active=is_active)
    return rule


def _check(text: str, owner: User, due_on: date, ticket: Ticket) -> None:
    today = timezone.localdate(now())
    wrong: dict[str, list[str]] = {}
    if not text:
        wrong["text"] = [_("Say what was decided.")]
    elif len(text) > LONGEST_DECISION:
        wrong["text"] = [_("Say it in %(most)d characters; the rest belongs into a note.") % {"most": LONGEST_DECISION}]
    if not may_work_on(owner, ticket):
        wrong["owner"] = [_("%(name)s cannot work on this ticket. Choose somebody who can.") % {"name": owner.name}]
    if not today <= due_on <= today + FARTHEST:
        wrong["due_on"] = [_("Choose a day within the next year.")]
    if wrong:
        raise Invalid(errors=wrong)


def _remind(decision: Decision) -> None:
    """Let the owner be reminded on the morning of the day, in the owner's own zone."""
    morning = datetime.combine(decision.due_on, MORNING, tzinfo=ZoneInfo(decision.owner.timezone_name))
    if morning > now():
        Reminder.objects.create(
            ticket=decision.ticket, user=decision.owner, due_at=morning, note=_note_of(decision), created_at=now()
        )


def _note_of(decision: Decision) -> str:
    return decision.text[:200]


def _decision(decision_id: int, *, by: User) -> Decision:
    decision = Decision.objects.select_related("ticket", "owner").filter(pk=decision_id).first()
    if decision is None:
        raise NotVisible(_("There is no such decision."))
    ticket = get_ticket(by, decision.ticket.number)
    if not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    return Decision.objects.select_for_update(of=("self",)).select_related("ticket", "owner").get(pk=decision_id)


def _item_of_running(item_id: int, *, by: User) -> AgendaItem:
    item = AgendaItem.objects.select_related("ticket", "meeting").filter(pk=item_id).first()
    if item is None or item.meeting is None:
        raise NotVisible(_("This ticket is not on the agenda."))
    ticket_to_work_on(item.ticket.number, by=by)
    if item.meeting.state != State.RUNNING:
        raise WrongState(_("This meeting is not going on."))
    return AgendaItem.objects.select_for_update(of=("self",)).select_related("ticket", "meeting").get(pk=item_id)


def _locked(meeting_id: int) -> Meeting:
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None:
        raise NotVisible(_("There is no such meeting."))
    return meeting


def _refuse_who_leads_none(user: User) -> None:
    if not may_lead_meetings(user):
        raise NotAllowed(_("Only who leads a team can do this."))
