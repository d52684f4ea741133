"""The decisions about the guard as rows. What no row names is hidden: a kind that is new tomorrow, too."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models import Organisation, User


class GuardDecision(models.Model):
    """Which kinds stay readable: for everybody (no organisation), or instead of that for one and all below it."""

    organisation = models.OneToOneField(
        Organisation, null=True, on_delete=models.CASCADE, related_name="guard_decision"
    )
    readable = ArrayField(models.CharField(max_length=12), default=list)
    # An author may call a number nobody's data although its check digit is right. Asked of the row for everybody only.
    releases_checked = models.BooleanField(default=False)
    # Recordings keep their sound. Nobody listens to it: what is said aloud stays said.
    keeps_sound = models.BooleanField(default=False, db_default=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], nulls_distinct=False, name="one_decision_about_the_guard")
        ]

    def __str__(self) -> str:
        return str(self.organisation or _("everybody"))

    def says(self, readable: list[str], releases_checked: bool, keeps_sound: bool) -> bool:
        """Say whether the very same is decided already."""
        same = self.releases_checked == releases_checked and self.keeps_sound == keeps_sound
        return same and sorted(self.readable) == readable


class GuardEntry(models.Model):
    """One line of the lists: left readable, or a name of the place that must be known to be one."""

    class Kind(models.TextChoices):
        TELEPHONE = "telephone", _("telephone")
        MAILBOX = "mailbox", _("e-mail address or @domain")
        INSTITUTION = "institution", _("name of an institution")
        PERSON = "person", _("person whose name is public")
        SURNAME = "surname", _("local name")

    organisation = models.ForeignKey(
        Organisation, null=True, db_index=False, on_delete=models.CASCADE, related_name="guard_entries"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    written = models.CharField(max_length=120)
    key = models.CharField(max_length=120)  # as it is compared: digits, small letters
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key"], nulls_distinct=False, name="guard_entry_once"
            )
        ]

    def __str__(self) -> str:
        return self.written
