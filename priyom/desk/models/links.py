"""How tickets and people hang together: links, merges, ratings. A state is a row with who and when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from priyom.desk.models.ticket import Ticket
from priyom.people.models import User


class TicketLink(models.Model):
    """A link from one ticket to another, read as «source is … of target»."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("part of")
        DUPLICATE = "duplicate", _("duplicate of")
        RELATED = "related", _("related to")
        CAUSED_BY = "caused_by", _("caused by")
        CHANGE = "change", _("led to the change request")
        SPLIT = "split", _("split off from")

    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.target}"


class Merge(models.Model):
    """One ticket became part of another. Messages stay where they were said, so undoing is exact."""

    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges_out")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges_in")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    before = models.JSONField()  # the source's columns as they were
    watch_ids = models.JSONField(default=list)  # watches that the merge added
    moved = models.JSONField(default=dict)  # reminders, and drafts with the place they came from
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at__isnull=True), name="merged_into_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Feedback(models.Model):
    """What the requester thought of the solution: one to five, in words if they like."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="feedback")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "by"], name="one_rating_per_person"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="rating_of_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.rating}"
