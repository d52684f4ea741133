"""Addresses and ids by which an answer finds its ticket. Each is signed, so only who has a letter of ours can name it.

    Message-ID     <1042.7.9931.MAC@host>        ticket 1042, written to person 7 because of event 9931
    reply address  support+1042.7.MAC@domain     the same without the event
    return path    support+b9931.MAC@domain      outgoing letter 9931, for those who report that it did not arrive

A signature is 96 bits of an HMAC with a key for that one purpose. Mail programs change letter case, so all is small.
"""

import hmac
import re
from dataclasses import dataclass, field

from priyom.base.seals import digest_with

TOKEN = "{token}"  # noqa: S105 - where a token stands, not one
MAC_LENGTH = 24  # hex characters
LONGEST = 320  # of an address or an id; what is longer is not ours

_ID = re.compile(r"<?([0-9]{1,12})\.([0-9]{1,12})\.([0-9]{1,12})\.([0-9a-f]{24})@([^@<>\s]+)>?")
_REPLY = re.compile(r"([0-9]{1,12})\.([0-9]{1,12})\.([0-9a-f]{24})")
_BOUNCE = re.compile(r"b([0-9]{1,12})\.([0-9a-f]{24})")
# What looks as if it were meant to be ours, whatever stands where the signature should be.
_FORGED = re.compile(r"<?([0-9]{1,12})\.[0-9a-z.]{1,80}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What an id or address says: ticket, to whom we wrote, and whether we really signed it."""

    number: int
    who: int
    signed: bool


@dataclass(frozen=True)
class Marks:
    """Signs what leaves and reads what comes back. ``pattern`` is such as ``support+{token}@desk.example``."""

    host: str
    pattern: str
    secrets: tuple[str, ...] = field(repr=False)  # of the installation, the newest first

    def message_id(self, number: int, who: int, event: int) -> str:
        """Return the Message-ID of a letter; number 0: it is about no ticket, who 0: to nobody we know."""
        text = f"{number}.{who}.{event}"
        return f"<{text}.{self._mac('message-id', text)}@{self.host}>"

    def reply_address(self, number: int, who: int) -> str:
        """Return where an answer of this person about this ticket goes."""
        text = f"{number}.{who}"
        return self._address(f"{text}.{self._mac('reply-address', text)}")

    def return_path(self, letter: int) -> str:
        """Return where a report goes that this letter could not be delivered."""
        return self._address(f"b{letter}.{self._mac('return-path', str(letter))}")

    def read_message_id(self, text: str) -> Claim | None:
        """Return what an id of our form and our host claims; None for everybody else's."""
        if len(text) > LONGEST or not text.lower().rstrip("> ").endswith(f"@{self.host.lower()}"):
            return None
        found = _ID.fullmatch(text.strip().lower())
        if found is None:
            return _forged(text)
        number, who, event, mac, _host = found.groups()
        return Claim(int(number), int(who), self._is_ours("message-id", f"{number}.{who}.{event}", mac))

    def read_reply_address(self, address: str) -> Claim | None:
        """Return what an address of our pattern claims; None for everybody else's, and for the plain address."""
        token = self._token(address)
        if token is None or _BOUNCE.fullmatch(token):
            return None
        found = _REPLY.fullmatch(token)
        if found is None:
            return _forged(token)
        number, who, mac = found.groups()
        return Claim(int(number), int(who), self._is_ours("reply-address", f"{number}.{who}", mac))

    def read_return_path(self, address: str) -> int | None:
        """Return the letter that a report at this address is about; None unless we signed it."""
        found = _BOUNCE.fullmatch(self._token(address) or "")
        if found is None or not self._is_ours("return-path", found[1], found[2]):
            return None
        return int(found[1])

    def is_answer_address(self, address: str) -> bool:
        """Say whether the address has the form that our letters ask to be answered at, signed or not."""
        return self._token(address) is not None

    def _token(self, address: str) -> str | None:
        before, after = self.pattern.lower().split(TOKEN)
        address = address.strip().lower()
        if len(address) > LONGEST or not (address.startswith(before) and address.endswith(after)):
            return None
        token = address[len(before) : len(address) - len(after)]
        return token if token and "@" not in token else None

    def _address(self, token: str) -> str:
        return self.pattern.replace(TOKEN, token)

    def _mac(self, purpose: str, text: str) -> str:
        return _mac_with(self.secrets[0], purpose, text)

    def _is_ours(self, purpose: str, text: str, mac: str) -> bool:
        # SECURITY: compared in constant time, and under every secret, so that a changed secret breaks no thread.
        return any([hmac.compare_digest(_mac_with(one, purpose, text), mac) for one in self.secrets])  # noqa: C419


def _mac_with(secret: str, purpose: str, text: str) -> str:
    return digest_with(secret, text.encode(), purpose=f"letter:{purpose}")[:MAC_LENGTH]


def _forged(text: str) -> Claim | None:
    found = _FORGED.match(text.strip().lower())
    return Claim(int(found[1]), 0, signed=False) if found else None
