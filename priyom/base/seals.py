"""The arithmetic of sealing, without Django: for the receiver of letters, which must stay small.

AES-256-GCM with a key derived from the installation's secret; what the bytes are for is part of the seal.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal_with(secret: str, content: bytes | bytearray, *, purpose: str) -> bytes:
    """Return the sealed bytes: nonce, then ciphertext with tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key(secret)).encrypt(nonce, content, purpose.encode())


def unseal_with(secret: str, sealed: bytes | memoryview, *, purpose: str) -> bytes | None:
    """Return the content, or None when this secret does not open it."""
    nonce, content = bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:])
    try:
        return AESGCM(_key(secret)).decrypt(nonce, content, purpose.encode())
    except InvalidTag:
        return None


def digest_with(secret: str, content: bytes | bytearray, *, purpose: str) -> str:
    """Return an HMAC-SHA-256 in hex."""
    mac = hmac.new(_key(secret), purpose.encode() + b"\0", hashlib.sha256)
    mac.update(content)
    return mac.hexdigest()


def _key(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"priyom-seal").digest()
