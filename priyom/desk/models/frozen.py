"""What a contract said when a ticket was opened: kept once for all tickets that were opened under the same words."""

from django.db import models

from priyom.people.models import Contract


class FrozenTerms(models.Model):
    """The matrix of a contract as it stood. An edited contract makes another row for tomorrow's tickets.

    Without it a priority that changes in mid-flight would be measured by a matrix that nobody had promised.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32, unique=True)
    terms = models.JSONField()
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contract} · {self.frozen_at}"
