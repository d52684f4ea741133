"""Who follows a ticket. The model names the ticket by label, because the ticket's own queries ask for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from priyom.people.models import User


class Watch(models.Model):
    """Somebody follows a ticket: asked to, joined as a colleague, was mentioned, or came with a merge."""

    class Reason(models.TextChoices):
        ADDED = "added", _("was called in")
        JOINED = "joined", _("has the same")
        MENTIONED = "mentioned", _("was mentioned")
        MERGED = "merged", _("asked the same")

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, db_index=False, related_name="watches")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.ADDED)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "user"], condition=Q(ended_at__isnull=True), name="one_watch_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.ticket}"
