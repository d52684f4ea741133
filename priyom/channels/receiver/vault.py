"""Where letters are kept: one sealed row for each delivery, committed when `keep` returns."""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from priyom.base.seals import digest_with, seal_with

CONNECTIONS = 4
CONNECT_SECONDS = 5
LARGE_BYTES = 1024 * 1024
# The database may be slow about thirty megabytes; a sender waits ten minutes (RFC 5321, 4.5.3.2.6).
LIMITS = "-c statement_timeout=60s -c lock_timeout=3s -c synchronous_commit=on"
PURPOSE, MAC_PURPOSE = "incoming letter", "incoming octets"

# The other columns have defaults in the database: what becomes of the letter is not our matter.
KEEP = """
INSERT INTO channels_incomingletter
    (way, received_at, due_at, peer, return_path, recipients, size, octets_mac, sealed)
VALUES (%(way)s, now(), now(), %(peer)s, %(return_path)s, %(recipients)s, %(size)s, %(octets_mac)s, %(sealed)s)
RETURNING id
"""
MAILBOXES = "SELECT lower(address) FROM channels_mailbox WHERE is_active"
BEAT = """
INSERT INTO base_heartbeat (name, beat_at) VALUES ('receiver', now())
ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at
"""


@dataclass(frozen=True)
class Delivery:
    """A letter as it was handed over."""

    way: str
    peer: str | None
    return_path: str
    recipients: list[str]
    octets: bytes | bytearray


class Vault:
    """A few connections to the database, opened when they are needed; `psycopg.Error` when it is away."""

    def __init__(self, database_url: str, secret: str) -> None:
        self._url = database_url
        self._secret = secret
        self._free: list[psycopg.AsyncConnection[Any]] = []
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._large = asyncio.Lock()

    async def keep(self, delivery: Delivery) -> int:
        """Keep the letter and return its number in the journal."""
        if len(delivery.octets) < LARGE_BYTES:
            return await self._keep(delivery)
        async with self._large:  # a letter on its way into the database is in memory several times
            try:
                return await self._keep(delivery)
            finally:
                await self.close()  # a connection keeps the room that its largest letter took
                give_memory_back()

    async def _keep(self, delivery: Delivery) -> int:
        row = {
            "way": delivery.way, "peer": delivery.peer, "return_path": delivery.return_path,
            "recipients": delivery.recipients, "size": len(delivery.octets),
            "octets_mac": digest_with(self._secret, delivery.octets, purpose=MAC_PURPOSE),
            "sealed": seal_with(self._secret, delivery.octets, purpose=PURPOSE),
        }  # fmt: skip
        found = await self._ask(KEEP, row)
        return found[0][0]

    async def mailboxes(self) -> frozenset[str]:
        """Return the addresses of our mailboxes."""
        return frozenset(row[0] for row in await self._ask(MAILBOXES, {}))

    async def beat(self) -> None:
        """Show that the receiver is alive and reaches the database."""
        await self._ask(BEAT, {})

    async def close(self) -> None:
        """Leave the database."""
        while self._free:
            await self._free.pop().close()

    async def _ask(self, query: str, facts: dict[str, Any]) -> list[Any]:
        async with self._places:
            if self._free:
                try:
                    return await self._once(query, facts)
                except psycopg.OperationalError:
                    # The server went away while the connection lay idle. A letter that was kept although we were not
                    # told so is recognised later: what comes twice is filed once.
                    await self.close()
            return await self._once(query, facts)

    async def _once(self, query: str, facts: dict[str, Any]) -> list[Any]:
        async with self._connection() as connection:
            cursor = await connection.execute(query, facts)
            return await cursor.fetchall() if cursor.description else []

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        connection = self._free.pop() if self._free else await self._open()
        try:
            yield connection
        except psycopg.OperationalError:
            await connection.close()
            raise
        except psycopg.Error:  # the question was wrong, the connection is not
            self._free.append(connection)
            raise
        except BaseException:  # the sender hung up in the middle
            await connection.close()
            raise
        else:
            self._free.append(connection)

    async def _open(self) -> psycopg.AsyncConnection[Any]:
        # Each statement commits by itself: when the row comes back it is on the disk.
        return await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            options=LIMITS,
            application_name="priyom letters",
        )


def give_memory_back() -> None:
    """Let the system have the memory of a large letter; glibc would keep it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
