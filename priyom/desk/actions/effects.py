"""What an answer or a macro changes besides saying something: a closed list, checked before and applied after."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.base.events import record
from priyom.desk.actions import steps
from priyom.desk.actions.handover import keeps_owner
from priyom.desk.actions.promises import explain_what_is_late
from priyom.desk.models import Breach, Ticket, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open, may_move
from priyom.people.models import Team, User
from priyom.privacy.actions import screen_text

WORDS = frozenset({"cause", "remedy", "waiting_whom"})  # what a person wrote
KNOWN = frozenset({
    "status", "waiting_for", "waiting_whom", "waiting_until", "cause", "remedy", "late_cause",
    "topic", "kind", "impact", "urgency", "team", "take",
    "still_waits",  # what was said answers nothing: the requester waits for us as long as before
})  # fmt: skip

FARTHEST = timedelta(days=3653)


def check_effects(ticket: Ticket, effects: dict[str, Any]) -> dict[str, Any]:
    """Return the effects as they may be kept, or refuse with a sentence beside each field."""
    wanted = {name: value for name, value in effects.items() if value not in ("", None, False)}
    errors: dict[str, list[Any]] = {name: [_("This cannot be changed here.")] for name in wanted if name not in KNOWN}
    errors |= _wrong_move(ticket, wanted) | _wrong_choices(wanted) | wrong_moment(wanted) | _wrong_hands(ticket, wanted)
    if errors:
        raise Invalid(_("Something about the changes is not right."), errors=errors)
    return {
        name: screen_text(value.strip(), ticket=ticket).masked if name in WORDS else value
        for name, value in wanted.items()
    }


def _wrong_move(ticket: Ticket, wanted: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what stands in the way of the state that is wanted."""
    errors: dict[str, list[Any]] = {}
    status = wanted.get("status")
    if status and (status not in set(Status) or (status != ticket.status and not may_move(ticket.status, status))):
        errors["status"] = [_("The ticket cannot go there from where it stands.")]
    if status == Status.WAITING and not wanted.get("waiting_for"):
        errors["waiting_for"] = [_("Say on whom it waits.")]
    if status == Status.RESOLVED:
        for name, sentence in (("cause", _("Say why it happened.")), ("remedy", _("Say what helps."))):
            if not str(wanted.get(name, "")).strip():
                errors[name] = [sentence]
    return errors


def _wrong_hands(ticket: Ticket, wanted: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what would take the ticket from an owner who keeps it to the end."""
    if not {"team", "take"} & set(wanted) or not keeps_owner(ticket):
        return {}
    kept = [_("By this contract the owner keeps the ticket to the end.")]
    return {name: kept for name in ("team", "take") if name in wanted}


def _wrong_choices(wanted: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what was chosen that no list offers."""
    lists = {
        "waiting_for": set(WaitingFor), "kind": TicketKind.values,
        "impact": TicketImpact.values, "urgency": TicketUrgency.values, "late_cause": Breach.Cause.values,
    }  # fmt: skip
    choose_one = [_("Choose one of the list.")]
    errors: dict[str, list[Any]] = {
        name: choose_one for name, offered in lists.items() if name in wanted and wanted[name] not in offered
    }
    if "topic" in wanted and not Topic.objects.filter(code=wanted["topic"]).exists():
        errors["topic"] = [_("There is no such topic.")]
    if "team" in wanted and not Team.objects.filter(code=wanted["team"], is_active=True).exists():
        errors["team"] = [_("There is no such team.")]
    return errors


def wrong_moment(wanted: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what is wrong with the moment until which the ticket waits."""
    if "waiting_until" not in wanted:
        return {}
    moment = moment_of(wanted["waiting_until"])
    if moment is None:
        return {"waiting_until": [_("Choose a day and a time.")]}
    if moment <= now():
        return {"waiting_until": [_("Choose a moment that is still to come.")]}
    return {"waiting_until": [_("Choose a moment within ten years.")]} if moment > now() + FARTHEST else {}


def moment_of(text: Any) -> datetime | None:
    """Return the moment in ISO 8601 with its offset, or None: a calendar without a zone names many moments."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def apply_effects(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    """Let the checked effects happen; what is no longer possible by now is left out, not forced."""
    _describe(ticket, effects, by=by)
    _pass_on(ticket, effects, by=by)
    _move(ticket, effects, by=by)


def _describe(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    topic = _found(Topic.objects.select_related("team", "parent__team"), effects.get("topic"))
    if topic is not None:
        steps.classify(ticket, topic, by=by)
    if effects.get("kind"):
        steps.name_kind(ticket, effects["kind"], by=by)
    impact, urgency = effects.get("impact") or ticket.impact, effects.get("urgency") or ticket.urgency
    steps.prioritise(ticket, impact=impact, urgency=urgency, by=by)


def _pass_on(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    team = _found(Team.objects.filter(is_active=True), effects.get("team"))
    if keeps_owner(ticket):
        return
    if team is not None:
        steps.transfer(ticket, team, by=by)
    if effects.get("take") and ticket.assignee_id != by.pk and is_open(ticket.status):
        steps.give(ticket, by)
        record("ticket.taken", ticket, by=by)


def _move(ticket: Ticket, effects: dict[str, Any], *, by: User) -> None:
    status = effects.get("status")
    if status == Status.WAITING and may_move(ticket.status, Status.WAITING):
        until = effects.get("waiting_until")
        steps.let_wait(
            ticket,
            waiting_for=effects["waiting_for"],
            whom=effects.get("waiting_whom", ""),
            until=moment_of(until),
            by=by,
        )
    elif status == Status.RESOLVED and may_move(ticket.status, Status.RESOLVED):
        steps.solve(ticket, cause=effects["cause"], remedy=effects["remedy"], by=by)
        explain_what_is_late(ticket, effects.get("late_cause", ""), by=by)
    elif status == Status.OPEN and ticket.status == Status.WAITING:
        steps.resume(ticket, by=by)


def _found(things: QuerySet[Any], code: str | None) -> Any:
    return things.filter(code=code).first() if code else None
