"""A receiver that really listens, on the test database, and the mail servers that speak to it."""

import asyncio
import dataclasses
import smtplib
import socket
import threading
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from priyom.channels.receiver.running import receiving

SUPPORT = "support@priyom.invalid"


def database_url():
    """Return the address of the test database, which has a name of its own."""
    facts = connection.get_connection_params()
    return f"postgresql://{facts.get('user', '')}@/{facts['dbname']}?host={facts['host'].replace('/', '%2F')}"


class Receiver:
    """The receiver in a thread of its own; ``config`` may be changed before it starts."""

    def __init__(self, **changes):
        changes = {"database_url": database_url(), "mail_from": SUPPORT} | changes
        self.config = dataclasses.replace(settings.PRIYOM, **changes)
        self.port = 0
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._receive()), daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

    async def _receive(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with receiving(self.config, port=0) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._started.set()
            await self._stop.wait()

    def client(self):
        return smtplib.SMTP("127.0.0.1", self.port, timeout=20)

    def send(self, octets, *, sender="zoya@clinic.example", to=SUPPORT):
        """Hand the letter over; return the answer to the last line."""
        with self.client() as client:
            client.ehlo()
            client.mail(sender)
            code, answer = client.rcpt(to)
            return (code, answer) if code != 250 else client.data(octets)

    @contextmanager
    def line(self):
        """Speak by hand: ``say(octets)`` returns what is answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            file = line.makefile("rb")
            file.readline()

            def say(octets, answers=1):
                line.sendall(octets)
                return [_answer(file) for _ in range(answers)][-1]

            yield say


def _answer(file):
    while True:
        text = file.readline().decode()
        if text[3:4] != "-":
            return text.strip()


@pytest.fixture
def committed(_jobs_are_gone_afterwards, transactional_db):
    """Commit really, and leave neither rows nor jobs to the next test."""


@pytest.fixture
def receiver(committed, cast):
    """Start the receiver on the test database; what it keeps is really committed."""
    with Receiver() as started:
        yield started
