"""What was put before others by a person: a priority against the rule, and a critical incident that calls everybody."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from priyom.desk.models.choices import CriticalState, TicketPriority
from priyom.desk.models.clock import Clock
from priyom.desk.models.ticket import Ticket
from priyom.people.models import Contract, CriticalSign, Promise, User


class PriorityOverride(models.Model):
    """A priority that a person set against the rule, with the reason; taken back, it stays as a row.

    While it stands, ``Ticket.priority_override`` holds the same number, so that no page asks in vain.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="overrides")
    priority = models.PositiveSmallIntegerField(choices=TicketPriority.choices)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(taken_back_at=None), name="one_override_of_priority_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.priority}"


class CriticalCall(models.Model):
    """That a ticket is a critical incident: proposed by a sign of the contract, settled by a person.

    The sign is frozen as it read then. While the call stands and the ticket is open, it is pinned on every screen, and
    news are owed by ``update_due_at``.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="critical_calls")
    region_id = models.IntegerField()
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    sign = models.ForeignKey(CriticalSign, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    words = models.CharField(max_length=200, blank=True)  # the sign, in the customer's words
    phrase = models.CharField(max_length=200, blank=True)  # as which of its phrases it was found
    clause = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=9, choices=CriticalState.choices)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # of whoever called without a sign, or took the call back
    update_due_at = models.DateTimeField(null=True)  # when the requester is owed the next news
    reminded_at = models.DateTimeField(null=True)  # that the news are owed

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=["proposed", "confirmed"]), name="one_critical_call_stands"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None) | Q(decided_by__isnull=False) & ~Q(state="proposed"),
                name="critical_call_is_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["update_due_at"], name="critical_news_owed", condition=Q(state="confirmed", reminded_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.state}"

    @cached_property
    def news_by(self) -> datetime | None:
        """Return when the next news are owed: by the contract's own clock, where it promises updates and runs."""
        running = Clock.objects.filter(ticket_id=self.ticket_id, promise=Promise.UPDATE, ended_at=None)
        return running.values_list("due_at", flat=True).first() or self.update_due_at
