"""Files that came in, and whether they may be seen."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.base.models import StoredFile
from priyom.privacy.accepted import is_program
from priyom.privacy.decided.models import GuardDecision, GuardEntry

__all__ = ["GuardDecision", "GuardEntry", "Preview", "ScreenedFile"]


class ScreenedFile(models.Model):
    """A file behind the guard's door: visible only when screened. Its id is random, so no link can be guessed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being checked")
        SCREENED = "screened", _("checked")
        REFUSED = "refused", _("not accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    region_id = models.IntegerField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_program(self) -> bool:
        """Say whether opening it would run something: letters bring such files, and people must be warned."""
        return is_program(self.name, self.content_type)


class Preview(models.Model):
    """Our own picture of one page of a file; without a picture it is the memory that drawing failed."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="previews")
    page = models.PositiveSmallIntegerField()
    pages = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "page"], name="page_drawn_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.page}"
