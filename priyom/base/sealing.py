"""Sealing: bytes that must wait in the database but be read by nobody who holds only the database.

AES-256-GCM with a key derived from the installation's secret, which lives outside the database; what the bytes are
for is part of the seal, so that a draft cannot be put where a quarantined letter belongs.
"""

from django.conf import settings

from priyom.base.seals import digest_with, seal_with, unseal_with


class SealBroken(Exception):
    """The bytes were sealed with another key, for another purpose, or changed since."""


def seal(content: bytes, *, purpose: str) -> bytes:
    """Return the sealed bytes: nonce, then ciphertext with tag."""
    return seal_with(settings.SECRET_KEY, content, purpose=purpose)


def unseal(sealed: bytes | memoryview, *, purpose: str) -> bytes:
    """Return the content; raise SealBroken when no known key opens it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        content = unseal_with(secret, sealed, purpose=purpose)
        if content is not None:
            return content
    raise SealBroken


def keyed_digest(content: bytes | str, *, purpose: str) -> str:
    """Return an HMAC-SHA-256 in hex: equal inputs compare equal, and nothing can be guessed without the secret."""
    content = content.encode() if isinstance(content, str) else content
    return digest_with(settings.SECRET_KEY, content, purpose=purpose)
