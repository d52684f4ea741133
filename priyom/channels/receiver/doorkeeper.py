"""Which recipients are ours: the addresses of the configuration, the mailboxes of the settings page, with or without
a plus tag, and whatever has the form at which our letters ask to be answered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import psycopg

from priyom.channels.addresses import Marks
from priyom.channels.receiver.vault import Vault

ASK_AGAIN_SECONDS = 10.0
LONGEST = 320


class Unknown(Exception):
    """Nobody can say now whether the address is ours: the database is away and never told."""


class Doorkeeper:
    """Remembers our addresses for some seconds, and for as long as the database is away."""

    def __init__(self, vault: Vault, always: str, *, further: Iterable[str] = (), answers: str = "") -> None:
        self._vault = vault
        self._said = frozenset(address.lower() for address in (always, *further))
        self._answers = Marks(host="", pattern=answers, secrets=()) if answers else None
        self._mailboxes: frozenset[str] | None = None
        self._asked_at = -ASK_AGAIN_SECONDS
        self._asking = asyncio.Lock()

    async def is_ours(self, address: str) -> bool:
        """Say whether letters to the address are for us; raise `Unknown` when that cannot be said."""
        if len(address) > LONGEST:
            return False
        address = address.strip().lower()
        if not address.isprintable():
            return False
        plain = _without_tag(address)
        if plain in self._said or (self._answers is not None and self._answers.is_answer_address(address)):
            return True
        ours = await self._known()
        if ours is None:
            raise Unknown
        domains = {each.rpartition("@")[2] for each in (*ours, *self._said)}
        return plain in ours or address == "postmaster" or (
            address.startswith("postmaster@") and address.rpartition("@")[2] in domains
        )  # fmt: skip

    async def _known(self) -> frozenset[str] | None:
        async with self._asking:
            if time.monotonic() - self._asked_at >= ASK_AGAIN_SECONDS:
                try:
                    self._mailboxes = await self._vault.mailboxes()
                    self._asked_at = time.monotonic()
                except psycopg.errors.UndefinedTable:
                    self._mailboxes = frozenset()
                except psycopg.Error:
                    pass  # what was known holds on
        return self._mailboxes


def _without_tag(address: str) -> str:
    """Return the mailbox itself: answers come to ``support+TOKEN@host``."""
    local, _at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
