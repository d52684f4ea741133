"""What an administrator typed about a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import Form
from priyom.channels.webhooks.kinds import grouped, offered
from priyom.people.models import Organisation, Region, User


class WebhookForm(Form):
    """Where to, for whom, of what; the owner by login and the organisation by its code, as programs know them."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=500)
    owner = forms.CharField(label=_("Sees what this person sees (login)"), max_length=60)
    kinds = forms.MultipleChoiceField(
        label=_("It is told when somebody"),
        choices=lambda: list(offered().items()),
        error_messages={"required": _("Tick at least one event.")},
    )
    region = forms.ModelChoiceField(
        label=_("Only this region"),
        queryset=Region.objects.filter(is_active=True),
        to_field_name="code",
        required=False,
    )
    organisation = forms.CharField(label=_("Only this organisation and below (code)"), max_length=60, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def clean_owner(self) -> User:
        """Find the person whose eyes the webhook has."""
        found = User.objects.filter(login=self.cleaned_data["owner"].strip().lower(), is_system=False).first()
        if found is None:
            raise forms.ValidationError(_("There is no such account."))
        return found

    def clean_organisation(self) -> Organisation | None:
        """Find the organisation, if one was named."""
        code = self.cleaned_data["organisation"].strip()
        found = Organisation.objects.select_related("region").filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("No organisation has this code."))
        return found

    @property
    def regions(self) -> list[tuple[str, str]]:
        """Return the regions as choices: code and name."""
        return [(each.code, each.name) for each in self.fields["region"].queryset]  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the kinds as choices under their headings."""
        return grouped()
