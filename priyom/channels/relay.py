"""The way out: Django's SMTP backend, and a return path of its own for each letter."""

import secrets
import smtplib
from email.header import Header
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address


class Departing(EmailMultiAlternatives):
    """A letter as it leaves. ``return_path`` is MAIL FROM: «» is the null path, to which nobody reports anything."""

    def __init__(self, *args: Any, return_path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.return_path = return_path

    def message(self, **options: Any) -> Any:
        """Return the letter. Its subject begins on the header's first line: Django's first word is too long for it."""
        made = super().message(**options)
        if not self.subject.isascii():
            made.replace_header("Subject", Header(str(self.subject), settings.DEFAULT_CHARSET, header_name="Subject"))
        # By chance alone it stands in no text of ours; the library would compile a pattern and search for it each time.
        made.set_boundary(f"=_{secrets.token_hex(16)}")
        return made


class RelayBackend(EmailBackend):
    """Hands letters to the relay; a failure is raised, never swallowed."""

    _takes_only_our_address = False

    def _send(self, email_message: Any) -> bool:
        if not isinstance(email_message, Departing):
            return bool(super()._send(email_message))
        recipients = [sanitize_address(one, settings.DEFAULT_CHARSET) for one in email_message.recipients()]
        octets = email_message.message().as_bytes(linesep="\r\n")
        plain = settings.PRIYOM.support_mailbox
        path = plain if self._takes_only_our_address else email_message.return_path
        line: Any = self.connection
        try:
            line.sendmail(path, recipients, octets)
        except smtplib.SMTPSenderRefused:
            # Many relays take letters of the account's own address only. A loop is then prevented by the headers and
            # by the counting of answers.
            if path == plain:
                raise
            line.sendmail(plain, recipients, octets)
            self._takes_only_our_address = True
        return True
