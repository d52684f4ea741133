"""Forms of a contract. Two people may have one open at once: whoever saves last is told, and loses nothing typed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from priyom.base.clock import now
from priyom.base.errors import WrongState
from priyom.base.forms import key_in
from priyom.base.meanwhile import MeanwhileForm
from priyom.people.forms import DirectoryForm
from priyom.people.models import Contract, Organisation, Product, Region, SupportModel, WorkCalendar
from priyom.people.ticket_words import ticket_words
from priyom.people.zones import zone_words

MOST_CODES = 2_000
YEARS = range(2000, 2100)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SharedForm(MeanwhileForm, DirectoryForm):
    """A form of a contract: a late save keeps what others changed; where it cannot, it answers 409."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflict = False

    def __init__(self, *given: Any, contract: Contract | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.contract = contract

    def submit(self, action: Callable[..., Any], *args: Any, **facts: Any) -> bool:
        """Check and act; a refusal because somebody was faster stands above the form."""
        try:
            return super().submit(action, *args, **facts)
        except WrongState as late:
            self.conflict = True
            self.add_error(None, str(late.message))
            return False

    def keep(self, name: str, *keys: int | None) -> None:
        """Offer rows that are chosen already among the choices of a field, in use or not."""
        field: Any = self.fields.get(name)
        if field is not None:
            offered = field.queryset.model.objects
            field.queryset = offered.filter(
                Q(pk__in=field.queryset.values("pk")) | Q(pk__in=[key for key in keys if key])
            )

    @property
    def status(self) -> int:
        """Return 409 when somebody was faster, otherwise as any form."""
        return 409 if self.conflict else super().status

    @property
    def revision_shown(self) -> int | None:
        """Return the revision that the next save is compared with: after a conflict, that of today."""
        if self.contract is None:
            return None
        if self.is_bound and not self.conflict:
            return key_in(self.data.get("revision"))
        return Contract.objects.values_list("revision", flat=True).get(pk=self.contract.pk)


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Organisations found by typing; the page never lists them all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.active(), **options)


class ContractForm(SharedForm):
    title = forms.CharField(
        label=_("What it is called here"),
        max_length=120,
        help_text=_("As the ticket shows it: short and unlike others."),
    )
    number = forms.CharField(label=_("Number of the contract"), max_length=60)
    customer = forms.CharField(label=_("Customer"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("In force from"), required=False, widget=day_input())
    ends_on = forms.DateField(
        label=_("In force until"), required=False, widget=day_input(),
        help_text=_("The last day, the customer's own. Tickets opened later fall under the next contract, or none."),
    )  # fmt: skip
    support_model = forms.ChoiceField(label=_("Support model"), choices=SupportModel.choices)
    calendar = forms.ModelChoiceField(
        label=_("Calendar"), queryset=WorkCalendar.objects.filter(is_active=True), empty_label=_("choose one"),
        help_text=_("Working time is counted by it, unless a row names another."),
    )  # fmt: skip
    duty_calendar = forms.ModelChoiceField(
        label=_("Hours of duty"), queryset=WorkCalendar.objects.filter(is_active=True), required=False,
        empty_label=_("nobody is on duty"), help_text=_("When a critical incident calls people."),
    )  # fmt: skip
    goal_percent = forms.DecimalField(
        label=_("Goal, per cent in time"), min_value=1, max_value=100, max_digits=4, decimal_places=1, required=False,
        localize=True,
    )  # fmt: skip
    tells_by_itself = forms.BooleanField(
        label=_("The promised update may be sent by itself"), required=False,
        help_text=_("Otherwise it is prepared, and a person sends it by one key."),
    )  # fmt: skip
    regions = forms.ModelMultipleChoiceField(
        label=_("Whole regions"), queryset=Region.objects.filter(is_active=True), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    organisations = OrganisationsField(
        label=_("Organisations, each with everything below it"), required=False,
    )  # fmt: skip
    organisation_codes = forms.CharField(
        label=_("Organisations by their codes"), required=False,
        help_text=_("With commas. Added to those chosen."),
    )  # fmt: skip
    products = forms.ModelMultipleChoiceField(
        label=_("Products"), queryset=Product.objects.filter(is_active=True), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None: all of them."),
    )  # fmt: skip
    is_template = forms.BooleanField(
        label=_("A template to copy"), required=False, help_text=_("It has no parties and is never in force.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        del self.fields["is_template" if self.contract else "is_active"]
        if self.contract and self.contract.is_template:
            for name in ("starts_on", "ends_on", "regions", "organisations", "organisation_codes"):
                del self.fields[name]
        if self.contract:
            self._keep_what_is_chosen(self.contract)

    def _keep_what_is_chosen(self, contract: Contract) -> None:
        """Offer what went out of use, too, where it is chosen: a save must not drop it silently."""
        parties = list(contract.parties.values_list("region_id", "organisation_id"))
        self.keep("calendar", contract.calendar_id)
        self.keep("duty_calendar", contract.duty_calendar_id)
        self.keep("products", *contract.products.values_list("pk", flat=True))
        self.keep("regions", *(region for region, _organisation in parties))
        self.keep("organisations", *(organisation for _region, organisation in parties))

    def clean_organisation_codes(self) -> list[Organisation]:
        """Return the organisations that were named by code."""
        codes = [code.strip().lower() for code in self.cleaned_data["organisation_codes"].split(",") if code.strip()]
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(_("Too many codes at once."))
        found = {each.code: each for each in Organisation.objects.active().filter(code__in=codes)}
        missing = [code for code in codes if code not in found]
        if missing:
            said = ngettext(
                "There is no organisation with the code %(codes)s.",
                "There are no organisations with the codes %(codes)s.",
                len(missing),
            )
            raise forms.ValidationError(said % {"codes": ", ".join(missing[:5])})
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """Hand over parties as regions and organisations; a template has none."""
        given = super().clean() or self.cleaned_data
        by_code = given.pop("organisation_codes", [])
        chosen = {each.pk: each for each in [*given.get("organisations", ()), *by_code]}
        given |= {
            "organisations": list(chosen.values()),
            "regions": list(given.get("regions", ())),
            "products": list(given.get("products", ())),
        }
        if self.contract is None:
            given.pop("revision", None)
        if given.get("is_template") or (self.contract and self.contract.is_template):
            given |= {"organisations": [], "regions": []}
        return given

    @property
    def chosen_organisations(self) -> list[tuple[int, str]]:
        """Return the organisations that are chosen, with what tells them apart."""
        keys = [key_in(getattr(each, "pk", each)) for each in self["organisations"].value() or []]
        columns = Organisation.objects.filter(pk__in=[key for key in keys if key]).order_by("search")
        return [(pk, f"{name} · {code}") for pk, name, code in columns.values_list("pk", "short_name", "code")]


class EndForm(SharedForm):
    ends_on = forms.DateField(
        label=_("In force until"), widget=day_input(), help_text=_("The last day, the customer's own.")
    )


class PreviewForm(DirectoryForm):
    """The imagined ticket of a preview."""

    kind = forms.ChoiceField(label=_("Kind"))
    priority = forms.TypedChoiceField(label=_("Priority"), coerce=int)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    at = forms.DateTimeField(
        label=_("Registered"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    zone = forms.ChoiceField(label=_("The customer's time"))
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label=_("one that no row names")
    )

    def __init__(self, given: Any, *, zones: list[str], products: Sequence[int] = (), **options: Any) -> None:
        words = ticket_words()
        start = {
            "kind": next(iter(dict(words.kinds)), ""), "priority": next(iter(dict(words.priorities)), ""),
            "topic": "", "at": f"{next_opening(now(), zones[0]):%Y-%m-%dT%H:%M}", "zone": zones[0], "product": "",
        }  # fmt: skip
        known = {name: given[name] for name in start if given.get(name)}
        super().__init__(start | known, **options)
        choices: dict[str, list[Any]] = {
            "kind": list(words.kinds), "priority": list(words.priorities),
            "topic": [("", _("any other")), *words.topics], "zone": [(zone, zone_words(zone)) for zone in zones],
        }  # fmt: skip
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        self.fields["product"].queryset = Product.objects.filter(pk__in=products)  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        """Return the moment, within the years for which anybody keeps contracts."""
        at: datetime = self.cleaned_data["at"]
        if at.year not in YEARS:
            raise forms.ValidationError(_("Choose a day of this century."))
        return at

    @property
    def registered_at(self) -> datetime:
        """Return the moment in the customer's zone."""
        naive: datetime = self.cleaned_data["at"].replace(tzinfo=None)
        return naive.replace(tzinfo=ZoneInfo(self.cleaned_data["zone"]))


def next_opening(moment: datetime, zone: str) -> datetime:
    """Return the next Friday at half past five: the ticket that everybody asks about."""
    local = moment.astimezone(ZoneInfo(zone))
    friday = date.fromordinal(local.toordinal() + (4 - local.weekday()) % 7)
    return datetime.combine(friday, datetime.min.time()).replace(hour=17, minute=30)
