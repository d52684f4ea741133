"""Canned answers and macros as an agent meets them: which fit, filled in, with their changes in words."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.base.telling import moment, ticket_number, when
from priyom.desk.models import CannedAnswer, Ticket, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketStatus, TicketUrgency, TicketWaitingFor
from priyom.desk.rules.placeholders import fill
from priyom.people.models import Team, User
from priyom.people.queries import team_ids_of
from priyom.people.roles import SEES_ALL

AT_ONCE = 30
MORNING = time(10, 0)
GAPS = {
    "requester_name": gettext_lazy("the requester's name"),
    "ticket_number": gettext_lazy("the ticket's number"),
    "organisation": gettext_lazy("the hospital"), "agent_name": gettext_lazy("your name"),
    "due": gettext_lazy("the date"),
    "version": gettext_lazy("the version"),
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """A canned answer filled in for one ticket: the text, its gaps, the changes and how they read."""

    answer: CannedAnswer
    text: str
    gaps: tuple[str, ...]
    effects: dict[str, Any]
    changes: tuple[tuple[str, str], ...]

    @property
    def gaps_in_words(self) -> list[str]:
        """Return what is not known, as a person says it."""
        return [str(GAPS[name]) for name in self.gaps]


def answers_of(user: User) -> QuerySet[CannedAnswer]:
    """Return the answers in use that are the person's to use: everybody's and their teams'."""
    answers = CannedAnswer.objects.filter(is_active=True)
    if SEES_ALL & user.roles:
        return answers
    return answers.filter(Q(team=None) | Q(team__in=team_ids_of(user)))


def answers_for(user: User, ticket: Ticket | None, text: str = "") -> list[CannedAnswer]:
    """Return the answers that fit the ticket, its topic's first; with words, all in which they occur."""
    answers = answers_of(user)
    for word in text.split()[:6]:
        answers = answers.filter(Q(title__icontains=word) | Q(body__icontains=word) | Q(code__icontains=word))
    of_topic = _with_parents(ticket)
    if ticket is not None and not text.strip():
        answers = answers.filter(Q(topics=None) | Q(topics__in=of_topic))
    close = Case(When(topics__in=of_topic, then=Value(0)), default=Value(1), output_field=IntegerField())
    found: dict[int, CannedAnswer] = {}
    for answer in answers.annotate(distance=close).order_by("distance", "-used", "title")[: AT_ONCE * 3]:
        found.setdefault(answer.pk, answer)
    return list(found.values())[:AT_ONCE]


def get_answer(user: User, code: str) -> CannedAnswer:
    """Return an answer that the person may use; another team's does not exist for them."""
    answer = answers_of(user).filter(code=code).first()
    if answer is None:
        raise NotVisible(_("There is no such answer, or it is another team's."))
    return answer


def choose(answer: CannedAnswer, ticket: Ticket, *, by: User) -> Chosen:
    """Fill the answer in for the ticket; nothing is changed by that."""
    effects = effects_of(answer.effects, ticket, by=by)
    values = values_for(ticket, by=by, until=effects.get("waiting_until"))
    body = fill(answer.body, values)
    said = {name: fill(effects[name], values) for name in ("cause", "remedy") if effects.get(name)}
    effects |= {name: filled.text for name, filled in said.items()}
    gaps = tuple(dict.fromkeys(gap for filled in (body, *said.values()) for gap in filled.gaps))
    return Chosen(answer, body.text, gaps, effects, tuple(in_words(effects)))


def values_for(ticket: Ticket, *, by: User, until: str | None = None) -> dict[str, str]:
    """Return what the placeholders stand for in this ticket; what is unknown is empty."""
    due = datetime.fromisoformat(until) if until else ticket.waiting_until
    return {
        "requester_name": ticket.requester.addressed,
        "ticket_number": ticket_number(ticket.number),
        "organisation": ticket.organisation.short_name,
        "agent_name": by.name,
        "due": when(due) if due and timezone.localdate(due) == timezone.localdate(now()) else moment(due).split(",")[0],
        "version": ticket.product_version,
    }


def effects_of(effects: dict[str, Any], ticket: Ticket, *, by: User) -> dict[str, Any]:
    """Return the changes as the composer's fields: «waiting_days» becomes a moment, «me» a take."""
    wanted = {name: value for name, value in effects.items() if value not in ("", None, False)}
    days = wanted.pop("waiting_days", None)
    if days:
        day = timezone.localtime(now()).date() + timedelta(days=int(days))
        wanted["waiting_until"] = timezone.make_aware(datetime.combine(day, MORNING)).isoformat()
    if wanted.get("take") and ticket.assignee_id == by.pk:
        del wanted["take"]
    if wanted.get("take"):
        wanted["take"] = "1"
    return wanted


def in_words(effects: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the changes as lines to read before anything is sent: what becomes what."""
    lines: list[tuple[str, Any]] = [
        (label, dict(choices).get(effects[name], str(effects[name])))
        for name, label, choices in (
            ("status", _("Status"), TicketStatus.choices),
            ("waiting_for", _("Waits for"), TicketWaitingFor.choices),
            ("waiting_whom", _("Whom exactly"), ()),
            ("kind", _("Kind"), TicketKind.choices),
            ("impact", _("Whom it affects"), TicketImpact.choices),
            ("urgency", _("How urgent"), TicketUrgency.choices),
            ("cause", _("Cause"), ()),
            ("remedy", _("Remedy"), ()),
        )
        if effects.get(name)
    ]
    if effects.get("waiting_until"):
        lines.append((_("Until"), moment(datetime.fromisoformat(effects["waiting_until"]))))
    if effects.get("waiting_days"):
        lines.append((_("Until"), _("so many days from now: %(days)s") % {"days": effects["waiting_days"]}))
    if effects.get("topic"):
        topic = Topic.objects.filter(code=effects["topic"]).first()
        lines.append((_("Topic"), topic.name if topic else effects["topic"]))
    if effects.get("team"):
        team = Team.objects.filter(code=effects["team"]).first()
        lines.append((_("Team"), team.name if team else effects["team"]))
    if effects.get("take"):
        lines.append((_("Owner"), _("you")))
    return lines


def _with_parents(ticket: Ticket | None) -> list[int]:
    topic = ticket.topic if ticket is not None else None
    ids = []
    while topic is not None:
        ids.append(topic.pk)
        topic = topic.parent
    return ids
