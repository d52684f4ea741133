"""Forms of a person: what is said of them, their roles, and whom their work goes to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.people.forms import DirectoryForm, OrganisationField
from priyom.people.forms.organisations import own_or_inherited_zones
from priyom.people.models import Role, User
from priyom.people.permissions import grantable_roles

CLOSING = [("team", _("back to the teams")), ("colleague", _("to a colleague"))]


class PersonForm(DirectoryForm):
    login = forms.CharField(label=_("Login"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    middle_name = forms.CharField(label=_("Patronymic"), max_length=80, required=False)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=own_or_inherited_zones, required=False)
    organisation = OrganisationField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.REQUESTER)
    combos = {"organisation": "people:organisation_options"}

    def __init__(self, *given: Any, by: User, person: User | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.person = person
        if person:
            del self.fields["login"], self.fields["role"]
            if not by.may("people.manage"):
                del self.fields["email"], self.fields["organisation"]
        else:
            self.fields["role"].choices = roles_to_give(by)  # type: ignore[attr-defined]

    def clean_email(self) -> str | None:
        email = self.cleaned_data["email"].lower() or None
        others = User.objects.exclude(pk=self.person.pk if self.person else None)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody has this address already."))
        return email


class HandoverForm(DirectoryForm):
    way = forms.ChoiceField(label=_("Where the work goes"), choices=CLOSING, initial="team")
    to = forms.CharField(label=_("Colleague"), max_length=60, required=False)
    close = forms.BooleanField(label=_("Close the account"), required=False)
    combos = {"to": "people:colleague_options"}

    def __init__(self, *given: Any, by: User, **options: Any) -> None:
        super().__init__(*given, **options)
        if not by.may("people.manage"):
            del self.fields["close"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("way") == "colleague" and not given.get("to"):
            self.add_error("to", _("Choose the colleague."))
        if given.pop("way", "team") == "team":
            given["to"] = ""
        return given

    def shown(self, name: str) -> str:
        person = User.objects.filter(login=self[name].value() or "").first()
        return person.full_name if person else ""


def roles_to_give(user: User) -> list[tuple[str, str]]:
    """Return the roles that the person may give, as choices."""
    return [(value, str(label)) for value, label in Role.choices if value in grantable_roles(user)]
