"""Tables that somebody has asked for, made when nobody waits."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models.user import User


def new_token() -> str:
    """Return the part of a file's name that nobody guesses."""
    return secrets.token_hex(16)


class Export(models.Model):
    """A list to take away: which one, narrowed how, in which form. The file lives for a day and is its asker's only."""

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook (XLSX)")
        CSV = "csv", _("table (CSV)")
        JSON = "json", _("data (JSON)")

    class State(models.TextChoices):
        QUEUED = "queued", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    kind = models.CharField(max_length=30)
    filters = models.JSONField(default=dict)
    format = models.CharField(max_length=4, choices=Format.choices)
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    token = models.CharField(max_length=32, default=new_token, editable=False)
    reach = models.CharField(max_length=64, blank=True)  # what the asker might see when it was made, as a digest
    rows = models.PositiveIntegerField(null=True)
    size = models.BigIntegerField(null=True)
    is_cut = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-id"], name="export_of_person")]

    def __str__(self) -> str:
        return f"{self.kind}.{self.format}"
