"""The mailboxes that letters are fetched from, and how far each has been read."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from priyom.people.models import Region

SEALED_PASSWORD = "mailbox password"  # noqa: S105 - the purpose of the seal


class Mailbox(models.Model):
    """A folder on an IMAP server. What is read is remembered by UID, so that nobody's «read» mark loses a letter."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS from the beginning")
        STARTTLS = "starttls", "STARTTLS"
        NONE = "none", _("none, in a closed network only")

    address = models.EmailField(_("address"), max_length=254)
    host = models.CharField(_("IMAP server"), max_length=255)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    certificate = models.TextField(_("certificate of one's own authority, as PEM"), blank=True)
    login = models.CharField(_("login at the server"), max_length=254)
    sealed_password = models.BinaryField()
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    move_to = models.CharField(_("move what was read to the folder"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    # --- how far it has been read ---
    uid_validity = models.BigIntegerField(null=True)  # the server's generation of UIDs; null: never read
    last_uid = models.BigIntegerField(default=0)  # everything up to here has been stored
    fresh_from = models.BigIntegerField(default=0)  # what came before this UID was there before we were
    marked_uid = models.BigIntegerField(default=0)  # everything up to here has been marked as read, or moved
    # --- how it went ---
    due_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failure = models.CharField(max_length=30, blank=True)  # a code of ``mailboxes.words``
    fetched = models.BigIntegerField(default=0)  # letters, ever

    class Meta:
        ordering = ["address"]
        constraints = [models.UniqueConstraint(Lower("address"), Lower("folder"), name="one_mailbox_per_folder")]
        indexes = [models.Index(fields=["due_at"], name="mailbox_due", condition=Q(is_active=True))]

    def __str__(self) -> str:
        return self.address
