"""What can be used, and what each organisation really uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models.organisation import Organisation


class Product(models.Model):
    """A system that we support, such as the МИС itself, the laboratory system or the exchange gateway."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    vendor = models.CharField(_("who makes it"), max_length=120, blank=True)
    about = models.CharField(_("what it is for"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """A module of a product: polyclinic, pharmacy, laboratory …"""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="components")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="component_code_once")]

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """A product as it stands at an organisation: version, since when, with which modules."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="installations")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="installations")
    version = models.CharField(_("version"), max_length=40, blank=True)
    installed_at = models.DateTimeField(_("installed"), null=True, blank=True)
    components = models.ManyToManyField(Component, blank=True, verbose_name=_("modules"))
    note = models.CharField(_("what to know about it"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "product"], name="product_installed_once")]

    def __str__(self) -> str:
        return f"{self.product} {self.version}".strip()


class Integration(models.Model):
    """Another system that the organisation exchanges with, and through what."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="integrations")
    name = models.CharField(_("system"), max_length=120)
    details = models.CharField(_("through what"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Peculiarity(models.Model):
    """Something that is different here and that whoever answers must know."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="peculiarities")
    text = models.CharField(_("what is different here"), max_length=300)
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _("peculiarities")

    def __str__(self) -> str:
        return self.text
