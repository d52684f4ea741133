"""What is typed at the planning meeting; the actions say what is right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.meanwhile import MeanwhileForm
from priyom.desk.forms.operations import CheckedForm

NO_DAY = {"invalid": _("This is no day. Write it as 01.12.2026."), "required": _("Choose a day.")}
DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


class MeetingForm(CheckedForm):
    held_at = forms.DateTimeField(
        label=_("When"), input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
        error_messages={"invalid": _("This is no moment. Choose a day and a time."), "required": _("Choose a day.")},
    )  # fmt: skip


class AgendaForm(CheckedForm):
    note = forms.CharField(required=False, max_length=300)


class DecisionForm(CheckedForm):
    text = forms.CharField(required=False, max_length=2000)
    owner = forms.CharField(max_length=60, error_messages={"required": _("Choose a person.")})
    due_on = forms.DateField(input_formats=DAYS, error_messages=NO_DAY)


class RuleForm(MeanwhileForm, CheckedForm):
    together = (("limit", "is_active"),)
    limit = forms.IntegerField(error_messages={"invalid": _("Write a number."), "required": _("Write a number.")})
    is_active = forms.BooleanField(label=_("holds"), required=False)
