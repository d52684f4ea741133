"""The tables that every room stands on: events, stored files and remembered API answers."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Event(models.Model):
    """A fact. Rows never change: a database trigger sees to it."""

    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    region_id = models.IntegerField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    happened_at = models.DateTimeField()
    request_id = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["actor", "-id"], name="event_actor", condition=models.Q(actor__isnull=False)),
            models.Index(fields=["kind", "-id"], name="event_kind"),
            BrinIndex(fields=["happened_at"], name="event_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"


class StoredFile(models.Model):
    """Bytes kept once under their SHA-256; whoever needs them points here."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class IdempotencyRecord(models.Model):
    """What an API key's POST with an Idempotency-Key came to. Holds no bodies; kept seven days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_mac = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    number = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


class Heartbeat(models.Model):
    """When a background process was last alive; `/ready` and `priyom doctor` look here."""

    name = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Takeover(models.Model):
    """How often a job was taken over from a worker that died with it; deleted with the job, in the hourly upkeep."""

    job_id = models.BigIntegerField(primary_key=True)
    times = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job_id} x{self.times}"


class DueReaction(models.Model):
    """A reaction that has still to run after a fact; the row goes in the transaction in which it ran."""

    event_id = models.BigIntegerField()  # facts are never deleted: a foreign key would only cost every fact a look
    name = models.CharField(max_length=120)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)  # when somebody last took it up

    def __str__(self) -> str:
        return f"{self.name} {self.event_id}"


class Stamp(models.Model):
    """As of when a seldom changed set of rows stands: a new value with every change, moved by the tables' triggers."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.UUIDField()

    def __str__(self) -> str:
        return self.name
