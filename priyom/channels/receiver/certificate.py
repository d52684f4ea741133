"""The certificate with which the receiver encrypts (STARTTLS): read at the start, and again whenever its files change.

Certificates are renewed every few weeks by programs that know nothing of us: a conversation that begins afterwards has
the new one. When that cannot be used, the last good one stays, for an unencrypted letter is worse than an old name.
"""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

from priyom.base.config import Config
from priyom.base.wording import Refusal

log = logging.getLogger("channels.receiver")


class Certificate:
    """A certificate and its key in PEM files; the key may stand in the certificate's file."""

    def __init__(self, certificate: str, key: str) -> None:
        self._certificate, self._key = Path(certificate), Path(key or certificate)
        self._read_at = self._changed_at()
        self._context = self._read()

    @classmethod
    def of(cls, config: Config) -> Certificate | None:
        """Return what the settings name, None when they name none; refuse to begin with what cannot be used."""
        if not config.intake_certificate:
            return None
        try:
            return cls(config.intake_certificate, config.intake_key)
        except (OSError, ValueError) as fault:  # ssl.SSLError is an OSError
            raise Refusal("intake_certificate or intake_key cannot be used: {fault}", fault=str(fault)) from fault

    @property
    def context(self) -> ssl.SSLContext:
        """Return what a conversation that begins now encrypts with."""
        changed_at = self._changed_at()
        if changed_at != self._read_at:
            self._read_at = changed_at
            try:
                self._context = self._read()
            except (OSError, ValueError) as fault:
                log.error("new certificate not used: %s", fault)  # noqa: TRY400 - a file's name, no secret
        return self._context

    def _changed_at(self) -> tuple[int, ...]:
        try:
            return tuple(file.stat().st_mtime_ns for file in (self._certificate, self._key))
        except OSError:
            return ()

    def _read(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._certificate, self._key, password=_no_password)
        return context


def _no_password() -> str:
    """Answer for a key with a password: without an answer the program would ask on the terminal and wait."""
    raise ValueError("the key has a password")
