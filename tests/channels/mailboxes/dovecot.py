"""A Dovecot of the tests' own: Debian's program, our ports, a folder that is thrown away, users u1 to u200."""

import datetime as dt
import imaplib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imap_tools.imap_utf7 import utf7_encode

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = "Пароль-ящика 1".encode().decode("utf-8")
USERS = 200

CONFIG = """
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{place}/server.pem
ssl_key = <{place}/server.key
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{place}/mail/%u
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {place}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={place}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """A running server."""

    def __init__(self):
        self.place = Path(tempfile.mkdtemp(prefix="priyom-dovecot-"))
        self.place.chmod(0o755)
        self.plain, self.tls = free_port(), free_port()
        self.uid, self.gid = (65534, 65534) if os.getuid() == 0 else (os.getuid(), os.getgid())
        self.used = 0
        self.certificate = self._certify()
        self._process = self._start()

    def _start(self):
        (self.place / "mail").mkdir()
        os.chown(self.place / "mail", self.uid, self.gid)
        users = "".join(f"u{n}:{PASSWORD}\n" for n in range(1, USERS + 1))
        (self.place / "users").write_text(users, encoding="utf-8")
        if os.getuid() == 0:
            people = {"internal": "dovecot", "group": "dovecot", "login": "dovenull"}
        else:
            import grp
            import pwd

            name = pwd.getpwuid(os.getuid()).pw_name
            people = {"internal": name, "group": grp.getgrgid(os.getgid()).gr_name, "login": name}
        config = self.place / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                place=self.place, uid=self.uid, gid=self.gid, plain=self.plain, tls=self.tls, **people
            ),
            encoding="utf-8",
        )  # fmt: skip
        process = subprocess.Popen(  # noqa: S603 - a fixed program
            [PROGRAM, "-F", "-c", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        for _attempt in range(100):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.plain)) == 0:
                    return process
            if process.poll() is not None:
                raise RuntimeError(process.stderr.read().decode())
            time.sleep(0.1)
        raise RuntimeError((self.place / "dovecot.log").read_text())

    def stop(self):
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(10)
        shutil.rmtree(self.place, ignore_errors=True)

    def account(self):
        """Return a fresh user."""
        self.used += 1
        assert self.used <= USERS
        return Account(self, f"u{self.used}")

    def _certify(self):
        """Write a certificate for «localhost» by an authority of our own; return the authority's."""
        authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Свой центр")])
        authority = _certificate(name, name, authority_key, authority_key, is_authority=True)
        own = _certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), name, key, authority_key)
        (self.place / "server.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.place / "server.key").write_bytes(private)
        return authority.public_bytes(serialization.Encoding.PEM).decode()


class Account:
    """One user's mailbox, handled as another mail program would."""

    def __init__(self, server, name):
        self.server, self.name, self.password = server, name, PASSWORD

    def client(self):
        client = imaplib.IMAP4("127.0.0.1", self.server.plain, timeout=20)
        client.authenticate("PLAIN", lambda _challenge: f"\0{self.name}\0{self.password}".encode())
        return client

    def put(self, octets, folder="INBOX", *, flags="", date=None):
        with closing_client(self.client()) as client:
            status, said = client.append(_quoted(folder), flags or None, date or time.time(), octets)
            assert status == "OK", said

    def do(self, command, *folders):
        with closing_client(self.client()) as client:
            status, said = getattr(client, command)(*map(_quoted, folders))
            assert status == "OK", said

    def flags(self, folder="INBOX"):
        """Return the flags of each letter, in the order of their UIDs."""
        with closing_client(self.client()) as client:
            client.select(_quoted(folder), readonly=True)
            _status, rows = client.fetch("1:*", "(UID FLAGS)") if _count(client) else ("", [])
            return [set(imaplib.ParseFlags(row)) - {b"\\Recent"} for row in rows if row]

    def fill(self, count):
        """Lay many letters that were read long ago into the inbox, on the disk."""
        inbox = self.server.place / "mail" / self.name
        self.do("create", "elsewhere")
        for n in range(count):
            path = inbox / "cur" / f"1600000000.M{n}P1.old:2,S"
            path.write_bytes(b"Subject: old\r\n\r\nold\r\n")
            os.chown(path, self.server.uid, self.server.gid)


class closing_client:  # noqa: N801 - reads like a word at its place
    def __init__(self, client):
        self.client = client

    def __enter__(self):
        return self.client

    def __exit__(self, *_error):
        self.client.logout()


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _count(client):
    return int(client.response("EXISTS")[1][-1] or 0)


def _quoted(folder):
    return '"' + utf7_encode(folder).decode() + '"'


def _certificate(subject, issuer, key, signing_key, *, is_authority=False):
    moment = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - dt.timedelta(days=1))
        .not_valid_after(moment + dt.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    return builder.sign(signing_key, hashes.SHA256())
