"""Outside parties: whose support we write to, under which number, what was said, and which tickets wait for it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.desk.models.ticket import Ticket
from priyom.people.models import User


class ExternalParty(models.Model):
    """Somebody outside on whom tickets wait: support of the register, a certification centre, another vendor."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("what they answer for"), max_length=200, blank=True)
    contacts = models.TextField(_("how to write to them"), blank=True)
    answers_in_days = models.PositiveSmallIntegerField(_("days after which we remind them"), default=3)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ExternalRequest(models.Model):
    """One request to an outside party: their number, who of us keeps it, when we ask again. Many tickets may wait."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("outside request", "we wait")
        ANSWERED = "answered", pgettext_lazy("outside request", "answered")

    party = models.ForeignKey(ExternalParty, on_delete=models.PROTECT, related_name="requests")
    reference = models.CharField(_("their number"), max_length=60, blank=True)
    title = models.CharField(_("what it is about"), max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    follow_up_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["follow_up_at"],
                name="outside_to_follow_up",
                condition=Q(state="open", reminded_at__isnull=True, follow_up_at__isnull=False),
            ),
            models.Index(fields=["state", "-id"], name="outside_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["party", "reference"], condition=~Q(reference=""), name="their_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.reference or self.title}"


class ExternalEntry(models.Model):
    """What was written to them, what they wrote, or what we want to remember of it. Already masked."""

    class Kind(models.TextChoices):
        SENT = "sent", pgettext_lazy("outside entry", "we wrote")
        RECEIVED = "received", pgettext_lazy("outside entry", "they wrote")
        NOTE = "note", pgettext_lazy("outside entry", "note")

    request = models.ForeignKey(ExternalRequest, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    body = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    token = models.UUIDField(default=uuid.uuid4)  # of the form it came from: a second submit is the same entry

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "token"], name="outside_entry_once")]

    def __str__(self) -> str:
        return f"{self.request} · {self.kind}"


class ExternalWait(models.Model):
    """A ticket waits on a request; ``returned_revision`` is where the answer left it, so that it can be taken back."""

    request = models.ForeignKey(ExternalRequest, on_delete=models.CASCADE, related_name="waits")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="outside_waits")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    returned_revision = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="waits_on_one_request_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket} → {self.request}"
