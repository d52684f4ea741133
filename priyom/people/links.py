"""Tokens of links by mail.

A token is derived from a random seed in its row and from the secret key, for one purpose only; the row keeps its hash.
So a reaction can write the link from the row alone, and neither a copy of the database nor the secret opens anything.
"""

import hashlib
import secrets

from priyom.base.sealing import keyed_digest


def new_token(purpose: str) -> tuple[str, str]:
    """Return a fresh seed and the hash of its token, for the row."""
    seed = secrets.token_urlsafe(32)
    return seed, hash_of(token_of(seed, purpose))


def token_of(seed: str, purpose: str) -> str:
    """Return the token that belongs into the letter."""
    return keyed_digest(seed, purpose=f"link:{purpose}")


def hash_of(token: str) -> str:
    """Return what the row keeps of a token; tokens are 256 bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
