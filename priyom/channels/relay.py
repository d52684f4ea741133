"""The way out: letters as they leave, written in few steps, and Django's SMTP backend with a return path for each."""

import base64
import secrets
import smtplib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import BadHeaderError, sanitize_address

MOST_IN_LINE = 78
WORD_OCTETS = 45  # of a text in one encoded word: sixty characters of base64, and what stands around them


class Line:
    """The value of a header that is ready for the wire. The library would look at it letter by letter again."""

    def __init__(self, *parts: str) -> None:
        self._parts = parts

    def encode(self, *, linesep: str = "\n", **_options: Any) -> str:
        """Return it as the library's own headers do, a part in each line."""
        return f"{linesep} ".join(self._parts)


class Departing(EmailMultiAlternatives):
    """A letter as it leaves. ``return_path`` is MAIL FROM: «» is the null path, to which nobody reports anything."""

    def __init__(self, *args: Any, return_path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.return_path = return_path

    def message(self, **options: Any) -> Any:
        """Return the letter. Its subject begins on the header's first line: Django's first word is too long for it."""
        subject, self.subject = str(self.subject), ""
        try:
            made = super().message(**options)
        finally:
            self.subject = subject
        if {"\n", "\r"} & set(subject):
            raise BadHeaderError(f"a subject has one line: {subject!r}")
        made.replace_header("Subject", subject if subject.isascii() else Line(*_encoded(subject)))
        for name, value in made.items():
            if isinstance(value, str) and name not in _READ_AGAIN and _is_ready(name, value):
                made.replace_header(name, Line(value))
        # By chance alone it stands in no text of ours; the library would compile a pattern and search for it each time.
        made.set_boundary(f"=_{secrets.token_hex(16)}")
        return made


_READ_AGAIN = frozenset({"Content-Type", "Content-Transfer-Encoding"})  # by the library itself, while it writes


def _is_ready(name: str, value: str) -> bool:
    return value.isascii() and value.isprintable() and len(name) + len(": ") + len(value) <= MOST_IN_LINE


def _encoded(text: str) -> Iterator[str]:
    """Return a subject in encoded words (RFC 2047), each of whole letters and short enough for a line of its own."""
    word, room = b"", WORD_OCTETS - len("Subject: ")
    for letter in text:
        octets = letter.encode(errors="replace")
        if len(word) + len(octets) > room:
            yield _encoded_word(word)
            word, room = b"", WORD_OCTETS
        word += octets
    yield _encoded_word(word)


def _encoded_word(octets: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(octets).decode()}?="


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
