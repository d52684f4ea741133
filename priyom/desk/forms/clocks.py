"""What agents type about promises: the cause of a breach, a date that was agreed, another contract."""

from django import forms

from priyom.desk.forms.operations import CheckedForm
from priyom.desk.models import Breach
from priyom.people.models import Promise

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]


class BreachForm(CheckedForm):
    about = "cause"
    promise = forms.ChoiceField(choices=Promise.choices)
    cause = forms.CharField(required=False)
    note = forms.CharField(required=False, max_length=300)

    @staticmethod
    def causes() -> list[tuple[str, str]]:
        """Return the closed list."""
        return [(value, str(label)) for value, label in Breach.Cause.choices if value]


class AgreedDateForm(CheckedForm):
    about = "date"
    promise = forms.ChoiceField(choices=Promise.choices)
    due_at = forms.DateTimeField(required=False, input_formats=MOMENTS)
    reason = forms.CharField(required=False)
    agreed_with = forms.CharField(required=False)
    seen = forms.IntegerField(required=False)


class ContractForm(CheckedForm):
    about = "contract"
    contract_id = forms.IntegerField()
