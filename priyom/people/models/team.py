"""Support lines and departments, and who works in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models.organisation import Region
from priyom.people.models.user import User


class Team(models.Model):
    """A support line (level 1, 2, 3) or another department that answers: methodology, integrations, development."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    genitive = models.CharField(_("name as in “specialists of …”"), max_length=80, blank=True)
    about = models.CharField(_("what it does"), max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(_("support line"), null=True, blank=True)
    regions = models.ManyToManyField(Region, blank=True, verbose_name=_("regions (none: all)"))
    members = models.ManyToManyField(User, through="TeamMembership", related_name="teams")
    exit_criteria = models.TextField(_("when it passes a ticket on, one sign a line"), blank=True)
    only_asked = models.BooleanField(_("sees only the tickets about which it is asked"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = [models.F("level").asc(nulls_last=True), "name"]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """A person's place in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="places")
    is_lead = models.BooleanField(_("leads the team"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="one_place_per_team")]

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"
