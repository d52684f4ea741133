"""Forms of an organisation and of what belongs to it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import key_in
from priyom.people.forms import DirectoryForm, OrganisationField
from priyom.people.models import Component, Installation, MailDomain, Organisation, Product, Region
from priyom.people.zones import zone_choices

CODE = re.compile(r"[a-z0-9][a-z0-9._/-]{0,59}")
DOMAIN = re.compile(r"(?=.{4,120}$)([\w]([\w-]*[\w])?\.)+[^\W\d_]{2,}")


def own_or_inherited_zones() -> list[Any]:
    return [("", _("as in the region")), *zone_choices()]


class OrganisationForm(DirectoryForm):
    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("By it tables and programs know the organisation.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, initial=Organisation.Kind.HOSPITAL)
    name = forms.CharField(label=_("Full name"), max_length=300)
    short_name = forms.CharField(label=_("Short name"), max_length=80, help_text=_("As lists and tickets show it."))
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.filter(is_active=True), empty_label=_("choose one")
    )
    parent = OrganisationField(
        label=_("Belongs to"),
        required=False,
        help_text=_("A department: its hospital. A hospital: its regional operator."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=own_or_inherited_zones, required=False)
    oid = forms.CharField(label=_("OID in the federal register"), max_length=64, required=False)
    headcount = forms.IntegerField(
        label=_("How many people work there"), min_value=0, max_value=999_999, required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    combos = {"parent": "people:organisation_options"}
    wide = ("name", "address")

    def __init__(self, *given: Any, organisation: Organisation | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.organisation = organisation
        if organisation:
            del self.fields["region"], self.fields["parent"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).lower()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Up to 60 Latin letters, digits, dots, dashes and slashes."))
        others = Organisation.objects.exclude(pk=self.organisation.pk if self.organisation else None)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("Another organisation has this code."))
        return code


class PlaceForm(DirectoryForm):
    parent = OrganisationField(label=_("Belongs to"), required=False, empty_label=_("nothing: the top of the tree"))
    combos = {"parent": "people:organisation_options"}
    wide = ("parent",)


class RegionForm(DirectoryForm):
    region = forms.ModelChoiceField(
        label=_("New region"), queryset=Region.objects.filter(is_active=True), empty_label=_("choose one")
    )
    parent = OrganisationField(
        label=_("Belongs there to"), required=False, empty_label=_("nothing: the top of the tree")
    )
    combos = {"parent": "people:organisation_options"}


class MergeForm(DirectoryForm):
    into = OrganisationField(label=_("Lives on in"))
    combos = {"into": "people:organisation_options"}
    wide = ("into",)


class InstallationForm(DirectoryForm):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.filter(is_active=True), empty_label=_("choose one")
    )
    version = forms.CharField(label=_("Version"), max_length=40)
    installed_at = forms.DateTimeField(
        label=_("Installed"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    components = forms.ModelMultipleChoiceField(
        label=_("Modules"),
        queryset=Component.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=_("What to know about it"), max_length=200, required=False)
    wide = ("note",)

    def __init__(self, *given: Any, installation: Installation | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        if installation:
            del self.fields["product"]
            self.fields["components"].queryset = installation.product.components.all()  # type: ignore[attr-defined]
        else:
            self.fields["components"].queryset = Component.objects.select_related("product")  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[int]:
        """Return the ids of the modules that are ticked."""
        given = self["components"].value() or []
        keys = (key_in(getattr(each, "pk", each)) for each in given)
        return {key for key in keys if key is not None}

    @property
    def groups(self) -> list[tuple[Product, list[Component]]]:
        """Return the modules under the product to which each belongs."""
        groups: dict[Product, list[Component]] = {}
        for component in self.fields["components"].queryset.select_related("product").order_by("product__name", "name"):  # type: ignore[attr-defined]
            groups.setdefault(component.product, []).append(component)
        return list(groups.items())


class IntegrationForm(DirectoryForm):
    name = forms.CharField(label=_("System"), max_length=120)
    details = forms.CharField(label=_("Through what"), max_length=200, required=False)


class PeculiarityForm(DirectoryForm):
    text = forms.CharField(label=_("What is different here"), max_length=300)
    wide = ("text",)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DomainForm(DirectoryForm):
    domain = forms.CharField(
        label=_("Mail domain"), max_length=120, help_text=_("People with such addresses may ask to join.")
    )

    def clean_domain(self) -> str:
        domain = str(self.cleaned_data["domain"]).lower().removeprefix("@")
        if not DOMAIN.fullmatch(domain):
            raise forms.ValidationError(_("This is not a mail domain."))
        if MailDomain.objects.filter(domain=domain).exists():
            raise forms.ValidationError(_("This mail domain belongs to an organisation already."))
        return domain
