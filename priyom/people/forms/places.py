"""Forms of regions, teams and products."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.people.forms import DirectoryForm
from priyom.people.models import Product, Region, Team, User
from priyom.people.zones import zone_choices

LEVELS = [("", _("another department")), ("1", _("line 1")), ("2", _("line 2")), ("3", _("line 3"))]
MODULE = re.compile(r"\s*([a-z0-9][a-z0-9_-]{0,39})\s+(\S.{0,119})")


class RegionForm(DirectoryForm):
    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Latin letters, digits and dashes. Stays as it is.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, initial="Europe/Moscow")
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *given: Any, region: Region | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.region = region
        del self.fields["code" if region else "is_active"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if Region.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another region has this code."))
        return str(code)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Region.objects.exclude(pk=self.region.pk if self.region else None)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Another region has this name."))
        return str(name)


class TeamForm(DirectoryForm):
    wide = ("about", "exit_criteria")
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Latin letters, digits and dashes. Stays as it is.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    about = forms.CharField(label=_("What it does"), max_length=200, required=False)
    level = forms.TypedChoiceField(
        label=_("Support line"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    exit_criteria = forms.CharField(
        label=_("When it passes a ticket on"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One sign a line. Whoever passes a ticket on sees them."),
    )  # fmt: skip
    only_asked = forms.BooleanField(
        label=_("Sees only the tickets about which it is asked"), required=False,
        help_text=_("For departments that give advice and do not work in the queue."),
    )  # fmt: skip
    regions = forms.ModelMultipleChoiceField(
        label=_("Regions"), queryset=Region.objects.filter(is_active=True), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None: the team answers for all regions."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *given: Any, team: Team | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        del self.fields["code" if team else "is_active"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if Team.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another team has this code."))
        return str(code)


class ColleagueForm(DirectoryForm):
    login = forms.CharField(label=_("Colleague"), max_length=60)
    combos = {"login": "people:colleague_options"}

    def shown(self, name: str) -> str:
        person = User.objects.filter(login=self[name].value() or "").first()
        return person.full_name if person else ""


class ProductForm(DirectoryForm):
    wide = ("about",)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Latin letters, digits and dashes. Stays as it is.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    vendor = forms.CharField(label=_("Who makes it"), max_length=120, required=False)
    about = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    modules = forms.CharField(
        label=_("Modules"), required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One in a line: a code in Latin letters, a blank, the name. A module in use stays."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *given: Any, product: Product | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        del self.fields["code" if product else "is_active"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if Product.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another product has this code."))
        return str(code)

    def clean_modules(self) -> list[tuple[str, str]]:
        modules = []
        for line in self.cleaned_data["modules"].splitlines():
            if not line.strip():
                continue
            found = MODULE.fullmatch(line)
            if found is None:
                raise forms.ValidationError(
                    _("“%(line)s”: write a code, a blank and the name."), params={"line": line[:60]}
                )
            modules.append((found[1], found[2].strip()))
        return modules
