"""What programs did: one row a call, and how fast each of them goes."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from priyom.people.models.access import ApiKey
from priyom.people.models.user import User


class ApiCall(models.Model):
    """One call with a key: which address in its general form, and how it ended. Never what was sent or answered."""

    # Without constraints: each would lock a row of keys and of people at every call.
    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="+")
    method = models.CharField(max_length=7)
    route = models.CharField(max_length=120)  # «/tickets/{number}/messages»
    status = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()
    request_id = models.CharField(max_length=32)  # the events of the same request carry it, too
    called_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="api_call_of_user"),
            models.Index(fields=["key", "-id"], name="api_call_of_key"),
            BrinIndex(fields=["called_at"], name="api_call_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


class ApiRate(models.Model):
    """When a key or an address will have used up nothing of its calls again. Not kept through a crash: nobody minds."""

    bucket = models.CharField(primary_key=True, max_length=80)
    full_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.bucket
