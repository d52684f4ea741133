"""How a ticket goes from hand to hand: between lines with a reason, between owners by a handover, and who solved it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from priyom.desk.models.ticket import Ticket
from priyom.people.models import Team, User


class Passing(models.Model):
    """One team passed the ticket to another: who had it there, since when, why, and what the solver thinks of it."""

    class Way(models.TextChoices):
        UP = "up", pgettext_lazy("passing", "up")
        DOWN = "down", pgettext_lazy("passing", "back down")
        ACROSS = "across", pgettext_lazy("passing", "across")

    class Verdict(models.TextChoices):
        YES = "yes", pgettext_lazy("could they have solved it", "yes")
        NO = "no", pgettext_lazy("could they have solved it", "no")
        MISSING = "missing", pgettext_lazy("could they have solved it", "yes, had they had what was missing")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="passings")
    region_id = models.IntegerField()
    from_team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices)
    holder = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()  # from when the team that passed it on had it
    at = models.DateTimeField()
    verdict = models.CharField(max_length=7, choices=Verdict.choices, blank=True)
    missing = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["ticket", "id"], name="passing_of_ticket"),
            models.Index(fields=["at"], name="passing_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None) | ~Q(verdict="") & Q(judged_at__isnull=False),
                name="passing_judged_when_said",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.from_team} → {self.to_team}"

    @property
    def held(self) -> timedelta:
        """Return how long the team had it before it passed it on."""
        return self.at - self.since


class Solving(models.Model):
    """The ticket was solved: by whom, and as whose work it counts. Solved again, only the last is ``current``."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="solvings")
    region_id = models.IntegerField()
    organisation_id = models.BigIntegerField()  # a plain key, as the region: figures ask by it
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)  # of the team, as it was
    by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="solving_at", condition=Q(current=True))]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(current=True), name="solved_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.by}"


class Handover(models.Model):
    """An owner gave the ticket to another on purpose: why, and with which words."""

    class Reason(models.TextChoices):
        LEAVE = "leave", pgettext_lazy("handover", "leave")
        SHIFT = "shift", pgettext_lazy("handover", "end of the shift")
        DISMISSAL = "dismissal", pgettext_lazy("handover", "leaves the company")
        OTHER = "other", pgettext_lazy("handover", "something else")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="handovers")
    region_id = models.IntegerField()
    from_user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.from_user} → {self.to_user}"
