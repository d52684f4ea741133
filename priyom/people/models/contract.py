"""What was promised to whom: contracts, their matrix of targets, their signs of a critical incident, their ladder."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.people.models.calendar import WorkCalendar
from priyom.people.models.catalog import Product
from priyom.people.models.organisation import Organisation, Region
from priyom.people.models.team import Team


class SupportModel(models.TextChoices):
    """Who keeps a ticket: one person to the end, or line after line."""

    OWNER = "owner", _("owner: one person keeps it to the end and consults others")
    LINES = "lines", _("lines: first, second, third")


class ContractQuerySet(models.QuerySet["Contract"]):
    """Questions that are asked of contracts."""

    def real(self) -> Self:
        """Leave out the templates that are only there to be copied."""
        return self.filter(is_template=False)

    def in_force(self, day: date) -> Self:
        """Return the contracts that promise something on that day."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.real().filter(begun, Q(ends_on=None) | Q(ends_on__gte=day), is_active=True)


class Contract(models.Model):
    """An agreement on support: for whom, for what, how, and in what time.

    Where several fit a ticket the smallest ``position`` decides; the order is edited by hand and shown on the ticket.
    """

    number = models.CharField(_("number of the contract"), max_length=60)
    title = models.CharField(_("what it is called here"), max_length=120)
    customer = models.CharField(_("customer"), max_length=200, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    support_model = models.CharField(
        _("support model"), max_length=6, choices=SupportModel.choices, default=SupportModel.LINES
    )
    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("calendar")
    )
    duty_calendar = models.ForeignKey(
        WorkCalendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("hours of duty"),
    )  # fmt: skip
    products = models.ManyToManyField(
        Product, blank=True, related_name="contracts", verbose_name=_("products (none: all)")
    )
    goal_percent = models.DecimalField(
        _("share that must be in time, per cent"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    tells_by_itself = models.BooleanField(_("the promised update may be sent by itself"), default=False)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_template = models.BooleanField(_("a template to copy"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ContractParty(models.Model):
    """Who is served by a contract: a whole region, or an organisation with everything below it."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="parties")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="contract_parties")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="contract_parties")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(region=None, organisation__isnull=False) | Q(region__isnull=False, organisation=None),
                name="party_is_region_or_organisation",
            ),
            models.UniqueConstraint(fields=["contract", "region"], name="contract_region_once"),
            models.UniqueConstraint(fields=["contract", "organisation"], name="contract_organisation_once"),
        ]

    def __str__(self) -> str:
        return str(self.region or self.organisation)


class ServiceLevel(models.Model):
    """A row of the contract's matrix: which tickets it is about, in the order of ``position``; the first that fits.

    Kind, priority and topic are codes of the room above; empty means any. A topic stands for its subtopics, too.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveIntegerField(_("order"), default=0)
    name = models.CharField(_("name, such as “K2 high”"), max_length=80)
    kind = models.CharField(_("kind of ticket (none: any)"), max_length=16, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority (none: any)"), null=True, blank=True)
    topic = models.CharField(_("topic (none: any)"), max_length=60, blank=True)
    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("product (none: any)"),
    )
    calendar = models.ForeignKey(
        WorkCalendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("calendar (none: the contract's)"),
    )  # fmt: skip
    clause = models.CharField(_("clause of the contract"), max_length=60, blank=True)
    customer_words = models.CharField(_("in the customer's own words"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Promise(models.TextChoices):
    """What is promised by a time. Each is a clock of its own on the ticket."""

    RESPONSE = "response", pgettext_lazy("promise", "first response")
    UPDATE = "update", pgettext_lazy("promise", "next update")
    WORKAROUND = "workaround", pgettext_lazy("promise", "workaround")
    RESOLUTION = "resolution", pgettext_lazy("promise", "resolution")
    CONSULT = "consult", pgettext_lazy("promise", "a colleague's advice")


class TargetUnit(models.TextChoices):
    """In what a promise is counted."""

    WORKING_MINUTES = "work_min", pgettext_lazy("unit", "working time")
    CALENDAR_MINUTES = "cal_min", pgettext_lazy("unit", "time round the clock")
    WORKING_DAYS = "work_day", pgettext_lazy("unit", "working days")
    CALENDAR_DAYS = "cal_day", pgettext_lazy("unit", "calendar days")
    AGREED = "agreed", pgettext_lazy("unit", "on an agreed date")


class Target(models.Model):
    """One promise of a row: how much of what, and what stops its clock.

    ``amount`` is minutes or days by ``unit``, and nothing for an agreed date.
    """

    level = models.ForeignKey(ServiceLevel, on_delete=models.CASCADE, related_name="targets")
    promise = models.CharField(_("what is promised"), max_length=12, choices=Promise.choices)
    unit = models.CharField(_("counted in"), max_length=8, choices=TargetUnit.choices)
    amount = models.PositiveIntegerField(_("how much"), default=0)
    end_of_day = models.BooleanField(_("until the end of that day"), default=False)
    stops_for_requester = models.BooleanField(_("stops while the requester is asked"), default=True)
    stops_for_external = models.BooleanField(_("stops while an outside party works"), default=False)
    stops_for_release = models.BooleanField(_("stops until a release"), default=False)
    clause = models.CharField(_("clause, if another than the row's"), max_length=60, blank=True)

    class Meta:
        ordering = ["level", "id"]
        constraints = [
            models.UniqueConstraint(fields=["level", "promise"], name="promise_once_per_level"),
            models.CheckConstraint(condition=Q(unit="agreed") | Q(amount__gt=0), name="target_has_an_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.level} · {self.promise}"


class CriticalSign(models.Model):
    """A closed list, in the customer's words, of what is a critical incident: «nobody can sign in»."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="signs")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(_("in the customer's words"), max_length=200)
    phrases = models.TextField(_("how people write it, one a line"), blank=True)
    topics = models.CharField(_("topics by code, with commas (none: any)"), max_length=200, blank=True)
    clause = models.CharField(_("clause of the contract"), max_length=60, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Rung(models.Model):
    """A step of the ladder outside the vendor: colleagues → local specialist → regional operator → vendor."""

    class Kind(models.TextChoices):
        COLLEAGUES = "colleague", pgettext_lazy("rung", "colleagues")
        LOCAL = "local", pgettext_lazy("rung", "local specialist")
        OPERATOR = "operator", pgettext_lazy("rung", "regional operator")
        VENDOR = "vendor", pgettext_lazy("rung", "vendor")

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="rungs")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("who"), max_length=10, choices=Kind.choices)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(_("working minutes it has (none: no clock)"), null=True, blank=True)
    skipped_when_critical = models.BooleanField(_("skipped when critical"), default=True)
    skipped_by_doctors = models.BooleanField(_("doctors may write past it"), default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["contract", "kind"], name="rung_once_per_contract")]

    def __str__(self) -> str:
        return f"{self.contract} · {self.kind}"
