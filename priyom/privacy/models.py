"""Files that came in, and whether they may be seen."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.base.clock import now
from priyom.base.models import StoredFile
from priyom.privacy.accepted import is_program
from priyom.privacy.boxes.models import BoxPermission, MaskedPicture, PictureBox
from priyom.privacy.decided.models import GuardDecision, GuardEntry
from priyom.privacy.found.models import FileLook, Screening
from priyom.privacy.rescreening.models import RescreenMark
from priyom.privacy.retention.models import DestructionAct, RetentionTerm
from priyom.privacy.sentences import how_far, sentence_of
from priyom.privacy.subjects.models import SubjectRequest

__all__ = [
    "BoxPermission", "DestructionAct", "FileLook", "GuardDecision", "GuardEntry", "MaskedPicture", "PictureBox",
    "Preview", "RescreenMark", "RetentionTerm", "ScreenedFile", "Screening", "SubjectRequest", "TicketPeople",
]  # fmt: skip


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
    # --- what became of it in quarantine ---
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    reason = models.CharField(max_length=40, blank=True, default="", db_default="")  # a code of privacy/sentences.py
    hidden = models.PositiveIntegerField(default=0, db_default=0)  # places where something was masked
    settled_at = models.DateTimeField(null=True)
    # --- while it is looked at: only of what takes long ---
    percent = models.PositiveSmallIntegerField(null=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="file_in_quarantine", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        """Return the sentence that says why a refused file is not shown and what to send instead."""
        return sentence_of(self.reason)

    @property
    def how_far(self) -> str:
        """Return how far the guard has come with it and how long it may still take; empty of what is soon done."""
        if self.state != self.State.WAITING or self.percent is None or self.ready_at is None:
            return ""
        return how_far(self.percent, (self.ready_at - now()).total_seconds())

    @property
    def asked_again_in(self) -> int:
        """Return after how many seconds an open form asks again: the longer it takes, the less often."""
        return min(20, max(2, int((now() - self.received_at).total_seconds()) // 4))

    @property
    def has_boxes(self) -> bool:
        """Say whether it is a picture on whose boxes its author has a say; ``masked_picture`` is read for it."""
        return hasattr(self, "masked_picture")

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


class TicketPeople(models.Model):
    """Who is who in one ticket: numbers under keyed digests, so that one person has one label and no name is kept.

    PRIVACY: the key is sealed with a secret that lies outside the database, and goes when the ticket is closed:
    from then on nobody can tell even by trial whose digest it was.
    """

    ticket_id = models.BigIntegerField(primary_key=True)  # the room of tickets lies above this one
    sealed_key = models.BinaryField(null=True)
    numbers = models.JSONField(default=dict)
    patients = models.JSONField(default=list)
    highest = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.highest}"
