"""How far each stock has been read: a row a stock, so that an interrupted run goes on where it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RescreenMark(models.Model):
    """One stock: the last thing read, how many were read and changed, and which could not be read."""

    stock = models.CharField(max_length=40, primary_key=True)
    last = models.CharField(max_length=40, blank=True)  # the key of the last thing that is done
    seen = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unread = ArrayField(models.CharField(max_length=40), default=list)  # keys of what the guard could not read
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.stock}: {self.seen}"
