"""A conversation with an IMAP server about one folder. Letters come as octets; nothing in them is looked at.

Every failure leaves as `Trouble` with a code. A server that answers, but slowly, is hung up on at a deadline. Whoever
stays in the folder is told by the server that something has come, where the server can (IDLE).
"""

import contextlib
import imaplib
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.utils import encode_folder

from priyom.base.sealing import SealBroken, unseal
from priyom.channels.mailboxes.words import Trouble
from priyom.channels.models import Mailbox
from priyom.channels.models.mailboxes import SEALED_PASSWORD

SECONDS_TO_ANSWER = 20  # for each answer
DEADLINE_SECONDS = 120  # for the whole conversation, or one round of a long one
FOLDERS_TOLD = 12
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Place:
    """Where to look: what a mailbox row or a form says."""

    host: str
    port: int
    security: str
    certificate: str
    login: str
    password: str
    folder: str
    move_to: str = ""

    @classmethod
    def of(cls, mailbox: Mailbox) -> "Place":
        """Return the place that a row names, its password opened."""
        try:
            password = unseal(bytes(mailbox.sealed_password), purpose=SEALED_PASSWORD).decode()
        except SealBroken as broken:
            raise Trouble("seal_broken") from broken
        return cls(
            mailbox.host, mailbox.port, mailbox.security, mailbox.certificate, mailbox.login, password,
            mailbox.folder, mailbox.move_to,
        )  # fmt: skip


@contextmanager
def opened(place: Place, *, seconds: float | None = None) -> Iterator["Folder"]:
    """Sign in and select the folder; sign out afterwards, whatever happened."""
    with _told_as_trouble(), Deadline(seconds or DEADLINE_SECONDS) as deadline:
        box = Box(_connect(place, deadline))
        try:
            _sign_in(box, place)
            yield Folder(box, place, deadline)
        finally:
            with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
                box.logout()


class Deadline:
    """Hangs up on a server that answers one sign at a time: no answer is late, and the conversation never ends."""

    def __init__(self, seconds: float) -> None:
        self._lines: list[socket.socket] = []
        self._is_over = False
        self._seconds = seconds
        self._timer = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: object, _traceback: object) -> None:
        self._timer.cancel()
        if error is not None and self._is_over:
            raise Trouble("too_slow")

    def watch(self, line: socket.socket) -> None:
        """Hang up on this line, too, when time is over."""
        self._lines.append(line)

    def begin_anew(self) -> None:
        """Give as much time again: a round is over, and the next one begins."""
        self._timer.cancel()
        self._timer = self._started()

    def _started(self) -> threading.Timer:
        timer = threading.Timer(self._seconds, self._hang_up)
        timer.daemon = True
        timer.start()
        return timer

    def _hang_up(self) -> None:
        self._is_over = True
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class Line(imaplib.IMAP4):
    """A line to the server that the deadline watches from its first octet on."""

    def __init__(self, place: Place, tls: ssl.SSLContext | None, deadline: Deadline) -> None:
        self._tls, self._deadline = tls, deadline
        super().__init__(place.host, place.port, timeout=SECONDS_TO_ANSWER)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        line = socket.create_connection((self.host, self.port), timeout)
        self._deadline.watch(line)
        if self._tls is None:
            return line
        secret = self._tls.wrap_socket(line, server_hostname=self.host, do_handshake_on_connect=False)
        self._deadline.watch(secret)
        secret.do_handshake()
        return secret


class Box(BaseMailBox):
    """imap_tools around a line of ours."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._line


class Folder:
    """The selected folder."""

    def __init__(self, box: Any, place: Place, deadline: Deadline) -> None:
        self._box, self._deadline = box, deadline
        self._client = box.client
        self._move_to = place.move_to
        # What a server can do it says only to who has signed in.
        _status, said = self._client.capability()
        self.can = set(said[-1].decode("ascii", "replace").upper().split()) if said and said[-1] else set()
        try:
            box.folder.set(place.folder)
        except MailboxFolderSelectError as error:
            raise Trouble("no_folder", folders=self._there_are()) from error
        if place.move_to and place.move_to not in self._there_are(most=None):
            raise Trouble("no_target", folders=self._there_are())
        self.count = int(self._said("EXISTS") or 0)
        self.uid_validity = int(self._said("UIDVALIDITY") or 0)
        self.uid_next = int(self._said("UIDNEXT") or 0) or max(self.uids("ALL"), default=0) + 1

    def wait(self, seconds: float) -> None:
        """Wait until the server says that something has changed, or for so long; then a new round begins."""
        self._deadline.begin_anew()
        if "IDLE" in self.can:
            self._box.idle.wait(timeout=seconds)
        else:
            time.sleep(seconds)
            self._client.noop()  # only now may the server show what has come
        self._deadline.begin_anew()

    def uids(self, criteria: str) -> list[int]:
        """Return the UIDs that fit, in their order."""
        return sorted(int(uid) for uid in self._box.uids(criteria, charset=None))

    def uids_after(self, uid: int, *, fresh_from: int, criteria: str) -> list[int]:
        """Return the letters after ``uid``: all from ``fresh_from`` on, before that those that fit the criteria."""
        found = set(self.uids(f"UID {uid + 1}:* UNDELETED"))
        if uid + 1 < fresh_from:
            found -= set(range(fresh_from)) & found - set(self.uids(f"UID {uid + 1}:{fresh_from - 1} {criteria}"))
        return sorted(one for one in found if one > uid)  # «n:*» names the last letter even if it is before n

    def size(self, uid: int) -> int | None:
        """Return how large the letter is; None when it is gone."""
        found = _SIZE.search(b" ".join(one for one in self._fetch(uid, "(RFC822.SIZE)") if isinstance(one, bytes)))
        return int(found[1]) if found else None

    def octets(self, uid: int) -> bytes | None:
        """Return the letter as it is, without marking it as read; None when it is gone."""
        parts = self._fetch(uid, "(BODY.PEEK[])")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)

    def put_away(self, uids: list[int]) -> None:
        """Mark letters as read, and move them if the mailbox asks for it. What is gone already is no failure."""
        if not uids:
            return
        which = ",".join(map(str, uids))
        self._do("STORE", which, "+FLAGS.SILENT", r"(\Seen)")
        if not self._move_to:
            return
        target = encode_folder(self._move_to)
        if "MOVE" in self.can:
            self._do("MOVE", which, target)
            return
        self._do("COPY", which, target)
        self._do("STORE", which, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.can:  # a plain EXPUNGE would take what others have marked, too
            self._do("EXPUNGE", which)

    def flag(self, uid: int) -> None:
        """Make a letter that stays where it is stand out."""
        self._do("STORE", str(uid), "+FLAGS.SILENT", r"(\Flagged)")

    def _fetch(self, uid: int, what: str) -> list[Any]:
        return [part for part in self._do("FETCH", str(uid), what) if part is not None]

    def _do(self, command: str, *words: Any) -> list[Any]:
        status, data = self._client.uid(command, *words)
        if status != "OK":
            raise Trouble("broken" if command == "FETCH" else "not_understood")
        return list(data)

    def _said(self, name: str) -> str:
        _status, data = self._client.response(name)
        return data[-1].decode("ascii", "replace") if data and data[-1] else ""

    def _there_are(self, most: int | None = FOLDERS_TOLD) -> tuple[str, ...]:
        return tuple(found.name for found in self._box.folder.list() if "\\Noselect" not in found.flags)[:most]


def _connect(place: Place, deadline: Deadline) -> Line:
    tls = None if place.security == Mailbox.Security.NONE else _tls(place.certificate)
    line = Line(place, tls if place.security == Mailbox.Security.TLS else None, deadline)
    if place.security == Mailbox.Security.STARTTLS:
        try:
            line.starttls(tls)
        except imaplib.IMAP4.error as error:
            raise Trouble("no_tls") from error
        deadline.watch(line.sock)
    return line


def _tls(certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if certificate.strip():
        try:
            context.load_verify_locations(cadata=certificate)
        except (ssl.SSLError, ValueError, TypeError) as error:  # TypeError: letters that no PEM has
            raise Trouble("bad_certificate") from error
    return context


def _sign_in(box: Any, place: Place) -> None:
    is_plain = place.login.isascii() and place.password.isascii()
    try:
        (box.login if is_plain else box.login_utf8)(place.login, place.password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        answer = str(error).upper()
        needs = "PRIVACYREQUIRED" in answer or "LOGINDISABLED" in box.client.capabilities
        raise Trouble("needs_encryption" if needs else "wrong_password") from error


@contextmanager
def _told_as_trouble() -> Iterator[None]:
    """Turn every way in which a conversation can fail into a code."""
    try:
        yield
    except Trouble:
        raise
    except ssl.SSLCertVerificationError as error:
        raise Trouble(_CERTIFICATE.get(error.verify_code, "not_trusted")) from error
    except ssl.SSLError as error:
        raise Trouble("broken" if isinstance(error, ssl.SSLEOFError) else "no_tls") from error
    except TimeoutError as error:
        raise Trouble("too_slow") from error
    except socket.gaierror as error:
        raise Trouble("no_host") from error
    except (ConnectionError, imaplib.IMAP4.abort, EOFError) as error:
        is_refused = isinstance(error, ConnectionRefusedError)
        raise Trouble("no_connection" if is_refused else "broken") from error
    except OSError as error:
        raise Trouble("no_connection") from error
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, UnicodeError) as error:
        raise Trouble("not_understood") from error


_CERTIFICATE = {10: "expired", 62: "wrong_name", 64: "wrong_name"}  # of OpenSSL's X509_V_ERR_…
