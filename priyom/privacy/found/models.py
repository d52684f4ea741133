"""What was screened and what was found in it, as a row in the transaction that keeps it. Never a value."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from priyom.people.models import Organisation, User


class Screening(models.Model):
    """One message, file or small text that the guard has read. Clean ones count, too: a share needs both."""

    at = models.DateTimeField()
    region_id = models.IntegerField(null=True)
    organisation = models.ForeignKey(
        Organisation, null=True, db_index=False, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey(User, null=True, db_index=False, on_delete=models.SET_NULL, related_name="+")
    by_staff = models.BooleanField(default=False)
    # Of a text that is no message: the kind of the fact it was kept with; a solution, a note, a name of a file.
    part = models.CharField(max_length=60, blank=True, default="", db_default="")
    channel = models.CharField(max_length=8)  # the way it came, as the room of tickets calls it; «file» for files
    ticket_id = models.BigIntegerField(null=True)  # tickets and messages live in a room above
    message_id = models.BigIntegerField(null=True)
    file_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8, default="screened")  # or refused: then the reason is a code
    reason = models.CharField(max_length=40, blank=True, default="")
    content_type = models.CharField(max_length=100, blank=True, default="")  # of a file
    kinds = ArrayField(models.CharField(max_length=12), default=list)  # each kind once
    hidden = models.PositiveIntegerField(default=0)  # places
    # [field, kind, start, end, percent] of texts; [page, kind, x, y, w, h, percent] of pictures and pages.
    places = models.JSONField(default=list)
    released = models.PositiveIntegerField(default=0)  # places of which somebody said that they are nobody's data

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="screening_at"),
            models.Index(fields=["author", "at"], name="screening_of_author"),
            models.Index(fields=["ticket_id"], name="screening_of_ticket", condition=Q(hidden__gt=0)),
            models.Index(fields=["file_id"], name="screening_of_file", condition=Q(file_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d}: {self.hidden}"


class FileLook(models.Model):
    """Somebody looked at a file or took it; at most one row per person, file, way and ten minutes."""

    file_id = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="+")
    how = models.CharField(max_length=8)  # shown: as a picture on a page; taken: the file itself
    region_id = models.IntegerField(null=True)
    slot = models.BigIntegerField()  # the ten minutes: seconds since 1970 divided by 600
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file_id", "user", "how", "slot"], name="file_look_once_in_ten_minutes")
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="file_look_of_user"),
            models.Index(fields=["looked_at"], name="file_look_at"),  # for the term by which looks are kept
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.file_id}"
