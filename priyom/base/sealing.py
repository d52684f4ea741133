"""Sealing: bytes that must wait in the database but be read by nobody who holds only the database.

AES-256-GCM with a key derived from the installation's secret, which lives outside the database; what the bytes are
for is part of the seal, so that a draft cannot be put where a quarantined letter belongs.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class SealBroken(Exception):
    """The bytes were sealed with another key, for another purpose, or changed since."""


def seal(content: bytes, *, purpose: str) -> bytes:
    """Return the sealed bytes: nonce, then ciphertext with tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, content, purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Return the content; raise SealBroken when no known key opens it."""
    nonce, content = bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:])
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret)).decrypt(nonce, content, purpose.encode())
        except InvalidTag:
            continue
    raise SealBroken


def keyed_digest(content: bytes | str, *, purpose: str) -> str:
    """Return an HMAC-SHA-256 in hex: equal inputs compare equal, and nothing can be guessed without the secret."""
    content = content.encode() if isinstance(content, str) else content
    return hmac.new(_key(settings.SECRET_KEY), purpose.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def _key(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"priyom-seal").digest()
