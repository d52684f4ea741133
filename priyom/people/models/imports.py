"""Tables on their way into the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models.user import User


class Import(models.Model):
    """A table that somebody brought: looked at, corrected, and taken in whole or not at all.

    The table is sealed while it waits and gone when it is in; only the counts stay.
    """

    class Kind(models.TextChoices):
        REGIONS = "regions", _("regions")
        ORGANISATIONS = "organisations", _("organisations")
        PEOPLE = "people", _("people")
        DAYS = "days", _("days of calendars")

    class State(models.TextChoices):
        DRAFT = "draft", _("being looked at")
        QUEUED = "queued", _("on its way in")
        DONE = "done", _("in")
        FAILED = "failed", _("not taken in")

    kind = models.CharField(max_length=13, choices=Kind.choices)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    sealed = models.BinaryField(default=bytes)
    columns = models.JSONField(default=dict)  # field → number of the table's column
    leave_out_wrong = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="import_age")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
