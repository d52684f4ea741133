"""What is typed when a colleague's advice is asked for, given, accepted or returned."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.desk.forms.operations import CheckedForm, ReminderForm
from priyom.people.models import Team, User

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]


class AskForm(CheckedForm):
    """A question to a department or a colleague. ``usual`` leaves the time to the contract, or to the habit."""

    SOON = (
        ("usual", ""), ("1h", _("in an hour")), ("2h", _("in 2 hours")), ("tomorrow", _("tomorrow at 10:00")),
        ("at", _("at a moment of my choice")),
    )  # fmt: skip
    team = forms.ModelChoiceField(Team.objects.filter(is_active=True), to_field_name="code", required=False)
    person = forms.CharField(required=False, max_length=60)
    body = forms.CharField(required=False, strip=True, max_length=100_000)
    when = forms.ChoiceField(choices=SOON, required=False)
    needed_by = forms.DateTimeField(required=False, input_formats=MOMENTS)
    waits = forms.BooleanField(required=False)
    token = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """Turn a login into a colleague and the name of the moment into the moment, in the person's own time."""
        said = super().clean() or {}
        login = (said.get("person") or "").strip().lower().removeprefix("@")
        person = User.objects.filter(login=login, is_active=True).first() if login else None
        if login and person is None:
            self.add_error("whom", _("Choose a department or a colleague."))
        return said | {"person": person, "needed_by": self._moment(said)}

    def _moment(self, said: dict[str, Any]) -> datetime | None:
        when = said.get("when") or "usual"
        if when == "at":
            if said.get("needed_by") is None and "needed_by" not in self.errors:
                self.add_error("needed_by", _("Say when."))
            return said.get("needed_by")
        return None if when == "usual" else ReminderForm.moments()[when]

    whom = forms.CharField(required=False)  # where it is said that nobody was chosen


class ThreadForm(CheckedForm):
    """Something said in a thread of advice: as the answer, as what is missing in it, or besides."""

    body = forms.CharField(required=False, strip=True, max_length=100_000)
    act = forms.ChoiceField(choices=[("say", ""), ("answer", ""), ("return", "")])
    needed_by = forms.DateTimeField(required=False, input_formats=MOMENTS)
    token = forms.UUIDField(required=False)


class VerdictForm(CheckedForm):
    """Could the line below have solved it; what was missing."""

    verdict = forms.CharField(required=False, max_length=10)
    missing = forms.CharField(required=False, max_length=2000)
