"""The process: listens, keeps, shows that it is alive, and leaves when it is asked to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal

import psycopg

from priyom.base.config import Config
from priyom.base.preparation import nowhere_to_take_letters
from priyom.channels.receiver.certificate import Certificate
from priyom.channels.receiver.doorkeeper import Doorkeeper
from priyom.channels.receiver.server import Desk, House, LetterServer, LetterServerLmtp
from priyom.channels.receiver.vault import Vault

BEAT_SECONDS = 20
LEAVE_SECONDS = 10


def run_receiver(config: Config, *, port: int) -> None:
    """Receive letters until SIGTERM or SIGINT."""
    asyncio.run(_receive(config, port))


async def _receive(config: Config, port: int) -> None:
    loop, asked_to_stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)
    async with receiving(config, port=port):
        await asked_to_stop.wait()


@contextlib.asynccontextmanager
async def receiving(config: Config, *, port: int):  # type: ignore[no-untyped-def] # noqa: ANN201
    """Listen while inside; on leaving wait for letters that are being kept."""
    # PRIVACY: aiosmtpd would write addresses and whole commands into the log.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    vault = Vault(config.database_url, config.secret_key)
    doorkeeper = Doorkeeper(vault, config.support_mailbox, further=config.mail_addresses, answers=config.answers)
    house, certificate = House(), Certificate.of(config)
    kind = LetterServerLmtp if config.intake == "lmtp" else LetterServer

    def conversation() -> LetterServer:
        desk = Desk(doorkeeper, vault, way=config.intake)
        context = certificate.context if certificate else None
        return kind(desk, house, most_octets=config.max_letter_bytes, hostname=config.host, encryption=context)

    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(conversation, host=config.intake_listen, port=port, backlog=256)
    except OSError as error:  # RACE: whoever started us found the port free a moment ago
        raise nowhere_to_take_letters(config.intake_listen, port) from error
    beating = asyncio.create_task(_beat(vault))
    try:
        yield server
    finally:
        beating.cancel()
        server.close()
        await _until_quiet(house)
        await vault.close()


async def _beat(vault: Vault) -> None:
    while True:
        with contextlib.suppress(psycopg.Error, OSError):
            await vault.beat()
        await asyncio.sleep(BEAT_SECONDS)


async def _until_quiet(house: House) -> None:
    """Let letters that are half here come in."""
    for _moment in range(LEAVE_SECONDS * 10):
        if not house.coming:
            return
        await asyncio.sleep(0.1)
