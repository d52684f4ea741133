"""The conversation with a mail server: aiosmtpd's, with our own limits and our own idea of where a letter ends.

SECURITY: a letter ends with CR LF dot CR LF and with nothing else. A bare LF before the dot, a bare CR after it: what
one server takes for the end and the next one for text is how a letter is smuggled into another (SMTP smuggling).
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import psycopg
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from priyom.channels.receiver.doorkeeper import Doorkeeper, Unknown
from priyom.channels.receiver.vault import Delivery, Vault

log = logging.getLogger("channels.receiver")

MOST_RECIPIENTS = 100
MOST_WRONG_RECIPIENTS = 20  # in one conversation: whoever guesses addresses must dial again
MOST_CONNECTIONS, MOST_OF_ONE_PEER = 200, 100
IDLE_SECONDS, DATA_SECONDS = 60, 300
LONGEST_ADDRESS = 320
LARGE_BYTES, LARGE_AT_ONCE = 256 * 1024, 2
BUFFER_BYTES = 64 * 1024  # read at once; a line may be longer
CALLS = {"MAIL": 10_000, "RCPT": 100_000, "DATA": 10_000, "RSET": 10_000, "NOOP": 1000, "*": 100}
END = b".\r\n"

BUSY = "421 4.3.2 Too many connections, try again later"
LATER = "451 4.3.0 The letter could not be kept now, try again later"
TOO_LARGE = "552 5.3.4 The letter is too large"
NO_SUCH = "550 5.1.1 There is no such mailbox here"


@dataclass
class House:
    """What all conversations share: who is there, how many letters are coming in, and whose turn a large one is."""

    peers: Counter[str] = field(default_factory=Counter)
    coming: int = 0
    # Memory: of letters over the size that all may have at once, only a few are read; the others wait, unread.
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LARGE_AT_ONCE))

    def may_enter(self, peer: str) -> bool:
        return self.peers.total() < MOST_CONNECTIONS and self.peers[peer] < MOST_OF_ONE_PEER


class Desk:
    """Answers for one conversation: whom we take letters for, and that a letter is kept."""

    def __init__(self, doorkeeper: Doorkeeper, vault: Vault, *, way: str) -> None:
        self.doorkeeper = doorkeeper
        self.vault = vault
        self.way = way
        self.wrong = 0

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """Greet; nobody signs in here, so no way to do it is named."""
        session.host_name = hostname
        return [each for each in answers if not each.startswith("250-AUTH")]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take our addresses only; an open relay is a spammer's."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            is_ours = await self.doorkeeper.is_ours(address)
        except Unknown:
            return LATER
        if not is_ours:
            self.wrong += 1
            if self.wrong > MOST_WRONG_RECIPIENTS and server.transport is not None:
                await server.push("421 4.7.0 Too many wrong addresses")
                server.transport.close()
            return NO_SUCH
        envelope.rcpt_tos.append(_clean(address))
        return "250 2.1.5 OK"

    async def keep(self, session: Session, envelope: Envelope, octets: bytearray) -> str:
        """Keep the letter and say so; anything but a commit is «try again later»."""
        delivery = Delivery(
            way=self.way,
            peer=_peer_of(session),
            return_path=_clean((envelope.mail_from or "").strip("<>")),  # aiosmtpd calls the null path <>
            recipients=[str(each) for each in envelope.rcpt_tos],
            octets=octets,
        )
        try:
            number = await self.vault.keep(delivery)
        except (psycopg.Error, OSError) as error:
            log.error("letter not kept: %s", type(error).__name__)  # noqa: TRY400 - a trace would quote the sender
            return LATER
        return f"250 2.0.0 Kept as {number}"

    async def handle_exception(self, error: Exception) -> str:
        """Say nothing about our insides, and keep the type for ourselves: the text may quote the sender."""
        log.error("conversation failed: %s", type(error).__name__)
        return LATER


class LetterServer(SMTP):
    """One conversation."""

    session: Session  # aiosmtpd sets the three before anything of ours runs
    envelope: Envelope
    transport: asyncio.Transport

    line_length_limit = BUFFER_BYTES

    def __init__(
        self, desk: Desk, house: House, *, most_octets: int, hostname: str, encryption: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(
            desk, data_size_limit=most_octets, enable_SMTPUTF8=True, hostname=hostname, ident="ESMTP Priyom",
            timeout=IDLE_SECONDS, command_call_limit=CALLS, auth_exclude_mechanism=("LOGIN", "PLAIN"),
            tls_context=encryption,
        )  # fmt: skip
        self._desk = desk
        self._house = house

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Read the letter to its true end and keep it."""
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Say first for whom it is (RCPT)")
            return
        if arg:
            await self.push("501 5.5.4 DATA stands alone")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self._reset_timeout(DATA_SECONDS)
        self._house.coming += 1
        try:
            async with AsyncExitStack() as turn:
                octets, refused = await self._read(turn)
                answer = refused or await self._desk.keep(self.session, self.envelope, octets)
        finally:
            self._house.coming -= 1
        recipients = len(self.envelope.rcpt_tos)
        self._set_post_data_state()
        self._reset_timeout()
        for _recipient in range(recipients if isinstance(self, LMTP) else 1):  # LMTP answers for each (RFC 2033)
            await self.push(answer)

    async def _read(self, turn: AsyncExitStack) -> tuple[bytearray, str]:
        """Return the octets and why the letter is not taken, or nothing. What is too much is read and dropped."""
        octets, refused, at_start, is_large = bytearray(), "", True, False
        while True:
            try:
                line, is_whole = await self._reader.readuntil(b"\r\n"), True
            except asyncio.LimitOverrunError as longer:
                line, is_whole = await self._reader.readexactly(longer.consumed), False
            if at_start and line == END:
                return octets, refused
            if at_start and line.startswith(b"."):
                line = line[1:]
            at_start = is_whole
            if refused:
                continue
            octets += line
            if len(octets) > (self.data_size_limit or 0):
                refused, octets = TOO_LARGE, bytearray()
            elif len(octets) > LARGE_BYTES and not is_large:
                is_large = True
                await turn.enter_async_context(self._house.turns)

    async def _handle_client(self) -> None:
        peer = str(self.session.peer[0]) if self.session.peer else ""
        if not self._house.may_enter(peer):
            await self.push(BUSY)
            self.transport.close()
            return
        self._house.peers[peer] += 1
        try:
            await super()._handle_client()
        finally:
            self._house.peers[peer] -= 1
            self._house.peers += Counter()  # forget who has left


class LetterServerLmtp(LetterServer, LMTP):
    """The same in LMTP: one answer for each recipient."""


def _clean(address: str) -> str:
    """Return the address as the database can keep it."""
    text = address.encode("utf-8", "replace").decode()
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST_ADDRESS]


def _peer_of(session: Any) -> str | None:
    try:
        return str(ipaddress.ip_address(str(session.peer[0]).partition("%")[0]))
    except (ValueError, TypeError, IndexError):
        return None
