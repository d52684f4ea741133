"""Whom programs' news goes to, and what became of each."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from priyom.base.models import Event
from priyom.people.models import Organisation, Region, User


class WebhookTarget(models.Model):
    """An address that is told of facts, as far as its owner sees; ``secret`` is sealed and signs every request."""

    name = models.CharField(_("what it is for"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    secret = models.BinaryField()
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name=_("sees what this person sees")
    )
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("what it is told of"))
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("only this region")
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("only this organisation and below"),
    )  # fmt: skip
    is_active = models.BooleanField(_("in use"), default=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)  # since the first delivery that was given up; a success clears it

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One fact on its way to one receiver. What was sent is not kept: it can be made again from the event."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        GIVEN_UP = "given_up", _("given up")
        DROPPED = "dropped", _("not needed any more")

    mark = models.UUIDField(default=uuid.uuid4, editable=False)  # by it the receiver drops doubles
    target = models.ForeignKey(WebhookTarget, on_delete=models.CASCADE, db_index=False, related_name="deliveries")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")  # none: a test
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    written_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    milliseconds = models.PositiveIntegerField(null=True)
    failure = models.CharField(max_length=20, blank=True)  # a word of ours, never the other side's

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "event"], condition=Q(event__isnull=False), name="hook_told_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="hook_delivery_waiting", condition=Q(state="waiting")),
            models.Index(fields=["target", "-id"], name="hook_delivery_of_target"),
            models.Index(fields=["written_at"], name="hook_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.target} · {self.kind}"
