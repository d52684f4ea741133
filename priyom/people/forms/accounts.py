"""Forms of signing in, joining, the own profile and keys."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.forms import Form
from priyom.people.models import ApiKey, User


class NameForm(Form):
    """A login or an address: who asks for a letter."""

    name = forms.CharField(label=gettext_lazy("Login or e-mail"), max_length=254)
    next = forms.CharField(required=False, max_length=200)


class AddressForm(Form):
    email = forms.EmailField(label=gettext_lazy("Work e-mail"), max_length=254)


class NewPasswordForm(Form):
    password = forms.CharField(label=gettext_lazy("New password"), max_length=128, strip=False)


class NamesForm(Form):
    """Who one is; asked of somebody who joins."""

    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    middle_name = forms.CharField(label=gettext_lazy("Patronymic"), max_length=80, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    password = forms.CharField(label=gettext_lazy("Password"), max_length=128, strip=False, required=False)

    def __init__(self, *args: Any, needs_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = needs_password

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password


class ProfileForm(Form):
    """What one may say about oneself and how one likes the pages; roles and organisations are not here."""

    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    middle_name = forms.CharField(label=gettext_lazy("Patronymic"), max_length=80, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    timezone = forms.CharField(label=gettext_lazy("Time zone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("ru", gettext_lazy("Russian")), ("en", gettext_lazy("English"))]
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=User.Theme.choices, required=False)
    keys_enabled = forms.BooleanField(label=gettext_lazy("Keyboard shortcuts"), required=False)
    after_send = forms.ChoiceField(
        label=gettext_lazy("After sending an answer"),
        required=False,
        choices=[
            ("stay", gettext_lazy("stay")),
            ("next", gettext_lazy("next one")),
            ("back", gettext_lazy("back to the list")),
        ],
    )

    def clean_timezone(self) -> str:
        zone = self.cleaned_data["timezone"]
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone."))
        return zone


class InvitationForm(Form):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=60, required=False)
    organisation_code = forms.CharField(max_length=60, required=False)  # typed where there is no script
    role = forms.CharField(label=gettext_lazy("Role"), max_length=20)

    def clean_organisation_code(self) -> str:
        named = self.cleaned_data.get("organisation") or self.cleaned_data["organisation_code"]
        if not named:
            self.add_error("organisation", _("Choose an organisation."))
        self.cleaned_data["organisation"] = named
        return named


class KeyForm(Form):
    user = forms.CharField(label=gettext_lazy("Acts as (login)"), max_length=60)
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), choices=ApiKey.Scope.choices)
    days = forms.IntegerField(label=gettext_lazy("For how many days"), min_value=1, max_value=730, initial=365)
