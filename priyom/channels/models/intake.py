"""The journal of letters that came: what was taken in, sealed, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.people.models import User

# The purposes of seal and digest; the receiver, which has no Django, writes the same (`receiver/vault.py`).
SEALED_LETTER, OCTETS_MAC = "incoming letter", "incoming octets"


class IncomingLetter(models.Model):
    """One delivery: its envelope as it was told to us, its octets under seal until they are filed, and the outcome.

    PRIVACY: the octets are unread quarantine. They go with the outcome; a held letter keeps them at most fourteen
    days, and people see its outline and its masked beginning only.
    """

    class Outcome(models.TextChoices):
        """What became of a letter; empty while nobody has looked at it yet."""

        TICKET = "ticket", pgettext_lazy("letter", "new ticket")
        APPEND = "append", pgettext_lazy("letter", "joined its ticket")
        HELD = "held", pgettext_lazy("letter", "held for a person")
        SUPPRESSED = "suppressed", pgettext_lazy("letter", "kept silent")
        DUPLICATE = "duplicate", pgettext_lazy("letter", "came before")
        BOUNCE = "bounce", pgettext_lazy("letter", "a letter of ours came back")
        REJECTED = "rejected", pgettext_lazy("letter", "rejected")

    class Way(models.TextChoices):
        SMTP = "smtp", "SMTP"
        LMTP = "lmtp", "LMTP"
        IMAP = "imap", "IMAP"

    # --- written by the receiver, in one insert, before anything is acknowledged ---
    way = models.CharField(max_length=4, choices=Way.choices)
    received_at = models.DateTimeField()
    peer = models.GenericIPAddressField(null=True)  # who handed it over: our relay, if it is a known one
    return_path = models.CharField(max_length=320, blank=True)  # MAIL FROM; empty for the null path
    recipients = ArrayField(models.CharField(max_length=320), default=list)  # RCPT TO, ours only
    mailbox_id = models.BigIntegerField(null=True)  # the IMAP mailbox it was fetched from
    size = models.PositiveIntegerField()
    octets_mac = models.CharField(max_length=64)  # keyed digest of the octets as they came
    sealed = models.BinaryField(null=True)

    # --- written when somebody tries to file it ---
    due_at = models.DateTimeField()  # not before
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)

    # --- written with the outcome ---
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="", db_default="")
    reason = models.CharField(max_length=40, blank=True, default="", db_default="")  # a code of channels/reasons.py
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # null: by itself
    message_id = models.CharField(max_length=300, blank=True, default="", db_default="")
    content_mac = models.CharField(max_length=64, blank=True, default="", db_default="")
    fingerprint = models.CharField(max_length=64, null=True, unique=True)  # Message-ID and content: taken once
    twin = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )  # came first
    sender = models.CharField(max_length=320, blank=True, default="", db_default="")
    kind = models.CharField(max_length=12, blank=True, default="", db_default="")
    may_answer = models.BooleanField(default=True, db_default=True)  # whether anything automatic may go back
    ticket_id = models.BigIntegerField(null=True)
    message_pk = models.BigIntegerField(null=True)
    region_id = models.IntegerField(null=True)
    subject = models.CharField(max_length=200, blank=True, default="", db_default="")  # masked
    # Of a held letter only, gone with the decision: its beginning, masked, and its parts as [depth, type, name, size].
    beginning = models.TextField(blank=True, default="", db_default="")
    outline = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    warned_at = models.DateTimeField(null=True)  # when administrators were last told that it waits

    class Meta:
        indexes = [
            models.Index(fields=["failures", "id"], name="incoming_to_file", condition=Q(outcome="")),
            models.Index(fields=["-id"], name="incoming_held", condition=Q(outcome="held")),
            models.Index(fields=["decided_at", "id"], name="incoming_decided"),
            models.Index(fields=["outcome", "-id"], name="incoming_outcome"),
            models.Index(fields=["sender", "-received_at"], name="incoming_of_sender"),
            models.Index(fields=["message_id"], name="incoming_message_id", condition=~Q(message_id="")),
            models.Index(fields=["ticket_id"], name="incoming_of_ticket", condition=Q(ticket_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", "held"]) | Q(sealed__isnull=True), name="filed_letter_is_unsealed"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["ticket", "append"]) | Q(ticket_id__isnull=False),
                name="filed_letter_has_ticket",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.pk} {self.outcome or _('waiting')}"


Outcome = IncomingLetter.Outcome
