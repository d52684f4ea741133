"""What an agent types on a ticket's page: an answer, a note, and the small forms that change one fact each."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.desk.actions.answering import send_note, send_reply
from priyom.desk.actions.assignment import assign_ticket, release_ticket, take_ticket
from priyom.desk.actions.critical import confirm_critical, decline_critical
from priyom.desk.actions.effects import KNOWN
from priyom.desk.actions.external import wait_outside
from priyom.desk.actions.facts import describe_ticket, go_on, let_wait
from priyom.desk.actions.handover import hand_over, keeps_owner
from priyom.desk.actions.passing import pass_on
from priyom.desk.actions.priority import override_priority, take_override_back
from priyom.desk.actions.seen import Seen
from priyom.desk.actions.tickets import (
    close_ticket,
    prioritise_ticket,
    rename_ticket,
    reopen_ticket,
    resolve_ticket,
)
from priyom.desk.forms.acting import ActingForm
from priyom.desk.models import Breach, Handover, Message, Ticket, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketPriority, TicketUrgency, Visibility
from priyom.desk.page.due import dues_of
from priyom.desk.page.external import requests_offered
from priyom.desk.page.priority import Precedence, precedence_of
from priyom.desk.permissions import may_hand_over
from priyom.desk.rules.lifecycle import OPEN_STATUSES, Status, WaitingFor, is_open
from priyom.desk.rules.passing import way
from priyom.people.models import Team, User
from priyom.people.queries import team_ids_of

MOST_COLLEAGUES = 12
OF_A_SOLUTION = frozenset({"cause", "remedy", "late_cause"})
AFTER_SENDING = (
    ("stay", _("and stay")),
    ("next", _("and open the next")),
    ("back", _("and go back to the list")),
)


class ComposerForm(ActingForm):
    """An answer with its effects, or a note. The fields of the effects are those of ``actions.effects.KNOWN``."""

    body = forms.CharField(required=False, strip=True, max_length=100_000)
    visibility = forms.ChoiceField(choices=Visibility.choices)
    token = forms.UUIDField(required=False)
    then = forms.ChoiceField(required=False, choices=AFTER_SENDING)
    becomes = forms.CharField(required=False, max_length=10)  # a macro's own status goes before it
    macro = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in sorted(KNOWN):
            self.fields[name] = forms.CharField(required=False, max_length=20_000)

    def clean_token(self) -> uuid.UUID:
        return self.cleaned_data["token"] or uuid.uuid4()

    def effects(self) -> dict[str, str]:
        """Return what the answer changes besides saying something."""
        effects = {name: self.cleaned_data[name] for name in KNOWN if self.cleaned_data.get(name)}
        if self.cleaned_data["becomes"]:
            effects.setdefault("status", self.cleaned_data["becomes"])
        if effects.get("status") != Status.RESOLVED:
            effects = {name: value for name, value in effects.items() if name not in OF_A_SOLUTION}
        if effects.get("status") == Status.WAITING:
            effects.setdefault("waiting_for", str(WaitingFor.REQUESTER))
        return effects

    def send(self, number: int, *, by: User) -> Message | None:
        """Send the answer or write the note; None when it was refused."""
        given = self.cleaned_data
        if given["visibility"] == Visibility.INTERNAL:
            # Beside a note the fields of an answer are out of sight: only a macro, which has shown them, changes.
            effects = self.effects() if given["macro"] else {}
            return self.carry_out(
                send_note, number, by=by, body=given["body"], token=given["token"], effects=effects,
                macro=given["macro"],
            )  # fmt: skip
        return self.carry_out(
            send_reply, number, by=by, body=given["body"], effects=self.effects(), token=given["token"],
            revision=given["revision"], macro=given["macro"],
        )  # fmt: skip


class FactForm(ActingForm):
    """A small form on one fact of a ticket."""

    name = ""
    title: Any = ""

    def __init__(self, data: Any = None, *, ticket: Ticket, by: User) -> None:
        self.ticket, self.by = ticket, by
        super().__init__(data, initial=self.standing())

    @property
    def seen(self) -> Seen:
        """Return what the form has seen of the ticket; one refused for its own fields has seen nothing new."""
        given = None if self.outdated or not self.is_bound else self.cleaned_data.get("revision")
        return Seen.of(self.ticket) if given is None else given

    def standing(self) -> dict[str, Any]:
        """Return the fact as it stands."""
        return {}

    def act(self) -> Ticket | None:
        """Change the fact; None when it was refused."""
        raise NotImplementedError

    def change(self, act: Any, **facts: Any) -> Ticket | None:
        """Run the action on the ticket as it was seen; who does not say what they saw would overwrite the others."""
        if self.is_valid() and self.cleaned_data["revision"] is None:
            self.outdated = True
            self.add_error(None, _("The ticket has changed since you opened it. Look at what is new and repeat."))
            return None
        return self.carry_out(act, self.ticket.number, by=self.by, revision=self.cleaned_data["revision"], **facts)


class SubjectForm(FactForm):
    name, title = "subject", _("Subject")
    subject = forms.CharField(required=False, max_length=200)

    def standing(self) -> dict[str, Any]:
        return {"subject": self.ticket.subject}

    def act(self) -> Ticket | None:
        return self.change(rename_ticket, subject=self.cleaned_data["subject"])


class ClassificationForm(FactForm):
    name, title = "classification", _("Topic and kind")
    topic = forms.ModelChoiceField(Topic.objects.filter(is_active=True), to_field_name="code", required=False)
    kind = forms.ChoiceField(choices=TicketKind.choices)

    def standing(self) -> dict[str, Any]:
        return {"topic": self.ticket.topic.code if self.ticket.topic else "", "kind": self.ticket.kind}

    def topics(self) -> list[tuple[str, Any]]:
        """Return the topics as a select wants them: roots, and under each name its parts."""
        known = list(Topic.objects.filter(is_active=True).order_by("position", "code"))
        below: dict[int, list[Topic]] = {}
        for topic in known:
            if topic.parent_id:
                below.setdefault(topic.parent_id, []).append(topic)
        options: list[tuple[str, Any]] = []
        for root in (topic for topic in known if topic.parent_id is None):
            parts = [(part.code, part.name) for part in below.get(root.pk, ())]
            options.append((root.name, [(root.code, root.name), *parts]) if parts else (root.code, root.name))
        return options

    def act(self) -> Ticket | None:
        return self.change(describe_ticket, topic=self.cleaned_data["topic"], kind=self.cleaned_data["kind"])


class PriorityForm(FactForm):
    """A cell of the table that decides; or a priority against it, with a reason; or the rule again."""

    name, title = "priority", _("Priority")
    cell = forms.ChoiceField(
        required=False, choices=[(f"{i}:{u}", "") for i in TicketImpact.values for u in TicketUrgency.values]
    )
    by_hand = forms.BooleanField(required=False)
    priority = forms.TypedChoiceField(required=False, choices=TicketPriority.choices, coerce=int, empty_value=None)
    reason = forms.CharField(required=False, max_length=2000)
    by_rule = forms.BooleanField(required=False)

    @property
    def precedence(self) -> Precedence:
        """Return the table, and where the ticket stands in it."""
        return precedence_of(self.ticket)

    @property
    def levels(self) -> list[tuple[int, Any]]:
        """Return what may be set by hand."""
        return list(TicketPriority.choices)

    def act(self) -> Ticket | None:
        given = self.cleaned_data
        if given["by_rule"]:
            return self.change(take_override_back)
        if given["by_hand"]:
            return self.change(override_priority, priority=given["priority"], reason=given["reason"])
        impact, _colon, urgency = given["cell"].partition(":")
        return self.change(prioritise_ticket, impact=impact, urgency=urgency)


class CriticalForm(FactForm):
    """Whether it is a critical incident: yes calls everybody on duty, no lets it be."""

    name, title = "critical", _("Critical incident")
    say = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    reason = forms.CharField(required=False, max_length=2000)

    def act(self) -> Ticket | None:
        given = self.cleaned_data
        act = confirm_critical if given["say"] == "yes" else decline_critical
        return self.change(act, reason=given["reason"])


class OwnerForm(FactForm):
    """Whose ticket it is: mine, a colleague's, a team's, nobody's; or to whom its owner hands it over."""

    name, title = "owner", _("Owner")
    to = forms.CharField(required=False, max_length=60)
    team = forms.ModelChoiceField(Team.objects.filter(is_active=True), to_field_name="code", required=False)
    reason = forms.CharField(required=False, max_length=2000)
    why = forms.CharField(required=False, max_length=10)
    note = forms.CharField(required=False, max_length=5000)
    release = forms.BooleanField(required=False)

    @property
    def is_kept(self) -> bool:
        """Say whether the owner keeps it to the end, by its contract."""
        return keeps_owner(self.ticket)

    @property
    def may_hand_over(self) -> bool:
        """Say whether it is the person's to hand over."""
        return may_hand_over(self.by, self.ticket)

    @property
    def whys(self) -> list[tuple[str, Any]]:
        """Return the reasons for which an owner changes."""
        return list(Handover.Reason.choices)

    @property
    def criteria(self) -> list[str]:
        """Return when the ticket's line passes a ticket on, one sign each."""
        text = self.ticket.team.exit_criteria if self.ticket.team else ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def colleagues(self) -> list[User]:
        """Return who works in the ticket's team or in mine, with how much they have, the freest first."""
        teams = [self.ticket.team_id] if self.ticket.team_id else team_ids_of(self.by)
        people = User.objects.filter(places__team__in=teams, is_active=True).exclude(pk=self.by.pk).distinct()
        held = Count(
            "assigned",
            filter=Q(assigned__status__in=[str(status) for status in OPEN_STATUSES]),
            distinct=True,
        )
        return list(people.annotate(open_count=held).order_by("open_count", "last_name")[:MOST_COLLEAGUES])

    @property
    def teams(self) -> list[tuple[Any, list[tuple[str, Any]]]]:
        """Return the teams it may be passed to: up, back down, and those beside the lines."""
        groups: dict[str, list[tuple[str, Any]]] = {"up": [], "down": [], "across": []}
        here = self.ticket.team.level if self.ticket.team else None
        for team in Team.objects.filter(is_active=True).exclude(pk=self.ticket.team_id):
            said = f"{team.name} · {team.about}" if team.about else team.name
            groups[way(here, team.level)].append((team.code, said))
        titles = {"up": _("Up"), "down": _("Back down"), "across": _("To others")}
        return [(titles[name], teams) for name, teams in groups.items() if teams]

    def act(self) -> Ticket | None:
        given = self.cleaned_data
        if self.is_kept:
            to = User.objects.filter(login=given["to"].lower(), is_active=True).first()
            return self.change(hand_over, to=to, reason=given["why"], note=given["note"])
        if given["release"]:
            return self.change(release_ticket)
        if given["team"]:
            return self.change(pass_on, team=given["team"], reason=given["reason"])
        if given["to"] == self.by.login and self.ticket.assignee_id is None:
            return self.carry_out(take_ticket, self.ticket.number, by=self.by, revision=given["revision"])
        colleague = User.objects.filter(login=given["to"].lower(), is_active=True).first()
        if colleague is None:
            self.add_error("to", _("Choose a colleague or a team."))
            return None
        return self.change(assign_ticket, to=colleague)


class StatusForm(FactForm):
    """Where the ticket stands: in progress, waiting for somebody, solved, closed."""

    name, title = "status", _("Status")
    move = forms.ChoiceField(choices=())
    whom = forms.CharField(required=False, max_length=120)
    until = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"])
    outside = forms.CharField(required=False, max_length=60)  # an open request to wait on, or whom a new one is to
    reference = forms.CharField(required=False, max_length=200)
    cause = forms.CharField(required=False, max_length=20_000)
    remedy = forms.CharField(required=False, max_length=20_000)
    late_cause = forms.ChoiceField(required=False, choices=Breach.Cause.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = self.moves()  # type: ignore[attr-defined]

    def standing(self) -> dict[str, Any]:
        ticket = self.ticket
        waits = ticket.status == Status.WAITING
        return {
            "move": f"waiting:{ticket.waiting_for}" if waits else ticket.status, "whom": ticket.waiting_whom,
            "until": ticket.waiting_until, "cause": ticket.cause, "remedy": ticket.remedy,
        }  # fmt: skip

    @property
    def until_said(self) -> str:
        """Return the moment as a browser's field wants it."""
        said = self.said("until")
        return f"{timezone.localtime(said):%Y-%m-%dT%H:%M}" if isinstance(said, datetime) else str(said or "")

    @property
    def requests(self) -> list[tuple[Any, list[tuple[str, Any]]]]:
        """Return on what outside requests it may wait: those that are open, and a new one to each party."""
        return requests_offered()

    @property
    def late_causes(self) -> list[tuple[str, str]]:
        """Return the causes to choose from, if a promise was broken and nobody has said why."""
        return dues_of(self.ticket, in_words=False).causes_asked

    def moves(self) -> list[tuple[str, Any]]:
        """Return where the ticket may go from where it stands."""
        if not is_open(self.ticket.status):
            closing = [("closed", pgettext_lazy("move", "closed"))] if self.ticket.status == Status.RESOLVED else []
            return [("open", _("open again")), *closing]
        waits = [
            ("waiting:requester", _("wait for the requester")), ("waiting:consult", _("wait for a colleague's advice")),
            ("waiting:external", _("wait for an outside party")), ("waiting:release", _("wait for a release")),
            ("waiting:date", _("wait for an agreed date")),
        ]  # fmt: skip
        thanks = [("closed", pgettext_lazy("move", "closed"))] if self.ticket.kind == TicketKind.GRATITUDE else []
        return [
            ("open", pgettext_lazy("move", "in progress")),
            *waits,
            ("resolved", pgettext_lazy("move", "solved")),
            *thanks,
        ]

    def act(self) -> Ticket | None:
        given = self.cleaned_data
        move, _colon, waiting_for = given["move"].partition(":")
        if waiting_for:
            return self._wait(waiting_for)
        if move == Status.RESOLVED:
            return self.change(
                resolve_ticket, cause=given["cause"], remedy=given["remedy"], late_cause=given["late_cause"]
            )
        if move == Status.CLOSED:
            return self.carry_out(close_ticket, self.ticket.number, by=self.by, late_cause=given["late_cause"])
        if not is_open(self.ticket.status):
            return self.carry_out(reopen_ticket, self.ticket.number, by=self.by)
        if self.ticket.status == Status.NEW:
            return self.change(take_ticket) if self.ticket.assignee_id is None else self.ticket
        return self.change(go_on)

    def _wait(self, waiting_for: str) -> Ticket | None:
        given = self.cleaned_data
        if waiting_for == WaitingFor.EXTERNAL and given["outside"]:
            return self.change(
                wait_outside, on=given["outside"], reference=given["reference"], follow_up_at=given["until"]
            )
        return self.change(let_wait, waiting_for=waiting_for, whom=given["whom"], until=given["until"])


FACTS: dict[str, type[FactForm]] = {
    form.name: form for form in (SubjectForm, ClassificationForm, PriorityForm, CriticalForm, OwnerForm, StatusForm)
}
