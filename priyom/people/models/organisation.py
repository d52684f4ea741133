"""Regions and the tree of organisations: vendor, regional operator, hospital, department."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from priyom.people.names import searchable


class Region(models.Model):
    """A subject of the federation that we support: one partition of everything, with its own time."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    timezone = models.CharField(_("time zone"), max_length=40, default="Europe/Moscow")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions that are asked of organisations."""

    def within(self, *roots: "Organisation") -> "OrganisationQuerySet":
        """Return the given organisations and everything below them."""
        below = models.Q(pk__in=[root.pk for root in roots])
        for root in roots:
            below |= models.Q(path__startswith=root.path)
        return self.filter(below)

    def active(self) -> "OrganisationQuerySet":
        """Leave out what was closed or merged away."""
        return self.filter(is_active=True)


class Organisation(models.Model):
    """A node of the tree. ``path`` holds the ids from the root to this node: ``12/45/103/``."""

    class Kind(models.TextChoices):
        VENDOR = "vendor", _("vendor")
        OPERATOR = "operator", _("regional operator")
        HOSPITAL = "hospital", _("medical organisation")
        DEPARTMENT = "department", _("department")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.HOSPITAL)
    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name=_("region"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("belongs to")
    )
    path = models.CharField(max_length=200, editable=False, default="")
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    oid = models.CharField(_("OID in the federal register"), max_length=64, blank=True)
    headcount = models.PositiveIntegerField(_("how many people work there"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    search = models.GeneratedField(
        expression=searchable("short_name", "name", "code", "oid"), output_field=models.TextField(), db_persist=True
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["short_name"]
        indexes = [
            models.Index(fields=["path"], name="organisation_path", opclasses=["varchar_pattern_ops"]),
            models.Index(Upper("short_name"), name="organisation_short"),
            models.Index(fields=["search", "id"], name="organisation_by_name"),
            GinIndex(fields=["search"], name="organisation_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, and keep ``path`` true for a new node; moving a node is ``move_organisation``'s work."""
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        if self.path != path:
            self.path = path
            super().save(update_fields=["path"])

    @property
    def timezone_name(self) -> str:
        """Return the IANA zone in which the organisation lives: its own, else the region's."""
        return self.timezone or self.region.timezone


class MailDomain(models.Model):
    """A mail domain whose people may ask to join the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mail_domains")
    domain = models.CharField(_("mail domain"), max_length=120, unique=True)

    def __str__(self) -> str:
        return self.domain
