"""What an answer or a macro changes besides saying something: a closed list, checked before and applied after."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.base.events import record
from priyom.desk.actions.changing import change
from priyom.desk.lifecycle import Status, WaitingFor, may_move
from priyom.desk.models import Ticket, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.routing import team_for
from priyom.desk.triage import priority_of
from priyom.people.models import Team, User
from priyom.privacy.actions import screen_text

KNOWN = frozenset({
    "status", "waiting_for", "waiting_whom", "waiting_until", "cause", "remedy",
    "topic", "kind", "impact", "urgency", "team", "take",
})  # fmt: skip


def check_effects(ticket: Ticket, effects: dict[str, Any], *, by: User) -> dict[str, Any]:
    """Return the effects as they may be kept, or refuse with a sentence beside each field. ``by`` is who asks."""
    wanted = {name: value for name, value in effects.items() if value not in ("", None, False)}
    errors: dict[str, list[Any]] = {name: [_("This cannot be changed here.")] for name in wanted if name not in KNOWN}
    status = wanted.get("status")
    if status and (status not in set(Status) or (status != ticket.status and not may_move(ticket.status, status))):
        errors["status"] = [_("The ticket cannot go there from where it stands.")]
    if wanted.get("waiting_for") and wanted["waiting_for"] not in set(WaitingFor):
        errors["waiting_for"] = [_("Choose one of the list.")]
    if status == Status.WAITING and not wanted.get("waiting_for"):
        errors["waiting_for"] = [_("Say on whom it waits.")]
    if status == Status.RESOLVED:
        for name, sentence in (("cause", _("Say why it happened.")), ("remedy", _("Say what helps."))):
            if not str(wanted.get(name, "")).strip():
                errors[name] = [sentence]
    for name, known in (("kind", TicketKind), ("impact", TicketImpact), ("urgency", TicketUrgency)):
        if wanted.get(name) and wanted[name] not in known.values:
            errors[name] = [_("Choose one of the list.")]
    if wanted.get("topic") and not Topic.objects.filter(code=wanted["topic"]).exists():
        errors["topic"] = [_("There is no such topic.")]
    if wanted.get("team") and not Team.objects.filter(code=wanted["team"], is_active=True).exists():
        errors["team"] = [_("There is no such team.")]
    if errors:
        raise Invalid(_("Something about the changes is not right."), errors=errors)
    return {
        name: screen_text(value.strip()).masked if name in {"cause", "remedy", "waiting_whom"} else value
        for name, value in wanted.items()
    }


def apply_effects(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    """Let the checked effects happen; what is no longer possible by now is left out, not forced."""
    _classify(ticket, effects, by=by)
    _move(ticket, effects, by=by)


def _classify(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    if effects.get("topic"):
        topic = Topic.objects.select_related("team", "parent__team").filter(code=effects["topic"]).first()
        if topic and topic.pk != ticket.topic_id:
            before = ticket.topic.code if ticket.topic else None
            change(ticket, topic=topic, **({"team": team_for(topic)} if ticket.assignee_id is None else {}))
            record("ticket.classified", ticket, by=by, before=before, after=topic.code)
    if effects.get("kind") and effects["kind"] != ticket.kind:
        before = ticket.kind
        change(ticket, kind=effects["kind"])
        record("ticket.kind_changed", ticket, by=by, before=before, after=ticket.kind)
    impact, urgency = effects.get("impact") or ticket.impact, effects.get("urgency") or ticket.urgency
    if (impact, urgency) != (ticket.impact, ticket.urgency):
        before_priority = ticket.priority
        change(ticket, impact=impact, urgency=urgency, priority=priority_of(impact, urgency))
        record("ticket.prioritised", ticket, by=by, before=before_priority, after=int(ticket.priority))
    if effects.get("team"):
        team = Team.objects.get(code=effects["team"])
        change(ticket, team=team, assignee=None)
        record("ticket.transferred", ticket, by=by, after=team.pk)
    if effects.get("take") and ticket.assignee_id != by.pk:
        change(ticket, assignee=by)
        record("ticket.taken", ticket, by=by)


def _move(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    status = effects.get("status")
    if status == Status.WAITING and may_move(ticket.status, Status.WAITING):
        until = effects.get("waiting_until")
        asks_back = effects["waiting_for"] == WaitingFor.REQUESTER
        change(
            ticket, status=Status.WAITING, waiting_for=effects["waiting_for"],
            waiting_whom=effects.get("waiting_whom", ""),
            waiting_until=datetime.fromisoformat(until) if until else None,
            clarifications=ticket.clarifications + (1 if asks_back else 0),
        )  # fmt: skip
        record("ticket.waiting", ticket, by=by, waiting_for=ticket.waiting_for)
    elif status == Status.RESOLVED and may_move(ticket.status, Status.RESOLVED):
        change(
            ticket, status=Status.RESOLVED, waiting_for="", waiting_whom="", waiting_until=None, awaiting_us_since=None,
            cause=effects["cause"], remedy=effects["remedy"], resolved_at=now(),
        )  # fmt: skip
        record("ticket.resolved", ticket, by=by)
    elif status == Status.OPEN and ticket.status == Status.WAITING:
        change(ticket, status=Status.OPEN, waiting_for="", waiting_whom="", waiting_until=None)
        record("ticket.resumed", ticket, by=by)
