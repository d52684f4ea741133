"""What is said in a ticket, what is attached to it, and what is being written."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from priyom.desk.models.choices import Channel, Visibility
from priyom.desk.models.consult import Consult
from priyom.desk.models.ticket import Ticket
from priyom.people.models import User
from priyom.privacy.models import ScreenedFile


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions that are asked of messages."""

    def said(self) -> "MessageQuerySet":
        """Return what has been sent: neither waiting for its ten seconds nor taken back."""
        return self.filter(state=Message.State.SENT)

    def shown_to(self, reader: object) -> "MessageQuerySet":
        """Return what is shown to a reader: what was said, what is being checked, and their own before it is sent."""
        own = Q(state__in=(Message.State.PENDING, Message.State.SEALED), author_id=reader)
        being_checked = Q(state=Message.State.SEALED, send_after=None)  # no answer: of these only their authors know
        return self.filter(Q(state=Message.State.SENT) | being_checked | own)

    def due(self, moment: object) -> "MessageQuerySet":
        """Return what waits to be sent and whose time has come."""
        return self.filter(state=Message.State.PENDING, send_after__lte=moment)


class Message(models.Model):
    """Something said: to the requester (public) or among colleagues (internal). The text is already masked."""

    class State(models.TextChoices):
        PENDING = "pending", _("is being sent")
        SENT = "sent", _("sent")
        TAKEN_BACK = "taken_back", _("taken back")
        SEALED = "sealed", _("is being checked")  # accepted, and its words lie sealed until the guard has seen them

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="messages")
    region_id = models.IntegerField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    by_staff = models.BooleanField(default=False)  # said from our side of the desk
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    send_after = models.DateTimeField(null=True)
    effects = models.JSONField(default=dict)  # what happens to the ticket when it is sent: {"status": "waiting", …}
    sent_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    token = models.UUIDField(default=uuid.uuid4)  # of the form it came from: a second submit is the same message
    consult = models.ForeignKey(
        Consult, null=True, on_delete=models.CASCADE, db_index=False, related_name="messages"
    )  # said in its thread, and always internal

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_of_ticket"),
            models.Index(fields=["send_after"], name="message_pending", condition=Q(state="pending")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="message_sent_once"),
            models.CheckConstraint(condition=Q(consult=None) | Q(visibility="internal"), name="advice_is_never_public"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.author}"

    @property
    def is_being_checked(self) -> bool:
        """Say whether its words are not there yet."""
        return self.state == Message.State.SEALED

    def is_shown_to(self, reader: User) -> bool:
        """Say the same of one message as ``shown_to`` of many."""
        is_open = self.state == Message.State.SENT or (self.is_being_checked and self.send_after is None)
        return is_open or self.author_id == reader.pk


class Attachment(models.Model):
    """A file with a message, or waiting for the message that is being written (``draft_token``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screened = models.ForeignKey(ScreenedFile, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="attachments")
    draft_token = models.UUIDField(null=True, db_index=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    region_id = models.IntegerField(null=True)

    def __str__(self) -> str:
        return self.screened.name


class Draft(models.Model):
    """What a person is writing: sealed, kept seven days, in no index and no log."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)  # "new", "reply:17", "note:17"
    token = models.UUIDField(default=uuid.uuid4)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="one_draft_per_place")]

    def __str__(self) -> str:
        return f"{self.user} · {self.place}"
