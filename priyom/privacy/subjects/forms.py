"""What a security officer types about a person's request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import Form
from priyom.privacy.models import SubjectRequest


class RequestForm(Form):
    """A request that came: what is asked, under which number, when."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=SubjectRequest.Kind.choices)
    reference = forms.CharField(
        label=_("Number of the letter"), max_length=80, error_messages={"required": _("Give the number.")}
    )
    received_on = forms.DateField(label=_("Came on"), error_messages={"required": _("Give the day.")})


class WordsForm(Form):
    """What is looked for; never kept."""

    words = forms.CharField(label=_("What to look for"), max_length=3_000, required=False)
    tickets = forms.CharField(label=_("Numbers of tickets about the person"), max_length=300, required=False)


class AnswerForm(Form):
    """What was answered."""

    answer = forms.CharField(
        label=_("What was answered"), max_length=500, error_messages={"required": _("Say what was answered.")}
    )
    refused = forms.BooleanField(label=_("It was refused, with reasons"), required=False)
