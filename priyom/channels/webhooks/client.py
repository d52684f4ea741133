"""One request to somebody else's server: no redirect, no proxy, five seconds, a megabyte, a checked address.

The standard library's client and nothing more: it follows nothing, reads no environment, and lets us give it the
very socket. Knows nothing of the database.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from priyom.channels.webhooks.address import Destination, Refused, Rules, destination

SECONDS = 5.0
MOST_BYTES = 1024 * 1024
TAKEN = range(200, 300)
REDIRECTS = range(300, 400)


@dataclass(frozen=True)
class Answer:
    """What became of a request: the status, if there was one, why it failed, if it did, and how long it took."""

    status: int | None
    failure: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Say whether the receiver has it."""
        return not self.failure


def post(url: str, body: bytes, headers: Mapping[str, str], *, rules: Rules) -> Answer:
    """Send the body once and say what became of it; never raises for what the other side does."""
    begun = time.monotonic()
    status, failure = None, ""
    try:
        status = _exchange(destination(url, rules), body, headers)
        if status in REDIRECTS:
            failure = "redirect"
        elif status not in TAKEN:
            failure = "status"
    except Refused as refused:
        failure = refused.reason
    except ssl.SSLError:
        failure = "tls"
    except TimeoutError:
        failure = "timeout"
    except (OSError, http.client.HTTPException, ValueError):
        failure = "timeout" if time.monotonic() - begun >= SECONDS else "connection"
    return Answer(status, failure, int((time.monotonic() - begun) * 1000))


def _exchange(place: Destination, body: bytes, headers: Mapping[str, str]) -> int:
    until = time.monotonic() + SECONDS
    connection = http.client.HTTPConnection(place.host, place.port)
    with contextlib.closing(_connected(place, until)) as sock, _no_later_than(until, sock) as cut_off:
        connection.sock = sock
        connection.putrequest("POST", place.target, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": place.authority, "Connection": "close", **headers}.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        if cut_off.is_set():  # the line ended in the middle of the headers, which reads like their end
            raise TimeoutError
        # Whoever is cut off while still speaking may think that the request has failed.
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer.read(MOST_BYTES)
        return answer.status


def _connected(place: Destination, until: float) -> socket.socket:
    """Connect to one of the checked addresses; the name serves only for the certificate."""
    last: OSError | None = None
    for address in place.addresses:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            sock = socket.create_connection((address, place.port), timeout=left)
        except OSError as error:
            last = error
            continue
        if place.scheme == "http":
            return sock
        try:
            return ssl.create_default_context().wrap_socket(sock, server_hostname=place.host)
        except BaseException:
            sock.close()
            raise
    raise last or ConnectionError


@contextlib.contextmanager
def _no_later_than(until: float, sock: socket.socket) -> Iterator[threading.Event]:
    """Cut the line when the time is over: a timeout of the socket alone begins anew with every byte that drips in."""
    cut_off = threading.Event()

    def cut() -> None:
        cut_off.set()
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield cut_off
    finally:
        timer.cancel()
