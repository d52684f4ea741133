"""The ladder outside the vendor: who had the ticket on its way up, how long, and with what finding it went on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from priyom.desk.models.conversation import Message
from priyom.desk.models.ticket import Ticket
from priyom.people.models import Organisation, Rung, User


class RungStep(models.Model):
    """One stand of a ticket on one rung: when it arrived, when and how it left, and what was found there.

    A rung on which it never stood has a row, too, with the cause. On the last one, the vendor's, it stands till solved.
    """

    class Outcome(models.TextChoices):
        SOLVED = "solved", pgettext_lazy("rung", "solved here")
        RETURNED = "returned", pgettext_lazy("rung", "returned with advice")
        PASSED = "passed", pgettext_lazy("rung", "passed on")
        SKIPPED = "skipped", pgettext_lazy("rung", "skipped")

    class Cause(models.TextChoices):
        """Why a rung was not stood on, or was left by somebody else's hand."""

        CRITICAL = "critical", pgettext_lazy("rung skipped", "it looks critical")
        DOCTORS = "doctors", pgettext_lazy("rung skipped", "the contract lets doctors write past it")
        NOBODY = "nobody", pgettext_lazy("rung skipped", "there is nobody")
        OWN = "own", pgettext_lazy("rung skipped", "who asks stands here or above")
        TAKEN = "taken", pgettext_lazy("rung skipped", "taken up from above")

    class Scope(models.TextChoices):
        ONE = "one", pgettext_lazy("how many", "one person")
        SOME = "some", pgettext_lazy("how many", "several people")
        HOSPITAL = "hospital", pgettext_lazy("how many", "the whole hospital")
        REGION = "region", pgettext_lazy("how many", "several hospitals")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="rung_steps")
    region_id = models.IntegerField()
    kind = models.CharField(max_length=10, choices=Rung.Kind.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    who = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # by the rung's own clock
    reminded_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    cause = models.CharField(max_length=8, choices=Cause.choices, blank=True)
    # The finding: three guided answers.
    scope = models.CharField(max_length=8, choices=Scope.choices, blank=True)
    since = models.CharField(max_length=200, blank=True)
    tried = models.CharField(max_length=1000, blank=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )  # the advice with which it was returned

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(left_at=None), name="ticket_stands_on_one_rung"),
            models.CheckConstraint(
                condition=Q(left_at=None, outcome="") | Q(left_at__isnull=False) & ~Q(outcome=""),
                name="rung_is_left_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("arrived_at")), name="rung_is_left_after_arriving"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="rungs_of_ticket"),
            models.Index(
                fields=["due_at"],
                name="rung_overdue",
                condition=Q(left_at=None, reminded_at=None, due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.kind}"
