"""What an administrator typed about a mailbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import Form
from priyom.channels.models import Mailbox
from priyom.people.models import Region

LARGEST_PORT = 65535


class MailboxForm(Form):
    """Where the mailbox is and how to get in; the password is never shown again."""

    address = forms.EmailField(label=_("Address of the mailbox"), max_length=254)
    host = forms.CharField(label=_("IMAP server"), max_length=255)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=LARGEST_PORT)
    security = forms.ChoiceField(label=_("Encryption"), choices=Mailbox.Security.choices)
    login = forms.CharField(label=_("Login at the server"), max_length=254)
    password = forms.CharField(label=_("Password"), max_length=500, required=False, strip=False)
    folder = forms.CharField(label=_("Folder"), max_length=200)
    move_to = forms.CharField(label=_("Then move letters to the folder"), max_length=200, required=False)
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.filter(is_active=True), to_field_name="code", required=False
    )
    certificate = forms.CharField(label=_("Certificate of one's own authority"), max_length=20_000, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    @property
    def regions(self) -> list[tuple[str, str]]:
        """Return the regions as choices: code and name."""
        return [(each.code, each.name) for each in self.fields["region"].queryset]  # type: ignore[attr-defined]

    @property
    def ways(self) -> list[tuple[Any, Any]]:
        """Return the kinds of encryption as choices."""
        return list(Mailbox.Security.choices)
