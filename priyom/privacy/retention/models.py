"""The terms as rows, and the acts of destruction: who, what, how much, when, on what ground. Never a value."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models import User
from priyom.privacy.subjects.models import SubjectRequest


class RetentionTerm(models.Model):
    """How many days things of one kind are kept; without a number, for good."""

    stock = models.CharField(max_length=20, unique=True)
    days = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    # --- how far the sweep is: things in the order of their age ---
    done_until = models.DateTimeField(null=True)
    done_key = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.stock}: {self.days}"


class DestructionAct(models.Model):
    """What was destroyed on one day on one ground: by its term, or on a person's request."""

    class Ground(models.TextChoices):
        TERM = "term", _("the time for which they are kept is over")
        REQUEST = "request", _("the person has asked for it")

    ground = models.CharField(max_length=8, choices=Ground.choices)
    stock = models.CharField(max_length=20)
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)  # things: tickets, files, rows
    parts = models.JSONField(default=dict)  # of a request: stock → in how many things
    kinds = models.JSONField(default=dict)  # kind of personal data → in how many places it stood, masked
    days = models.PositiveIntegerField(null=True)  # the term
    older_than = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # who destroyed, or who set the term
    request = models.ForeignKey(SubjectRequest, null=True, on_delete=models.PROTECT, related_name="acts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stock", "day", "request", "by"], nulls_distinct=False, name="one_act_a_day_and_ground"
            )
        ]
        indexes = [models.Index(fields=["-last_at", "-id"], name="destruction_last")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.stock} {self.day:%Y-%m-%d}"
