"""What can be wrong with a mailbox: codes for the table, sentences for people."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Trouble(Exception):
    """The mailbox cannot be read now; ``code`` is one of ``SENTENCES``."""

    def __init__(self, code: str, *, folders: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.folders = folders  # those that are there, when the one that was asked for is not


SENTENCES: dict[str, Any] = {
    "no_host": gettext_lazy("There is no server of this name. Check the server's name."),
    "no_connection": gettext_lazy("The server does not take the connection. Check server, port and firewall."),
    "too_slow": gettext_lazy("The server did not answer in time."),
    "no_tls": gettext_lazy("There is no such encryption at this port. Usual are 993 for TLS and 143 for STARTTLS."),
    "not_trusted": gettext_lazy(
        "The server's certificate is not trusted. Give the certificate of the authority that issued it."
    ),
    "wrong_name": gettext_lazy("The server's certificate was issued for another name. Check the server's name."),
    "expired": gettext_lazy("The server's certificate has expired."),
    "bad_certificate": gettext_lazy("What was given as the authority's certificate is no certificate in PEM form."),
    "wrong_password": gettext_lazy("The server does not accept login and password."),
    "needs_encryption": gettext_lazy("The server takes a password over an encrypted connection only."),
    "no_folder": gettext_lazy("There is no such folder in the mailbox."),
    "no_target": gettext_lazy("There is no folder to move letters to."),
    "broken": gettext_lazy("The connection broke off."),
    "not_understood": gettext_lazy("The server said something that is not IMAP. Check the port."),
    "seal_broken": gettext_lazy("The kept password cannot be read any more: the secret was changed. Enter it again."),
}


# Which field of the form is to be looked at; whatever else is wrong is the server's.
_FIELDS = {
    "no_tls": "port", "not_understood": "port", "needs_encryption": "security", "wrong_password": "password",
    "seal_broken": "password", "no_folder": "folder", "no_target": "move_to", "not_trusted": "certificate",
    "bad_certificate": "certificate",
}  # fmt: skip


def beside_fields(code: str) -> dict[str, list[str]]:
    """Return what is wrong as a form shows it: field → sentences."""
    return {_FIELDS.get(code, "host"): [sentence(code)]} if code else {}


def sentence(code: str, folders: tuple[str, ...] = ()) -> str:
    """Return what to tell people, with the folders that there are."""
    told = str(SENTENCES.get(code, code))
    there = _("There are: %(folders)s.") % {"folders": ", ".join(folders)}
    return f"{told} {there}" if folders else told
