"""What an administrator ticks and types about the guard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import Form
from priyom.people.models import Organisation
from priyom.privacy.decided.models import GuardEntry
from priyom.privacy.decided.words import NAMES


class KindsForm(Form):
    """The kinds that are hidden; what is not ticked stays readable."""

    hidden = forms.MultipleChoiceField(
        label=_("Hidden are"), required=False, choices=lambda: [(str(kind), name) for kind, name in NAMES.items()]
    )
    releases_checked = forms.BooleanField(
        label=_("Authors may call a number nobody's data although its check digit is right"), required=False
    )
    keeps_sound = forms.BooleanField(label=_("Recordings keep their sound"), required=False)


class EntryForm(Form):
    """One line for one of the lists."""

    kind = forms.ChoiceField(label=_("List"), choices=GuardEntry.Kind.choices)
    written = forms.CharField(label=_("What"), max_length=120, error_messages={"required": _("Write something.")})


class ExceptionForm(Form):
    """The organisation for which something is to hold otherwise; found by typing, so the page never lists them all."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.active(),
        error_messages={"required": _("Choose an organisation.")},
    )  # fmt: skip
