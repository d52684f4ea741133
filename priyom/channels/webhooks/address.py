"""Where a request of ours may go: public addresses, and networks of one's own that the configuration names.

SECURITY: every name is resolved once, every address it has must be allowed, and the caller connects to one of exactly
these addresses; a name that answers differently a moment later changes nothing. Knows nothing of the database.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PORTS = {"http": 80, "https": 443}
LONGEST = 500
_LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PRINTED = re.compile(r"[!-\[\]-~\u00a1-\U0010ffff]+")  # no blanks, no control characters, no backslash


class Refused(Exception):
    """We do not go there; ``reason`` is one of: address, port, unknown_host, forbidden."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Rules:
    """What an administrator has allowed: ports, and networks of one's own beside the public internet."""

    ports: frozenset[int]
    networks: tuple[Network, ...]

    def allow(self, address: IP) -> bool:
        """Say whether we may connect to the address."""
        return any(address in network for network in self.networks if network.version == address.version) or all(
            each.is_global and not each.is_multicast and not each.is_reserved for each in _meant_by(address)
        )


@dataclass(frozen=True)
class Destination:
    """A place that was found allowed: how it is called, and the addresses to connect to."""

    scheme: str
    host: str
    port: int
    target: str  # path and query
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Return host and port as the Host header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


Resolver = Callable[[str, int], Iterable[str]]


def rules_of(ports: Iterable[str], networks: Iterable[str]) -> Rules:
    """Read the rules from the configuration."""
    return Rules(
        frozenset(int(port) for port in ports), tuple(ipaddress.ip_network(each, strict=False) for each in networks)
    )


def resolve(host: str, port: int) -> list[str]:
    """Return every address the system knows for the host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("unknown_host") from error
    return [str(each[4][0]) for each in found]


def destination(url: str, rules: Rules, *, resolver: Resolver = resolve) -> Destination:
    """Return where the URL leads, or raise Refused: one forbidden address among several is enough."""
    scheme, host, port, target = parts_of(url, rules)
    literal = _literal(host)
    found = [str(literal)] if literal else list(resolver(host, port))
    if not found:
        raise Refused("unknown_host")
    for each in found:
        try:
            address = ipaddress.ip_address(each)
        except ValueError as error:
            raise Refused("forbidden") from error
        if not rules.allow(address):
            raise Refused("forbidden")
    return Destination(scheme, host, port, target, tuple(dict.fromkeys(found)))


def parts_of(url: str, rules: Rules) -> tuple[str, str, int, str]:
    """Return scheme, host, port and target of a URL that is written the one usual way."""
    if len(url) > LONGEST or not _PRINTED.fullmatch(url):
        raise Refused("address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("address") from error
    if parts.scheme not in PORTS or parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("address")
    host = _plain_host(parts.hostname or "")
    port = PORTS[parts.scheme] if port is None else port
    if port not in rules.ports:
        raise Refused("port")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii():
        raise Refused("address")
    return parts.scheme, host, port, target


def _plain_host(host: str) -> str:
    """Return the host in its one usual form; numbers that only look like a name are refused."""
    if ":" in host:
        if _literal(host) is None or "%" in host:
            raise Refused("address")
        return host
    try:
        plain = host.encode("idna").decode("ascii").lower().removesuffix(".") if host else ""
    except UnicodeError as error:
        raise Refused("address") from error
    labels = plain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("address")
    # SECURITY: 2130706433, 0x7f.1, 0177.0.0.1 and 127.1 are all 127.0.0.1 to a resolver; only a.b.c.d is an address.
    if _NUMBER.fullmatch(labels[-1]) and (_literal(plain) is None or plain != host):
        raise Refused("address")
    return plain


def _literal(host: str) -> IP | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _meant_by(address: IP) -> list[IP]:
    """Return the address with every one that is wrapped in it: IPv4-mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    wrapped: list[IP] = [each for each in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if each]
    if address in _NAT64:
        wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if int(address) >> 32 == 0:  # ::a.b.c.d
        wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return wrapped if address.ipv4_mapped else [address, *wrapped]
