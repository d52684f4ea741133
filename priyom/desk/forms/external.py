"""What is typed about outside parties: a request, what passed in it, their answer, and the list of parties."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.desk.forms.consults import MOMENTS
from priyom.desk.forms.operations import CheckedForm
from priyom.desk.models import ExternalEntry, ExternalParty
from priyom.people.models import User

TEXT = 100_000


class RequestForm(CheckedForm):
    party = forms.ModelChoiceField(ExternalParty.objects.filter(is_active=True), to_field_name="code", required=False)
    title = forms.CharField(required=False, max_length=2000)
    reference = forms.CharField(required=False, max_length=200)
    follow_up_at = forms.DateTimeField(required=False, input_formats=MOMENTS)
    body = forms.CharField(required=False, max_length=TEXT)


class RequestFactsForm(CheckedForm):
    title = forms.CharField(required=False, max_length=2000)
    reference = forms.CharField(required=False, max_length=200)
    follow_up_at = forms.DateTimeField(required=False, input_formats=MOMENTS)
    kept_by = forms.CharField(required=False, max_length=60)
    revision = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        """Turn a login into a colleague."""
        said = super().clean() or {}
        login = (said.get("kept_by") or "").strip().lower()
        person = User.objects.filter(login=login, is_active=True).first() if login else None
        if login and person is None:
            self.add_error("kept_by", _("Choose a colleague."))
        return said | {"kept_by": person}


class EntryForm(CheckedForm):
    kind = forms.ChoiceField(choices=ExternalEntry.Kind.choices)
    body = forms.CharField(required=False, max_length=TEXT)
    token = forms.UUIDField(required=False)


class AnsweredForm(CheckedForm):
    """Their answer, with the tickets that the preview showed."""

    body = forms.CharField(required=False, max_length=TEXT)
    seen = forms.CharField(required=False, max_length=20_000)
    token = forms.UUIDField(required=False)

    def clean_seen(self) -> list[int] | None:
        given = self.cleaned_data["seen"]
        if given == "":
            return None
        return [int(part) for part in given.split(".") if part.isascii() and part.isdigit()]


class PartyForm(CheckedForm):
    code = forms.SlugField(required=False, max_length=40)
    name = forms.CharField(max_length=120)
    about = forms.CharField(required=False, max_length=200)
    contacts = forms.CharField(required=False, max_length=2000)
    answers_in_days = forms.IntegerField(min_value=1, max_value=90)
    is_active = forms.BooleanField(required=False)
