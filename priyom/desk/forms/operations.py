"""What agents type into the pages behind the ticket's menu; the actions say what is right."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from priyom.base.clock import now
from priyom.base.forms import Form
from priyom.desk.models import CannedAnswer, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency, TicketWaitingFor, Visibility
from priyom.desk.page.choosing import number_in
from priyom.people.models import Organisation, Team

T = TypeVar("T")
MORNING = time(10, 0)


class Sentences(dict[str, list[str]]):
    """What is wrong, by field; a field with which nothing is wrong has no sentences."""

    def __missing__(self, name: str) -> list[str]:
        return []


class CheckedForm(Form):
    """A form that a page shows again as it was typed."""

    def attempt(self, act: Callable[[dict[str, Any]], Any]) -> Any:
        """Return what the action made of the checked values, or None when they were refused."""
        return self.result if self.submit(lambda **said: act(said)) else None

    def said(self, name: str) -> Any:
        """Return what stands in the field, as it was typed."""
        if not self.is_bound:
            return self.initial.get(name, "")
        return self.data.get(self.add_prefix(name), "")

    @property
    def labels(self) -> dict[str, str]:
        """Return what each field is called, for the list of what is wrong."""
        return {name: str(field.label or "") for name, field in self.fields.items()}

    @property
    def wrong(self) -> dict[str, list[str]]:
        """Return the sentences by field; those of the form as a whole under an empty name."""
        return Sentences(
            {"" if name == "__all__" else name: [str(text) for text in texts] for name, texts in self.errors.items()}
        )


class NumberField(forms.CharField):
    """A ticket's number, however it was typed or pasted."""

    def to_python(self, value: Any) -> Any:
        """Return the number; what is none is refused."""
        text = super().to_python(value)
        if not text:
            return None
        number = number_in(text)
        if number is None:
            raise forms.ValidationError(_("This is not a ticket's number."))
        return number


class MergeForm(CheckedForm):
    into = NumberField(label=_("Into which ticket"))
    note = forms.CharField(required=False, strip=True, max_length=5000)
    revision = forms.IntegerField(required=False)
    into_revision = forms.IntegerField(required=False)


class SenderForm(CheckedForm):
    requester = forms.CharField(required=False, max_length=60)
    organisation = forms.ModelChoiceField(queryset=Organisation.objects.active(), to_field_name="code", required=False)


class LinkForm(CheckedForm):
    to = NumberField(label=_("Which ticket"))
    kind = forms.CharField()


class WhoForm(CheckedForm):
    who = forms.CharField(max_length=60, error_messages={"required": _("Choose a person.")})


class ReminderForm(CheckedForm):
    """A moment by its name («tomorrow») or by the clock."""

    SOON = (
        ("2h", _("in 2 hours")), ("4h", _("in 4 hours")), ("tomorrow", _("tomorrow at 10:00")),
        ("monday", _("on Monday at 10:00")), ("week", _("in a week")), ("at", _("at a moment of my choice")),
    )  # fmt: skip
    when = forms.ChoiceField(choices=SOON)
    due_at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
    )
    note = forms.CharField(required=False, max_length=200)
    set_aside = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Turn the name of the moment into the moment, in the person's own time."""
        said = super().clean() or {}
        chosen = self.moments().get(said.get("when", ""), said.get("due_at"))
        if chosen is None and "due_at" not in self.errors:
            self.add_error("due_at", _("Say when."))
        return said | {"due_at": chosen}

    @staticmethod
    def moments() -> dict[str, datetime]:
        """Return the moments that have a name."""
        here = timezone.localtime(now())
        tomorrow, monday = here.date() + timedelta(days=1), here.date() + timedelta(days=7 - here.weekday())
        return {
            **{f"{hours}h": here + timedelta(hours=hours) for hours in (1, 2, 4)},
            "tomorrow": timezone.make_aware(datetime.combine(tomorrow, MORNING)),
            "monday": timezone.make_aware(datetime.combine(monday, MORNING)),
            "week": here + timedelta(days=7),
        }


class ChangeRequestForm(CheckedForm):
    verdict = forms.CharField()
    subject = forms.CharField(max_length=200, required=False)
    body = forms.CharField(required=False)
    answer = forms.CharField(required=False)
    solve = forms.BooleanField(required=False)
    cause = forms.CharField(required=False)
    remedy = forms.CharField(required=False)
    token = forms.UUIDField()
    revision = forms.IntegerField(required=False)


class ChangesForm(CheckedForm):
    """The closed list of what a bulk change or a macro may change."""

    topic = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *TicketKind.choices])
    impact = forms.ChoiceField(required=False, choices=[("", ""), *TicketImpact.choices])
    urgency = forms.ChoiceField(required=False, choices=[("", ""), *TicketUrgency.choices])
    team = forms.CharField(required=False, max_length=40)
    status = forms.CharField(required=False, max_length=10)  # type: ignore[assignment] # a field: Django takes it away
    waiting_for = forms.ChoiceField(required=False, choices=[("", ""), *TicketWaitingFor.choices])
    waiting_whom = forms.CharField(required=False, max_length=120)


class BulkForm(ChangesForm):
    assignee = forms.CharField(required=False, max_length=60)
    waiting_until = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    watch = forms.BooleanField(required=False)
    macro = forms.CharField(required=False, max_length=60)

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen, in the form in which a change is kept."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if said.get("waiting_until"):
            said["waiting_until"] = said["waiting_until"].isoformat()
        return said


class ReplyForm(ChangesForm):
    """A canned answer; with changes it is a macro."""

    title = forms.CharField(required=False, max_length=80)
    body = forms.CharField(required=False, max_length=20_000)
    visibility = forms.ChoiceField(choices=Visibility.choices)
    topics = forms.ModelMultipleChoiceField(queryset=Topic.objects.all(), required=False)
    for_team = forms.ModelChoiceField(queryset=Team.objects.filter(is_active=True), required=False)
    waiting_days = forms.IntegerField(required=False, min_value=1, max_value=365)
    cause = forms.CharField(required=False, max_length=5000)
    remedy = forms.CharField(required=False, max_length=5000)
    take = forms.BooleanField(required=False)
    EFFECTS = (
        "topic", "kind", "impact", "urgency", "team", "status", "waiting_for", "waiting_whom",
        "waiting_days", "cause",
        "remedy", "take",
    )  # fmt: skip

    @classmethod
    def showing(cls, answer: CannedAnswer) -> "ReplyForm":
        """Return the form as the answer stands."""
        return cls(
            initial={
                **answer.effects, "title": answer.title, "body": answer.body, "visibility": answer.visibility,
                "for_team": answer.team_id or "", "topics": [topic.pk for topic in answer.topics.all()],
            }
        )  # fmt: skip

    def effects(self) -> dict[str, Any]:
        """Return the changes that were chosen."""
        return {name: self.cleaned_data[name] for name in self.EFFECTS if self.cleaned_data.get(name)}


class ViewForm(CheckedForm):
    name = forms.CharField(required=False, max_length=60)
    team = forms.ModelChoiceField(queryset=Team.objects.filter(is_active=True), required=False)
    filters = forms.CharField(required=False, max_length=4000)
