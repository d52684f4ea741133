"""Ways in: keys of programs, invitations, and links by mail. Only hashes of tokens are kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models.organisation import Organisation
from priyom.people.models.user import User
from priyom.people.roles import Role


class ApiKey(models.Model):
    """A program's key: acts as its user, within its scopes, until it expires or is revoked."""

    class Scope(models.TextChoices):
        TICKETS_READ = "tickets:read", _("read tickets")
        TICKETS_WRITE = "tickets:write", _("write tickets")
        PEOPLE_READ = "people:read", _("read people and organisations")
        PEOPLE_WRITE = "people:write", _("write people and organisations")
        INTAKE_READ = "intake:read", _("read the journal of letters")
        ADMIN = "admin", _("everything its user may")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Invitation(models.Model):
    """An invitation to join an organisation in a role; the link in the letter is good once, for a day.

    Without ``invited_by`` the person asked for it: the address belongs to the organisation's mail domain, and the
    membership waits for a local specialist.
    """

    email = models.EmailField(_("e-mail"))
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REQUESTER)
    seed = models.CharField(max_length=43, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "-id"], name="invitation_open",
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.email


class AccountLink(models.Model):
    """A link by mail that proves who reads the address: a page first, then a POST; once, until it expires."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("signs in")
        PASSWORD = "password", _("sets a new password")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.SIGN_IN)
    seed = models.CharField(max_length=43, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    next_path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.user_id}"
