"""What people are told: in the product, by letter, and what they asked not to be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from priyom.base.models import Event
from priyom.people.models import User


class Notification(models.Model):
    """One fact told to one person, exactly once: the bell shows it until it is read."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="notifications")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    ticket_id = models.BigIntegerField(null=True)
    region_id = models.IntegerField(null=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="told_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_of_user"),
            models.Index(fields=["user", "ticket_id"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind}"


class Letter(models.Model):
    """A letter that has to leave: written in the transaction of the fact, tried until it is gone or given up aloud."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")
        DROPPED = "dropped", _("not needed any more")

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, db_index=False, related_name="letters")
    address = models.EmailField()
    template = models.CharField(max_length=40)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    ticket_id = models.BigIntegerField(null=True)
    region_id = models.IntegerField(null=True)
    message_id = models.CharField(max_length=120, unique=True)  # fixed at birth: a receiver can drop a double
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=120, blank=True)  # the kind of failure; never the other side's words

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event"], condition=Q(event__isnull=False), name="one_letter_per_fact"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="letter_waiting", condition=Q(state="waiting")),
            models.Index(fields=["user", "-sent_at"], name="letter_sent_to", condition=Q(state="sent")),
            models.Index(fields=["-id"], name="letter_given_up", condition=Q(state="given_up")),
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.template}"


class Preference(models.Model):
    """How a person wants to be told of a group of facts; without a row the group's default holds."""

    class Letters(models.TextChoices):
        NOW = "now", _("at once")
        DIGEST = "digest", _("once an hour, together")
        OFF = "off", _("no letters")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    group = models.CharField(max_length=30)
    in_app = models.BooleanField(default=True)
    letters = models.CharField(max_length=6, choices=Letters.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="one_preference_per_group")]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"
